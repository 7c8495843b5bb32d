using Multiscale.Core;

namespace Multiscale.Modeling;

/// <summary>Turns the text of a mechanism into kernels: currents with their exact slopes by voltage, and one step of the states.</summary>
public sealed class MechanismBuilder
{
    private readonly NmodlFile file;
    private readonly MechanismDemand demand;
    private readonly SymbolTable symbols;
    private readonly ExpressionGraph graph = new();
    private readonly List<string> remarks = [];
    private readonly Dictionary<string, Binding> bindings = [];
    private readonly List<MechanismColumn> columns = [];
    private readonly List<string> places = [];
    private readonly List<(string, double)> uniforms = [("t", 0), ("dt", 0), ("celsius", 0)];

    private MechanismBuilder(NmodlFile file, MechanismDemand demand)
    {
        (this.file, this.demand) = (VerbatimIdioms.Replace(file), demand);
        symbols = new SymbolTable(this.file, demand.Pointers);
    }

    /// <exception cref="InputException">MS1340: a construct that cannot be compiled, with its place.</exception>
    public static MechanismProgram Build(NmodlFile file, MechanismDemand? demand = null) => new MechanismBuilder(file, demand ?? new()).Build();

    private MechanismProgram Build()
    {
        if (file.Kind == MechanismKind.Artificial) return Artificial();
        var initial = Initial();
        var breakpoint = Breakpoint();
        var advance = Advance();
        var (diffusion, diffusing) = Diffusion();
        string[] read = [.. initial.Read.Concat(breakpoint.Read).Concat(advance.Read).Concat(diffusion.Read).Distinct()];
        // Assigned variables live on between kernels only where one reads what another wrote, or a user wants them.
        var inlined = Constants(initial, [breakpoint, advance, diffusion]);
        var persistent = read.Where(k => IsAssigned(k) && !inlined.ContainsKey(k)).Concat(demand.Kept.Where(k => symbols.IsVariable(k.Split('[')[0]) && !symbols.IsPlace(k) && !symbols.IsIonCurrent(k)).SelectMany(symbols.Keys)).ToHashSet();
        bool events = file.NetReceive is not null;
        if (events) persistent.UnionWith(file.Assigned.Where(a => symbols.IsAssigned(a.Name)).SelectMany(a => symbols.Keys(a.Name)));
        var written = new[] { initial, breakpoint, advance }.SelectMany(e => e.Written).Select(w => w.Key).Where(symbols.IsOpenPointer).Distinct().ToArray();
        Bind(read.Concat(written).Concat(AssignedParameters(initial, breakpoint, advance)).Concat(events ? PlacesOfEvents() : []), persistent);

        var start = Stores(initial, persistent);
        var currents = Stores(breakpoint, persistent);
        AddCurrents(breakpoint, currents);
        var step = Stores(advance, persistent);
        var addressing = file.Kind == MechanismKind.Point ? Addressing.Points : Addressing.Blocks;
        remarks.AddRange(initial.Remarks.Concat(breakpoint.Remarks).Concat(advance.Remarks).Distinct());
        return new MechanismProgram
        {
            Name = file.Name,
            Kind = file.Kind,
            Ions = file.Ions,
            Columns = columns,
            Places = places,
            Uniforms = uniforms,
            Bindings = bindings,
            Initialize = Finish("Initialize", start),
            Currents = currents.Count > 0 ? Finish("Currents", currents) : null,
            Advance = step.Count > 0 ? Finish("Advance", step) : null,
            Diffuse = diffusing.Count > 0 ? Finish("Diffuse", Coefficients(diffusing)) : null,
            Diffusing = [.. diffusing.Select(d => d.Key)],
            Remarks = remarks,
            WrittenPointers = events ? [.. symbols.OpenPointers] : written,
            Arguments = file.NetReceive?.Arguments.Count ?? 0,
            PrintEvents = events ? new EventPrinter(file, symbols, bindings, demand).Print : null,
            StartsWithEvents = file.Initial is { } start0 && NmodlWalk.Statements(start0).Any(s => s is Watch or CallStatement { Call.Name: "net_send" }),
        };

        Kernel Finish(string name, List<Store> stores)
        {
            var values = graph.ShareExponentials([.. stores.Select(s => graph.Replace(s.Value, new(inlined.ToDictionary(i => graph.Symbol(i.Key), i => i.Value))))]);
            return new Kernel(name, [.. stores.Select((s, i) => s with { Value = values[i] })], addressing);
        }
    }

    /// <summary>A cell without a membrane: INITIAL too is code for one instance.</summary>
    private MechanismProgram Artificial()
    {
        Bind([], [.. file.Assigned.Where(a => symbols.IsAssigned(a.Name)).SelectMany(a => symbols.Keys(a.Name))]);
        return new MechanismProgram
        {
            Name = file.Name, Kind = file.Kind, Ions = file.Ions, Columns = columns, Places = places, Uniforms = uniforms, Bindings = bindings,
            Initialize = new Kernel("Initialize", [], Addressing.Points),
            Arguments = file.NetReceive?.Arguments.Count ?? 0,
            PrintEvents = new EventPrinter(file, symbols, bindings, demand).Print,
            StartsWithEvents = true,
        };
    }

    private Evaluation Initial()
    {
        var evaluation = new Evaluation(file, symbols, graph, demand) { CarriesOutSolve = true, LeavesEvents = true };
        foreach (var (key, _, _) in symbols.States) evaluation.Set(key, StartOf(key, evaluation));
        RunHooks(evaluation, before: true, "INITIAL");
        if (file.Initial is { } block) evaluation.Run(block);
        RunHooks(evaluation, before: false, "INITIAL");
        return evaluation;
    }

    private void RunHooks(Evaluation evaluation, bool before, string moment)
    {
        foreach (var hook in file.Hooks) if (hook.Before == before && hook.Moment == moment) evaluation.Run(hook.Body);
    }

    /// <summary>A state begins at the parameter named after it with a zero, as in m0, or at zero.</summary>
    private Expression StartOf(string key, Evaluation evaluation) =>
        symbols.IsParameter(key + "0") ? evaluation.Value(new VariableRef(new SourceLocation(file.FileName), key + "0")) : graph.Zero;

    private Evaluation Breakpoint()
    {
        var evaluation = new Evaluation(file, symbols, graph, demand);
        RunHooks(evaluation, before: true, "BREAKPOINT");
        if (file.Breakpoint is { } block && HasCurrents) evaluation.Run(block);
        RunHooks(evaluation, before: false, "BREAKPOINT");
        return evaluation;
    }

    private bool HasCurrents => file.Nonspecific.Count + file.ElectrodeCurrents.Count > 0 || file.Ions.Any(i => i.Writes.Contains("i" + i.Name));

    private Evaluation Advance()
    {
        var evaluation = new Evaluation(file, symbols, graph, demand) { CarriesOutSolve = true, SecondOrder = demand.SecondOrder };
        RunHooks(evaluation, before: true, "STEP");
        RunHooks(evaluation, before: true, "SOLVE");
        if (file.Breakpoint is { } block) foreach (var solve in Evaluation.Solves(block)) evaluation.Solve(solve);
        RunHooks(evaluation, before: false, "SOLVE");
        // Without currents nothing is asked of BREAKPOINT between steps: as in NEURON it follows its states.
        evaluation.CarriesOutSolve = false;
        if (file.Breakpoint is { } rest && !HasCurrents) evaluation.Run(rest);
        RunHooks(evaluation, before: false, "STEP");
        return evaluation;
    }

    /// <summary>What a KINETIC block that BREAKPOINT solves lets diffuse between compartments.</summary>
    private (Evaluation Evaluation, IReadOnlyList<(string Key, Expression Coefficient, Expression Volume)> Diffusing) Diffusion()
    {
        var evaluation = new Evaluation(file, symbols, graph, demand);
        if (file.Breakpoint is null || file.Kind != MechanismKind.Density) return (evaluation, []);
        var solved = Evaluation.Solves(file.Breakpoint).Select(s => s.Block).ToHashSet();
        return (evaluation, [.. file.Kinetics.Where(k => solved.Contains(k.Name) && NmodlWalk.Statements(k.Body).Any(s => s is LongitudinalDiffusion)).SelectMany(k => evaluation.Diffusion(k.Body))]);
    }

    private List<Store> Coefficients(IReadOnlyList<(string Key, Expression Coefficient, Expression Volume)> diffusing)
    {
        var stores = new List<Store>();
        foreach (var (key, coefficient, volume) in diffusing)
            foreach (var (name, value) in new[] { (MechanismProgram.CoefficientOf(key), coefficient), (MechanismProgram.VolumeOf(key), volume) })
            {
                AddColumn(name, ColumnRole.Coefficient, "1", 1);
                stores.Add(new Store(name, value));
            }
        return stores;
    }

    private bool IsAssigned(string key) => symbols.IsAssigned(key.Split('[')[0]);

    /// <summary>Assigned variables that INITIAL alone gives a value, from what all instances share, such as a temperature factor: computed where needed.</summary>
    private Dictionary<string, Expression> Constants(Evaluation initial, Evaluation[] others)
    {
        var constants = new Dictionary<string, Expression>();
        foreach (var (key, value) in initial.Written)
            if (IsAssigned(key) && !demand.Kept.Contains(key) && !others.Any(o => o.Written.Any(w => w.Key == key)) && file.NetReceive is null
                && ExpressionGraph.Reachable([value]).All(n => n.Operation != Operation.Symbol || n.Name == "celsius" || symbols.IsGlobalParameter(n.Name)))
                constants[key] = value;
        return constants;
    }

    /// <summary>What the code of events may read of its place.</summary>
    private IEnumerable<string> PlacesOfEvents() => ["v", "area", "diam", .. file.Ions.SelectMany(i => i.Reads.Concat(i.Writes)).Where(n => !symbols.IsIonCurrent(n))];

    private IEnumerable<string> AssignedParameters(params Evaluation[] evaluations) =>
        evaluations.SelectMany(e => e.Written.Select(w => w.Key)).Where(k => symbols.IsParameter(k.Split('[')[0])).Distinct();

    private void Bind(IEnumerable<string> used, HashSet<string> persistent)
    {
        var written = used.ToHashSet();
        foreach (string name in uniforms.Select(u => u.Item1)) bindings[name] = new Binding(Residence.Uniform, bindings.Count);
        foreach (var (key, value, unit) in symbols.Parameters)
        {
            if (symbols.IsRange(key.Split('[')[0])) AddColumn(key, ColumnRole.Parameter, unit, value);
            else
            {
                bindings[key] = new Binding(Residence.Uniform, uniforms.Count);
                uniforms.Add((key, value));
            }
        }
        foreach (var (key, value, unit) in symbols.States) AddColumn(key, ColumnRole.State, unit, value);
        foreach (string stream in symbols.Streams)
        {
            AddColumn(stream, ColumnRole.Stream, "1", 0);
            AddColumn(stream + MechanismProgram.KeySuffix, ColumnRole.Stream, "1", 0);
        }
        foreach (string pointer in symbols.OpenPointers.Where(p => written.Contains(p) || file.NetReceive is not null)) AddColumn(pointer, ColumnRole.Pointer, symbols.UnitOf(pointer), 0);
        foreach (string key in persistent.Where(k => !bindings.ContainsKey(k) && !symbols.IsPlace(k.Split('[')[0])).OrderBy(k => k.Split('[')[0], StringComparer.Ordinal).ThenBy(k => k.Length).ThenBy(k => k, StringComparer.Ordinal))
            AddColumn(key, ColumnRole.Assigned, symbols.UnitOf(key), 0);
        foreach (string key in written.Where(symbols.IsPlace).Order(StringComparer.Ordinal)) AddPlace(key);
    }

    private void AddColumn(string name, ColumnRole role, string unit, double value, string? key = null)
    {
        bindings[key ?? name] = new Binding(Residence.Column, columns.Count);
        columns.Add(new MechanismColumn(name, role, unit, value));
    }

    private void AddPlace(string name)
    {
        if (bindings.ContainsKey(name)) return;
        bindings[name] = new Binding(Residence.Place, places.Count);
        places.Add(name);
    }

    /// <summary>What a block leaves behind: states, variables that live on, concentrations it writes.</summary>
    private List<Store> Stores(Evaluation evaluation, HashSet<string> persistent)
    {
        var stores = new List<Store>();
        foreach (var (key, value) in evaluation.Written)
        {
            string name = key.Split('[')[0];
            if (value.Operation == Operation.Symbol && value.Name == key) continue;
            bool concentration = symbols.IsIonVariable(key) && !symbols.IsIonCurrent(key);
            if (concentration) AddPlace(key);
            if (concentration || symbols.IsState(name) && bindings.ContainsKey(key) || persistent.Contains(key) || symbols.IsStream(key) || symbols.IsOpenPointer(key) || symbols.IsParameter(name) && bindings[key].Residence == Residence.Column)
                stores.Add(new Store(key, value));
            else if (symbols.IsParameter(name))
                throw new InputException("MS1341", $"mechanism {file.Name} assigns its global parameter {name}", $"put {name} into RANGE, or use another variable", new SourceLocation(file.FileName));
        }
        return stores;
    }

    private void AddCurrents(Evaluation breakpoint, List<Store> stores)
    {
        var v = graph.Symbol("v");
        Expression total = graph.Zero;
        var ofIon = new List<(string Ion, Expression Current)>();
        foreach (var ion in file.Ions)
            if (ion.Writes.Contains("i" + ion.Name) && breakpoint.ValueOf("i" + ion.Name) is { } current)
            {
                total = graph.Add(total, current);
                if (demand.TrackedIons.Contains(ion.Name)) ofIon.Add((ion.Name, current));
            }
        foreach (var name in file.Nonspecific) if (breakpoint.ValueOf(name.Name) is { } current) total = graph.Add(total, current);
        foreach (var name in file.ElectrodeCurrents) if (breakpoint.ValueOf(name.Name) is { } current) total = graph.Subtract(total, current);
        if (file.Ions.Count + file.Nonspecific.Count + file.ElectrodeCurrents.Count == 0) return;
        Add("i", total);
        Add("g", graph.Derivative(total, v));
        foreach (var (ion, current) in ofIon)
        {
            Add("i" + ion, current);
            Add("di" + ion, graph.Derivative(current, v));
        }
        foreach (string name in demand.Kept.Where(symbols.IsIonCurrent))
            if (breakpoint.ValueOf(name) is { } current)
            {
                AddColumn(name, ColumnRole.Assigned, "mA/cm2", 0, "own:" + name);
                stores.Add(new Store("own:" + name, current));
            }

        void Add(string name, Expression value)
        {
            if (value.Is(0) && file.Kind != MechanismKind.Point) return;
            if (file.Kind == MechanismKind.Point)
            {
                AddColumn(name, ColumnRole.Output, name.StartsWith('i') ? "nA" : "uS", 0, "out:" + name);
                stores.Add(new Store("out:" + name, value));
                return;
            }
            AddPlace("sum:" + name);
            stores.Add(new Store("sum:" + name, value, Accumulate: true));
        }
    }
}

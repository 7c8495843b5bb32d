using Multiscale.Core;

namespace Multiscale.Modeling;

/// <summary>Checks that every name of a file is declared once and used as what it is.</summary>
internal sealed partial class NmodlNames
{
    private readonly NmodlFile file;
    private readonly NmodlErrors errors;
    private readonly NmodlScope scope = new();
    private readonly Dictionary<string, NmodlRoutine> routines = [];
    private readonly Dictionary<string, NmodlFunctionTable> tables = [];
    private readonly Dictionary<string, string> solvable = [];
    private readonly HashSet<string> states;

    private NmodlNames(NmodlFile file, NmodlErrors errors)
    {
        (this.file, this.errors) = (file, errors);
        states = [.. file.States.Select(s => s.Name)];
    }

    /// <summary>Adds what it finds to <paramref name="errors"/>.</summary>
    public static void Check(NmodlFile file, NmodlErrors errors)
    {
        var names = new NmodlNames(file, errors);
        names.DeclareVariables();
        names.DeclareBlocks();
        names.CheckLists();
        names.CheckBlocks();
        names.CheckSolved();
    }

    private void DeclareVariables()
    {
        foreach (var p in file.Parameters) Declare(p.At, p.Name, new NameEntry(NameRole.Parameter, p.ArraySize, p.At));
        foreach (var c in file.Constants) Declare(c.At, c.Name, new NameEntry(NameRole.Constant, null, c.At));
        foreach (var s in file.States) Declare(s.At, s.Name, new NameEntry(NameRole.State, s.ArraySize, s.At));
        foreach (var a in file.Assigned) Declare(a.At, a.Name, new NameEntry(NameRole.Assigned, a.ArraySize, a.At));
        foreach (var l in file.FileLocals) Declare(l.At, l.Name, new NameEntry(NameRole.FileLocal, l.ArraySize, l.At));
        foreach (string builtin in NmodlBuiltins.Variables) scope.Add(builtin, new NameEntry(NameRole.Builtin));
        foreach (var ion in file.Ions)
            foreach (string name in ion.Reads.Concat(ion.Writes)) scope.Add(name, new NameEntry(NameRole.Ion, null, ion.At));
        foreach (var n in file.Nonspecific.Concat(file.ElectrodeCurrents)) scope.Add(n.Name, new NameEntry(NameRole.Current, null, n.At));
        foreach (var n in file.Pointers) scope.Add(n.Name, new NameEntry(NameRole.Pointer, null, n.At));
        foreach (var n in file.External) scope.Add(n.Name, new NameEntry(NameRole.External, null, n.At));
        foreach (var n in file.RandomVariables) scope.Add(n.Name, new NameEntry(NameRole.Random, null, n.At));
        foreach (var s in file.States) scope.Add(s.Name + "0", new NameEntry(NameRole.Parameter, null, s.At)); // initial value NEURON makes for each state
    }

    private void Declare(SourceLocation at, string name, NameEntry entry)
    {
        if (!scope.Add(name, entry)) errors.Add("MS1312", at, $"'{name}' is declared twice", $"it is declared in line {scope.Find(name)!.Value.At.Line} already: remove one");
    }

    private void DeclareBlocks()
    {
        foreach (var r in file.Procedures.Concat(file.Functions))
            if (!routines.TryAdd(r.Name, r)) Twice(r.At, r.Name);
        foreach (var t in file.FunctionTables)
            if (routines.ContainsKey(t.Name) || !tables.TryAdd(t.Name, t)) Twice(t.At, t.Name);
        foreach (var (name, kind, at) in file.Derivatives.Select(d => (d.Name, "DERIVATIVE", d.At)).Concat(file.Kinetics.Select(k => (k.Name, "KINETIC", k.At)))
            .Concat(file.Linears.Select(l => (l.Name, "LINEAR", l.At))).Concat(file.Nonlinears.Select(n => (n.Name, "NONLINEAR", n.At))))
            if (routines.ContainsKey(name) || !solvable.TryAdd(name, kind)) Twice(at, name);
        foreach (var r in routines.Values.Where(r => scope.Find(r.Name) is not null))
            errors.Add("MS1312", r.At, $"'{r.Name}' is a variable and a {(file.Functions.Contains(r) ? "FUNCTION" : "PROCEDURE")}", "rename one of them");
        foreach (var p in file.Procedures) solvable.TryAdd(p.Name, "PROCEDURE");
    }

    private void Twice(SourceLocation at, string name) => errors.Add("MS1312", at, $"a second block or routine is called '{name}'", "rename one of them");

    private void CheckLists()
    {
        foreach (var n in file.Range.Concat(file.Global).Where(n => scope.Find(n.Name) is null && !routines.ContainsKey(n.Name)))
            errors.Warn("MS1324", n.At, $"'{n.Name}' is listed in NEURON but declared nowhere", NearestWord.Advice(n.Name, scope.Names, "declare it in PARAMETER or ASSIGNED, or remove it"));
        foreach (var n in file.Range.Where(n => file.Global.Any(g => g.Name == n.Name)))
            errors.Warn("MS1312", n.At, $"'{n.Name}' is both RANGE and GLOBAL: it is taken as RANGE", "keep one");
        foreach (var group in file.Ions.GroupBy(i => i.Name).Where(g => g.Count() > 1))
            errors.Add("MS1312", group.Last().At, $"a second USEION {group.Key}", "join the READ and WRITE lists");
        if (file.NetReceive is { } net && file.Kind == MechanismKind.Density)
            errors.Add("MS1320", net.At, "a density mechanism receives no events", "make it a POINT_PROCESS or an ARTIFICIAL_CELL, or remove NET_RECEIVE");
        if (file.Kind == MechanismKind.Artificial && file.Ions.Count + file.Nonspecific.Count + file.ElectrodeCurrents.Count > 0)
            errors.Add("MS1328", file.Ions.Select(i => i.At).Concat(file.Nonspecific.Concat(file.ElectrodeCurrents).Select(n => n.At)).First(), "an artificial cell has no membrane and no currents", "make it a POINT_PROCESS, or remove the current");
        if (file.Kind == MechanismKind.Artificial && file.Breakpoint is { } breakpoint)
            errors.Warn("MS1328", breakpoint.At, "an artificial cell acts when events come: its BREAKPOINT never runs", "move the equations to NET_RECEIVE, or make it a POINT_PROCESS");
    }

    /// <summary>A STATE that no SOLVE and no statement changes keeps its initial value.</summary>
    private void CheckSolved()
    {
        bool solved = file.Blocks().Any(b => b.Title is "BREAKPOINT" or "NET_RECEIVE" or "INITIAL" || b.Title.StartsWith("PROCEDURE", StringComparison.Ordinal)
            ? NmodlWalk.Statements(b.Body).Any(s => s is Solve || (s is Assign a && states.Contains(a.Target.Name) && b.Title != "INITIAL")) : false);
        if (file.States.Count > 0 && !solved && !file.Blocks().Any(b => NmodlWalk.Statements(b.Body).Any(s => s is Verbatim)) && file.Kind != MechanismKind.Artificial)
            errors.Warn("MS1330", file.States[0].At, $"no SOLVE advances the state '{file.States[0].Name}'", "add 'SOLVE name METHOD cnexp' to BREAKPOINT");
    }
}

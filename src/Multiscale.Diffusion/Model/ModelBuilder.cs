using Multiscale.Core;
using Multiscale.Geometry;

namespace Multiscale.Diffusion;

/// <summary>Fits a model to a mesh; everything that does not fit is reported at once, each fault with its place.</summary>
public sealed partial class ModelBuilder
{
    private const double PerMicronCubedAndMolar = Constants.Avogadro * 1e-15, PerMicronSquaredAndMolar = Constants.Avogadro * 1e-12;

    private readonly ReactionDiffusionOptions options;
    private readonly List<Diagnostic> faults = [];
    private readonly CellMesh cells;
    private readonly string[] species;
    private readonly Dictionary<string, int> domains = [];
    private readonly Dictionary<string, int[]> places = [];

    private ModelBuilder(ReactionDiffusionOptions options, TetMesh mesh)
    {
        this.options = options;
        species = [.. options.Species.Keys];
        cells = new DomainReader(options, mesh, Fault).Read();
        for (int d = 0; d < cells.Domains.Count; d++)
        {
            domains[cells.Domains[d].Name] = d;
            places[cells.Domains[d].Name] = cells.Domains[d].Cells;
        }
        var regions = new RegionReader(cells, Fault);
        foreach (var (name, region) in options.Regions)
            if (places.ContainsKey(name)) Fault("MS0525", $"the name '{name}' is taken by a compartment, a patch or a region", "give the region a name of its own", region.Location);
            else places[name] = regions.Read(name, region, Place);
    }

    /// <exception cref="InputException">MS0520 to MS0535.</exception>
    public static ReactionModel Build(ReactionDiffusionOptions options, TetMesh mesh)
    {
        var builder = new ModelBuilder(options, mesh);
        var model = builder.Read();
        if (options.Membrane is { } membrane) model = builder.WithMembrane(model, membrane);
        if (builder.faults.Count > 0) throw new InputException(builder.faults);
        return model;
    }

    private ReactionModel Read()
    {
        foreach (var (name, s) in options.Species)
            if (!Equation.IsName(name) || name is "in" or "on") Fault("MS0521", $"'{name}' cannot be the name of a species", "use letters, digits and underscores, and begin with a letter", s.Location);
        return new ReactionModel
        {
            Cells = cells,
            Species = [.. options.Species.Select(s => new Species(s.Key, s.Value.Valence))],
            Diffusivities = Diffusivities(),
            Reactions = Reactions(),
            Crossings = Crossings(),
            Holds = [.. options.Clamps.Select(c => new Hold(IndexOf(c.Species, c.Location), Place(c.In, c.Location), c.Concentration * 1e-3 * PerMicronCubedAndMolar))],
            Injections = [.. options.Fluxes.Select(f => new Injection(IndexOf(f.Species, f.Location), Place(f.In, f.Location), f.Rate))],
            Initial = [.. options.Initial.Select(SeedingOf)],
            Tallies = [.. Recorded().Select(name => new Tally(name, places[name], places[name].Sum(c => cells.Sizes[c]), places[name].Length > 0 && cells.IsTriangle(places[name][0])))],
        };
    }

    private IEnumerable<string> Recorded()
    {
        foreach (string field in options.Record.Fields)
            if (field != RecordOptions.Potential || options.Membrane is null) IndexOf(field, options.Location);
        if (options.Record.Totals is not { } chosen) return places.Keys;
        foreach (string name in chosen) Place(name, options.Location);
        return chosen.Where(places.ContainsKey);
    }

    private double[] Diffusivities()
    {
        var table = new double[cells.Domains.Count * species.Length];
        for (int d = 0; d < cells.Domains.Count; d++)
            for (int s = 0; s < species.Length; s++)
            {
                var o = options.Species[species[s]];
                // A coefficient for all compartments says nothing about surfaces.
                table[d * species.Length + s] = o.Diffusivities.TryGetValue(cells.Domains[d].Name, out double own) ? own : cells.Domains[d].IsSurface ? 0 : o.Diffusivity;
            }
        foreach (var (name, o) in options.Species)
            foreach (string where in o.Diffusivities.Keys)
                if (!domains.ContainsKey(where)) Fault("MS0523", $"'{where}', where {name} diffuses, is no compartment and no patch", $"the mesh has {string.Join(", ", domains.Keys)}", o.Location);
        return table;
    }

    private List<Reaction> Reactions()
    {
        var read = new List<Reaction>();
        foreach (var (text, rates) in options.Reactions)
        {
            Equation equation;
            try
            {
                equation = Equation.Parse(text, rates.Location);
            }
            catch (InputException fault)
            {
                faults.AddRange(fault.Diagnostics);
                continue;
            }
            foreach (var term in equation.Left.Concat(equation.Right)) IndexOf(term.Species, rates.Location);
            if (equation.Reversible != rates.Backward is not null)
                Fault("MS0522", $"'{text}' {(equation.Reversible ? "goes both ways, but has no backward rate" : "goes one way, but has a backward rate")}", "write <-> with both rates, or -> with the forward one", rates.Location);
            var where = equation.Places.Count > 0 ? equation.Places : cells.Domains.Where(d => !d.IsSurface).Select(d => d.Name);
            foreach (string place in where)
            {
                if (!domains.TryGetValue(place, out int d) || cells.Domains[d].IsSurface != equation.OnSurface)
                {
                    Fault("MS0523", $"'{place}' in '{text}' is no {(equation.OnSurface ? "patch" : "compartment")}", $"the model has {string.Join(", ", cells.Domains.Where(x => x.IsSurface == equation.OnSurface).Select(x => x.Name))}", rates.Location);
                    continue;
                }
                if (cells.Domains[d].Cells is [var any, ..])
                    foreach (var term in equation.Left.Concat(equation.Right))
                        if ((term.Side == Side.Inner && cells.Inner(any) < 0) || (term.Side == Side.Outer && cells.Outer(any) < 0))
                            Fault("MS0523", $"'{place}' has no {term.Side.ToString().ToLowerInvariant()} side, which '{text}' uses", "name the compartment there: patches: PATCH: {inner: ..., outer: ...}", rates.Location);
                read.Add(OneWay(text, d, equation.Left, equation.Right, rates.Forward, rates.Location));
                if (rates.Backward is { } backward) read.Add(OneWay(text, d, equation.Right, equation.Left, backward, rates.Location));
            }
        }
        return read;
    }

    private Reaction OneWay(string text, int domain, IReadOnlyList<Term> left, IReadOnlyList<Term> right, string rate, SourceLocation location)
    {
        int order = left.Sum(t => t.Count);
        var volume = left.FirstOrDefault(t => t.Side != Side.Here);
        bool flat = cells.Domains[domain].IsSurface && volume.Count == 0;
        double k = 0;
        VoltageRate? voltage = null;
        string unit = flat ? "(mol/m^2)" : "M";
        string expected = order switch { 0 => flat ? "mol/m^2/s" : "M/s", 1 => "1/s", _ => flat ? $"m^{2 * (order - 1)}/mol^{order - 1}/s" : $"1/M^{order - 1}/s" };
        double size = flat ? PerMicronSquaredAndMolar : PerMicronCubedAndMolar, factor = 1e-3 * Math.Pow(size, 1 - order);
        try
        {
            if (rate.EndsWith(']')) (voltage, k) = Voltage(text, rate, Unit.Parse(expected), factor, domain, location);
            else k = Quantity.Parse(rate, Unit.Parse(expected));
            if (k < 0) Fault("MS0522", $"the rate of '{text}' is {rate}", "give a number of at least 0", location);
        }
        catch (InputException fault)
        {
            Fault(fault.Diagnostics[0].Code, $"the rate of '{text}' must be a quantity in {expected}: {fault.Diagnostics[0].Message}", $"order {order}: per s and {unit}^{order - 1}, for example '1 {expected}'", location);
        }
        var changes = new Dictionary<(int, Side), int>();
        foreach (var t in right) changes[(Index(t), t.Side)] = changes.GetValueOrDefault((Index(t), t.Side)) + t.Count;
        foreach (var t in left) changes[(Index(t), t.Side)] = changes.GetValueOrDefault((Index(t), t.Side)) - t.Count;
        return new Reaction(text, domain, k * factor, order, volume.Count == 0 ? Side.Here : volume.Side,
            [.. left.Select(t => new Stoichiometry(Index(t), t.Count, t.Side))],
            [.. changes.Where(c => c.Value != 0).Select(c => new Stoichiometry(c.Key.Item1, c.Value, c.Key.Item2))]) { Voltage = voltage };

        int Index(Term t) => Math.Max(0, Array.IndexOf(species, t.Species));
    }

    private HashSet<(int, int, int)> Crossings()
    {
        var open = new HashSet<(int, int, int)>();
        foreach (var boundary in options.DiffusionBoundaries)
        {
            if (boundary.Between.Length != 2 || !boundary.Between.All(domains.ContainsKey))
            {
                Fault("MS0523", $"a diffusion boundary lies between two compartments, not '{string.Join("', '", boundary.Between)}'", $"name two of {string.Join(", ", domains.Keys)}", boundary.Location);
                continue;
            }
            int a = domains[boundary.Between[0]], b = domains[boundary.Between[1]];
            foreach (string s in boundary.Species) open.Add((Math.Min(a, b), Math.Max(a, b), IndexOf(s, boundary.Location)));
        }
        return open;
    }

    private Seeding SeedingOf(InitialOptions o)
    {
        int s = IndexOf(o.Species, o.Location);
        var where = o.In is { } name ? Place(name, o.Location) : [.. Enumerable.Range(0, cells.Mesh.Count)];
        bool surface = where.Length > 0 && cells.IsTriangle(where[0]);
        double size = where.Sum(c => cells.Sizes[c]);
        double? molecules = (o.Count, o.Concentration, o.Density, surface) switch
        {
            ({ } n, null, null, _) => n,
            (null, { } c, null, false) => c * 1e-3 * PerMicronCubedAndMolar * size,
            (null, null, { } d, true) => d * size,
            _ => null,
        };
        if (molecules is null) Fault("MS0524", $"the initial value of {o.Species} needs one of count, concentration (in volumes) and density (on patches)", "give exactly one of them", o.Location);
        return new Seeding(s, where, (long)Math.Round(molecules ?? 0));
    }

    private int IndexOf(string name, SourceLocation location)
    {
        int s = Array.IndexOf(species, name);
        if (s < 0) Fault("MS0521", $"there is no species '{name}'", $"add it to species, or use one of {string.Join(", ", species)}", location);
        return Math.Max(0, s);
    }

    private int[] Place(string name, SourceLocation location)
    {
        if (places.TryGetValue(name, out var found)) return found;
        Fault("MS0523", $"there is no compartment, patch or region '{name}'", $"use one of {string.Join(", ", places.Keys)}", location);
        return [];
    }

    private void Fault(string code, string message, string remedy, SourceLocation location) =>
        faults.Add(new Diagnostic(code, message, remedy, location.File is null ? null : location));
}

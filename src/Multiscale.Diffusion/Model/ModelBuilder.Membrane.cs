using Multiscale.Core;
using Multiscale.Geometry;

namespace Multiscale.Diffusion;

public sealed partial class ModelBuilder
{
    // S/m um is uS; uF/cm2 um^2 is 1e-5 nF; S/cm2 um^2 is 1e-2 uS.
    private const double NanofaradPerArea = 1e-5, MicrosiemensPerArea = 1e-2, MicrosiemensPerPicosiemens = 1e-6;

    /// <summary>A rate that ends with a unit in brackets is an expression of V. Returns it and its value at the start in the expected unit.</summary>
    private (VoltageRate?, double) Voltage(string text, string rate, Unit expected, double factor, int domain, SourceLocation location)
    {
        int open = rate.LastIndexOf('[');
        if (open < 0 || options.Membrane is not { } membrane || !membrane.Patches.Contains(cells.Domains[domain].Name))
        {
            Fault("MS0531", $"the rate '{rate}' of '{text}' depends on the potential, but '{cells.Domains[domain].Name}' is no patch of the membrane", "write an expression and its unit in brackets, and name the patch under membrane: patches", location);
            return (null, 0);
        }
        try
        {
            var read = TabulatedRate.Parse(rate[..open], Unit.Parse(rate[(open + 1)..^1].Trim()).FactorTo(expected) * factor, location.File is null ? null : location);
            return (read, read.At(membrane.Initial) / factor);
        }
        catch (InputException fault) when (fault.Diagnostics[0].Code == "MS0530")
        {
            faults.AddRange(fault.Diagnostics);
            return (null, 0);
        }
    }

    private ReactionModel WithMembrane(ReactionModel model, MembraneOptions o)
    {
        if (!domains.TryGetValue(o.Compartment, out int inside) || cells.Domains[inside].IsSurface)
        {
            Fault("MS0523", $"the membrane's compartment '{o.Compartment}' is none", $"the mesh has {string.Join(", ", cells.Domains.Where(d => !d.IsSurface).Select(d => d.Name))}", o.Location);
            return model;
        }
        var mesh = cells.Mesh;
        int[] tets = cells.Domains[inside].Cells;
        int[] vertices = [.. tets.SelectMany(t => mesh.Tets.AsSpan(4 * t, 4).ToArray()).Distinct().Order()];
        var position = new int[mesh.Vertices.Length];
        Array.Fill(position, -1);
        for (int v = 0; v < vertices.Length; v++) position[vertices[v]] = v;
        int[] triangles = [.. o.Patches.SelectMany(p => PatchOf(p, o.Location, inside)).Order()];
        int[] corners = [.. triangles.SelectMany(t => cells.Corners(t).ToArray()).Select(v => position[v])];
        double[] capacitance = new double[vertices.Length], leak = new double[vertices.Length], current = new double[vertices.Length];
        foreach (int t in triangles) Spread(capacitance, t, o.Capacitance * NanofaradPerArea * cells.Sizes[t]);
        foreach (var l in o.Leaks)
            foreach (int t in l.On is null ? triangles : PatchOf(l.On, l.Location, inside))
            {
                Spread(leak, t, l.Conductance * MicrosiemensPerArea * cells.Sizes[t]);
                Spread(current, t, l.Conductance * MicrosiemensPerArea * cells.Sizes[t] * l.Reversal);
            }
        if (o.Capacitance == 0 && o.VoltageClamps.Count == 0 && leak.All(g => g == 0))
            Fault("MS0534", "nothing determines the potential: no capacitance, no leak and no voltage clamp", "give one of them", o.Location);
        var clamps = Enumerable.Concat(o.CurrentClamps.Select(c => (c.From, c.Until, c.Location)), o.VoltageClamps.Select(c => (c.From, c.Until, c.Location)));
        foreach (var (from, until, location) in clamps)
            if (until <= from) Fault("MS0534", $"a clamp ends at {until}, not after it begins", "let it end later", location);
        var species = model.Species.ToList();
        (int Out, int In) charges = (-1, -1);
        var reactions = model.Reactions.ToList();
        if (o.Goldman.Count > 0)
        {
            charges = (species.Count, species.Count + 1);
            species.AddRange([new("charge out", 0) { IsHidden = true }, new("charge in", 0) { IsHidden = true }]);
            foreach (var g in o.Goldman)
                foreach (string patch in g.On is null ? o.Patches : [g.On]) reactions.AddRange(Passages(g, o, patch, inside, charges));
        }
        return model with
        {
            Species = species,
            Reactions = reactions,
            Diffusivities = [.. Enumerable.Range(0, cells.Domains.Count).SelectMany(d => Enumerable.Range(0, species.Count).Select(s => s < model.Species.Count ? model.Diffusivity(d, s) : 0))],
            Membrane = new MembraneModel
            {
                Vertices = vertices,
                Tets = [.. tets.SelectMany(t => mesh.Tets.AsSpan(4 * t, 4).ToArray()).Select(v => position[v])],
                Stiffness = [.. tets.SelectMany(t => Gradients(t, 1 / o.Resistivity))],
                Triangles = triangles,
                Corners = corners,
                Capacitance = capacitance,
                Leak = leak,
                LeakCurrent = current,
                Ohmic = [.. o.Ohmic.Select(c => new OhmicCurrent(IndexOf(c.Species, c.Location), c.Conductance * MicrosiemensPerPicosiemens, c.Reversal))],
                Charges = charges,
                Currents = [.. o.CurrentClamps.Select(c => ClampOf(c.In, c.Amplitude, c.From, c.Until, c.Location, position))],
                Potentials = [.. o.VoltageClamps.Select(c => ClampOf(c.In, c.Potential, c.From, c.Until, c.Location, position))],
                Initial = o.Initial,
                Step = o.Step,
            },
        };

        void Spread(double[] values, int triangle, double amount)
        {
            foreach (int v in cells.Corners(triangle)) values[position[v]] += amount / 3;
        }
    }

    /// <summary>The cells of a patch of the membrane.</summary>
    private int[] PatchOf(string name, SourceLocation location, int inside)
    {
        if (!domains.TryGetValue(name, out int d) || !cells.Domains[d].IsSurface || !options.Membrane!.Patches.Contains(name))
        {
            Fault("MS0523", $"'{name}' is no patch of the membrane", $"name a patch under patches and under membrane: patches; the model has {string.Join(", ", cells.Domains.Where(x => x.IsSurface).Select(x => x.Name).DefaultIfEmpty("none"))}", location);
            return [];
        }
        int[] found = cells.Domains[d].Cells;
        if (found.All(t => cells.DomainOf[cells.Inner(t)] == inside)) return found;
        Fault("MS0532", $"the inner side of '{name}' is not '{cells.Domains[inside].Name}', whose potential the membrane bounds", $"write patches: {name}: {{inner: {cells.Domains[inside].Name}}}", location);
        return [];
    }

    /// <summary>The two ways of an ion through an open channel: reactions that also count the charge they carry.</summary>
    private IEnumerable<Reaction> Passages(GoldmanOptions g, MembraneOptions o, string patch, int inside, (int Out, int In) charges)
    {
        int open = IndexOf(g.Species, g.Location), ion = IndexOf(g.Ion, g.Location), z = options.Species.TryGetValue(g.Ion, out var molecule) ? molecule.Valence : 0;
        int d = PatchOf(patch, g.Location, inside) is [var any, ..] ? cells.DomainOf[any] : -1;
        if (z == 0) Fault("MS0533", $"'{g.Ion}' carries no charge", "give its species a valence", g.Location);
        if (d < 0 || z == 0) yield break;
        bool real = g.Outer is null;
        if (real && cells.Outer(cells.Domains[d].Cells[0]) < 0)
        {
            Fault("MS0533", $"there is no compartment outside '{patch}' that {g.Ion} could pass to", $"name it, patches: {patch}: {{outer: ...}}, or give the current its outer concentration", g.Location);
            yield break;
        }
        double permeability = g.Permeability * 1e-3, slope = z / Constants.ThermalVoltage(o.Temperature), fixedLevel = (g.Outer ?? 0) * 1e-3 * PerMicronCubedAndMolar;
        var charge = (bool outward) => new Stoichiometry(outward == z > 0 ? charges.Out : charges.In, Math.Abs(z), Side.Here);
        Stoichiometry channel = new(open, 1, Side.Here), inner = new(ion, 1, Side.Inner), outer = new(ion, 1, Side.Outer);
        var outward = new GoldmanRate(slope, permeability);
        yield return new Reaction($"{g.Ion} out through {g.Species} on {patch}", d, outward.At(o.Initial), 2, Side.Inner, [channel, inner],
            real ? [inner with { Count = -1 }, outer, charge(true)] : [inner with { Count = -1 }, charge(true)]) { Voltage = outward };
        var inward = new GoldmanRate(-slope, real ? permeability : permeability * fixedLevel);
        yield return real
            ? new Reaction($"{g.Ion} in through {g.Species} on {patch}", d, inward.At(o.Initial), 2, Side.Outer, [channel, outer], [outer with { Count = -1 }, inner, charge(false)]) { Voltage = inward }
            : new Reaction($"{g.Ion} in through {g.Species} on {patch}", d, inward.At(o.Initial), 1, Side.Here, [channel], [inner, charge(false)]) { Voltage = inward };
    }

    /// <summary>Conductivity times the integrals of products of gradients of a tet's corners, A_i . A_j / 9 v with the areas A of the faces opposite [uS].</summary>
    private IEnumerable<double> Gradients(int tet, double conductivity)
    {
        for (int i = 0; i < 4; i++)
            for (int j = 0; j < 4; j++)
                yield return conductivity * Point3.Dot(cells.Mesh.FaceArea(tet, i), cells.Mesh.FaceArea(tet, j)) / (9 * cells.Mesh.Volumes[tet]);
    }

    /// <summary>Vertices of a surface, each with a third of the area of its triangles, or of a region, with a quarter of the volume of its tets.</summary>
    private Clamp ClampOf(string place, double value, SimTime from, SimTime? until, SourceLocation location, int[] position)
    {
        var weights = new SortedDictionary<int, double>();
        var mesh = cells.Mesh;
        if (!places.ContainsKey(place) && mesh.Groups.FirstOrDefault(g => g.Dimension == 2 && g.Name == place) is { } surface)
            foreach (int t in surface.Members)
            {
                var at = mesh.Triangles.AsSpan(3 * t, 3);
                double area = 0.5 * Point3.Cross(mesh.Vertices[at[1]] - mesh.Vertices[at[0]], mesh.Vertices[at[2]] - mesh.Vertices[at[0]]).Length;
                foreach (int v in at) Add(v, area);
            }
        else
            foreach (int c in Place(place, location))
                foreach (int v in cells.Corners(c)) Add(v, cells.Sizes[c]);
        double sum = weights.Values.Sum();
        if (weights.Count == 0) Fault("MS0534", $"no vertex of the conducting compartment lies in '{place}'", "name a surface or a region that touches it", location);
        return new Clamp([.. weights.Keys], [.. weights.Values.Select(w => w / sum)], value, from, until ?? new SimTime(long.MaxValue));

        void Add(int vertex, double weight)
        {
            if (position[vertex] >= 0) weights[position[vertex]] = weights.GetValueOrDefault(position[vertex]) + weight;
        }
    }
}

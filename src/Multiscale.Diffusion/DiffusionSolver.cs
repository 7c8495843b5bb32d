using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.Diffusion;

/// <summary>
/// Fickian diffusion of ions in the extracellular share alpha of a tetrahedral mesh, with sources and astrocyte uptake of potassium:
/// alpha V dc/dt = alpha De sum(face fluxes) + source - alpha V J(c), De = D / tortuosity^2. Finite volumes, second order in space and time.
/// </summary>
public sealed partial class DiffusionSolver : ISolver
{
    private readonly DiffusionOptions options;
    private readonly TetPartition tets;
    private readonly SpeciesField[] species;
    private readonly ImplicitStep step;
    private readonly double[] volumes, extracellular, rate, supply;
    private readonly GlialStore? glia;

    /// <summary>Collective.</summary>
    /// <param name="owner">Rank of each tet of the mesh.</param>
    /// <param name="walls">Vessel walls, where blood supplies the tissue.</param>
    /// <param name="name">Tells it from another such solver of the case.</param>
    /// <exception cref="InputException">The options do not fit the mesh or one another.</exception>
    public DiffusionSolver(DiffusionOptions options, TetMesh mesh, int[] owner, Communicator ranks, VesselWalls? walls = null, string name = "diffusion")
    {
        Validate(options);
        Name = name;
        this.options = options;
        tets = new TetPartition(mesh, owner, ranks);
        volumes = new double[tets.Count];
        extracellular = new double[tets.Count];
        for (int t = 0; t < tets.Count; t++)
        {
            volumes[t] = mesh.Volumes[tets.Ids[t]];
            extracellular[t] = options.VolumeFraction * volumes[t];
        }
        rate = new double[tets.Count];
        supply = new double[tets.Count];
        step = new ImplicitStep(tets, volumes, options.Tolerance);
        var closed = new FaceFluxes(tets, options.Scheme, []);
        species = new SpeciesField[options.Species.Count];
        for (int s = 0; s < species.Length; s++)
        {
            var o = options.Species[s];
            var fluxes = o.Clamps.Count == 0 ? closed : new FaceFluxes(tets, options.Scheme, o.Clamps);
            double tortuosity = o.Tortuosity ?? options.Tortuosity;
            var accessible = o.VolumeFraction is { } share ? Array.ConvertAll(volumes, v => share * v) : extracellular;
            var exchange = walls is not null && walls.Permeabilities.TryGetValue(o.Name, out double permeability) ? new WallExchange(o.Name, permeability, walls, accessible) : null;
            species[s] = new SpeciesField(o, o.Diffusivity / (tortuosity * tortuosity), tets, fluxes,
                new StageOperator(tets, fluxes, volumes, exchange?.Loss), fluxes.IsTwoPoint ? null : new CorrectedOperator(tets, fluxes, volumes, exchange?.Loss), accessible, exchange);
        }
        if (options.Uptake.Mode != UptakeMode.Off)
        {
            int k = Array.FindIndex(species, s => s.Name == "k");
            glia = new GlialStore(options, options.Species[k].Initial, species[k], tets.Set, extracellular);
        }
        Ports = [.. species.Select(s => s.Source), .. species.Select(s => s.Offer), .. species.SelectMany(s => s.Walls?.Ports ?? []), .. glia?.Ports ?? []];
        Accounts = [.. AccountsOf()];
    }

    public string Name { get; }

    public IReadOnlyList<Port> Ports { get; }

    public IReadOnlyList<Account> Accounts { get; }

    public SimTime Time { get; private set; }

    /// <summary>The set "tets".</summary>
    public EntitySet Tets => tets.Set;

    /// <summary>Extracellular volume of each own tet [um^3].</summary>
    public ReadOnlySpan<double> ExtracellularVolumes => extracellular;

    /// <summary>Linear iterations since the start.</summary>
    public long Iterations => step.Iterations;

    /// <summary>Steps that had to be repeated with the monotone scheme.</summary>
    public long MonotoneSteps { get; private set; }

    /// <summary>Concentration of a species in own tets [mM].</summary>
    public ReadOnlySpan<double> Concentration(string name) => Find(name).Concentration.AsSpan(0, tets.Count);

    /// <summary>Sets the concentration of a species in own tets [mM]: an initial condition.</summary>
    public void SetConcentration(string name, ReadOnlySpan<double> values)
    {
        var s = Find(name);
        s.Compensated.Begin(values);
        s.Publish();
        glia?.Publish();
    }

    public void Advance(SimTime end)
    {
        if (end <= Time) throw new InvalidOperationException($"diffusion is at {Time}, cannot advance to {end}");
        double window = (end - Time).Milliseconds;
        int steps = (int)Math.Ceiling(window / options.MaxStep - 1e-9);
        glia?.Open(window);
        foreach (var s in species)
        {
            for (int t = 0; t < supply.Length; t++) supply[t] = s.Source.Values[t] / (s.Accessible[t] * window);
            Open(s, window, supply);
            for (int k = 0; k < steps; k++) Step(s, window / steps, end);
            s.Walls?.Close(window);
            s.Publish();
        }
        glia?.Close(Time, end);
        Time = end;
    }

    private static void Open(SpeciesField s, double window, Span<double> supply)
    {
        if (s.Walls is null) return;
        s.Walls.Open(window);
        s.Walls.AddSupply(supply);
        s.Stage.Refresh();
        s.Corrected?.Refresh();
    }

    private void Step(SpeciesField s, double h, SimTime end)
    {
        if (TrySecondOrder(s, h)) Accept(s, h);
        else StepMonotone(s, h, options.MaxHalvings, end);
    }

    private void StepMonotone(SpeciesField s, double h, int halvingsLeft, SimTime end)
    {
        if (TryMonotone(s, h))
        {
            MonotoneSteps++;
            Accept(s, h);
        }
        else if (halvingsLeft > 0)
        {
            StepMonotone(s, h / 2, halvingsLeft - 1, end);
            StepMonotone(s, h / 2, halvingsLeft - 1, end);
        }
        else throw Negative(s, end);
    }

    /// <summary>
    /// Uptake and diffusion depend on each other: a first pass takes the uptake of a tet that does not diffuse, the second that of one which
    /// gains at the constant rate found by the first. Third order per step; a uniform field sees its ordinary differential equation alone.
    /// </summary>
    private bool TrySecondOrder(SpeciesField s, double h)
    {
        if (glia is null || s != glia.Potassium)
        {
            supply.CopyTo(rate, 0);
            return step.SecondOrder(s, rate, h, warm: false) && IsPositive(s);
        }
        glia.Take(supply, gain: null, rate, h);
        if (!step.SecondOrder(s, rate, h, warm: false)) return false;
        if (!glia.DependsOnDiffusion) return IsPositive(s);
        for (int t = 0; t < rate.Length; t++) step.Change[t] = step.Change[t] / h - rate[t];
        glia.Take(supply, step.Change, rate, h);
        return step.SecondOrder(s, rate, h, warm: true) && IsPositive(s);
    }

    private bool TryMonotone(SpeciesField s, double h)
    {
        if (glia is not null && s == glia.Potassium) glia.Take(supply, gain: null, rate, h);
        else supply.CopyTo(rate, 0);
        return step.Monotone(s, rate, h) && IsPositive(s);
    }

    private bool IsPositive(SpeciesField s)
    {
        double least = double.PositiveInfinity;
        for (int t = 0; t < rate.Length; t++) least = Math.Min(least, s.Concentration[t] + step.Change[t]);
        return tets.Ranks.Min(least) >= 0;
    }

    private void Accept(SpeciesField s, double h)
    {
        s.Compensated.Add(step.Change);
        if (s.Fluxes.HasClamps)
            for (int t = 0; t < rate.Length; t++) s.Lost[t] += (s.Share ?? options.VolumeFraction) * step.Open[t];
        s.Walls?.Accept(h);
        if (glia is not null && s == glia.Potassium) glia.Accept();
    }

    /// <summary>Names the worst tet; all ranks come here together. Collective.</summary>
    private NumericalException Negative(SpeciesField s, SimTime end)
    {
        double least = double.PositiveInfinity;
        long where = long.MaxValue;
        for (int t = 0; t < rate.Length; t++)
        {
            double c = s.Concentration[t] + step.Change[t];
            if (c < least) (least, where) = (c, tets.Set.OwnedIds[t]);
        }
        double worst = tets.Ranks.Min(double.IsNaN(least) ? double.NegativeInfinity : least);
        where = tets.Ranks.Min(least == worst ? where : long.MaxValue);
        return new NumericalException("MS0510",
            $"{s.Name} falls to {worst:g4} mM in tetrahedron {where} in the window from {Time} to {end}",
            "more is taken than the tetrahedron holds: shorten the window, coarsen the mesh there, or check the sink");
    }

    private SpeciesField Find(string name) => Array.Find(species, s => s.Name == name)
        ?? throw new InputException("MS0506", $"no species '{name}' diffuses", $"name one of {string.Join(", ", species.Select(s => s.Name))}");

    private IEnumerable<Account> AccountsOf()
    {
        var amol = Unit.Parse("amol");
        foreach (var s in species)
        {
            yield return new Account(s.Quantity, "outside", amol, s.Amounts, s.Gains);
            if (s == glia?.Potassium) yield return new Account(s.Quantity, "glia", amol, glia.Amounts, glia.Gains);
            yield return new Account(s.Quantity, "boundary", amol, () => s.Lost);
        }
    }

    private static void Validate(DiffusionOptions o)
    {
        static InputException Wrong(string what, string fix) => new("MS0504", what, fix);
        if (o.VolumeFraction is not (> 0 and <= 1)) throw Wrong($"volume_fraction is {o.VolumeFraction}", "give a number above 0, at most 1");
        foreach (var s in o.Species)
            if (s.VolumeFraction is { } share && share is not (> 0 and <= 1)) throw Wrong($"volume_fraction of {s.Name} is {share}", "give a number above 0, at most 1");
        if (!(o.Tortuosity >= 1)) throw Wrong($"tortuosity is {o.Tortuosity}", "give a number of at least 1");
        if (!(o.MaxStep > 0)) throw Wrong($"max_step is {o.MaxStep} ms", "give a time above 0");
        foreach (var s in o.Species)
        {
            if (s.Name.Length == 0 || o.Species.Count(other => other.Name == s.Name) > 1)
                throw new InputException("MS0505", $"species '{s.Name}' is named twice or not at all", "give each species a name of its own");
            if (!(s.Diffusivity >= 0) || !double.IsFinite(s.Diffusivity)) throw Wrong($"diffusivity of {s.Name} is {s.Diffusivity} um^2/ms", "give a number of at least 0");
            if (!(s.Initial >= 0) || !double.IsFinite(s.Initial)) throw Wrong($"initial concentration of {s.Name} is {s.Initial} mM", "give a number of at least 0");
        }
        if (o.Uptake.Mode != UptakeMode.Off && o.Species.All(s => s.Name != "k"))
            throw Wrong("astrocytes take up potassium, but no species 'k' diffuses", "add the species k or set uptake mode off");
    }
}

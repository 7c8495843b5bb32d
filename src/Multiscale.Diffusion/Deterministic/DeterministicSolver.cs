using System.Diagnostics;
using System.Numerics;
using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Diffusion;

/// <summary>
/// The same model as concentrations: finite volumes and rate equations, Strang splitting D(h/2) R(h) D(h/2) of an implicit diffusion step and implicit
/// reactions. Second order in time, never negative, amounts kept to rounding; equal to the bit on any number of ranks.
/// </summary>
public sealed class DeterministicSolver : IReactionSolver, IVoltageDriven
{
    private readonly Communicator ranks;
    private readonly OwnCells own;
    private readonly IExchange exchange;
    private readonly RateEquations reactions;
    private readonly double step;
    private readonly bool moves;
    private readonly double[] values;
    private readonly int width;
    private long diffusing, reacting;

    /// <summary>Collective.</summary>
    public DeterministicSolver(ReactionModel model, IntegrationOptions options, int[] ownerOfTet, Communicator ranks)
    {
        (Model, step, this.ranks) = (model, options.Step, ranks);
        var groups = new CellGroups(model);
        own = new OwnCells(groups.Owners(model.Cells, ownerOfTet), ranks);
        width = (model.Species.Count + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
        values = new double[own.Count * width];
        moves = model.Cells.Count > 1 && model.Diffusivities.Any(d => d > 0);
        exchange = options.Flux == FluxKind.Barycentres ? new CellExchange(model, own, ranks, width, options.Reduction)
            : new ConsistentExchange(model, own.OwnersOfTets(model.Cells.Mesh.Count), ranks, width, options.Reduction);
        Potentials = model.PotentialsAtStart();
        reactions = new RateEquations(model, groups, own, width, options.Tolerance, Potentials);
        foreach (var seeding in model.Initial)
        {
            double size = seeding.Cells.Sum(c => model.Cells.Sizes[c]);
            foreach (int c in seeding.Cells)
                if (own.LocalOf(c) is >= 0 and int local) values[local * width + seeding.Species] += seeding.Count / size;
        }
        foreach (var hold in model.Holds)
            foreach (int c in hold.Cells)
                if (own.LocalOf(c) is >= 0 and int local) values[local * width + hold.Species] = hold.Level;
    }

    public string Name => "reaction-diffusion";

    public ReactionModel Model { get; }

    public IReadOnlyList<Port> Ports => [];

    public IReadOnlyList<Account> Accounts => [];

    public SimTime Time { get; private set; }

    public EntitySet Cells => own.Set;

    public double[] Potentials { get; }

    public double Number(int cell, int species) => values[cell * width + species] * Model.Cells.Sizes[own.Ids[cell]];

    public void Clear(int cell, int species) => values[cell * width + species] = 0;

    /// <summary>Sweeps of the linear solver since the start.</summary>
    public long Sweeps => exchange.Sweeps;

    /// <summary>Seconds this rank spent diffusing and reacting.</summary>
    public (double Diffusing, double Reacting) Seconds => (diffusing / (double)Stopwatch.Frequency, reacting / (double)Stopwatch.Frequency);

    /// <summary>Molecules per um^3, or um^2, of a species in an own cell, by its position.</summary>
    public double Level(int cell, int species) => values[cell * width + species];

    /// <summary>Sets it: an initial condition.</summary>
    public void SetLevel(int cell, int species, double value) => values[cell * width + species] = value;

    public void CopyMolecules(Span<double> numbers)
    {
        int species = Model.Species.Count;
        for (int c = 0; c < own.Count; c++)
            for (int s = 0; s < species; s++) numbers[c * species + s] = values[c * width + s] * Model.Cells.Sizes[own.Ids[c]];
    }

    /// <summary>Equal to the bit on any number of ranks. Collective.</summary>
    public double[] Molecules(int[] cells)
    {
        var totals = new double[Model.Species.Count];
        var sum = new ReproducibleSum();
        for (int s = 0; s < totals.Length; s++)
        {
            sum.Clear();
            foreach (int c in cells)
                if (own.LocalOf(c) is >= 0 and int local) sum.Add(values[local * width + s] * Model.Cells.Sizes[c]);
            totals[s] = sum.Total(ranks);
        }
        return totals;
    }

    public IReadOnlyDictionary<string, object?> Figures() => new Dictionary<string, object?>
    {
        ["sweeps"] = exchange.Sweeps, ["cuts"] = exchange.Cuts,
        ["seconds"] = new Dictionary<string, double> { ["diffusion"] = Seconds.Diffusing, ["reactions"] = Seconds.Reacting },
    };

    public void Advance(SimTime end)
    {
        if (end <= Time) throw new InvalidOperationException($"{Name} is at {Time}, cannot advance to {end}");
        double window = (end - Time).Milliseconds;
        int steps = (int)Math.Max(1, Math.Ceiling(window / step - 1e-9));
        double h = window / steps;
        for (int k = 0; k < steps; k++)
        {
            if (reactions.IsIdle) Diffuse(h);
            else
            {
                Diffuse(h / 2);
                React(h);
                Diffuse(h / 2);
            }
        }
        Time = end;
    }

    public void Save(ICheckpoint checkpoint)
    {
        checkpoint.Put($"{Name}/levels", own.Set, values);
        checkpoint.PutGlobal($"{Name}/clock", [Time.Picoseconds / 1_000_000_000L, Time.Picoseconds % 1_000_000_000L]);
    }

    public void Restore(ICheckpoint checkpoint)
    {
        checkpoint.Get($"{Name}/levels", own.Set, values);
        var clock = checkpoint.GetGlobal($"{Name}/clock");
        Time = new SimTime((long)clock[0] * 1_000_000_000L + (long)clock[1]);
    }

    private void Diffuse(double duration)
    {
        if (!moves) return;
        long start = Stopwatch.GetTimestamp();
        exchange.Advance(values, duration);
        diffusing += Stopwatch.GetTimestamp() - start;
    }

    private void React(double duration)
    {
        long start = Stopwatch.GetTimestamp();
        reactions.Advance(values, duration);
        reacting += Stopwatch.GetTimestamp() - start;
    }
}

using Multiscale.Core;
using Multiscale.Diffusion;
using Multiscale.Metabolism;

namespace Multiscale.Cli;

public enum ScheduleKind
{
    [Summary("second order: uptake inside the tissue step, ATP extrapolated, cells move their own surroundings within a window")]
    LocalSource,

    [Summary("first order: every input frozen over its window, uptake lagged by one slow window (for comparison)")]
    Staggered,

    [Summary("each neuron-tissue window done twice, the second time with the mean of its start and predicted end")]
    Repeat,
}

[Summary("One run: what is simulated, for how long, how it is coupled and what is reported.")]
public sealed record CaseOptions
{
    /// <summary>Where the options begin in the case file.</summary>
    public SourceLocation Location { get; init; }

    [Summary("name of the run")]
    public required string Name { get; init; }

    [Summary("seed of all random numbers")]
    public long Seed { get; init; } = 1;

    [Summary("simulated time")]
    public required SimTime Duration { get; init; }

    [Summary("how windows are coupled")]
    public ScheduleKind Schedule { get; init; } = ScheduleKind.LocalSource;

    [Summary("coupling windows")]
    public WindowOptions Windows { get; init; } = new();

    [Summary("Gmsh file of the tissue [um]; without it the tissue is a box")]
    public InputPath? Mesh { get; init; }

    [Summary("a box meshed by the program itself, instead of a mesh file")]
    public BoxOptions? Box { get; init; }

    [Summary("neuron network; leave out for none")]
    public NetworkCase? Neurons { get; init; }

    [Summary("ions in the extracellular space; leave out for fixed concentrations")]
    public DiffusionOptions? Diffusion { get; init; }

    [Summary("molecules that react and diffuse, as a case of its own; without other solvers")]
    public ReactionDiffusionOptions? ReactionDiffusion { get; init; }

    [Summary("blood flow; leave out for resting perfusion")]
    public BloodFlowCase? BloodFlow { get; init; }

    [Summary("metabolism of each cell; leave out for resting ATP")]
    public MetabolismOptions? Metabolism { get; init; }

    [Summary("oxygen and glucose as fields of the tissue; leave out, and every cell has a capillary of its own")]
    public SupplyCase? Supply { get; init; }

    [Summary("a whole brain of mean fields; stands alone, without tissue")]
    public BrainCaseOptions? Brain { get; init; }

    [Summary("checkpoint of an earlier run with the same solvers, on any number of ranks, from whose state and time this one starts")]
    public InputPath? Restart { get; init; }

    [Summary("which exchanges are on")]
    public CouplingOptions Coupling { get; init; } = new();

    [Summary("what is written")]
    public ReportOptions Reports { get; init; } = new();
}

[Summary("Coupling windows: the slow one must be a multiple of the tissue one.")]
public sealed record WindowOptions
{
    /// <summary>Where the section stands in the case file.</summary>
    public SourceLocation Location { get; init; }

    [Summary("between neurons and tissue")]
    public SimTime Tissue { get; init; } = SimTime.FromMilliseconds(2.5);

    [Summary("to and from blood flow and metabolism")]
    public SimTime Slow { get; init; } = SimTime.FromMilliseconds(100);
}

[Summary("A box-shaped tissue, cut into cubes of six tetrahedra.")]
public sealed record BoxOptions
{
    /// <summary>Where the section stands in the case file.</summary>
    public SourceLocation Location { get; init; }

    [Summary("lowest corner x, y, z"), Quantity("um")]
    public double[] Low { get; init; } = [0, 0, 0];

    [Summary("highest corner x, y, z"), Quantity("um")]
    public required double[] High { get; init; }

    [Summary("cubes along x, y, z")]
    public required int[] Cubes { get; init; }
}

[Summary("Feedbacks; one that is off leaves its destination at the initial coupled value.")]
public sealed record CouplingOptions
{
    [Summary("K outside -> reversal potential and pump of every segment")]
    public bool PotassiumFeedback { get; init; } = true;

    [Summary("Na and Ca outside -> reversal potentials of every segment")]
    public bool SodiumFeedback { get; init; } = true;

    [Summary("ATP -> pump of every segment")]
    public bool AtpFeedback { get; init; } = true;

    [Summary("astrocytes take up K from the tissue and pay for it")]
    public bool GlialUptake { get; init; } = true;

    [Summary("blood inflow and capillary volume -> metabolism")]
    public bool Perfusion { get; init; } = true;

    [Summary("synaptic activity -> endfeet -> vessel radii")]
    public bool Endfeet { get; init; } = true;

    [Summary("largest relative error of the ledger; the run stops above it"), Quantity("1", Min = 0)]
    public double LedgerBudget { get; init; } = 1e-9;
}

[Summary("What a run writes.")]
public sealed record ReportOptions
{
    [Summary("sampling of membrane voltages")]
    public SimTime Voltage { get; init; } = SimTime.FromMilliseconds(0.5);

    [Summary("all: every compartment; soma: the first compartment of each cell")]
    public ReportedSections Sections { get; init; } = ReportedSections.Soma;

    [Summary("sampling of tissue and vessel fields")]
    public SimTime Fields { get; init; } = SimTime.FromMilliseconds(10);

    [Summary("time between checkpoints, in checkpoint.h5, from which `run --resume` goes on; one is also written when a run is stopped")]
    public SimTime? Checkpoint { get; init; }
}

public enum ReportedSections { Soma, All }

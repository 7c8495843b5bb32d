using Multiscale.Core;
using Multiscale.Geometry;

namespace Multiscale.Neurons;

/// <summary>One cell; gids run from 0 to the number of cells on all ranks less one.</summary>
public sealed record CellDescription(long Gid, Morphology Morphology, CellModel Model)
{
    public Placement Placement { get; init; } = Placement.Identity;

    /// <summary>Parameters that vary along the cell; they need its <see cref="Discretization"/>.</summary>
    public IReadOnlyList<DistributedParameter> Distributed { get; init; } = [];

    /// <summary>How this cell is cut; null: by <see cref="NeuronOptions.MaxCompartmentLength"/>. Cells may share it.</summary>
    public Discretization? Discretization { get; init; }
}

/// <summary>A parameter of a mechanism in the membrane, by compartment of a cell; NaN where the membrane's own value holds.</summary>
public sealed record DistributedParameter(string Mechanism, string Parameter, double[] Values);

/// <summary>What carries a synaptic current through the membrane.</summary>
public enum SynapticCarrier
{
    /// <summary>Na and K in the shares that give the reversal potential at the initial concentrations.</summary>
    SodiumPotassium,

    /// <summary>No ion.</summary>
    None,
}

/// <summary>Conductance after an event of weight w: w times a difference of exponentials with peak 1, or one exponential where Rise is 0.</summary>
/// <param name="Rise">[ms], below Decay.</param>
/// <param name="Decay">[ms].</param>
/// <param name="Reversal">[mV].</param>
public sealed record SynapseKinetics(double Rise, double Decay, double Reversal, SynapticCarrier Carrier = SynapticCarrier.SodiumPotassium)
{
    /// <summary>Whether an event releases transmitter that reaches the astrocyte.</summary>
    public bool Excitatory { get; init; } = Reversal > -40;
}

/// <summary>A connection and its synapse; held by the rank of the target cell.</summary>
/// <param name="Id">Unique on all ranks; sums of conductances run in this order.</param>
/// <param name="SourceGid">A cell or a spike source.</param>
/// <param name="Weight">[uS]; 0: the event releases transmitter and does nothing else.</param>
/// <param name="Delay">[ms].</param>
public sealed record SynapseDescription(long Id, long SourceGid, long TargetGid, int Section, double Position, SynapseKinetics Kinetics, double Weight, double Delay);

/// <summary>An instance of a POINT_PROCESS in the membrane of a cell; held by the rank of the cell.</summary>
/// <param name="Id">Unique on all ranks among point processes; sums of currents run in this order.</param>
/// <param name="Mechanism">Its name, as after POINT_PROCESS.</param>
public sealed record PointProcess(long Id, string Mechanism, long Gid, int Section, double Position)
{
    /// <summary>Parameters that differ from the defaults of the mechanism's text, in its units.</summary>
    public IReadOnlyDictionary<string, double> Parameters { get; init; } = new Dictionary<string, double>();

    /// <summary>What each POINTER of its mechanism points to, in the same cell.</summary>
    public IReadOnlyDictionary<string, PointerOptions> Pointers { get; init; } = new Dictionary<string, PointerOptions>();

    /// <summary>Whether an event of a connection releases transmitter that reaches the astrocyte.</summary>
    public bool Excitatory { get; init; }
}

/// <summary>A cell without a membrane, which knows events alone: an instance of an ARTIFICIAL_CELL.</summary>
/// <param name="Gid">Artificial cells are numbered after the other cells of all ranks, without gaps; spike sources after them.</param>
/// <param name="Mechanism">Its name, as after ARTIFICIAL_CELL.</param>
public sealed record ArtificialCell(long Gid, string Mechanism)
{
    /// <summary>Parameters that differ from the defaults of the mechanism's text, in its units.</summary>
    public IReadOnlyDictionary<string, double> Parameters { get; init; } = new Dictionary<string, double>();
}

/// <summary>A connection to a point process or to an artificial cell; held by the rank of its target.</summary>
/// <param name="Id">Unique on all ranks among these connections.</param>
/// <param name="Source">A cell, an artificial cell or a spike source.</param>
/// <param name="Target">Id of the point process, or gid of the artificial cell.</param>
/// <param name="Delay">[ms].</param>
/// <param name="Weights">The first arguments of NET_RECEIVE; the others start at 0.</param>
public sealed record Connection(long Id, long Source, long Target, double Delay, double[] Weights)
{
    /// <summary>Whether the target is an artificial cell.</summary>
    public bool ToCell { get; init; }
}

/// <summary>One side of a gap junction.</summary>
public readonly record struct GapEnd(long Gid, int Section, double Position);

/// <summary>An electrical synapse between two compartments, carried by no ion; held by each rank that has one of its cells.</summary>
/// <param name="Id">Unique on all ranks among gap junctions.</param>
/// <param name="Conductance">[uS].</param>
public sealed record GapJunction(long Id, GapEnd One, GapEnd Other, double Conductance)
{
    /// <summary>Point process of each side: its `g` is the conductance, its `vgap`, a RANGE variable or a POINTER, the voltage of the other side.</summary>
    public string Mechanism { get; init; } = "HalfGap";
}

public enum CurrentCarrier
{
    /// <summary>The current brings K in and takes it from outside.</summary>
    Potassium,

    Sodium,

    /// <summary>No ion; the current may then act at a section's very end.</summary>
    None,
}

/// <summary>A current into a cell, constant or what its course makes of the amplitude; or a conductance, by which a cell is held at a voltage through a series resistance.</summary>
/// <param name="Start">[ms].</param>
/// <param name="Duration">[ms].</param>
/// <param name="Amplitude">[nA], inward (depolarising) positive; of a conductance [uS].</param>
public sealed record CurrentClamp(long Gid, int Section, double Position, double Start, double Duration, double Amplitude, CurrentCarrier Carrier = CurrentCarrier.Potassium)
{
    /// <summary>Factor on the amplitude, by absolute time; null: 1 throughout.</summary>
    public CurrentCourse? Course { get; init; }

    /// <summary>Where given [mV], the clamp is a conductance to this voltage, at the middle of the compartment; a voltage clamp has the inverse of its series resistance.</summary>
    public double? Reversal { get; init; }

    /// <summary>Whether it stands for channels of the membrane, such as synapses that are not simulated, and no electrode: it then is a part of the membrane's current.</summary>
    public bool IsMembrane { get; init; }
}

/// <summary>Imposed spike times [ms], ascending; the id lies above those of the cells.</summary>
public sealed record SpikeSource(long SourceId, double[] Times);

/// <summary>What one rank simulates: its cells, the connections and clamps that reach them, and every spike source those listen to.</summary>
public sealed record NeuronNetwork
{
    public required IReadOnlyList<CellDescription> Cells { get; init; }

    public IReadOnlyList<SynapseDescription> Synapses { get; init; } = [];

    public IReadOnlyList<PointProcess> PointProcesses { get; init; } = [];

    public IReadOnlyList<ArtificialCell> ArtificialCells { get; init; } = [];

    public IReadOnlyList<Connection> Connections { get; init; } = [];

    public IReadOnlyList<GapJunction> GapJunctions { get; init; } = [];

    public IReadOnlyList<CurrentClamp> Clamps { get; init; } = [];

    public IReadOnlyList<SpikeSource> SpikeSources { get; init; } = [];
}

/// <summary>A spike and when it crossed the threshold [ms].</summary>
public readonly record struct Spike(long Gid, double Time);

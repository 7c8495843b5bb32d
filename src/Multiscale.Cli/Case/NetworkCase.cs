using Multiscale.Core;
using Multiscale.Neurons;

namespace Multiscale.Cli;

[Summary("The neurons of the tissue: a SONATA circuit or cells listed here, their model, and what drives them.")]
public sealed record NetworkCase
{
    /// <summary>Where the section stands in the case file.</summary>
    public SourceLocation Location { get; init; }

    [Summary("false: cells keep their place, their resting ATP demand and nothing else")]
    public bool Enabled { get; init; } = true;

    [Summary("SONATA circuit_config.json")]
    public InputPath? Circuit { get; init; }

    [Summary("SONATA simulation_config.json, instead of a circuit: its circuit, inputs, connection overrides, modifications and reports; `multiscale run` on the file itself takes its run and conditions too")]
    public InputPath? Simulation { get; init; }

    [Summary("node set of the circuit to simulate; all nodes that are not virtual when omitted")]
    public string? NodeSet { get; init; }

    [Summary("cells listed one by one, instead of a circuit")]
    public IReadOnlyList<CellCase> Cells { get; init; } = [];

    [Summary("cut sections into 1 + 2 int(L / 2 max_compartment_length) compartments, as BMTK and neurodamus do")]
    public bool OddCompartments { get; init; }

    [Summary("mechanisms in NMODL (.mod) that model or circuit name; they come before those of the circuit's mechanisms_dir and shipped ones of the same name")]
    public IReadOnlyList<InputPath> ModFiles { get; init; } = [];

    [Summary("membrane of the cells")]
    public CellModel Model { get; init; } = new();

    [Summary("time step, temperature, concentrations")]
    public NeuronOptions Solver { get; init; } = new();

    [Summary("current clamps")]
    public IReadOnlyList<StimulusCase> Stimuli { get; init; } = [];

    [Summary("imposed spike trains and the synapses they reach")]
    public IReadOnlyList<SpikeTrainCase> SpikeTrains { get; init; } = [];

    [Summary("gap junctions")]
    public IReadOnlyList<GapJunctionCase> GapJunctions { get; init; } = [];

    [Summary("electrodes outside the cells, whose potentials go to electrodes.h5; leave out for none")]
    public ElectrodeCase? Electrodes { get; init; }
}

[Summary("Electrodes in the tissue: potentials of all membrane currents in an unbounded homogeneous conductor.")]
public sealed record ElectrodeCase
{
    /// <summary>Where the section stands in the case file.</summary>
    public SourceLocation Location { get; init; }

    [Summary("table of their places in um, with the header: channel x_pos y_pos z_pos")]
    public required InputPath Positions { get; init; }

    [Summary("conductivity of the tissue"), Quantity("S/m", Min = 0, Above = true)]
    public double Conductivity { get; init; } = 0.3;

    [Summary("how currents leave a compartment")]
    public SourceShape Sources { get; init; } = SourceShape.Line;

    [Summary("sampling; a multiple of the neurons' time step")]
    public SimTime Step { get; init; } = SimTime.FromMilliseconds(0.1);
}

[Summary("One cell at one place.")]
public sealed record CellCase
{
    /// <summary>Where the section stands in the case file.</summary>
    public SourceLocation Location { get; init; }

    [Summary("SWC file")]
    public required InputPath Morphology { get; init; }

    [Summary("position of the cell's origin: x, y, z"), Quantity("um")]
    public double[] Position { get; init; } = [0, 0, 0];
}

[Summary("A constant current into the soma of each chosen cell.")]
public sealed record StimulusCase
{
    /// <summary>Where the section stands in the case file.</summary>
    public SourceLocation Location { get; init; }

    [Summary("node set of the circuit")]
    public string? NodeSet { get; init; }

    [Summary("cell ids")]
    public IReadOnlyList<long> Cells { get; init; } = [];

    [Summary("when it begins"), Quantity("ms", Min = 0)]
    public required double Start { get; init; }

    [Summary("how long it lasts"), Quantity("ms", Min = 0)]
    public required double Duration { get; init; }

    [Summary("inward current"), Quantity("nA")]
    public required double Amplitude { get; init; }

    [Summary("relative spread of the amplitude between cells, uniform, by seed and cell id"), Quantity("1", Min = 0, Max = 1)]
    public double Spread { get; init; }

    [Summary("what carries the charge through the membrane")]
    public CurrentCarrier Carrier { get; init; } = CurrentCarrier.Potassium;
}

[Summary("Spikes at given times, delivered to one synapse on the soma of each listed cell.")]
public sealed record SpikeTrainCase
{
    /// <summary>Where the section stands in the case file.</summary>
    public SourceLocation Location { get; init; }

    [Summary("cell ids")]
    public required IReadOnlyList<long> Cells { get; init; }

    [Summary("spike times"), Quantity("ms", Min = 0)]
    public required double[] Times { get; init; }

    [Summary("delay"), Quantity("ms", Min = 0)]
    public double Delay { get; init; }

    [Summary("peak conductance; 0: transmitter is released and the cell feels nothing"), Quantity("uS", Min = 0)]
    public double Weight { get; init; }
}

[Summary("An electrical synapse between two compartments.")]
public sealed record GapJunctionCase
{
    /// <summary>Where the section stands in the case file.</summary>
    public SourceLocation Location { get; init; }

    [Summary("ids of the two cells")]
    public required IReadOnlyList<long> Cells { get; init; }

    [Summary("section of each, 0 being the soma")]
    public IReadOnlyList<long> Sections { get; init; } = [0, 0];

    [Summary("place along each section, 0 to 1"), Quantity("1", Min = 0, Max = 1)]
    public double[] Positions { get; init; } = [0.5, 0.5];

    [Summary("conductance"), Quantity("uS", Min = 0)]
    public required double Conductance { get; init; }

    [Summary("point process of each side: its g is the conductance, its vgap, a RANGE variable or a POINTER, the voltage of the other side")]
    public string Mechanism { get; init; } = "HalfGap";
}

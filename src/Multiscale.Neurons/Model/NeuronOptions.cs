using Multiscale.Core;

namespace Multiscale.Neurons;

public enum IntegrationMethod
{
    [Summary("second order: trapezoidal voltage, gates half a step apart")]
    CrankNicolson,

    [Summary("first order, damps more")]
    ImplicitEuler,
}

public enum Compatibility
{
    [Summary("exact event times, interpolated spikes, concentrations at mid-step")]
    None,

    [Summary("NEURON's fixed step, its rounding of events, spikes and clamps included")]
    Neuron,
}

[Summary("The neuron network: time step, temperature, concentrations at the start.")]
public sealed record NeuronOptions
{
    [Summary("longest time step; a span that is no multiple of it is cut into equal shorter steps")]
    [Quantity("ms", Min = 0, Above = true)]
    public double TimeStep { get; init; } = 0.025;

    [Summary("threads of each rank; results do not depend on it")]
    [Quantity("1", Min = 1)]
    public int Threads { get; init; } = 1;

    [Summary("how the voltage is integrated")]
    public IntegrationMethod Method { get; init; } = IntegrationMethod.CrankNicolson;

    [Summary("reproduce another program's steps")]
    public Compatibility Compatibility { get; init; } = Compatibility.None;

    [Summary("temperature of channels and Nernst potentials, in degrees Celsius")]
    [Quantity("1", Min = -20, Max = 60)]
    public double Celsius { get; init; } = 37;

    [Summary("membrane voltage at the start, and of rest")]
    [Quantity("mV")]
    public double InitialVoltage { get; init; } = -70;

    [Summary("sodium inside")]
    [Quantity("mM", Min = 0, Above = true)]
    public double SodiumInside { get; init; } = 10;

    [Summary("sodium outside until it is delivered")]
    [Quantity("mM", Min = 0, Above = true)]
    public double SodiumOutside { get; init; } = 145;

    [Summary("potassium inside")]
    [Quantity("mM", Min = 0, Above = true)]
    public double PotassiumInside { get; init; } = 140;

    [Summary("potassium outside until it is delivered")]
    [Quantity("mM", Min = 0, Above = true)]
    public double PotassiumOutside { get; init; } = 3;

    [Summary("calcium in the shell under the membrane, and where it decays to")]
    [Quantity("mM", Min = 0, Above = true)]
    public double CalciumInside { get; init; } = 1e-4;

    [Summary("calcium outside until it is delivered")]
    [Quantity("mM", Min = 0, Above = true)]
    public double CalciumOutside { get; init; } = 1.3;

    [Summary("depth of the calcium shell; never more than volume / area")]
    [Quantity("um", Min = 0, Above = true)]
    public double CalciumDepth { get; init; } = 0.1;

    [Summary("time constant of calcium removal; what is removed returns outside")]
    [Quantity("ms", Min = 0, Above = true)]
    public double CalciumDecay { get; init; } = 20;

    [Summary("ATP of the cells until it is delivered, and that for which the pump is scaled")]
    [Quantity("mM", Min = 0, Above = true)]
    public double Atp { get; init; } = 2.197364418240042;

    [Summary("ADP of the cells until it is delivered")]
    [Quantity("mM", Min = 0)]
    public double Adp { get; init; } = 0.014531131636182727;

    [Summary("ATP use of the pump at rest per volume of the cell; 0.1786307 mM/s is the metabolism model's own")]
    [Quantity("mM/s", Min = 0)]
    public double RestingDemand { get; init; } = 0.1786307273742651;

    [Summary("whether sodium and potassium follow the currents; off: reversal potentials are constant")]
    public bool Accumulation { get; init; } = true;

    [Summary("variables of mechanisms that reports read beyond states, such as gna_hh")]
    public IReadOnlyList<string> Kept { get; init; } = [];

    [Summary("variables that others may read between windows, as ports of their names")]
    public IReadOnlyList<VariablePort> Offers { get; init; } = [];

    [Summary("variables that others may set between windows, as ports of their names")]
    public IReadOnlyList<VariablePort> Takes { get; init; } = [];

    [Summary("whether currents are summed by ion, for reports, also where nothing accumulates")]
    public bool IonCurrents { get; init; }

    [Summary("sodium reversal potential without accumulation")]
    [Quantity("mV")]
    public double SodiumReversal { get; init; } = 50;

    [Summary("potassium reversal potential without accumulation")]
    [Quantity("mV")]
    public double PotassiumReversal { get; init; } = -77;

    [Summary("a spike is the soma voltage rising above this")]
    [Quantity("mV")]
    public double SpikeThreshold { get; init; }

    [Summary("seed of the random numbers of mechanisms, each instance having streams of its own; 0: the case's seed")]
    public int Seed { get; init; }

    [Summary("whether TABLE of a mechanism is read from interpolated points, as NEURON does; off: values are exact")]
    public bool InterpolateTables { get; init; }

    [Summary("longest compartment")]
    [Quantity("um", Min = 0, Above = true)]
    public double MaxCompartmentLength { get; init; } = 20;

    [Summary("glutamate at the astrocyte")]
    public TransmitterOptions Transmitter { get; init; } = new();
}

public enum PortDetail
{
    [Summary("a value of every compartment")]
    Compartments,

    [Summary("a value of every cell: the mean over its compartments, weighted by area")]
    CellsByArea,

    [Summary("a value of every cell: the mean over its compartments, weighted by volume")]
    CellsByVolume,
}

[Summary("A variable of the membrane as a port.")]
public sealed record VariablePort
{
    [Summary("v, a concentration, a reversal potential or a current (ina), or a parameter, state or kept variable of a mechanism (gbar_nat)")]
    public required string Variable { get; init; }

    [Summary("what has a value of its own")]
    public PortDetail Over { get; init; } = PortDetail.Compartments;
}

[Summary("The excitatory conductance that one release event opens in the astrocyte.")]
public sealed record TransmitterOptions
{
    [Summary("jump at each excitatory release event")]
    [Quantity("mS/cm2", Min = 0)]
    public double Conductance { get; init; } = 0.03;

    [Summary("its exponential decay")]
    [Quantity("ms", Min = 0, Above = true)]
    public double Decay { get; init; } = 20;
}

using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Modeling;

namespace Multiscale.Neurons;

[Summary("What the membrane of a cell holds, by kind of section; the default is a cortical regular-spiking cell after Pospischil et al. 2008.")]
public sealed record CellModel
{
    [Summary("name for messages")]
    public string Name { get; init; } = "cortical";

    [Summary("membrane of the soma")]
    public MembraneOptions Soma { get; init; } = new();

    [Summary("membrane of the axon")]
    public MembraneOptions Axon { get; init; } = new();

    [Summary("membrane of the dendrites, and of sections of no known type")]
    public MembraneOptions Dendrite { get; init; } = new();

    [Summary("membrane of apical dendrites; that of the dendrites when omitted")]
    public MembraneOptions? Apical { get; init; }

    [Summary("solve leaks and pump so that the start is a steady state")]
    public bool Rest { get; init; } = true;

    /// <summary>Membrane of a kind of section.</summary>
    public MembraneOptions Of(SectionType type) => type switch
    {
        SectionType.Soma => Soma,
        SectionType.Axon => Axon,
        SectionType.ApicalDendrite => Apical ?? Dendrite,
        _ => Dendrite,
    };

    public static CellModel Uniform(string name, MembraneOptions membrane, bool rest) =>
        new() { Name = name, Soma = membrane, Axon = membrane, Dendrite = membrane, Rest = rest };
}

[Summary("Capacitance, resistivity and channel densities of one kind of section.")]
public sealed record MembraneOptions
{
    [Summary("membrane capacitance")]
    [Quantity("uF/cm2", Min = 0, Above = true)]
    public double Capacitance { get; init; } = 1;

    [Summary("axial resistivity")]
    [Quantity("Ohm*cm", Min = 0, Above = true)]
    public double Resistivity { get; init; } = 150;

    [Summary("fast sodium channel (Pospischil et al. 2008)")]
    [Quantity("S/cm2", Min = 0)]
    public double Sodium { get; init; } = 0.056;

    [Summary("delayed-rectifier potassium channel (Pospischil et al. 2008)")]
    [Quantity("S/cm2", Min = 0)]
    public double Potassium { get; init; } = 0.006;

    [Summary("slow potassium current I_M (Pospischil et al. 2008)")]
    [Quantity("S/cm2", Min = 0)]
    public double SlowPotassium { get; init; } = 7.5e-5;

    [Summary("high-threshold calcium current I_L (Reuveni et al. 1993, in Pospischil et al. 2008)")]
    [Quantity("S/cm2", Min = 0)]
    public double Calcium { get; init; }

    [Summary("squid sodium channel (Hodgkin and Huxley 1952)")]
    [Quantity("S/cm2", Min = 0)]
    public double SquidSodium { get; init; }

    [Summary("squid potassium channel (Hodgkin and Huxley 1952)")]
    [Quantity("S/cm2", Min = 0)]
    public double SquidPotassium { get; init; }

    [Summary("squid leak; its charge is carried by no ion")]
    [Quantity("S/cm2", Min = 0)]
    public double SquidLeak { get; init; }

    [Summary("reversal potential of the squid leak")]
    [Quantity("mV")]
    public double SquidLeakReversal { get; init; } = -54.3;

    [Summary("passive conductance; its charge is carried by no ion")]
    [Quantity("S/cm2", Min = 0)]
    public double Passive { get; init; }

    [Summary("reversal potential of the passive conductance")]
    [Quantity("mV")]
    public double PassiveReversal { get; init; } = -65;

    [Summary("two-gate high-voltage calcium channel, m^2")]
    [Quantity("S/cm2", Min = 0)]
    public double SimpleCalcium { get; init; }

    [Summary("largest Na/K pump current; where the cell rests in a steady state it is solved for instead")]
    [Quantity("mA/cm2", Min = 0)]
    public double Pump { get; init; }

    [Summary("sodium reversal potential without accumulation; that of the solver when omitted")]
    [Quantity("mV")]
    public double? SodiumReversal { get; init; }

    [Summary("potassium reversal potential without accumulation; that of the solver when omitted")]
    [Quantity("mV")]
    public double? PotassiumReversal { get; init; }

    [Summary("further mechanisms, shipped or from the .mod files of the case")]
    public IReadOnlyList<MechanismOptions> Mechanisms { get; init; } = [];

    /// <summary>No channel at all: the start for memberships chosen one by one.</summary>
    public static MembraneOptions Bare => new() { Sodium = 0, Potassium = 0, SlowPotassium = 0 };

    /// <summary>Hodgkin and Huxley's squid axon with their densities.</summary>
    public static MembraneOptions Squid => Bare with { SquidSodium = 0.12, SquidPotassium = 0.036, SquidLeak = 0.0003 };
}

[Summary("A mechanism in the membrane.")]
public sealed record MechanismOptions
{
    /// <summary>Where it stands in the case file.</summary>
    public SourceLocation Location { get; init; }

    [Summary("its name, as after SUFFIX")]
    public required string Name { get; init; }

    [Summary("parameters that differ from the defaults of its text, in the units of its text")]
    public IReadOnlyDictionary<string, double> Parameters { get; init; } = new Dictionary<string, double>();

    [Summary("what each POINTER of its text points to")]
    public IReadOnlyDictionary<string, PointerOptions> Pointers { get; init; } = new Dictionary<string, PointerOptions>();

    [Summary("points of each FUNCTION_TABLE of its text; they hold for all compartments")]
    public IReadOnlyDictionary<string, TableOptions> Tables { get; init; } = new Dictionary<string, TableOptions>();
}

[Summary("A variable that a POINTER stands for.")]
public sealed record PointerOptions
{
    [Summary("v, an ion's variable such as cai, or one of another mechanism, such as m_kdr")]
    public required string Variable { get; init; }

    [Summary("section of the same cell where it is, counted from 0; left out: the compartment itself")]
    public int? Section { get; init; }

    [Summary("relative position on that section")]
    [Quantity("1", Min = 0, Max = 1)]
    public double Position { get; init; } = 0.5;
}

[Summary("A function of one or two arguments by points: linear between them, constant beyond the ends.")]
public sealed record TableOptions
{
    [Summary("arguments, ascending, in the units of the mechanism's text")]
    public required IReadOnlyList<double> X { get; init; }

    [Summary("of a function of two arguments: the second ones, ascending")]
    public IReadOnlyList<double> Second { get; init; } = [];

    [Summary("values at these, in the units of the mechanism's text; with second arguments, all of the first x, then all of the second x, and so on")]
    public required IReadOnlyList<double> Y { get; init; }

    /// <exception cref="InputException">MS0234: points that make no function.</exception>
    internal LookupTable Read(string name)
    {
        int wanted = X.Count * Math.Max(1, Second.Count);
        if (X.Count == 0 || Y.Count != wanted)
            throw new InputException("MS0234", $"the table {name} has {X.Count} arguments{(Second.Count > 0 ? $" times {Second.Count} second ones" : "")} and {Y.Count} values", "give a value for each, and at least one");
        foreach (var points in (ReadOnlySpan<IReadOnlyList<double>>)[X, Second])
            for (int i = 1; i < points.Count; i++)
                if (!(points[i] > points[i - 1])) throw new InputException("MS0234", $"the arguments of the table {name} do not ascend: {points[i]} follows {points[i - 1]}", "sort them, each once");
        return Second.Count > 0 ? new LookupTable([.. X], [.. Second], [.. Y]) : new LookupTable([.. X], [.. Y]);
    }
}

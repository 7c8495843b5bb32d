namespace Multiscale.Modeling;

public enum ColumnRole
{
    Parameter,
    State,

    /// <summary>Computed, and needed or wanted after the kernel that computed it.</summary>
    Assigned,

    /// <summary>What a point process gives to its place: currents [nA] and slopes [uS].</summary>
    Output,

    /// <summary>The key of a RANDOM, and how many numbers have been drawn.</summary>
    Stream,

    /// <summary>What a POINTER points to: brought before a kernel runs, and taken back where the kernel assigns it.</summary>
    Pointer,

    /// <summary>Coefficients of diffusion between compartments.</summary>
    Coefficient,
}

/// <summary>One array of a mechanism, with a value per instance.</summary>
public sealed record MechanismColumn(string Name, ColumnRole Role, string Unit, double Default);

/// <summary>
/// A mechanism ready to be compiled: its arrays, and the kernels that start it, give its currents and advance its states.
/// </summary>
public sealed record MechanismProgram
{
    /// <summary>What the name of a key's column ends in: that of the draws is the name of the RANDOM.</summary>
    public const string KeySuffix = ":key";

    /// <summary>As users write it: hh, ExpSyn.</summary>
    public required string Name { get; init; }

    public required MechanismKind Kind { get; init; }

    public required IReadOnlyList<IonUse> Ions { get; init; }

    /// <summary>Arrays by instance, in the order of <see cref="KernelFrame.Columns"/>.</summary>
    public required IReadOnlyList<MechanismColumn> Columns { get; init; }

    /// <summary>Arrays by place that the kernels read or add to, in the order of <see cref="KernelFrame.Places"/>: v, ena, nai, area, sum:i and sum:g of all currents, per ion sum:ina and its slope sum:dina.</summary>
    public required IReadOnlyList<string> Places { get; init; }

    /// <summary>Values common to all instances, in the order of <see cref="KernelFrame.Uniforms"/>: t, dt, celsius, then global parameters.</summary>
    public required IReadOnlyList<(string Name, double Default)> Uniforms { get; init; }

    /// <summary>Sets states and assigned variables at the present voltage.</summary>
    public required Kernel Initialize { get; init; }

    /// <summary>Adds outward currents and their slopes by voltage; null: there are none.</summary>
    public Kernel? Currents { get; init; }

    /// <summary>Moves the states by dt at the present voltage; null: there are none.</summary>
    public Kernel? Advance { get; init; }

    /// <summary>Coefficients and volumes of states that diffuse between compartments; null: none do.</summary>
    public Kernel? Diffuse { get; init; }

    /// <summary>The states that do.</summary>
    public IReadOnlyList<string> Diffusing { get; init; } = [];

    /// <summary>Column of a state's diffusion coefficient times cross section [um4/ms].</summary>
    public static string CoefficientOf(string state) => "diffusion:" + state;

    /// <summary>Column of the volume that a state fills, per length [um2].</summary>
    public static string VolumeOf(string state) => "volume:" + state;

    /// <summary>Weights and variables of each connection.</summary>
    public int Arguments { get; init; }

    /// <summary>Prints the code of events under a type name; null: the mechanism knows no events.</summary>
    public Func<string, string>? PrintEvents { get; init; }

    /// <summary>Whether INITIAL sends events or watches.</summary>
    public bool StartsWithEvents { get; init; }

    public IEnumerable<Kernel> Kernels => new[] { Initialize, Currents, Advance, Diffuse }.OfType<Kernel>();

    /// <summary>POINTERs that a kernel or an event may assign.</summary>
    public IReadOnlyList<string> WrittenPointers { get; init; } = [];

    public IReadOnlyDictionary<string, Binding> Bindings { get; init; } = new Dictionary<string, Binding>();

    /// <summary>What the user should know: an approximation, a statement without effect.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}

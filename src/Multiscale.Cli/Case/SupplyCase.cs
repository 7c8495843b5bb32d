using Multiscale.BloodFlow;
using Multiscale.Core;
using Multiscale.Diffusion;

namespace Multiscale.Cli;

[Summary("Oxygen and glucose as fields of the tissue: blood brings them, the walls of capillaries let them through, cells take them. Needs blood_flow, and a metabolic model that takes them, such as jolivet-2015-supplied.")]
public sealed record SupplyCase
{
    /// <summary>Where the section stands in the case file.</summary>
    public SourceLocation Location { get; init; }

    [Summary("oxygen")]
    public OxygenSupply Oxygen { get; init; } = new();

    [Summary("glucose")]
    public GlucoseSupply Glucose { get; init; } = new();

    [Summary("longest step of the two fields within a slow window"), Quantity("ms", Min = 0, Above = true)]
    public double MaxStep { get; init; } = 25;

    [Summary("how the flux through a face is computed")]
    public FluxScheme Scheme { get; init; } = FluxScheme.Corrected;

    [Summary("the signal that magnetic resonance sees of deoxygenated blood")]
    public BoldOptions Bold { get; init; } = new();

    /// <summary>The fields; a search for the rest state starts from these values.</summary>
    internal DiffusionOptions Fields => new()
    {
        Species =
        [
            new() { Name = "oxygen", Diffusivity = Oxygen.Diffusivity, VolumeFraction = Oxygen.VolumeFraction, Tortuosity = 1, Initial = Oxygen.Initial },
            new() { Name = "glucose", Diffusivity = Glucose.Diffusivity, VolumeFraction = Glucose.VolumeFraction, Tortuosity = Glucose.Tortuosity, Initial = Glucose.Initial },
        ],
        Uptake = new() { Mode = UptakeMode.Off }, MaxStep = MaxStep, Scheme = Scheme,
    };

    internal IReadOnlyList<SoluteOptions> Solutes =>
    [
        new() { Name = "oxygen", Entering = Oxygen.Entering, Permeability = Oxygen.Permeability, Binding = Oxygen.Binding with { Dissolved = true } },
        new() { Name = "glucose", Entering = Glucose.Entering, Permeability = Glucose.Permeability },
    ];
}

// The two solutes share five keys, but neither their defaults nor what the reference page says of them: two records.
[Summary("Oxygen, bound to red cells in blood, free in all of the tissue.")]
public sealed record OxygenSupply
{
    [Summary("in the blood that enters, bound and dissolved"), Quantity("mM", Min = 0, Above = true)]
    public double Entering { get; init; } = 8.35;

    [Summary("binding to haemoglobin")]
    public BindingOptions Binding { get; init; } = new() { Dissolved = true };

    [Summary("of a capillary's plasma and wall, to what is free: Sh D / (2 r), Sh 2.5 (Hellums et al. 1996)"), Quantity("um/s", Min = 0, Above = true)]
    public double Permeability { get; init; } = 1000;

    [Summary("in tissue (Ganfield et al. 1970)"), Quantity("um^2/ms", Min = 0)]
    public double Diffusivity { get; init; } = 1.6;

    [Summary("share of the tissue that it fills"), Quantity("1", Min = 0, Above = true, Max = 1)]
    public double VolumeFraction { get; init; } = 1;

    [Summary("where the search for the rest state begins"), Quantity("mM", Min = 0, Above = true)]
    public double Initial { get; init; } = 0.04;
}

[Summary("Glucose, in plasma and in the space between cells.")]
public sealed record GlucoseSupply
{
    [Summary("in the blood that enters"), Quantity("mM", Min = 0, Above = true)]
    public double Entering { get; init; } = 4.75;

    [Summary("of a capillary's wall: its carrier, made linear at rest"), Quantity("um/s", Min = 0, Above = true)]
    public double Permeability { get; init; } = 0.5;

    [Summary("in water"), Quantity("um^2/ms", Min = 0)]
    public double Diffusivity { get; init; } = 0.9;

    [Summary("tortuosity: the effective coefficient is D / tortuosity^2"), Quantity("1", Min = 1)]
    public double Tortuosity { get; init; } = 1.6;

    [Summary("share of the tissue that it fills"), Quantity("1", Min = 0, Above = true, Max = 1)]
    public double VolumeFraction { get; init; } = 0.2;

    [Summary("where the search for the rest state begins"), Quantity("mM", Min = 0, Above = true)]
    public double Initial { get; init; } = 2.4;
}

[Summary("BOLD = V0 (k1 (1 - q) + k2 (1 - q/v) + k3 (1 - v)), k1 = 4.3 nu0 E0 TE, k2 = eps r0 E0 TE, k3 = 1 - eps (Obata et al. 2004); constants at 1.5 T (Stephan et al. 2007).")]
public sealed record BoldOptions
{
    [Summary("echo time TE"), Quantity("s", Min = 0, Above = true)]
    public double EchoTime { get; init; } = 0.04;

    [Summary("intravascular over extravascular signal, eps"), Quantity("1", Min = 0)]
    public double SignalRatio { get; init; } = 1;

    [Summary("frequency offset at the wall of a vessel full of deoxygenated blood, nu0"), Quantity("1/s", Min = 0)]
    public double FrequencyOffset { get; init; } = 40.3;

    [Summary("slope r0 of the intravascular relaxation against extraction"), Quantity("1/s", Min = 0)]
    public double RelaxationSlope { get; init; } = 25;

    [Summary("blood volume V0 at rest, of the tissue; without it that of the vessels"), Quantity("1", Min = 0, Above = true, Max = 1)]
    public double? RestingVolume { get; init; }
}

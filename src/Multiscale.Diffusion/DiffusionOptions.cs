using Multiscale.Core;

namespace Multiscale.Diffusion;

/// <summary>How the flux through a face follows from the concentrations.</summary>
public enum FluxScheme
{
    [Summary("difference of the two tets over the distance of their barycentres: monotone, but not consistent on a general mesh")]
    TwoPoint,

    [Summary("two-point part across the face plus the reconstructed gradient along it: exact on linear fields")]
    Corrected,
}

/// <summary>How astrocytes take up potassium.</summary>
public enum UptakeMode
{
    [Summary("no uptake")]
    Off,

    [Summary("integrated within the diffusion step, together with source and diffusion")]
    Inside,

    [Summary("the mean of one period sets the constant rate of the next one (for the staggered schedule)")]
    Lagged,
}

[Summary("extracellular diffusion of ions in tetrahedra")]
public sealed record DiffusionOptions
{
    [Summary("extracellular share of the tissue volume")]
    [Quantity("1", Min = 0, Above = true, Max = 1)]
    public double VolumeFraction { get; init; } = 0.2;

    [Summary("tortuosity: the effective coefficient is D / tortuosity^2")]
    [Quantity("1", Min = 1)]
    public double Tortuosity { get; init; } = 1.6;

    [Summary("what diffuses")]
    public IReadOnlyList<SpeciesOptions> Species { get; init; } =
    [
        new() { Name = "k", Valence = 1, Diffusivity = 1.96, Initial = 3 },
        new() { Name = "na", Valence = 1, Diffusivity = 1.33, Initial = 145 },
        new() { Name = "ca", Valence = 2, Diffusivity = 0.79, Initial = 1.3 },
    ];

    [Summary("potassium uptake by astrocytes")]
    public UptakeOptions Uptake { get; init; } = new();

    [Summary("how the flux through a face is computed")]
    public FluxScheme Scheme { get; init; } = FluxScheme.Corrected;

    [Summary("longest internal step; a window is cut into equal steps no longer than this")]
    [Quantity("ms", Min = 0, Above = true)]
    public double MaxStep { get; init; } = 2.5;

    [Summary("residual of a linear solve relative to its start; amounts are conserved whatever the tolerance")]
    [Quantity("1", Min = 0, Above = true, Max = 1e-3)]
    public double Tolerance { get; init; } = 1e-9;

    [Summary("how often a step that would make a concentration negative may be halved before the run stops")]
    [Quantity("1", Min = 0, Max = 20)]
    public int MaxHalvings { get; init; } = 10;
}

[Summary("one diffusing species")]
public sealed record SpeciesOptions
{
    [Summary("name in port names: k, na, ca")]
    public required string Name { get; init; }

    [Summary("charge number; for reports, diffusion is Fickian")]
    public int Valence { get; init; }

    [Summary("diffusion coefficient in water")]
    [Quantity("um^2/ms", Min = 0)]
    public required double Diffusivity { get; init; }

    [Summary("concentration at the start, everywhere")]
    [Quantity("mM", Min = 0)]
    public required double Initial { get; init; }

    [Summary("share of the tissue volume that it fills; without it the options' volume_fraction")]
    [Quantity("1", Min = 0, Above = true, Max = 1)]
    public double? VolumeFraction { get; init; }

    [Summary("its own tortuosity; without it the options' tortuosity")]
    [Quantity("1", Min = 1)]
    public double? Tortuosity { get; init; }

    [Summary("boundary patches on which the concentration is held")]
    public IReadOnlyList<PatchClamp> Clamps { get; init; } = [];
}

[Summary("a concentration held on a boundary patch of the mesh")]
public sealed record PatchClamp
{
    [Summary("name of the mesh's physical surface")]
    public required string Patch { get; init; }

    [Summary("concentration on the patch")]
    [Quantity("mM", Min = 0)]
    public required double Concentration { get; init; }
}

[Summary("potassium uptake by astrocytes (Cressman et al. 2009)")]
public sealed record UptakeOptions
{
    [Summary("off, inside the step, or lagged by one period")]
    public UptakeMode Mode { get; init; } = UptakeMode.Inside;

    [Summary("largest rate per extracellular volume")]
    [Quantity("mM/s", Min = 0)]
    public double MaxRate { get; init; } = 66.7;

    [Summary("concentration of half the largest rate")]
    [Quantity("mM")]
    public double Half { get; init; } = 18;

    [Summary("slope of the sigmoid")]
    [Quantity("mM", Min = 0, Above = true)]
    public double Slope { get; init; } = 2.5;

    [Summary("astrocyte share of the tissue volume")]
    [Quantity("1", Min = 0, Max = 1)]
    public double GlialFraction { get; init; } = 0.25;

    [Summary("potassium inside astrocytes at the start")]
    [Quantity("mM", Min = 0)]
    public double GlialPotassium { get; init; } = 130;

    [Summary("mode lagged: length of a period; windows must divide it")]
    [Quantity("ms", Min = 0, Above = true)]
    public double Period { get; init; } = 100;
}

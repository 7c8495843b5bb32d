using Multiscale.Core;

namespace Multiscale.Diffusion;

/// <summary>How a model is computed.</summary>
public enum ReactionMethod
{
    [Summary("whole molecules that jump and react one by one")]
    Stochastic,

    [Summary("concentrations: finite volumes and rate equations")]
    Deterministic,

    [Summary("whole molecules: in bulk where there are many of a species in a cell, one by one where there are few")]
    Hybrid,
}

/// <summary>Over which distance molecules jump from a tetrahedron to the next.</summary>
public enum CellDistance
{
    [Summary("between the barycentres, as STEPS takes it: in thin cylinders molecules spread 6 to 9 % too slowly")]
    Barycentres,

    [Summary("between the barycentres along the normal of the face: right to 2 % in thin cylinders, too fast in thick pieces")]
    Normals,
}

[Summary("Molecules that react and diffuse in the tetrahedra and on the patches of a mesh.")]
public sealed record ReactionDiffusionOptions
{
    /// <summary>Where the section stands in the case file.</summary>
    public SourceLocation Location { get; init; }

    [Summary("what diffuses and reacts, by name")]
    public required IReadOnlyDictionary<string, MoleculeOptions> Species { get; init; }

    [Summary("surfaces with molecules of their own, by the name of their physical group; a patch that no entry names needs none")]
    public IReadOnlyDictionary<string, PatchOptions> Patches { get; init; } = new Dictionary<string, PatchOptions>();

    [Summary("parts of a compartment with a name of their own, for initial values, clamps, fluxes and records")]
    public IReadOnlyDictionary<string, RegionOptions> Regions { get; init; } = new Dictionary<string, RegionOptions>();

    [Summary("rates by reaction: `A + B <-> C`, `2 A -> C in cytosol, er`, `0 -> A`, `Ca(inner) + R <-> RCa on memb`; without a place in every compartment")]
    public IReadOnlyDictionary<string, RateOptions> Reactions { get; init; } = new Dictionary<string, RateOptions>();

    [Summary("distance between two tetrahedra that share a face")]
    public CellDistance Distances { get; init; } = CellDistance.Barycentres;

    [Summary("faces between two compartments that some species may pass; all others are closed")]
    public IReadOnlyList<BoundaryCrossing> DiffusionBoundaries { get; init; } = [];

    [Summary("what is there at the start; entries add up")]
    public IReadOnlyList<InitialOptions> Initial { get; init; } = [];

    [Summary("concentrations held fixed")]
    public IReadOnlyList<HeldOptions> Clamps { get; init; } = [];

    [Summary("molecules injected at a constant mean rate")]
    public IReadOnlyList<InjectionOptions> Fluxes { get; init; } = [];

    [Summary("the electric potential of a compartment, which rates may follow")]
    public MembraneOptions? Membrane { get; init; }

    [Summary("whole molecules or concentrations")]
    public ReactionMethod Method { get; init; } = ReactionMethod.Stochastic;

    [Summary("steps of `method: deterministic`, and of what is continuous in a hybrid run")]
    public IntegrationOptions Integration { get; init; } = new();

    [Summary("steps of `method: stochastic` and `hybrid`: how the step between reactions and diffusion is chosen")]
    public SplittingOptions Splitting { get; init; } = new();

    [Summary("`method: hybrid`: where molecules are continuous")]
    public HybridOptions Hybrid { get; init; } = new();

    [Summary("what is recorded")]
    public RecordOptions Record { get; init; } = new();
}

[Summary("One species.")]
public sealed record MoleculeOptions
{
    public SourceLocation Location { get; init; }

    [Summary("charge of a molecule")]
    public int Valence { get; init; }

    [Summary("diffusion coefficient in every compartment"), Quantity("um^2/ms", Min = 0)]
    public double Diffusivity { get; init; }

    [Summary("diffusion coefficient in compartments where it differs; on patches: surface diffusion"), Quantity("um^2/ms", Min = 0)]
    public IReadOnlyDictionary<string, double> Diffusivities { get; init; } = new Dictionary<string, double>();
}

[Summary("One patch: a physical surface of the mesh.")]
public sealed record PatchOptions
{
    public SourceLocation Location { get; init; }

    [Summary("compartment on the inner side; may be left out where only one side has one")]
    public string? Inner { get; init; }

    [Summary("compartment on the outer side")]
    public string? Outer { get; init; }
}

[Summary("A part of the mesh: the tetrahedra (or the triangles of `within`, when that is a patch) whose barycentre fulfils every condition given.")]
public sealed record RegionOptions
{
    public SourceLocation Location { get; init; }

    [Summary("compartment or patch; all compartments when left out")]
    public string? Within { get; init; }

    [Summary("lowest corner x, y, z of a box"), Quantity("um")]
    public double[]? Low { get; init; }

    [Summary("highest corner x, y, z of a box"), Quantity("um")]
    public double[]? High { get; init; }

    [Summary("centre x, y, z of a ball"), Quantity("um")]
    public double[]? Centre { get; init; }

    [Summary("radius of the ball; without it the one cell that contains the centre, or lies nearest"), Quantity("um", Min = 0)]
    public double? Radius { get; init; }

    [Summary("physical surface: tetrahedra with a face on it")]
    public string? Touching { get; init; }
}

[Summary("Rates of one reaction, in molar units: order 1 in 1/s, order 2 in /M/s, order 0 in M/s; between molecules of a surface /(mol/m^2), as m^2/mol/s.")]
public sealed record RateOptions
{
    public SourceLocation Location { get; init; }

    [Summary("rate from left to right, such as 1e9 /M/s; -2 k A^2 is lost in 2 A -> C; on a membrane also an expression of its potential V in mV and a unit, such as 4*exp(-(V + 65)/18) [1/ms]")]
    public required string Forward { get; init; }

    [Summary("rate from right to left; only for <->")]
    public string? Backward { get; init; }
}

[Summary("A boundary between two compartments that some species pass.")]
public sealed record BoundaryCrossing
{
    public SourceLocation Location { get; init; }

    [Summary("the two compartments")]
    public required string[] Between { get; init; }

    [Summary("species that pass")]
    public required string[] Species { get; init; }
}

[Summary("Molecules at the start: one of count, concentration and density.")]
public sealed record InitialOptions
{
    public SourceLocation Location { get; init; }

    [Summary("species")]
    public required string Species { get; init; }

    [Summary("compartment, patch or region; all compartments when left out")]
    public string? In { get; init; }

    [Summary("molecules, spread at random in proportion to volume or area"), Quantity("1", Min = 0)]
    public double? Count { get; init; }

    [Summary("concentration"), Quantity("mM", Min = 0)]
    public double? Concentration { get; init; }

    [Summary("molecules per area of a patch"), Quantity("1/um^2", Min = 0)]
    public double? Density { get; init; }
}

[Summary("A concentration held fixed: molecules enter and leave the tetrahedra without changing it.")]
public sealed record HeldOptions
{
    public SourceLocation Location { get; init; }

    [Summary("species")]
    public required string Species { get; init; }

    [Summary("compartment or region")]
    public required string In { get; init; }

    [Summary("concentration"), Quantity("mM", Min = 0)]
    public required double Concentration { get; init; }
}

[Summary("Molecules injected one by one, at random times.")]
public sealed record InjectionOptions
{
    public SourceLocation Location { get; init; }

    [Summary("species")]
    public required string Species { get; init; }

    [Summary("compartment, patch or region, in which they are spread by volume or area")]
    public required string In { get; init; }

    [Summary("mean number of molecules per time"), Quantity("1/ms", Min = 0)]
    public required double Rate { get; init; }
}

[Summary("Operator splitting D(h/2) R(h) D(h/2), both parts exact: the step h is as long as the error below allows.")]
public sealed record SplittingOptions
{
    [Summary("relative error of the rate at which two molecules in one tetrahedron react; the step need not fall below a quarter of the mean time between jumps"), Quantity("1", Min = 0, Above = true, Max = 0.5)]
    public double Tolerance { get; init; } = 2e-3;

    [Summary("share of a species that may react within a step"), Quantity("1", Min = 0, Above = true, Max = 1)]
    public double Share { get; init; } = 0.1;

    [Summary("longest step"), Quantity("ms", Min = 0, Above = true)]
    public double MaxStep { get; init; } = double.PositiveInfinity;
}

/// <summary>The diffusive flux between two tets.</summary>
public enum FluxKind
{
    [Summary("difference over the distance of the barycentres, as molecules jump: monotone, off by some percent on poor meshes")]
    Barycentres,

    [Summary("exact on linear fields of any mesh; for one compartment without clamps and surface diffusion")]
    Consistent,
}

[Summary("Concentrations instead of molecules: finite volumes and rate equations.")]
public sealed record IntegrationOptions
{
    [Summary("longest step"), Quantity("ms", Min = 0, Above = true)]
    public double Step { get; init; } = 0.5;

    [Summary("flux between two tetrahedra")]
    public FluxKind Flux { get; init; } = FluxKind.Barycentres;

    [Summary("relative error of the first-order formula inside the second-order one by which a cell reacts"), Quantity("1", Min = 0, Above = true)]
    public double Tolerance { get; init; } = 1e-3;

    [Summary("error of a linear system over the change of a step"), Quantity("1", Min = 0, Above = true, Max = 1e-2)]
    public double Reduction { get; init; } = 1e-6;
}

[Summary("What a run of reactions and diffusion records.")]
public sealed record RecordOptions
{
    /// <summary>The field that is no species.</summary>
    public const string Potential = "potential";

    [Summary("time between records; the whole run when left out")]
    public SimTime? Every { get; init; }

    [Summary("species whose numbers and concentrations per tetrahedron go to fields.h5 and fields.xdmf; `potential`: that of the membrane")]
    public string[] Fields { get; init; } = [];

    [Summary("compartments, patches and regions whose totals go to totals.h5; all of them when left out")]
    public string[]? Totals { get; init; }
}

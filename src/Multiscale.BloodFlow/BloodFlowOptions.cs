using Multiscale.Core;

namespace Multiscale.BloodFlow;

public enum ViscosityModel
{
    [Summary("plasma viscosity times a factor that depends on the radius (Reichold et al. 2009, hematocrit 0.45)")]
    Radius,

    [Summary("the given viscosity everywhere")]
    Constant,

    [Summary("in vivo law of diameter and hematocrit (Pries, Secomb et al. 1994), for vessels wider than 1.1 um")]
    PriesInVivo,

    [Summary("law of diameter and hematocrit in glass tubes (Pries et al. 1992)")]
    PriesInVitro,
}

public enum OutletKind
{
    [Summary("outlets hold a pressure: blood volume is conserved while radii move")]
    Pressure,

    [Summary("outlets share the outflow by their cross-sections")]
    Flow,
}

public enum EntryKind
{
    [Summary("entries hold their flow, whatever the vessels do")]
    Flow,

    [Summary("entries hold the pressure that drives their flow at rest: dilation lets more blood in")]
    RestingPressure,
}

public enum RadiusModel
{
    [Summary("radii stay as they are in the graph")]
    Fixed,

    [Summary("radii follow the endfoot drive that neurons deliver")]
    Endfoot,

    [Summary("reflected Ornstein-Uhlenbeck process per vessel, for runs without neurons")]
    Stochastic,

    [Summary("radii follow a given course")]
    Course,
}

public enum Interpolation
{
    [Summary("straight between the values")]
    Linear,

    [Summary("smoothstep of fifth degree between the values: twice continuously differentiable")]
    Smoothstep,
}

[Summary("Blood flow in a vascular graph: Poiseuille flow in living radii.")]
public sealed record BloodFlowOptions
{
    [Summary("How viscosity depends on the vessel.")]
    public ViscosityModel Viscosity { get; init; } = ViscosityModel.Radius;

    [Summary("Viscosity of plasma.")]
    [Quantity("g/um/s", Min = 0, Above = true)]
    public double PlasmaViscosity { get; init; } = 1.2e-6;

    [Summary("Red cells in the blood.")]
    public HematocritOptions Hematocrit { get; init; } = new();

    [Summary("What the blood carries and capillaries let through.")]
    public IReadOnlyList<SoluteOptions> Solutes { get; init; } = [];

    [Summary("Largest number of entry nodes chosen: ends of the largest component with the largest diameters near the top.")]
    public int MaxEntries { get; init; } = 3;

    [Summary("Depth below the top, as a share of the height, within which entries are looked for.")]
    [Quantity("1", Min = 0, Max = 1)]
    public double DepthRatio { get; init; } = 0.05;

    [Summary("Axis that points to the top: 0 x, 1 y, 2 z.")]
    public int Axis { get; init; } = 1;

    [Summary("Speed of blood in the chosen entries.")]
    [Quantity("um/s", Min = 0, Above = true)]
    public double EntrySpeed { get; init; } = 35000;

    [Summary("Total inflow per volume of tissue; replaces the entry speed where the tissue's volume is known.")]
    [Quantity("1/s", Min = 0, Above = true)]
    public double? InflowPerTissue { get; init; }

    [Summary("What the entries hold once the flow at rest is known.")]
    public EntryKind Entries { get; init; } = EntryKind.Flow;

    [Summary("What the chosen outlets hold.")]
    public OutletKind Outlets { get; init; } = OutletKind.Pressure;

    [Summary("Pressure at the outlets, or the lowest end pressure where outlets hold flows.")]
    [Quantity("g/um/s^2", Min = 0)]
    public double BasePressure { get; init; } = 1.33e-3;

    [Summary("Boundary nodes given one by one; replaces the automatic choice.")]
    public IReadOnlyList<BoundaryOptions> Boundaries { get; init; } = [];

    [Summary("Factor on all given inflows and outflows over time.")]
    public CourseOptions? InflowCourse { get; init; }

    [Summary("How radii move.")]
    public RadiusModel Radii { get; init; } = RadiusModel.Fixed;

    [Summary("Largest rest radius of a capillary.")]
    [Quantity("um", Min = 0, Above = true)]
    public double CapillaryRadius { get; init; } = 3;

    [Summary("Endfoot drive: synaptic release to dilation.")]
    public EndfootOptions Endfoot { get; init; } = new();

    [Summary("Stochastic radii.")]
    public StochasticOptions Stochastic { get; init; } = new();

    [Summary("Factor on the rest radii over time, with radii: course.")]
    public CourseOptions? RadiusCourse { get; init; }

    [Summary("Vessels that the radius course moves; empty: all.")]
    public IReadOnlyList<long> RadiusCourseVessels { get; init; } = [];

    [Summary("Edges, once ends and chains are condensed, up to which the graph is factorised directly on every rank; larger ones go to PETSc.")]
    public int DirectEdges { get; init; } = 50000;

    [Summary("Relative tolerance of the iterative solve.")]
    [Quantity("1", Min = 1e-15, Max = 1e-4)]
    public double IterativeTolerance { get; init; } = 1e-12;
}

[Summary("Red cells: one hematocrit everywhere, or followed from the entries through every bifurcation.")]
public sealed record HematocritOptions
{
    [Summary("Discharge hematocrit of the blood that enters, and of all blood where red cells are not followed.")]
    [Quantity("1", Min = 0, Max = 0.95)]
    public double Entering { get; init; } = 0.45;

    [Summary("Follow red cells through the graph: the faster branch of a bifurcation takes more than its share (Pries and Secomb 2005). Needs a viscosity of Pries to act on the flow.")]
    public bool Transport { get; init; }

    [Summary("Flow and hematocrit fit each other when neither changes by more than this share of the largest flow.")]
    [Quantity("1", Min = 1e-14, Max = 1e-2)]
    public double Tolerance { get; init; } = 1e-9;

    [Summary("Repetitions of flow and red cells in which they have to fit.")]
    public int MaxIterations { get; init; } = 500;
}

[Summary("A solute of the blood, such as oxygen or glucose, that leaves through the walls of capillaries.")]
public sealed record SoluteOptions
{
    [Summary("Its name: ports and reports are called after it.")]
    public required string Name { get; init; }

    [Summary("Total concentration in the blood that enters.")]
    [Quantity("mM", Min = 0, Above = true)]
    public required double Entering { get; init; }

    [Summary("Permeability of the wall of a capillary to what is free of it.")]
    [Quantity("um/s", Min = 0)]
    public required double Permeability { get; init; }

    [Summary("Concentration in the tissue, where none is delivered.")]
    [Quantity("mM", Min = 0)]
    public double Tissue { get; init; }

    [Summary("Binding to red cells; none: all of it is free.")]
    public BindingOptions? Binding { get; init; }
}

[Summary("A Hill curve: free = half (capacity / total - 1)^(-1 / exponent).")]
public sealed record BindingOptions
{
    [Summary("Total concentration in blood of the entering hematocrit whose red cells are full.")]
    [Quantity("mM", Min = 0, Above = true)]
    public double Capacity { get; init; } = 8.6;

    [Summary("Free concentration at which they are half full.")]
    [Quantity("mM", Min = 0, Above = true)]
    public double Half { get; init; } = 0.0361;

    [Summary("Exponent of the curve.")]
    [Quantity("1", Min = 1)]
    public double Exponent { get; init; } = 2.73;

    [Summary("Whether a total counts what is dissolved beside what is bound.")]
    public bool Dissolved { get; init; }
}

[Summary("One boundary node: give a pressure or a flow.")]
public sealed record BoundaryOptions
{
    [Summary("Number of the node in the graph.")]
    public required int Node { get; init; }

    [Summary("Pressure held there.")]
    [Quantity("g/um/s^2")]
    public double? Pressure { get; init; }

    [Summary("Flow into the graph there; negative: out of it.")]
    [Quantity("um^3/s")]
    public double? Flow { get; init; }

    [Summary("Factor on this pressure or flow over time.")]
    public CourseOptions? Course { get; init; }
}

[Summary("A factor over time: a table, given here or in a file, constant before its first and after its last time, times a pulse.")]
public sealed record CourseOptions
{
    [Summary("Times, ascending.")]
    [Quantity("ms")]
    public IReadOnlyList<double> Times { get; init; } = [];

    [Summary("Values at these times.")]
    [Quantity("1")]
    public IReadOnlyList<double> Values { get; init; } = [];

    [Summary("Table of times [ms] and values: two columns separated by commas, with or without a heading.")]
    public InputPath? File { get; init; }

    [Summary("How to go from one value to the next.")]
    public Interpolation Interpolation { get; init; } = Interpolation.Linear;

    [Summary("A heartbeat on top.")]
    public PulseOptions? Pulse { get; init; }
}

[Summary("The factor 1 + amplitude sin(2 pi (frequency t + phase)); flow is found once per window, which has to be short beside the period.")]
public sealed record PulseOptions
{
    [Summary("Amplitude, as a share of the mean.")]
    [Quantity("1", Min = 0)]
    public required double Amplitude { get; init; }

    [Summary("Beats per time.")]
    [Quantity("1/s", Min = 0, Above = true)]
    public required double Frequency { get; init; }

    [Summary("Where in the beat the run starts, as a share of the period.")]
    [Quantity("1")]
    public double Phase { get; init; }
}

[Summary("Dilation by synaptic activity: activity a decays with tau and rises with release; radius = rest (1 + max a / (1 + a)).")]
public sealed record EndfootOptions
{
    [Summary("Release events per volume and second that hold a steady radius at half of the largest dilation.")]
    [Quantity("1/um^3/s", Min = 0, Above = true)]
    public double HalfDrive { get; init; } = 0.01;

    [Summary("Time constant of the activity.")]
    [Quantity("s", Min = 0, Above = true)]
    public double TimeConstant { get; init; } = 2;

    [Summary("Largest dilation of a capillary, as a share of its rest radius.")]
    [Quantity("1", Min = 0, Max = 2)]
    public double MaxCapillary { get; init; } = 0.38;

    [Summary("Largest dilation of a larger vessel, as a share of its rest radius.")]
    [Quantity("1", Min = 0, Max = 2)]
    public double MaxArtery { get; init; } = 0.23;
}

[Summary("Reflected Ornstein-Uhlenbeck process of the radii: dilation x >= 0 reaches its maximum from 0 after a given mean time.")]
public sealed record StochasticOptions
{
    [Summary("Seed of the random numbers.")]
    public long Seed { get; init; } = 1;

    [Summary("Largest time step.")]
    [Quantity("ms", Min = 0, Above = true)]
    public double Step { get; init; } = 10;

    [Summary("Maximum in standard deviations of the process without reflection.")]
    [Quantity("1", Min = 0, Above = true, Max = 6)]
    public double Spread { get; init; } = 2.8;

    [Summary("Dilation of a capillary that counts as its maximum, as a share of its rest radius.")]
    [Quantity("1", Min = 0, Max = 2)]
    public double MaxCapillary { get; init; } = 0.38;

    [Summary("Mean time from rest to the maximum of a capillary.")]
    [Quantity("s", Min = 0, Above = true)]
    public double TimeCapillary { get; init; } = 2.7;

    [Summary("Dilation of a larger vessel that counts as its maximum, as a share of its rest radius.")]
    [Quantity("1", Min = 0, Max = 2)]
    public double MaxArtery { get; init; } = 0.23;

    [Summary("Mean time from rest to the maximum of a larger vessel.")]
    [Quantity("s", Min = 0, Above = true)]
    public double TimeArtery { get; init; } = 3.3;

    [Summary("Time from which the noise is off and radii relax to rest.")]
    [Quantity("ms", Min = 0)]
    public double NoiseUntil { get; init; } = double.PositiveInfinity;

    /// <summary>
    /// k T, the mean time in which the standard reflected process reaches C from 0:
    /// the integral from 0 to C of e^(y^2/2) sqrt(pi/2) erf(y/sqrt 2) dy = sum over n of C^(2n+2) / ((2n+2) (2n+1)!!).
    /// </summary>
    public static double ScaledRate(double spread)
    {
        double square = spread * spread, term = square, sum = 0;
        for (int n = 0; term / (2 * n + 2) > 1e-17 * sum; n++)
        {
            sum += term / (2 * n + 2);
            term *= square / (2 * n + 3);
        }
        return sum;
    }
}

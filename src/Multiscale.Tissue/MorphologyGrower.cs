using Multiscale.Geometry;

namespace Multiscale.Tissue;

/// <summary>
/// Grows one neuron: stems leave a three-point soma and fork at fixed intervals of path length.
/// At a fork the diameters obey Rall's 3/2 power law, d0^(3/2) = d1^(3/2) + d2^(3/2) (Rall 1959); between forks the tip persists in its direction,
/// is pulled outward or toward the surface of the cortex, and wanders (the rule of van Pelt and Uylings 2002 reduced to these three terms).
/// The last branches are longer than the others, as in cortical dendrites. Tips turn at the faces of the cell's domain.
/// </summary>
internal sealed class MorphologyGrower
{
    private const int StepsPerBranch = 5;
    private const double Persistence = 1.0, Tropism = 0.25, Wandering = 0.22;

    /// <summary>Diameter of a daughter branch over that of its parent at an even fork.</summary>
    private static readonly double Rall = Math.Pow(2, -2.0 / 3);

    private readonly RandomSequence random;
    private readonly ArborDomain domain;
    private readonly double interval;
    private readonly double dendriteScale;
    private readonly List<Section> sections = [];

    private MorphologyGrower(RandomSequence random, ArborDomain domain, double interval, double dendriteScale)
    {
        this.random = random;
        this.domain = domain;
        this.interval = interval;
        this.dendriteScale = dendriteScale;
    }

    /// <summary>Shape <paramref name="index"/> of its class; <paramref name="dendriteScale"/> multiplies the diameters of the dendrites and changes nothing else.</summary>
    public static Morphology Grow(TissueOptions options, bool excitatory, int index, double dendriteScale)
    {
        var random = new RandomSequence(options.Seed, Purpose.Shape, 2 * index + (excitatory ? 0 : 1));
        var grower = new MorphologyGrower(random, ArborDomain.For(index, excitatory), options.MaxCompartmentLength, dendriteScale);
        bool top = excitatory && index % 2 == 1;
        double radius = excitatory ? random.Uniform(6.5, 7.1) : random.Uniform(5.8, 6.3);
        grower.Soma(radius);
        grower.Axon(radius);
        int basal = excitatory ? 5 + random.Below(2) : 6 + random.Below(2);
        double phase = random.Uniform(0, 2 * Math.PI);
        for (int i = 0; i < basal; i++) grower.Basal(radius, phase + 2 * Math.PI * i / basal, excitatory ? 2.5 : 2.3);
        if (excitatory) grower.Apical(radius, top ? 2 : 3);
        return new Morphology($"{(excitatory ? "exc" : "inh")}_{index:00}", grower.sections);
    }

    private void Soma(double r) => sections.Add(new Section(0, SectionType.Soma, -1, 0, [
        new(new Point3(0, -r, 0), 2 * r), new(default, 2 * r), new(new Point3(0, r, 0), 2 * r)]));

    private void Axon(double radius)
    {
        var direction = Unit(new Point3(random.Uniform(-0.3, 0.3), -1, random.Uniform(-0.3, 0.3)));
        Branch(SectionType.Axon, 0, radius * direction, direction, 1, 1, 1.4 * interval, new Point3(0, -1, 0));
    }

    private void Basal(double radius, double angle, double diameter)
    {
        double rise = random.Uniform(-0.7, 0.3);
        var direction = Unit(new Point3(Math.Cos(angle), rise, Math.Sin(angle)));
        double d = dendriteScale * diameter * random.Uniform(0.9, 1.1);
        Tree(SectionType.BasalDendrite, 0, radius * direction, direction, d, d, 3, null);
    }

    private void Apical(double radius, int orders)
    {
        var up = new Point3(0, 1, 0);
        double d = dendriteScale * 3.2;
        Tree(SectionType.ApicalDendrite, 0, radius * up, up, d, d, orders, up);
    }

    /// <summary>One branch and, until <paramref name="orders"/> runs out, its two daughters.</summary>
    private void Tree(SectionType type, int parent, Point3 from, Point3 direction, double startDiameter, double diameter, int orders, Point3? pull)
    {
        double length = interval * (orders > 1 ? random.Uniform(0.8, 0.99) : random.Uniform(1.2, 1.7));
        var (index, tip, heading) = Branch(type, parent, from, direction, startDiameter, diameter, length, pull);
        if (orders == 1) return;
        var axis = Unit(Point3.Cross(heading, random.Direction()));
        for (int side = -1; side <= 1; side += 2)
        {
            double angle = side * random.Uniform(0.35, 0.75);
            var daughter = Math.Cos(angle) * heading + Math.Sin(angle) * axis;
            Tree(type, index, tip, daughter, diameter, Rall * diameter, orders - 1, pull);
        }
    }

    private (int Index, Point3 Tip, Point3 Heading) Branch(
        SectionType type, int parent, Point3 from, Point3 direction, double startDiameter, double diameter, double length, Point3? pull)
    {
        var points = new MorphologyPoint[StepsPerBranch + 1];
        points[0] = new(from, startDiameter);
        double step = length / StepsPerBranch;
        for (int i = 1; i <= StepsPerBranch; i++)
        {
            var heading = Persistence * direction + Tropism * (pull ?? Unit(from)) + Wandering * random.Normal();
            (from, direction) = domain.Step(from, Unit(heading), step, 0.5 * diameter + 0.1);
            points[i] = new(from, diameter);
        }
        // Sections are kept in SONATA order by growing the axon first and the apical dendrite last.
        int index = sections.Count;
        sections.Add(new Section(index, type, parent, parent == 0 ? 0.5 : 1, points));
        return (index, from, direction);
    }

    private static Point3 Unit(Point3 v) => 1 / v.Length * v;
}

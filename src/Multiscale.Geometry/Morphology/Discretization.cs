using Multiscale.Core;

namespace Multiscale.Geometry;

/// <summary>
/// A morphology cut into compartments: each section into n pieces of equal length, areas, volumes and axial resistances as integrals over the frusta
/// between its 3-d points (Hines and Carnevale 1997, Neural Comput 9:1179). Nodes are the compartment centres plus points of zero area:
/// the far end of every section and the near end of the root.
/// </summary>
public sealed class Discretization
{
    private readonly int[] first; // compartment of each section; one more at the end
    private readonly int[] endNode, startNode; // per section: the node at x = 1, and the node it hangs on
    private readonly int[] nodeOf; // per compartment

    /// <param name="compartments">How many pieces a section gets.</param>
    /// <exception cref="InputException">MS0211: a section of zero length or without a positive diameter; MS0212: parents that form no tree.</exception>
    public Discretization(Morphology morphology, Func<Section, int> compartments)
    {
        Morphology = morphology;
        var sections = morphology.Sections;
        first = new int[sections.Count + 1];
        for (int s = 0; s < sections.Count; s++) first[s + 1] = first[s] + Math.Max(1, compartments(sections[s]));
        int count = first[^1];
        SectionOf = new int[count];
        Length = new double[count];
        Area = new double[count];
        Volume = new double[count];
        Diameter = new double[count];
        LeftResistance = new double[count];
        RightResistance = new double[count];
        Centre = new Point3[count];
        Polylines = new MorphologyPoint[count][];
        foreach (var section in sections) Cut(section);
        nodeOf = new int[count];
        startNode = new int[sections.Count];
        endNode = new int[sections.Count];
        (Parent, CompartmentOf, ResistanceToParent) = BuildTree(sections);
    }

    public Morphology Morphology { get; }

    /// <summary>Number of compartments.</summary>
    public int Count => SectionOf.Length;

    /// <summary>Section of each compartment.</summary>
    public int[] SectionOf { get; }

    /// <summary>Length along the section [um].</summary>
    public double[] Length { get; }

    /// <summary>Lateral membrane area [um2].</summary>
    public double[] Area { get; }

    /// <summary>Inside volume [um3].</summary>
    public double[] Volume { get; }

    /// <summary>Mean diameter along the length [um].</summary>
    public double[] Diameter { get; }

    /// <summary>Integral of 4 / (pi d^2) over the near half [1/um]; times 0.01 and the resistivity in ohm cm it is a resistance in Mohm.</summary>
    public double[] LeftResistance { get; }

    /// <summary>The same over the far half [1/um].</summary>
    public double[] RightResistance { get; }

    /// <summary>The middle of each compartment along its section, in cell coordinates [um].</summary>
    public Point3[] Centre { get; }

    /// <summary>The 3-d course of each compartment, at least two points from its near to its far end, in cell coordinates [um].</summary>
    public MorphologyPoint[][] Polylines { get; }

    /// <summary>Parent node of each node, smaller than the node itself; -1 for the root.</summary>
    public int[] Parent { get; }

    /// <summary>Compartment of each node, -1 where the node has no area.</summary>
    public int[] CompartmentOf { get; }

    /// <summary>Integral of 4 / (pi d^2) between each node and its parent [1/um]; 0 for the root.</summary>
    public double[] ResistanceToParent { get; }

    public int NodeCount => Parent.Length;

    /// <summary>Sections cut so that no compartment is longer than <paramref name="maxLength"/> [um].</summary>
    public static Discretization ByLength(Morphology morphology, double maxLength) =>
        new(morphology, s => (int)Math.Ceiling(s.Length / maxLength - 1e-9));

    /// <summary>An odd number of compartments, 1 + 2 int(L / length) [um], as in NEURON's customary rule.</summary>
    public static Discretization OddByLength(Morphology morphology, double length) => new(morphology, s => 1 + 2 * (int)(s.Length / length));

    /// <summary>First compartment of a section; the others follow it.</summary>
    public int FirstOf(int section) => first[section];

    public int CountOf(int section) => first[section + 1] - first[section];

    /// <summary>The compartment in which the relative position lies, 0 and 1 included.</summary>
    public int CompartmentAt(int section, double position) =>
        first[section] + Math.Clamp((int)(position * CountOf(section)), 0, CountOf(section) - 1);

    /// <summary>The node nearest to the position: an end for 0 and 1, a compartment's centre otherwise.</summary>
    public int NodeAt(int section, double position) =>
        position <= 0 ? startNode[section] : position >= 1 ? endNode[section] : nodeOf[CompartmentAt(section, position)];

    public int NodeOf(int compartment) => nodeOf[compartment];

    private void Cut(Section section)
    {
        var points = section.Points;
        int n = CountOf(section.Index);
        var arc = new double[points.Length];
        for (int i = 1; i < arc.Length; i++) arc[i] = arc[i - 1] + Point3.Distance(points[i - 1].Position, points[i].Position);
        double total = arc[^1];
        if (!(total > 0) || Array.Exists(points, p => !(p.Diameter > 0)))
            throw new InputException("MS0211", $"section {section.Index} of {Morphology.Name} has length {total} um or a diameter that is not positive", "give it two distinct points with positive radii");
        var course = new List<MorphologyPoint>();
        int j = 1; // the piece that holds the walk's position lies between points j - 1 and j
        for (int k = 0; k < n; k++)
        {
            int c = first[section.Index] + k;
            SectionOf[c] = section.Index;
            Length[c] = total / n;
            course.Clear();
            var here = At(total * k / n);
            course.Add(here);
            for (int half = 0; half < 2; half++)
            {
                double end = half == 0 ? total * (k + 0.5) / n : total * (k + 1) / n;
                double resistance = 0;
                while (true)
                {
                    bool whole = j < arc.Length - 1 && arc[j] <= end;
                    var next = whole ? points[j] : At(end);
                    Add(c, here, next, ref resistance);
                    here = next;
                    if (whole || half == 1) course.Add(next);
                    if (!whole) break;
                    j++;
                }
                if (half == 0)
                {
                    LeftResistance[c] = resistance;
                    Centre[c] = here.Position;
                }
                else RightResistance[c] = resistance;
            }
            Diameter[c] /= Length[c];
            Polylines[c] = [.. course];
        }

        MorphologyPoint At(double s)
        {
            double piece = arc[j] - arc[j - 1];
            double t = piece > 0 ? Math.Clamp((s - arc[j - 1]) / piece, 0, 1) : 1;
            MorphologyPoint a = points[j - 1], b = points[j];
            return new MorphologyPoint(Point3.Lerp(a.Position, b.Position, t), a.Diameter + t * (b.Diameter - a.Diameter));
        }
    }

    /// <summary>Adds one frustum.</summary>
    private void Add(int c, MorphologyPoint a, MorphologyPoint b, ref double resistance)
    {
        double length = Point3.Distance(a.Position, b.Position), step = 0.5 * (b.Diameter - a.Diameter);
        Area[c] += 0.5 * Math.PI * (a.Diameter + b.Diameter) * Math.Sqrt(length * length + step * step);
        Volume[c] += Math.PI / 12 * length * (a.Diameter * a.Diameter + a.Diameter * b.Diameter + b.Diameter * b.Diameter);
        Diameter[c] += 0.5 * (a.Diameter + b.Diameter) * length;
        resistance += 4 / Math.PI * length / (a.Diameter * b.Diameter);
    }

    private (int[] Parent, int[] Compartment, double[] Resistance) BuildTree(IReadOnlyList<Section> sections)
    {
        var parent = new List<int>();
        var compartment = new List<int>();
        var resistance = new List<double>();
        var placed = new bool[sections.Count];
        for (int done = 0; done < sections.Count;)
        {
            int before = done;
            foreach (var section in sections)
            {
                int up = section.Parent;
                if (placed[section.Index] || (up >= 0 && !placed[up])) continue;
                int node = up < 0 ? Node(-1, -1, 0) : NodeAt(up, section.ParentPosition);
                startNode[section.Index] = node;
                double behind = 0; // the first compartment hangs on its parent's node by its own half alone
                for (int c = first[section.Index]; c < first[section.Index + 1]; c++)
                {
                    node = nodeOf[c] = Node(node, c, behind + LeftResistance[c]);
                    behind = RightResistance[c];
                }
                endNode[section.Index] = Node(node, -1, behind);
                placed[section.Index] = true;
                done++;
            }
            if (done == before) throw new InputException("MS0212", $"the sections of {Morphology.Name} form no tree", "every section needs a chain of parents that ends in the root");
        }
        return ([.. parent], [.. compartment], [.. resistance]);

        int Node(int up, int c, double r)
        {
            parent.Add(up);
            compartment.Add(c);
            resistance.Add(r);
            return parent.Count - 1;
        }
    }
}

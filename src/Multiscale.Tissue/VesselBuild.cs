using Multiscale.Geometry;

namespace Multiscale.Tissue;

/// <summary>Collects nodes and pieces of vessels into a graph.</summary>
internal sealed class VesselBuild
{
    /// <summary>Widest capillary [um]; a wider piece belongs to the arteriole or venule it comes from.</summary>
    private const double CapillaryLimit = 3;

    private readonly List<Point3> positions = [];
    private readonly List<double> diameters = [];
    private readonly List<int> start = [], end = [], types = [], sections = [], segments = [];

    public int Node(Point3 position, double radius)
    {
        // Graph files hold single precision: what is read back is then what was generated.
        positions.Add(new Point3((float)position.X, (float)position.Y, (float)position.Z));
        diameters.Add((float)(2 * radius));
        return positions.Count - 1;
    }

    /// <summary>A branch from node a to node b along a curve over [0, 1], its radius going from ra to rb, in equal pieces.</summary>
    public void Section(int section, int a, int b, Func<double, Point3> curve, double ra, double rb, VesselType trunk, double longestPiece)
    {
        double length = 0;
        for (int i = 0; i < 20; i++) length += Point3.Distance(curve(i / 20.0), curve((i + 1) / 20.0));
        int pieces = Math.Max(1, (int)Math.Ceiling(length / longestPiece)), from = a;
        for (int i = 1; i <= pieces; i++)
        {
            double t = (double)i / pieces;
            int to = i == pieces ? b : Node(curve(t), ra + t * (rb - ra));
            start.Add(from);
            end.Add(to);
            types.Add((int)(0.25 * (diameters[from] + diameters[to]) <= CapillaryLimit ? VesselType.Capillary : trunk));
            sections.Add(section);
            segments.Add(i - 1);
            from = to;
        }
    }

    public VesselGraph Graph() => VesselGraph.FromNodes([.. positions], [.. diameters], [.. start], [.. end], [.. types], [.. sections], [.. segments]);
}

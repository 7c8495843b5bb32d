using Multiscale.Core;
using Multiscale.Formats;
using Multiscale.Geometry;

namespace Multiscale.Tissue;

/// <summary>
/// Stands the cells in the cube: somas at random where they touch no other soma and no vessel,
/// each with a shape and a rotation about the vertical that keep all its points inside.
/// </summary>
internal sealed class CellPlacement(TissueOptions options, IReadOnlyList<CellShape> shapes, VesselGraph vessels)
{
    private const int Tries = 20000;
    private const double Gap = 0.5;
    private readonly List<PlacedCell> cells = [];
    private readonly int[][] ofClass = [.. new[] { false, true }.Select(exc => Enumerable.Range(0, shapes.Count).Where(i => shapes[i].Excitatory == exc).ToArray())];

    /// <exception cref="InputException">MS0802: the cells do not fit.</exception>
    public IReadOnlyList<PlacedCell> Place()
    {
        int excitatory = (int)Math.Round(options.ExcitatoryFraction * options.CellCount);
        for (int id = 0; id < options.CellCount; id++) cells.Add(PlaceOne(id, id < excitatory));
        return cells;
    }

    private PlacedCell PlaceOne(int id, bool excitatory)
    {
        var random = new RandomSequence(options.Seed, Purpose.Place, id);
        double low = ArborDomain.Clearance, high = options.Size - ArborDomain.Clearance;
        for (int attempt = 0; attempt < Tries; attempt++)
        {
            var soma = new Point3(random.Uniform(low, high), random.Uniform(low, high), random.Uniform(low, high));
            var candidates = ofClass[excitatory ? 1 : 0];
            int first = random.Below(candidates.Length);
            if (!IsFree(soma, shapes[candidates[first]].SomaRadius)) continue;
            for (int k = 0; k <= candidates.Length; k++)
                if (Fit(Pick(candidates, first, k), soma, excitatory, random) is { } cell) return cell;
        }
        throw new InputException("MS0802", $"cell {id} of {options.CellCount} finds no room in a cube of {options.Size} um after {Tries} tries", "lower the cell density");
    }

    // First a shape drawn by lot, then from the one that reaches out most evenly on, so that arbors crowd less in the middle.
    private static int Pick(int[] candidates, int first, int k) => candidates[k == 0 ? first : k - 1];

    private bool IsFree(Point3 soma, double radius)
    {
        foreach (var other in cells)
            if (Point3.Distance(soma, other.Position) < radius + shapes[other.Shape].SomaRadius + Gap) return false;
        for (int e = 0; e < vessels.EdgeCount; e++)
        {
            double reach = radius + vessels.Radii[e] + Gap, span = reach + vessels.Lengths[e];
            var apart = soma - vessels.Positions[vessels.Start[e]];
            if (Point3.Dot(apart, apart) < span * span && DistanceToVessel(soma, e) < reach) return false;
        }
        return true;
    }

    private double DistanceToVessel(Point3 p, int e)
    {
        Point3 a = vessels.Positions[vessels.Start[e]], b = vessels.Positions[vessels.End[e]];
        double t = Math.Clamp(Point3.Dot(p - a, b - a) / Point3.Dot(b - a, b - a), 0, 1);
        return Point3.Distance(p, Point3.Lerp(a, b, t));
    }

    /// <summary>The shape at this place in the first of some random and four right-angled rotations that keeps it inside, if any.</summary>
    private PlacedCell? Fit(int shape, Point3 soma, bool upright, RandomSequence random)
    {
        const int free = 6, right = 4;
        for (int k = 0; k < free + right; k++)
        {
            double angle = k < free ? random.Uniform(0, 2 * Math.PI) : 0.5 * Math.PI * k;
            var cell = new PlacedCell(shape, shapes[shape].Excitatory, soma, Upright(angle));
            if (IsInside(cell)) return cell;
            if (upright) continue;
            cell = cell with { Orientation = UpsideDown(angle) };
            if (IsInside(cell)) return cell;
        }
        return null;
    }

    /// <summary>Turned about y, which points to the surface of the cortex [rad].</summary>
    private static Orientation Upright(double angle) => new(Math.Cos(angle / 2), 0, Math.Sin(angle / 2), 0);

    /// <summary>Half a turn about x, then <see cref="Upright"/>.</summary>
    private static Orientation UpsideDown(double angle) => new(0, Math.Cos(angle / 2), 0, -Math.Sin(angle / 2));

    private bool IsInside(PlacedCell cell)
    {
        foreach (var section in shapes[cell.Shape].Morphology.Sections)
            foreach (var point in section.Points)
            {
                var p = cell.Place(point.Position);
                double r = section.Type == SectionType.Soma ? 0 : 0.5 * point.Diameter;
                if (!(IsBetween(p.X, r) && IsBetween(p.Y, r) && IsBetween(p.Z, r))) return false;
            }
        return true;
    }

    private bool IsBetween(double x, double r) => x - r > 0 && x + r < options.Size;
}

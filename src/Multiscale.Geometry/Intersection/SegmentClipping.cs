namespace Multiscale.Geometry;

/// <summary>
/// Clips a segment with every tet near it and shares each piece equally among the tets that hold its middle.
/// It needs no luck: between two neighbouring crossings the set of tets that hold the segment does not change, so every part
/// of the segment is counted once, or is outside. Reused, so that a warm call allocates nothing.
/// </summary>
internal sealed unsafe class SegmentClipping(TetLocator locator)
{
    private readonly TetPlanes planes = locator.Planes;
    private int[]? seen;
    private int mark;
    private int[] near = new int[256];
    private int[] held = new int[256];
    private double[] from = new double[256];
    private double[] to = new double[256];
    private double[] share = new double[256];
    private double[] cuts = new double[514];
    private int[] active = new int[64];

    /// <summary>Crossings closer than this, as a share of the segment, are one.</summary>
    private const double SameCrossing = 1e-14;

    public void Share(Point3 a, Point3 b, PieceList pieces, double weight)
    {
        seen ??= new int[locator.Mesh.Count];
        int candidates = locator.Grid.Along(a, b, seen, ++mark, ref near);
        var (count, crossings) = Clip(a - planes.Centre, b - a, near.AsSpan(0, candidates));
        // Ties must not depend on the order of the candidates; tets that hold the segment are taken up in order of entry.
        cuts.AsSpan(0, crossings).Sort();
        from.AsSpan(0, count).Sort(held.AsSpan(0, count));
        for (int i = 0; i < count; i++) to[i] = share[held[i]];
        for (int i = 0; i < count; i++) held[i] = near[held[i]];
        share.AsSpan(0, count).Clear();
        double outside = ShareOut(count, crossings);
        for (int i = 0; i < count; i++)
            if (share[i] > 0) pieces.Add(held[i], weight * share[i]);
        pieces.Outside += weight * outside;
    }

    /// <summary>
    /// Fills cuts with the crossings of the segment, and from, held with the entry and position of each tet that it touches
    /// within the tolerance (share holds the exits for now).
    /// </summary>
    private (int Held, int Cuts) Clip(Point3 a, Point3 d, ReadOnlySpan<int> candidates)
    {
        double tolerance = planes.Tolerance;
        int count = 0, crossings = 0;
        if (candidates.Length > held.Length) Grow(candidates.Length);
        cuts[crossings++] = 0;
        cuts[crossings++] = 1;
        for (int i = 0; i < candidates.Length; i++)
        {
            double* p = planes.First + (long)TetPlanes.Stride * candidates[i];
            double enter = 0, exit = 1, enterWide = 0, exitWide = 1;
            for (int face = 0; face < 4 && enterWide <= exitWide; face++, p++)
            {
                double distance = p[0] * a.X + p[4] * a.Y + p[8] * a.Z + p[12], speed = p[0] * d.X + p[4] * d.Y + p[8] * d.Z;
                // A segment in the plane, or inside of it, is not bounded by it.
                if (distance <= tolerance && distance + speed <= tolerance)
                {
                    if (distance > -tolerance && distance + speed > -tolerance) continue;
                }
                else if (speed == 0) { enterWide = 2; break; }
                if (speed > 0)
                {
                    exit = Math.Min(exit, -distance / speed);
                    exitWide = Math.Min(exitWide, (tolerance - distance) / speed);
                }
                else if (speed < 0)
                {
                    enter = Math.Max(enter, -distance / speed);
                    enterWide = Math.Max(enterWide, (tolerance - distance) / speed);
                }
            }
            if (enterWide > exitWide) continue;
            from[count] = enterWide;
            share[count] = exitWide;
            held[count] = i;
            count++;
            if (enter >= exit) continue;
            cuts[crossings++] = enter;
            cuts[crossings++] = exit;
        }
        // held becomes a permutation that the caller sorts along; near keeps the tets in the same positions.
        for (int i = 0; i < count; i++)
        {
            near[i] = near[held[i]];
            held[i] = i;
        }
        return (count, crossings);
    }

    /// <summary>Goes along the crossings with the list of tets that hold the present piece; returns the share that no tet holds.</summary>
    private double ShareOut(int count, int crossings)
    {
        double outside = 0, begin = 0;
        int next = 0, holding = 0;
        for (int c = 0; c < crossings; c++)
        {
            double end = cuts[c];
            if (end - begin <= (end < 1 ? SameCrossing : 0)) continue;
            double middle = 0.5 * (begin + end);
            for (; next < count && from[next] <= middle; next++)
            {
                if (holding == active.Length) Array.Resize(ref active, 2 * holding);
                active[holding++] = next;
            }
            int kept = 0;
            for (int i = 0; i < holding; i++)
                if (to[active[i]] >= middle) active[kept++] = active[i];
            holding = kept;
            if (holding == 0) outside += end - begin;
            for (int i = 0; i < holding; i++) share[active[i]] += (end - begin) / holding;
            begin = end;
        }
        return outside;
    }

    private void Grow(int size)
    {
        size = Math.Max(size, 2 * held.Length);
        Array.Resize(ref held, size);
        Array.Resize(ref from, size);
        Array.Resize(ref to, size);
        Array.Resize(ref share, size);
        Array.Resize(ref cuts, 2 * size + 2);
    }
}

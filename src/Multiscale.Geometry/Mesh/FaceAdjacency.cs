using Multiscale.Core;

namespace Multiscale.Geometry;

/// <summary>Finds which tets share a face: faces are put into buckets by their lowest vertex and sorted there by the other two.</summary>
internal static class FaceAdjacency
{
    /// <summary>The tet across face i of tet t at [4t + i], -1 on the boundary; all tets must be positively oriented.</summary>
    /// <exception cref="InputException">A face belongs to three tets (MS0302) or to two that overlap (MS0303).</exception>
    public static int[] Find(int[] tets, int vertexCount)
    {
        int faces = tets.Length;
        var offsets = new int[vertexCount + 1];
        for (int f = 0; f < faces; f++) offsets[Sorted(tets, f).Low + 1]++;
        for (int v = 0; v < vertexCount; v++) offsets[v + 1] += offsets[v];

        var keys = new ulong[faces];
        var order = new int[faces];
        var next = offsets.AsSpan(0, vertexCount).ToArray();
        for (int f = 0; f < faces; f++)
        {
            var (low, key, _) = Sorted(tets, f);
            keys[next[low]] = key;
            order[next[low]++] = f;
        }

        var neighbours = new int[faces];
        Array.Fill(neighbours, -1);
        for (int v = 0; v < vertexCount; v++)
        {
            int begin = offsets[v], end = offsets[v + 1];
            keys.AsSpan(begin, end - begin).Sort(order.AsSpan(begin, end - begin));
            for (int i = begin; i + 1 < end; i++)
                if (keys[i] == keys[i + 1]) Join(tets, neighbours, order[i], order[i + 1]);
        }
        return neighbours;
    }

    private static void Join(int[] tets, int[] neighbours, int f, int g)
    {
        if (neighbours[f] >= 0 || neighbours[g] >= 0)
            throw new InputException("MS0302", $"a face of tetrahedra {f / 4} and {g / 4} belongs to a third one", "repair the mesh: a face may belong to two tetrahedra at most");
        if (Sorted(tets, f).Odd == Sorted(tets, g).Odd)
            throw new InputException("MS0303", $"tetrahedra {f / 4} and {g / 4} lie on the same side of their common face", "repair the mesh: tetrahedra must not overlap");
        neighbours[f] = g / 4;
        neighbours[g] = f / 4;
    }

    /// <summary>The vertices of a face in ascending order (the upper two as one key), and whether that order turns its outward normal round.</summary>
    private static (int Low, ulong Key, bool Odd) Sorted(int[] tets, int face)
    {
        int t = face & ~3, i = face & 3;
        int a = tets[t + ((i + 1) & 3)], b = tets[t + ((i + 2) & 3)], c = tets[t + ((i + 3) & 3)];
        bool odd = (i & 1) != 0;
        if (a > b) { (a, b) = (b, a); odd = !odd; }
        if (b > c) { (b, c) = (c, b); odd = !odd; }
        if (a > b) { (a, b) = (b, a); odd = !odd; }
        return (a, ((ulong)(uint)b << 32) | (uint)c, odd);
    }
}

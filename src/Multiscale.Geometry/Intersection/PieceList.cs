using System.Runtime.CompilerServices;

namespace Multiscale.Geometry;

/// <summary>The pieces of segments, as pairs of a tet and a share of the length, and the share that lies outside the mesh; reused, so a warm walk allocates nothing.</summary>
public sealed class PieceList
{
    private int[] tets = new int[256];
    private double[] shares = new double[256];

    public int Count { get; internal set; }

    public ReadOnlySpan<int> Tets => tets.AsSpan(0, Count);

    public ReadOnlySpan<double> Shares => shares.AsSpan(0, Count);

    /// <summary>Share of the length that lies outside the mesh.</summary>
    public double Outside { get; internal set; }

    public void Clear()
    {
        Count = 0;
        Outside = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(int tet, double share)
    {
        if (Count == tets.Length) Grow();
        tets[Count] = tet;
        shares[Count++] = share;
    }

    /// <summary>Sorts by tet and adds up the pieces that share one.</summary>
    internal void Merge()
    {
        var t = tets.AsSpan(0, Count);
        var s = shares.AsSpan(0, Count);
        t.Sort(s);
        int kept = 0;
        for (int i = 0; i < t.Length; i++)
            if (kept > 0 && t[kept - 1] == t[i]) s[kept - 1] += s[i];
            else (t[kept], s[kept++]) = (t[i], s[i]);
        Count = kept;
    }

    private void Grow()
    {
        Array.Resize(ref tets, 2 * tets.Length);
        Array.Resize(ref shares, 2 * shares.Length);
    }
}

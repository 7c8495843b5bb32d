namespace Multiscale.Geometry;

/// <summary>Order along a Z-curve (Morton 1966): what is near in space comes near in the order, and so in the caches.</summary>
internal static class ZOrder
{
    /// <summary>The indices 0 to count - 1 in the order of their points; points outside the box count as on its surface.</summary>
    public static int[] Sort(int count, Func<int, Point3> point, Point3 low, Point3 high)
    {
        var extent = high - low;
        double unit = (1 << 20) / Math.Max(double.Epsilon, Math.Max(extent.X, Math.Max(extent.Y, extent.Z)));
        var keys = new ulong[count];
        var order = new int[count];
        for (int i = 0; i < count; i++)
        {
            var p = point(i) - low;
            keys[i] = Spread(p.X * unit) | Spread(p.Y * unit) << 1 | Spread(p.Z * unit) << 2;
            order[i] = i;
        }
        Array.Sort(keys, order);
        return order;
    }

    /// <summary>Puts two empty bits between the bits of a number up to 2^20.</summary>
    private static ulong Spread(double x)
    {
        ulong v = (ulong)Math.Clamp(x, 0, 1 << 20);
        v = (v | v << 32) & 0x1F00000000FFFF;
        v = (v | v << 16) & 0x1F0000FF0000FF;
        v = (v | v << 8) & 0x100F00F00F00F00F;
        v = (v | v << 4) & 0x10C30C30C30C30C3;
        return (v | v << 2) & 0x1249249249249249;
    }
}

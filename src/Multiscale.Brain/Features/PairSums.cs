using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Multiscale.Brain;

/// <summary>
/// Sums over time of products of pairs of rows, in tiles of 4 x 4 pairs that stay in registers. Rows lie <c>stride</c> vectors apart, as many as a
/// multiple of four (those beyond <c>rows</c> are zero); pairs (i, j), i not above j, lie row by row.
/// </summary>
internal static unsafe class PairSums
{
    /// <summary>Samples that are taken at once: what the rows of a block need fits a cache of half a megabyte.</summary>
    public const int Block = 48;

    public static int Padded(int rows) => (rows + 3) / 4 * 4;

    public static int Count(int rows) => rows * (rows + 1) / 2;

    /// <summary>Where the pairs of row i begin, less i: pair (i, j) is at Row(i) + j.</summary>
    public static int Row(int i, int rows) => i * rows - i * (i - 1) / 2 - i;

    private enum Kind { Product, Order, Coherence, Lag }

    /// <summary>sums(i, j) += sum of x_i x_j.</summary>
    public static void Products(Vector512<double>* x, int stride, int rows, int from, int to, Vector512<double>* sums)
    {
        for (int at = from; at < to; at += Block) Tiles(Kind.Product, x + at, stride, rows, Math.Min(Block, to - at), sums);
    }

    /// <summary>The same of singles, two samples of the eight lanes to a vector: sums of a block in single precision, of blocks in double.</summary>
    public static void Products(Vector512<float>* x, int stride, int rows, int from, int to, Vector512<double>* sums)
    {
        for (int at = from; at < to; at += Block) PackedTiles(Kind.Product, x + at, x + at, stride, rows, Math.Min(Block, to - at), sums);
    }

    /// <summary>sums(i, j) += sum of c_i c_j + s_i s_j, the cosine of the phase difference; two samples of the eight lanes to a vector of singles.</summary>
    public static void Coherences(Vector512<float>* c, Vector512<float>* s, int stride, int rows, int from, int to, Vector512<double>* sums)
    {
        for (int at = from; at < to; at += Block) PackedTiles(Kind.Coherence, c + at, s + at, stride, rows, Math.Min(Block, to - at), sums);
    }

    /// <summary>sums(i, j) += sum of the sign of s_i c_j - c_i s_j, the sine of the phase difference; packed likewise.</summary>
    public static void Lags(Vector512<float>* c, Vector512<float>* s, int stride, int rows, int from, int to, Vector512<double>* sums)
    {
        for (int at = from; at < to; at += Block) PackedTiles(Kind.Lag, c + at, s + at, stride, rows, Math.Min(Block, to - at), sums);
    }

    /// <summary>sums(i, j) += how often x_i exceeds x_j, less how often x_j exceeds x_i.</summary>
    public static void Orders(Vector512<double>* x, int stride, int rows, int from, int to, Vector512<double>* sums)
    {
        for (int at = from; at < to; at += Block) Tiles(Kind.Order, x + at, stride, rows, Math.Min(Block, to - at), sums);
    }

    private static void Tiles(Kind kind, Vector512<double>* x, int stride, int rows, int count, Vector512<double>* sums)
    {
        var tile = stackalloc Vector512<double>[16];
        for (int i = 0; i < rows; i += 4)
            for (int j = i; j < rows; j += 4)
            {
                if (kind == Kind.Product) Product(x + (long)i * stride, x + (long)j * stride, stride, count, tile);
                else Order(x + (long)i * stride, x + (long)j * stride, stride, count, tile);
                Add(tile, i, j, rows, sums);
            }
    }

    private static void PackedTiles(Kind kind, Vector512<float>* c, Vector512<float>* s, int stride, int rows, int count, Vector512<double>* sums)
    {
        var packed = stackalloc Vector512<float>[16];
        var tile = stackalloc Vector512<double>[16];
        for (int i = 0; i < rows; i += 4)
            for (int j = i; j < rows; j += 4)
            {
                long a = (long)i * stride, b = (long)j * stride;
                if (kind == Kind.Product) Product(c + a, c + b, stride, count, packed);
                else if (kind == Kind.Coherence) Coherence(c + a, s + a, c + b, s + b, stride, count, packed);
                else Lag(c + a, s + a, c + b, s + b, stride, count, packed);
                for (int k = 0; k < 16; k++) tile[k] = Vector512.WidenLower(packed[k]) + Vector512.WidenUpper(packed[k]);
                Add(tile, i, j, rows, sums);
            }
    }

    private static void Add(Vector512<double>* tile, int i, int j, int rows, Vector512<double>* sums)
    {
        for (int a = 0; a < 4 && i + a < rows; a++)
        {
            int row = Row(i + a, rows);
            for (int b = 0; b < 4 && j + b < rows; b++)
                if (i + a <= j + b) sums[row + j + b] += tile[4 * a + b];
        }
    }

    private static void Product<T>(Vector512<T>* x, Vector512<T>* y, long stride, int count, Vector512<T>* tile) where T : unmanaged
    {
        Vector512<T> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        Vector512<T> c0 = default, c1 = default, c2 = default, c3 = default, d0 = default, d1 = default, d2 = default, d3 = default;
        for (int t = 0; t < count; t++)
        {
            var (y0, y1, y2, y3) = (y[t], y[t + stride], y[t + 2 * stride], y[t + 3 * stride]);
            var v = x[t];
            a0 = MultiplyAdd(v, y0, a0); a1 = MultiplyAdd(v, y1, a1); a2 = MultiplyAdd(v, y2, a2); a3 = MultiplyAdd(v, y3, a3);
            v = x[t + stride];
            b0 = MultiplyAdd(v, y0, b0); b1 = MultiplyAdd(v, y1, b1); b2 = MultiplyAdd(v, y2, b2); b3 = MultiplyAdd(v, y3, b3);
            v = x[t + 2 * stride];
            c0 = MultiplyAdd(v, y0, c0); c1 = MultiplyAdd(v, y1, c1); c2 = MultiplyAdd(v, y2, c2); c3 = MultiplyAdd(v, y3, c3);
            v = x[t + 3 * stride];
            d0 = MultiplyAdd(v, y0, d0); d1 = MultiplyAdd(v, y1, d1); d2 = MultiplyAdd(v, y2, d2); d3 = MultiplyAdd(v, y3, d3);
        }
        (tile[0], tile[1], tile[2], tile[3], tile[4], tile[5], tile[6], tile[7]) = (a0, a1, a2, a3, b0, b1, b2, b3);
        (tile[8], tile[9], tile[10], tile[11], tile[12], tile[13], tile[14], tile[15]) = (c0, c1, c2, c3, d0, d1, d2, d3);
    }

    /// <summary>a b + c of doubles or singles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> MultiplyAdd<T>(Vector512<T> a, Vector512<T> b, Vector512<T> c) => typeof(T) == typeof(double)
        ? Vector512.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>()
        : Vector512.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>();

    private static void Coherence(Vector512<float>* x, Vector512<float>* p, Vector512<float>* y, Vector512<float>* q, long stride, int count, Vector512<float>* tile)
    {
        for (int a = 0; a < 4; a++)
        {
            Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
            Vector512<float>* xa = x + a * stride, pa = p + a * stride;
            for (int t = 0; t < count; t++)
            {
                var (c, s) = (xa[t], pa[t]);
                s0 = Vector512.FusedMultiplyAdd(s, q[t], Vector512.FusedMultiplyAdd(c, y[t], s0));
                s1 = Vector512.FusedMultiplyAdd(s, q[t + stride], Vector512.FusedMultiplyAdd(c, y[t + stride], s1));
                s2 = Vector512.FusedMultiplyAdd(s, q[t + 2 * stride], Vector512.FusedMultiplyAdd(c, y[t + 2 * stride], s2));
                s3 = Vector512.FusedMultiplyAdd(s, q[t + 3 * stride], Vector512.FusedMultiplyAdd(c, y[t + 3 * stride], s3));
            }
            (tile[4 * a], tile[4 * a + 1], tile[4 * a + 2], tile[4 * a + 3]) = (s0, s1, s2, s3);
        }
    }

    private static void Lag(Vector512<float>* x, Vector512<float>* p, Vector512<float>* y, Vector512<float>* q, long stride, int count, Vector512<float>* tile)
    {
        // The sign bit of the sine with the bits of 1: +1 or -1.
        var bit = Vector512.Create(-0f);
        var one = Vector512.Create(1f);
        for (int a = 0; a < 4; a += 2)
        {
            Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default, r0 = default, r1 = default, r2 = default, r3 = default;
            Vector512<float>* xa = x + a * stride, pa = p + a * stride, xb = xa + stride, pb = pa + stride;
            for (int t = 0; t < count; t++)
            {
                var (ca, sa, cb, sb) = (-xa[t], pa[t], -xb[t], pb[t]);
                var (c, s) = (y[t], q[t]);
                s0 += Vector512.ConditionalSelect(bit, Vector512.FusedMultiplyAdd(ca, s, sa * c), one);
                r0 += Vector512.ConditionalSelect(bit, Vector512.FusedMultiplyAdd(cb, s, sb * c), one);
                (c, s) = (y[t + stride], q[t + stride]);
                s1 += Vector512.ConditionalSelect(bit, Vector512.FusedMultiplyAdd(ca, s, sa * c), one);
                r1 += Vector512.ConditionalSelect(bit, Vector512.FusedMultiplyAdd(cb, s, sb * c), one);
                (c, s) = (y[t + 2 * stride], q[t + 2 * stride]);
                s2 += Vector512.ConditionalSelect(bit, Vector512.FusedMultiplyAdd(ca, s, sa * c), one);
                r2 += Vector512.ConditionalSelect(bit, Vector512.FusedMultiplyAdd(cb, s, sb * c), one);
                (c, s) = (y[t + 3 * stride], q[t + 3 * stride]);
                s3 += Vector512.ConditionalSelect(bit, Vector512.FusedMultiplyAdd(ca, s, sa * c), one);
                r3 += Vector512.ConditionalSelect(bit, Vector512.FusedMultiplyAdd(cb, s, sb * c), one);
            }
            (tile[4 * a], tile[4 * a + 1], tile[4 * a + 2], tile[4 * a + 3]) = (s0, s1, s2, s3);
            (tile[4 * a + 4], tile[4 * a + 5], tile[4 * a + 6], tile[4 * a + 7]) = (r0, r1, r2, r3);
        }
    }

    private static void Order(Vector512<double>* x, Vector512<double>* y, long stride, int count, Vector512<double>* tile)
    {
        for (int a = 0; a < 4; a++)
            for (int b = 0; b < 4; b++)
            {
                var sum = Vector512<double>.Zero;
                for (int t = 0; t < count; t++)
                {
                    var (u, v) = (x[t + a * stride], y[t + b * stride]);
                    sum += Vector512.ConditionalSelect(Vector512.GreaterThan(u, v), Vector512<double>.One, Vector512<double>.Zero)
                        - Vector512.ConditionalSelect(Vector512.GreaterThan(v, u), Vector512<double>.One, Vector512<double>.Zero);
                }
                tile[4 * a + b] = sum;
            }
    }
}

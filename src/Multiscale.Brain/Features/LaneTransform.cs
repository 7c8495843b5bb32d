using System.Runtime.Intrinsics;

namespace Multiscale.Brain;

/// <summary>
/// Discrete Fourier transform of any length, of eight complex series at once, one per lane: X_k = sum_t x_t exp(-2 pi i k t / n).
/// Stockham's self-sorting factorisation in radices 4, 2, 3, 5 and any other prime (whose cost is its square).
/// </summary>
internal sealed unsafe class LaneTransform
{
    private readonly int[] factors;
    private readonly double[] cos, sin;
    private readonly LaneArray otherRe, otherIm;

    public LaneTransform(int length)
    {
        Length = length;
        factors = Factors(length);
        (cos, sin) = (new double[length], new double[length]);
        for (int k = 0; k < length; k++)
        {
            (sin[k], cos[k]) = Math.SinCos(2 * Math.PI * k / length);
            sin[k] = -sin[k];
        }
        (otherRe, otherIm) = (new LaneArray(length), new LaneArray(length));
    }

    public int Length { get; }

    /// <summary>Transforms from one place to another. For the inverse, unscaled, exchange the two parts of both.</summary>
    public void Transform(Vector512<double>* fromRe, Vector512<double>* fromIm, Vector512<double>* toRe, Vector512<double>* toIm)
    {
        Vector512<double>* xr = fromRe, xi = fromIm;
        int m = Length, s = 1;
        for (int k = 0; k < factors.Length; k++)
        {
            // The last stage must end in the place asked for.
            bool there = (factors.Length - k) % 2 == 1;
            Vector512<double>* yr = there ? toRe : otherRe.Data, yi = there ? toIm : otherIm.Data;
            m /= factors[k];
            Stage(factors[k], m, s, xr, xi, yr, yi);
            s *= factors[k];
            xr = yr;
            xi = yi;
        }
        if (factors.Length > 0) return;
        *toRe = *fromRe;
        *toIm = *fromIm;
    }

    private static int[] Factors(int length)
    {
        var found = new List<int>();
        foreach (int p in (int[])[4, 2, 3, 5])
            for (; length % p == 0; length /= p) found.Add(p);
        for (int p = 7; length > 1; p += 2)
            for (; length % p == 0; length /= p) found.Add(p);
        return [.. found];
    }

    /// <summary>y[k + s (p q + t)] = w^(q t) sum_r x[k + s (q + m r)] exp(-2 pi i r t / p), w = exp(-2 pi i / (p m)).</summary>
    private void Stage(int p, int m, int s, Vector512<double>* xr, Vector512<double>* xi, Vector512<double>* yr, Vector512<double>* yi)
    {
        int far = s * m;
        for (int q = 0; q < m; q++)
        {
            Vector512<double>* ar = xr + s * q, ai = xi + s * q, br = yr + s * p * q, bi = yi + s * p * q;
            switch (p)
            {
                case 2: Two(ar, ai, br, bi, s, far, q); break;
                case 3: Three(ar, ai, br, bi, s, far, q); break;
                case 4: Four(ar, ai, br, bi, s, far, q); break;
                case 5: Five(ar, ai, br, bi, s, far, q); break;
                default: Prime(p, ar, ai, br, bi, s, far, q); break;
            }
        }
    }

    private void Two(Vector512<double>* ar, Vector512<double>* ai, Vector512<double>* br, Vector512<double>* bi, int s, int far, int q)
    {
        var (wr, wi) = Twiddle(q * s);
        for (int k = 0; k < s; k++)
        {
            var (r0, i0, r1, i1) = (ar[k], ai[k], ar[k + far], ai[k + far]);
            (br[k], bi[k]) = (r0 + r1, i0 + i1);
            Store(br + s + k, bi + s + k, r0 - r1, i0 - i1, wr, wi);
        }
    }

    private void Three(Vector512<double>* ar, Vector512<double>* ai, Vector512<double>* br, Vector512<double>* bi, int s, int far, int q)
    {
        var (w1r, w1i) = Twiddle(q * s);
        var (w2r, w2i) = Twiddle(2 * q * s);
        var half = Vector512.Create(-0.5);
        var root = Vector512.Create(Math.Sqrt(3) / 2);
        for (int k = 0; k < s; k++)
        {
            var (r0, i0) = (ar[k], ai[k]);
            var (sr, si) = (ar[k + far] + ar[k + 2 * far], ai[k + far] + ai[k + 2 * far]);
            var (dr, di) = ((ar[k + far] - ar[k + 2 * far]) * root, (ai[k + far] - ai[k + 2 * far]) * root);
            (br[k], bi[k]) = (r0 + sr, i0 + si);
            var (hr, hi) = (r0 + sr * half, i0 + si * half);
            Store(br + s + k, bi + s + k, hr + di, hi - dr, w1r, w1i);
            Store(br + 2 * s + k, bi + 2 * s + k, hr - di, hi + dr, w2r, w2i);
        }
    }

    private void Four(Vector512<double>* ar, Vector512<double>* ai, Vector512<double>* br, Vector512<double>* bi, int s, int far, int q)
    {
        var (w1r, w1i) = Twiddle(q * s);
        var (w2r, w2i) = Twiddle(2 * q * s);
        var (w3r, w3i) = Twiddle(3 * q * s);
        for (int k = 0; k < s; k++)
        {
            var (ur, ui) = (ar[k] + ar[k + 2 * far], ai[k] + ai[k + 2 * far]);
            var (vr, vi) = (ar[k] - ar[k + 2 * far], ai[k] - ai[k + 2 * far]);
            var (pr, pi) = (ar[k + far] + ar[k + 3 * far], ai[k + far] + ai[k + 3 * far]);
            var (dr, di) = (ar[k + far] - ar[k + 3 * far], ai[k + far] - ai[k + 3 * far]);
            (br[k], bi[k]) = (ur + pr, ui + pi);
            Store(br + s + k, bi + s + k, vr + di, vi - dr, w1r, w1i);
            Store(br + 2 * s + k, bi + 2 * s + k, ur - pr, ui - pi, w2r, w2i);
            Store(br + 3 * s + k, bi + 3 * s + k, vr - di, vi + dr, w3r, w3i);
        }
    }

    private void Five(Vector512<double>* ar, Vector512<double>* ai, Vector512<double>* br, Vector512<double>* bi, int s, int far, int q)
    {
        var (w1r, w1i) = Twiddle(q * s);
        var (w2r, w2i) = Twiddle(2 * q * s);
        var (w3r, w3i) = Twiddle(3 * q * s);
        var (w4r, w4i) = Twiddle(4 * q * s);
        var c1 = Vector512.Create(Math.Cos(2 * Math.PI / 5));
        var c2 = Vector512.Create(Math.Cos(4 * Math.PI / 5));
        var s1 = Vector512.Create(Math.Sin(2 * Math.PI / 5));
        var s2 = Vector512.Create(Math.Sin(4 * Math.PI / 5));
        for (int k = 0; k < s; k++)
        {
            var (r0, i0) = (ar[k], ai[k]);
            var (pr, pi) = (ar[k + far] + ar[k + 4 * far], ai[k + far] + ai[k + 4 * far]);
            var (dr, di) = (ar[k + far] - ar[k + 4 * far], ai[k + far] - ai[k + 4 * far]);
            var (ur, ui) = (ar[k + 2 * far] + ar[k + 3 * far], ai[k + 2 * far] + ai[k + 3 * far]);
            var (er, ei) = (ar[k + 2 * far] - ar[k + 3 * far], ai[k + 2 * far] - ai[k + 3 * far]);
            (br[k], bi[k]) = (r0 + pr + ur, i0 + pi + ui);
            var (x1, y1) = (r0 + pr * c1 + ur * c2, i0 + pi * c1 + ui * c2);
            var (x2, y2) = (r0 + pr * c2 + ur * c1, i0 + pi * c2 + ui * c1);
            var (g1, h1) = (di * s1 + ei * s2, dr * s1 + er * s2);
            var (g2, h2) = (di * s2 - ei * s1, dr * s2 - er * s1);
            Store(br + s + k, bi + s + k, x1 + g1, y1 - h1, w1r, w1i);
            Store(br + 2 * s + k, bi + 2 * s + k, x2 + g2, y2 - h2, w2r, w2i);
            Store(br + 3 * s + k, bi + 3 * s + k, x2 - g2, y2 + h2, w3r, w3i);
            Store(br + 4 * s + k, bi + 4 * s + k, x1 - g1, y1 + h1, w4r, w4i);
        }
    }

    private void Prime(int p, Vector512<double>* ar, Vector512<double>* ai, Vector512<double>* br, Vector512<double>* bi, int s, int far, int q)
    {
        for (int t = 0; t < p; t++)
        {
            var (wr, wi) = Twiddle((int)((long)q * t * s % Length));
            for (int k = 0; k < s; k++)
            {
                var (r, i) = (ar[k], ai[k]);
                for (int n = 1; n < p; n++)
                {
                    // exp(-2 pi i n t / p), found in the table of the whole length.
                    var (cr, ci) = Twiddle((int)((long)n * t % p * (Length / p)));
                    var (u, v) = (ar[k + n * far], ai[k + n * far]);
                    r += u * cr - v * ci;
                    i += u * ci + v * cr;
                }
                Store(br + t * s + k, bi + t * s + k, r, i, wr, wi);
            }
        }
    }

    private (Vector512<double> Re, Vector512<double> Im) Twiddle(int index) => (Vector512.Create(cos[index]), Vector512.Create(sin[index]));

    private static void Store(Vector512<double>* re, Vector512<double>* im, Vector512<double> r, Vector512<double> i, Vector512<double> wr, Vector512<double> wi)
    {
        *re = r * wr - i * wi;
        *im = r * wi + i * wr;
    }
}

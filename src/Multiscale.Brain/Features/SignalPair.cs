using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Multiscale.Brain;

/// <summary>
/// Spectra and analytic signals of two variables at once: their traces are the real and imaginary parts of one complex transform per region.
/// </summary>
internal sealed unsafe class SignalPair
{
    private readonly int samples;
    private readonly bool published;
    private readonly int sparse;
    private readonly LaneTransform transform, back;
    private readonly LaneArray re, im, hilbertA, hilbertB;

    /// <param name="sparse">Hilbert transforms are wanted of every n-th sample.</param>
    public SignalPair(int samples, bool published, int sparse)
    {
        (this.samples, this.published, this.sparse) = (samples, published, sparse);
        transform = new LaneTransform(samples);
        // Where every n-th sample is wanted, and n divides their number, frequencies that they cannot tell apart are added first: a transform n times as short.
        Stride = samples % sparse == 0 ? 1 : sparse;
        back = Stride == 1 && sparse > 1 ? new LaneTransform(samples / sparse) : transform;
        (re, im, hilbertA, hilbertB) = (new LaneArray(samples), new LaneArray(samples), new LaneArray(samples), new LaneArray(samples));
        Bins = published ? (samples - 1) / 2 : samples / 2;
    }

    /// <summary>Frequencies above 0: up to Nyquist's, which the published scripts leave out of even lengths.</summary>
    public int Bins { get; }

    /// <summary>From one wanted sample of a Hilbert transform to the next.</summary>
    public int Stride { get; }

    /// <summary>Hilbert transform of the first trace of the last pair: wanted samples, <see cref="Stride"/> apart.</summary>
    public Vector512<double>* HilbertA => hilbertA.Data;

    public Vector512<double>* HilbertB => hilbertB.Data;

    /// <summary>Adds |X|^2 of both traces, without mean, to their spectra: after a Hann window, or as they are when published; finds their Hilbert transforms.</summary>
    public void Add(Vector512<double>* a, Vector512<double>* b, Vector512<double>* powerA, Vector512<double>* powerB)
    {
        int n = samples;
        Vector512<double>* x = re.Data, y = im.Data;
        transform.Transform(a, b, x, y);
        for (int k = 1; k <= Bins; k++)
        {
            var (ofA, ofB) = PowerAt(x, y, k, n, hann: !published);
            powerA[k - 1] += ofA;
            powerB[k - 1] += ofB;
        }
        // Hilbert: times -i above frequency 0, i below it; then back, with the parts exchanged.
        int length = back.Length;
        var scale = Vector512.Create(1.0 / n);
        for (int k = 0; k < length; k++)
        {
            var (re, im) = (Vector512<double>.Zero, Vector512<double>.Zero);
            for (int f = k; f < n; f += length)
            {
                if (f > 0 && 2 * f < n) (re, im) = (re + y[f], im - x[f]);
                else if (2 * f > n) (re, im) = (re - y[f], im + x[f]);
            }
            (x[k], y[k]) = (re * scale, im * scale);
        }
        back.Transform(y, x, hilbertB.Data, hilbertA.Data);
    }

    /// <summary>|X|^2 of two traces at frequency k, from the transform Z = (x, y) of n samples that have them as real and imaginary parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (Vector512<double> A, Vector512<double> B) PowerAt(Vector512<double>* x, Vector512<double>* y, int k, int n, bool hann)
    {
        int m = k == 0 ? 0 : n - k;
        var (pr, pi, mr, mi) = (x[k], y[k], x[m], y[m]);
        if (hann)
        {
            // A Hann window is the convolution with (-1/4, 1/2, -1/4).
            int before = k == 0 ? n - 1 : k - 1, after = k + 1 == n ? 0 : k + 1, beforeMirror = n - k - 1, afterMirror = m + 1 == n ? 0 : m + 1;
            pr = pr * 0.5 - (x[before] + x[after]) * 0.25;
            pi = pi * 0.5 - (y[before] + y[after]) * 0.25;
            mr = mr * 0.5 - (x[beforeMirror] + x[afterMirror]) * 0.25;
            mi = mi * 0.5 - (y[beforeMirror] + y[afterMirror]) * 0.25;
        }
        // X_a = (Z_k + conj Z_-k) / 2, X_b = (Z_k - conj Z_-k) / 2i.
        var (ar, ai, br, bi) = (pr + mr, pi - mi, pi + mi, mr - pr);
        return ((ar * ar + ai * ai) * 0.25, (br * br + bi * bi) * 0.25);
    }
}

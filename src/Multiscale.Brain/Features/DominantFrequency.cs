using System.Runtime.Intrinsics;

namespace Multiscale.Brain;

/// <summary>
/// The frequency of the greatest power, of two traces at once (Welch 1967): spectra of segments of 1 s (of the whole trace, where it is shorter) that overlap by half,
/// each less its mean and under a Hann window, are added up. Frequencies are above 0 and below Nyquist's; the published scripts count 0 among them.
/// </summary>
internal sealed unsafe class DominantFrequency
{
    private const double Segment = 1000;

    private readonly int samples, length, hop, first;
    private readonly double resolution;
    private readonly LaneTransform transform;
    private readonly LaneArray re, im, powerA, powerB;

    /// <param name="step">Duration of a sample [ms].</param>
    public DominantFrequency(int samples, double step, bool published)
    {
        this.samples = samples;
        length = (int)Math.Min(samples, Math.Round(Segment / step));
        hop = length - length / 2;
        first = published ? 0 : 1;
        resolution = 1000 / (length * step);
        transform = new LaneTransform(length);
        (re, im, powerA, powerB) = (new LaneArray(length), new LaneArray(length), new LaneArray((length + 1) / 2), new LaneArray((length + 1) / 2));
    }

    /// <summary>Frequencies [Hz], one per lane, of both traces.</summary>
    public (Vector512<double> A, Vector512<double> B) Of(Vector512<double>* a, Vector512<double>* b)
    {
        powerA.Clear();
        powerB.Clear();
        Vector512<double>* x = re.Data, y = im.Data;
        for (int from = 0; from + length <= samples; from += hop)
        {
            transform.Transform(a + from, b + from, x, y);
            // Less its mean.
            (x[0], y[0]) = (Vector512<double>.Zero, Vector512<double>.Zero);
            for (int k = 0; k < powerA.Count; k++)
            {
                var (ofA, ofB) = SignalPair.PowerAt(x, y, k, length, hann: true);
                powerA.Data[k] += ofA;
                powerB.Data[k] += ofB;
            }
        }
        // One-sided: all but 0 stand for two frequencies.
        powerA.Data[0] *= 0.5;
        powerB.Data[0] *= 0.5;
        return (Highest(powerA), Highest(powerB));
    }

    private Vector512<double> Highest(LaneArray power)
    {
        var (most, at) = (power.Data[first], Vector512.Create((double)first));
        for (int k = first + 1; k < power.Count; k++)
        {
            var higher = Vector512.GreaterThan(power.Data[k], most);
            most = Vector512.ConditionalSelect(higher, power.Data[k], most);
            at = Vector512.ConditionalSelect(higher, Vector512.Create((double)k), at);
        }
        return at * resolution;
    }
}

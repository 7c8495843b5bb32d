using System.Runtime.Intrinsics;

namespace Multiscale.Brain;

/// <summary>The averages of up to eight brains: one variable as [region][sample][lane], regions <see cref="Stride"/> vectors apart.</summary>
public sealed unsafe class TraceBlock
{
    private readonly LaneArray values;

    public TraceBlock(int regions, int samples)
    {
        (Regions, Samples) = (regions, samples);
        // An odd distance spreads the rows over all sets of a cache.
        Stride = samples | 1;
        values = new LaneArray((long)PairSums.Padded(regions) * Stride);
    }

    public int Regions { get; }

    public int Samples { get; }

    internal int Stride { get; }

    public double this[int region, int sample, int lane]
    {
        get => values.Numbers[(((long)region * Stride) + sample) * LaneArray.Lanes + lane];
        set => values.Numbers[(((long)region * Stride) + sample) * LaneArray.Lanes + lane] = value;
    }

    internal Vector512<double>* Row(int region) => values.Data + (long)region * Stride;

    /// <summary>Takes one sample of eight lanes, [region][lanes] with lanes at <paramref name="lane"/>; one lane alone goes to lane 0.</summary>
    internal void Take(int sample, ReadOnlySpan<double> averages, int lanes, int lane, double scale)
    {
        var to = values.Data + sample;
        fixed (double* from = averages)
        {
            var factor = Vector512.Create(scale);
            if (lanes == 1)
                for (int r = 0; r < Regions; r++) to[(long)r * Stride] = Vector512.CreateScalar(from[r] * scale);
            else
                for (int r = 0; r < Regions; r++) to[(long)r * Stride] = Vector512.Load(from + r * lanes + lane) * factor;
        }
    }
}

using System.Runtime.Intrinsics;

namespace Multiscale.Brain;

/// <summary>The averages of up to eight brains: one variable as [region][sample][lane], regions <see cref="Stride"/> vectors apart; singles where the simulation has no more.</summary>
public sealed unsafe class TraceBlock
{
    private readonly LaneArray values;

    public TraceBlock(int regions, int samples, bool single = false)
    {
        (Regions, Samples, IsSingle) = (regions, samples, single);
        // An odd distance spreads the rows over all sets of a cache.
        Stride = samples | 1;
        long vectors = (long)PairSums.Padded(regions) * Stride;
        values = new LaneArray(single ? vectors / 2 + 1 : vectors);
    }

    public int Regions { get; }

    public int Samples { get; }

    public bool IsSingle { get; }

    internal int Stride { get; }

    private Vector256<float>* Singles => (Vector256<float>*)values.Data;

    public double this[int region, int sample, int lane]
    {
        get => IsSingle ? Singles[Place(region, sample)][lane] : values.Data[Place(region, sample)][lane];
        set
        {
            if (IsSingle) ((float*)Singles)[Place(region, sample) * LaneArray.Lanes + lane] = (float)value;
            else values.Numbers[Place(region, sample) * LaneArray.Lanes + lane] = value;
        }
    }

    internal Vector512<double>* Row(int region) => values.Data + (long)region * Stride;

    /// <summary>A region's trace in doubles: its place, or a copy in <paramref name="room"/>.</summary>
    internal Vector512<double>* Row(int region, LaneArray room)
    {
        if (!IsSingle) return Row(region);
        var from = Singles + (long)region * Stride;
        var to = room.Data;
        for (int t = 0; t < Samples; t++) to[t] = Vector512.WidenLower(from[t].ToVector512Unsafe());
        return to;
    }

    /// <summary>Takes one sample of eight lanes, [region][lanes] with lanes at <paramref name="lane"/>; one lane alone goes to lane 0.</summary>
    internal void Take(int sample, ReadOnlySpan<double> averages, int lanes, int lane, double scale)
    {
        fixed (double* from = averages)
        {
            var factor = Vector512.Create(scale);
            for (int r = 0; r < Regions; r++)
            {
                var now = (lanes == 1 ? Vector512.CreateScalar(from[r]) : Vector512.Load(from + r * lanes + lane)) * factor;
                if (IsSingle) Singles[Place(r, sample)] = Vector512.Narrow(now, now).GetLower();
                else values.Data[Place(r, sample)] = now;
            }
        }
    }

    private long Place(int region, int sample) => (long)region * Stride + sample;
}

namespace Multiscale.Brain;

/// <summary>Averages of one block of points over one period.</summary>
/// <param name="period">Number of the period since the start of the batch, from 0.</param>
/// <param name="time">End of the period [ms].</param>
/// <param name="firstPoint">Point of lane 0.</param>
/// <param name="points">Lanes that hold a point; those after them hold nothing.</param>
/// <param name="lanes">Values per region: 1 or a whole number of vectors.</param>
public readonly ref struct BrainSample(long period, double time, int firstPoint, int points, int lanes, int regions, ReadOnlySpan<double> averages)
{
    public long Period { get; } = period;

    public double Time { get; } = time;

    public int FirstPoint { get; } = firstPoint;

    public int Points { get; } = points;

    public int Lanes { get; } = lanes;

    public int Regions { get; } = regions;

    /// <summary>Means over the period [variable][region][lane], lanes fastest, variables in the order of <see cref="BrainProgram.Observed"/>.</summary>
    public ReadOnlySpan<double> Averages { get; } = averages;

    /// <summary>One variable: [region][lane].</summary>
    public ReadOnlySpan<double> Variable(int variable) => Averages.Slice(variable * Regions * Lanes, Regions * Lanes);

    public double this[int variable, int region, int lane] => Averages[(variable * Regions + region) * Lanes + lane];
}

/// <summary>
/// Takes the averages of a batch as they arise, so that no time series need be kept. Blocks of points come one after the other: first all periods of
/// an <see cref="BrainBatch.Advance"/> for the first block, then for the next.
/// </summary>
public interface IBrainObserver
{
    void Sample(in BrainSample sample);
}

namespace Multiscale.Metabolism;

/// <summary>Takes the dense output of a batch.</summary>
public interface ISampler
{
    /// <summary>Ascending times at which every cell is sampled.</summary>
    IReadOnlyList<double> Times { get; }

    /// <param name="time">Number of the time in <see cref="Times"/>.</param>
    void Take(int cell, int time, int state, double value);
}

public sealed unsafe partial class StiffBatch
{
    /// <summary>Gives the sampler what lies within the steps that are about to be accepted, by the method's interpolation.</summary>
    private void Sample(ISampler sampler, double start, double span)
    {
        var times = sampler.Times;
        for (int l = 0; l < width; l++)
        {
            if (lanes[l].Cell < 0 || !Taken(l)) continue;
            double from = start + lanes[l].Done, to = lanes[l].Last ? start + span : from + lanes[l].Step;
            for (int k = First(times, from); k < times.Count && times[k] <= to; k++)
            {
                Fill(layout.Theta, (times[k] - from) / At(layout.Step, l));
                program.Interpolate(block);
                for (int i = 0; i < size; i++) sampler.Take(lanes[l].Cell, k, i, At(layout.Argument + i, l));
            }
        }
        // The argument is the result of the step again.
        Fill(layout.Theta, 1);
        program.Interpolate(block);
    }

    /// <summary>The first time after <paramref name="from"/>; the start itself belongs to no step.</summary>
    private static int First(IReadOnlyList<double> times, double from)
    {
        int low = 0, high = times.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (times[middle] <= from) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}

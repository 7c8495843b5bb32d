namespace Multiscale.Diffusion;

internal sealed partial class WellStirred
{
    private Leaps? leaps;

    /// <summary>From now on reactions between continuous species alone happen in bulk.</summary>
    public void Leap(Regimes regimes, double tolerance) => leaps = new Leaps(table, molecules, regimes, model.Reactions.Count, tolerance);

    /// <summary>Events of each reaction that happened in bulk on this rank since the start; they are not among <see cref="Events"/>.</summary>
    public long[] Leapt => leaps is null ? [] : leaps.Events;

    /// <summary>
    /// Strang splitting of a place: reactions between continuous species over half the step, all others one by one over the whole step, in which they see the continuous numbers
    /// and take whole molecules from them, and the second half. Where continuous species run out, events take over.
    /// </summary>
    private void Mixed(int block, int at, double size, double duration, ReadOnlySpan<Arrival> coming, Draws draws)
    {
        bool leapt = leaps!.Leap(block, at, size, duration / 2, ref draws);
        if (!leapt) leaps.Release(block);
        Run(block, at, size, duration, coming, ref draws);
        if (!leapt) return;
        if (!leaps.Leap(block, at, size, duration / 2, ref draws))
        {
            leaps.Turn(block);
            Run(block, at, size, duration / 2, [], ref draws);
        }
        leaps.Release(block);
    }
}

using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Coupling;

/// <summary>
/// Advances the solvers window by window and carries quantities between them. Within a window solvers run one after another:
/// neurons see the tissue as it was at the window's start and move it themselves by their own release (local source), the tissue then
/// takes what they released; blood flow and metabolism follow when due. Neurons and blood flow do not depend on each other
/// within a window, nor do diffusion and blood flow: they could run at once.
/// </summary>
/// <param name="repeated">Two solvers, both due in every window, which do each window twice: the first one the second time with what the other then gave back.</param>
public sealed class Coupler(Schedule schedule, IReadOnlyList<Exchange> exchanges, Ledger ledger, (ISolver First, ISolver Second)? repeated = null)
{
    private readonly Dictionary<string, double> seconds = [];

    /// <summary>Wall-clock seconds spent in each solver, and in exchanges and ledger, on this rank.</summary>
    public IReadOnlyDictionary<string, double> Seconds => seconds;

    public Ledger Ledger => ledger;

    public IReadOnlyList<Exchange> Exchanges => exchanges;

    /// <summary>Runs from <paramref name="start"/> to the schedule's end; <paramref name="afterWindow"/> sees each closed window and may stop the run by returning false.</summary>
    public void Run(SimTime start, Func<Window, bool> afterWindow)
    {
        foreach (var window in schedule.From(start))
        {
            if (repeated is { } pair) Predict(window, pair.First, pair.Second);
            foreach (var (solver, span) in schedule.Due(window))
            {
                Timed("exchange", () => DeliverTo(solver, span));
                Timed(solver.Name, () => solver.Advance(span.End));
                Timed("exchange", () => CollectFrom(solver));
            }
            Timed("ledger", () => ledger.Close(window));
            if (!afterWindow(window)) return;
        }
    }

    // The repeated window only: what flows back, as the mean of the window's start and its predicted end.
    private readonly Dictionary<Exchange, double[]> predictions = [];

    private void DeliverTo(ISolver solver, Window span)
    {
        foreach (var exchange in exchanges)
        {
            if (exchange.Destination != solver) continue;
            exchange.Deliver(span);
            if (predictions.TryGetValue(exchange, out var mean)) mean.CopyTo(exchange.Taken.Values, 0);
        }
    }

    /// <summary>The repeated window's first pass: runs the two solvers once, keeps the mean of start and predicted end of what flows back, and undoes the rest.</summary>
    private void Predict(Window window, ISolver first, ISolver second)
    {
        var checkpoint = new MemoryCheckpoint();
        first.Save(checkpoint);
        second.Save(checkpoint);
        foreach (var exchange in exchanges) exchange.Save(checkpoint);
        predictions.Clear();
        foreach (var solver in (ReadOnlySpan<ISolver>)[first, second])
        {
            DeliverTo(solver, new Window(solver.Time, window.End));
            solver.Advance(window.End);
            CollectFrom(solver);
        }
        foreach (var e in exchanges)
            if (e.Source == second && e.Destination == first && e.Offered.Sampling == Sampling.Instant) predictions[e] = e.MeanOverWindow();
        first.Restore(checkpoint);
        second.Restore(checkpoint);
        foreach (var exchange in exchanges) exchange.Restore(checkpoint);
    }

    private void CollectFrom(ISolver solver)
    {
        foreach (var exchange in exchanges)
            if (exchange.Source == solver) exchange.Collect();
    }

    /// <summary>Everything there is between two windows: the solvers, what is on its way between them, the account. Collective.</summary>
    public void Save(ICheckpoint checkpoint)
    {
        foreach (var solver in schedule.Solvers) solver.Save(checkpoint);
        foreach (var exchange in exchanges) exchange.Save(checkpoint);
        ledger.Save(checkpoint);
    }

    public void Restore(ICheckpoint checkpoint)
    {
        foreach (var solver in schedule.Solvers) solver.Restore(checkpoint);
        foreach (var exchange in exchanges) exchange.Restore(checkpoint);
        ledger.Restore(checkpoint);
    }

    private void Timed(string what, Action action)
    {
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        action();
        seconds[what] = seconds.GetValueOrDefault(what) + System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}

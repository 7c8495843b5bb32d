using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Coupling;

/// <summary>
/// Advances the solvers window by window and carries quantities between them. Within a window solvers run one after another:
/// neurons see the tissue as it was at the window's start and move it themselves by their own release (local source), the tissue then
/// takes what they released; blood flow and metabolism follow when due. Neurons and blood flow do not depend on each other
/// within a window, nor do diffusion and blood flow: they could run at once.
/// </summary>
public sealed class Coupler(Schedule schedule, IReadOnlyList<Exchange> exchanges, Ledger ledger, bool repeat = false)
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
            if (repeat) Predict(window);
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

    /// <summary>The repeated window's first pass: runs the fast solvers once, keeps the mean of start and predicted end of what flows back, and undoes the rest.</summary>
    private void Predict(Window window)
    {
        var pair = schedule.Due(window).Take(2).ToArray();
        var checkpoint = new MemoryCheckpoint();
        foreach (var (solver, _) in pair) solver.Save(checkpoint);
        var states = exchanges.Select(e => e.Save()).ToArray();
        predictions.Clear();
        foreach (var (solver, span) in pair)
        {
            DeliverTo(solver, span);
            solver.Advance(span.End);
            CollectFrom(solver);
        }
        foreach (var e in exchanges)
            if (pair.Length == 2 && e.Source == pair[1].Solver && e.Destination == pair[0].Solver && e.Offered.Sampling == Sampling.Instant)
                predictions[e] = e.MeanOverWindow();
        foreach (var (solver, _) in pair) solver.Restore(checkpoint);
        for (int i = 0; i < exchanges.Count; i++) exchanges[i].Restore(states[i]);
    }

    private void CollectFrom(ISolver solver)
    {
        foreach (var exchange in exchanges)
            if (exchange.Source == solver) exchange.Collect();
    }

    private void Timed(string what, Action action)
    {
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        action();
        seconds[what] = seconds.GetValueOrDefault(what) + System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}

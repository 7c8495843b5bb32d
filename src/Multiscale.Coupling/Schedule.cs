using Multiscale.Core;

namespace Multiscale.Coupling;

/// <summary>The interval between two exchanges.</summary>
public readonly record struct Window(SimTime Start, SimTime End);

/// <summary>Which solvers advance when: in the given order, each at the end of its own period; the last window takes all of them to the end.</summary>
public sealed class Schedule
{
    private readonly (ISolver Solver, SimTime Period)[] entries;
    private readonly SimTime step, end;

    /// <exception cref="InputException">A period is not a multiple of the shortest one.</exception>
    public Schedule(SimTime end, params (ISolver Solver, SimTime Period)[] entries)
    {
        this.entries = entries;
        this.end = end;
        step = entries.Min(e => e.Period);
        foreach (var (solver, period) in entries)
            if (!period.IsMultipleOf(step))
                throw new InputException("MS0112", $"the window of {solver.Name}, {period}, is not a multiple of the shortest window, {step}", "choose windows that are multiples of one another");
    }

    public IReadOnlyList<ISolver> Solvers => [.. entries.Select(e => e.Solver)];

    /// <summary>The windows from <paramref name="start"/> to the end.</summary>
    public IEnumerable<Window> From(SimTime start)
    {
        for (var at = start; at < end;)
        {
            var next = new SimTime((at.Picoseconds / step.Picoseconds + 1) * step.Picoseconds);
            var to = next < end ? next : end;
            yield return new Window(at, to);
            at = to;
        }
    }

    /// <summary>The solvers that advance to the end of this window, each with the span since its own last advance.</summary>
    public IEnumerable<(ISolver Solver, Window Span)> Due(Window window)
    {
        foreach (var (solver, period) in entries)
            if (window.End == end || window.End.IsMultipleOf(period)) yield return (solver, new Window(solver.Time, window.End));
    }
}

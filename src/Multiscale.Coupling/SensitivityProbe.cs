using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Coupling;

/// <summary>Finds exchanges that cannot affect their destination: perturbs each taken port, advances the destination once, and compares what it then holds.</summary>
public static class SensitivityProbe
{
    // A perturbation this large moves any working coupling far above rounding, and stays within every solver's domain.
    private const double RelativePerturbation = 0.01;

    // A tenth of a window shows an effect as well as a whole one.
    private const int Share = 10;

    /// <summary>The enabled exchanges whose perturbation changes nothing in the destination's state or offers; solvers are left as they were. Collective.</summary>
    public static IReadOnlyList<Exchange> Inert(Communicator ranks, IReadOnlyList<Exchange> exchanges, Func<ISolver, SimTime> period)
    {
        var inert = new List<Exchange>();
        foreach (var taking in exchanges.Where(e => e.Enabled).GroupBy(e => e.Destination))
        {
            var solver = taking.Key;
            var before = new MemoryCheckpoint();
            solver.Save(before);
            var end = solver.Time + new SimTime(period(solver).Picoseconds / Share);
            var plain = Outcome(solver, end);
            foreach (var exchange in taking)
            {
                solver.Restore(before);
                double[] values = exchange.Taken.Values, kept = [.. values];
                for (int i = 0; i < values.Length; i++) values[i] = values[i] != 0 ? values[i] * (1 + RelativePerturbation) : Unit(exchange);
                string input = $"{solver.Name}/{exchange.Taken.Name}";
                bool changed = Outcome(solver, end).Zip(plain).Any(pair => pair.First.Name != input && !pair.First.Values.AsSpan().SequenceEqual(pair.Second.Values));
                kept.CopyTo(values, 0);
                if (!ranks.Any(changed)) inert.Add(exchange);
            }
            solver.Restore(before);
        }
        return inert;
    }

    // For a quantity that is zero at the start: one of its own unit per million would be invisible, one is not.
    private static double Unit(Exchange exchange) => exchange.Taken.Sampling == Sampling.Integral ? RelativePerturbation : 1e-6;

    /// <summary>All that the solver holds and offers after the advance, by name.</summary>
    private static (string Name, double[] Values)[] Outcome(ISolver solver, SimTime end)
    {
        solver.Advance(end);
        var after = new MemoryCheckpoint();
        solver.Save(after);
        return [.. after.Contents(), .. solver.Ports.Where(p => p.Direction == PortDirection.Offers).Select(p => (p.Name, p.Values.ToArray()))];
    }
}

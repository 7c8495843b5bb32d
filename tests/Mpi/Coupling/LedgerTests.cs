using Multiscale.Core;
using Multiscale.Coupling;
using Multiscale.Parallel;

namespace Multiscale.MpiTests;

/// <summary>What a mapping loses, the ledger finds in the first window, and names where.</summary>
public static class LedgerTests
{
    [Ranks(1, 2)]
    public static void Close_LossOfAThousandth_NamesTheExchange(Communicator ranks)
    {
        foreach (string name in (string[])["neurons.k-release -> diffusion.k-source", "neurons.na-release -> diffusion.na-source", "neurons.atp-use -> metabolism.atp-demand"])
        {
            var fault = Assert.Throws<NumericalException>(() => Run(ranks, name, 0.999, 1e-9));
            Assert.Equal("MS0901", Assert.Single(fault.Diagnostics).Code);
            Assert.Contains(name, fault.Message, StringComparison.Ordinal);
        }
    }

    [Ranks(2)]
    public static void Close_NoLoss_Continues(Communicator ranks) => Assert.InRange(Run(ranks, "", 1, 1e-9), 0, 1e-9);

    [Ranks(2)]
    public static void Close_LossOfAThousandth_IsMeasuredAsThat(Communicator ranks)
    {
        // The error is relative to the gross amount, of which the net amount that is lost in proportion is a part.
        double worst = Run(ranks, "neurons.atp-use -> metabolism.atp-demand", 0.999, 1);
        Assert.Equal(1e-3, worst, 1e-6); // ATP is used, never made, by the pumps: net and gross are the same
    }

    private static double Run(Communicator ranks, string leaking, double share, double budget)
    {
        var tissue = SmallTissue.Build(ranks);
        var exchanges = tissue.Coupler.Exchanges.Select(e => e.Name != leaking ? e : new Exchange(e.Source, e.Offered, Scaled(e.Mapping, share), e.Destination, e.Taken, e.Extrapolation, e.Conserves)).ToArray();
        var schedule = new Schedule(tissue.Options.Duration, [.. tissue.Solvers.Select(s => (s, tissue.PeriodOf(s)))]);
        var ledger = new Ledger(ranks, exchanges, [.. tissue.Solvers], budget);
        new Coupler(schedule, exchanges, ledger).Run(SimTime.Zero, _ => true);
        return ledger.Worst;
    }

    private static Mapping Scaled(Mapping mapping, double share)
    {
        var factors = new double[mapping.Rows.Set.Count];
        Array.Fill(factors, share);
        return mapping.ScaleRows(factors);
    }
}

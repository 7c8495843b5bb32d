using Multiscale.Core;
using Multiscale.Coupling;

namespace Multiscale.Cli;

internal sealed partial class CoupledTissue
{
    private const double MeetingTolerance = 1e-12, RoughTolerance = 1e-6, CellTolerance = 1e-10;

    private const int RestMoves = 3000, RestRounds = 50;

    // Pseudo-time of a move [s]: from what is safe far from rest to what converges fastest near it, about a tenth of the transit through capillaries.
    private const double FirstMove = 0.05, Growth = 1.2, LongestMove = 0.15;

    /// <summary>
    /// The rest of a tissue that blood supplies: cells at rest in their oxygen and glucose say what they take, blood and tissue come to their steady state under that, and
    /// so on until the cells no longer move. What they take hardly depends on what is there, so a few rounds do. Cells give amounts of one second. Collective.
    /// </summary>
    private void SettleSupply(IReadOnlyList<Exchange> exchanges)
    {
        if (Supply is not { } fields || BloodFlow is not { } blood || Metabolism is not { } cells) return;
        double[] before = [];
        double moved = 1, seconds = FirstMove;
        for (int round = 0; moved > CellTolerance; round++)
        {
            if (round == RestRounds) throw NoRest("cells");
            Preview(fields, cells);
            cells.Settle();
            Preview(cells, fields);
            double tolerance = Math.Clamp(1e-3 * moved, MeetingTolerance, RoughTolerance), change = 1;
            for (int move = 0; change > tolerance; move++)
            {
                if (move == RestMoves) throw NoRest("blood and tissue");
                Preview(blood, fields);
                fields.Rest(seconds);
                Preview(fields, blood);
                change = blood.RestDelivered(seconds);
                seconds = Math.Min(LongestMove, Growth * seconds);
            }
            fields.CheckRest();
            double[] now = [.. cells.Ports.Where(p => p.Direction == PortDirection.Offers && p.Sampling == Sampling.Integral).SelectMany(p => p.Values)];
            moved = Ranks.Max(round == 0 ? 1 : now.Zip(before).Aggregate(0.0, (most, p) => Math.Max(most, Math.Abs((p.First - p.Second) / p.First))));
            before = now;
        }
        foreach (var exchange in exchanges)
            if (exchange.Taken.Sampling == Sampling.Integral) Array.Clear(exchange.Taken.Values);

        void Preview(ISolver from, ISolver to)
        {
            foreach (var exchange in exchanges)
                if (exchange.Source == from && exchange.Destination == to) exchange.Preview();
        }
    }

    private static NumericalException NoRest(string who) =>
        new("MS0135", $"{who} find no common state of rest with the oxygen and glucose that blood supplies", "raise the inflow, or see that capillaries reach all of the tissue");
}

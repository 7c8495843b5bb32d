using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Coupling;

/// <summary>One line of the account: what an exchange carried, measured on both sides in the solvers' own state.</summary>
/// <param name="Given">What the source's stores lost.</param>
/// <param name="Collected">What the exchange collected.</param>
/// <param name="Delivered">What the exchange delivered.</param>
/// <param name="Taken">What the destination's stores gained.</param>
/// <param name="Gross">Sum of the absolute amounts exchanged: the scale of the error.</param>
/// <param name="Error">Largest disagreement, relative to the scale.</param>
public sealed record LedgerLine(string Exchange, string Quantity, string Unit, double Given, double Collected, double Delivered, double Taken, double Gross, double Error);

/// <summary>
/// The account of every conserved quantity: given = taken + stored. Sums are exact, so an imbalance is an imbalance of the solvers,
/// not of the summation. The run stops when a line, or the total of a quantity over all stores, leaves its budget.
/// </summary>
public sealed class Ledger
{
    private readonly Communicator ranks;
    private readonly IReadOnlyList<Exchange> exchanges;
    private readonly IReadOnlyList<ISolver> solvers;
    private readonly double budget;
    private readonly IReadOnlyCollection<string> open;
    private readonly Dictionary<(ISolver, string), double> opening = [], stocks = [];
    private readonly ReproducibleSum sum = new();

    // A tissue at rest exchanges nothing but rounding: exchanges below what a double can show beside the larger opening stock count as that much.
    private const double NegligibleShare = 1e-15;

    /// <param name="open">Quantities that some solver gives to, or takes from, surroundings that no solver simulates: their total over all stores is not kept.</param>
    public Ledger(Communicator ranks, IReadOnlyList<Exchange> exchanges, IReadOnlyList<ISolver> solvers, double budget, IReadOnlyCollection<string>? open = null)
    {
        this.open = open ?? [];
        this.ranks = ranks;
        this.exchanges = [.. exchanges.Where(e => e.Conserves is not null && e.Enabled)];
        this.solvers = solvers;
        this.budget = budget;
        foreach (var solver in solvers)
            foreach (string quantity in QuantitiesOf(solver)) (opening[(solver, quantity)], stocks[(solver, quantity)]) = (Gained(solver, quantity), Stock(solver, quantity));
    }

    /// <summary>Largest relative error so far, over all windows.</summary>
    public double Worst { get; private set; }

    /// <summary>Compares all stores with what was exchanged. Collective.</summary>
    /// <exception cref="NumericalException">A line leaves the budget; the message names the exchange.</exception>
    public void Close(Window window)
    {
        foreach (var line in Lines())
        {
            Worst = Math.Max(Worst, line.Error);
            if (!(line.Error <= budget))
                throw new NumericalException("MS0901",
                    $"ledger of {line.Quantity} does not close at {window.End}: {line.Exchange}: given {line.Given:g9}, collected {line.Collected:g9}, delivered {line.Delivered:g9}, taken {line.Taken:g9} {line.Unit} (relative error {line.Error:g3}, allowed {budget:g3})",
                    "this is a defect of a solver or a mapping that loses part of an amount: see the share of segments outside the mesh in `check`");
        }
    }

    /// <summary>The present lines: one per conserving exchange, then one per quantity over all stores.</summary>
    public IReadOnlyList<LedgerLine> Lines()
    {
        var balance = new Dictionary<(ISolver, string), double>();
        foreach (var key in opening.Keys) balance[key] = Gained(key.Item1, key.Item2);
        var lines = new List<LedgerLine>();
        var waiting = exchanges.ToDictionary(e => e, e => e.InTransit());
        foreach (var e in exchanges)
        {
            string q = e.Conserves!;
            double given = 0 - Change(e.Source, q) + Others(e, e.Source), taken = Change(e.Destination, q) - Others(e, e.Destination);
            double held = Math.Max(Math.Abs(stocks.GetValueOrDefault((e.Source, q))), Math.Abs(stocks.GetValueOrDefault((e.Destination, q))));
            double scale = Math.Max(e.CollectedGross, NegligibleShare * held);
            double lost = e.Collected - waiting[e] - e.Delivered;
            double error = Relative(Math.Max(Math.Abs(lost), Math.Max(Math.Abs(given - e.Collected), Math.Abs(taken - e.Delivered))), scale);
            lines.Add(new LedgerLine(e.Name, q, e.Taken.Unit.Text, given, e.Collected, e.Delivered, taken, e.CollectedGross, error));
        }
        foreach (string q in opening.Keys.Select(k => k.Item2).Distinct())
        {
            if (open.Contains(q)) continue;
            double change = 0, stock = 0, transit = 0, gross = 0;
            foreach (var ((solver, quantity), start) in opening)
                if (quantity == q)
                {
                    change += balance[(solver, q)] - start;
                    stock += Math.Abs(stocks[(solver, q)]);
                }
            foreach (var e in exchanges)
                if (e.Conserves == q)
                {
                    transit += waiting[e];
                    gross += e.CollectedGross;
                }
            // Blood crosses no exchange: what moves is what the stores hold.
            double scale = gross > 0 ? Math.Max(gross, NegligibleShare * stock) : stock;
            lines.Add(new LedgerLine("all stores", q, UnitOf(q), 0, transit, transit, 0 - change, gross, Relative(Math.Abs(change + transit), scale)));
        }
        return lines;

        // What a solver's stores gained by its other exchanges.
        double Others(Exchange line, ISolver solver)
        {
            double gained = 0;
            foreach (var e in exchanges)
                if (e != line && e.Conserves == line.Conserves) gained += (e.Destination == solver ? e.Delivered : 0) - (e.Source == solver ? e.Collected : 0);
            return gained;
        }

        double Change(ISolver solver, string quantity) => balance.GetValueOrDefault((solver, quantity)) - opening.GetValueOrDefault((solver, quantity));
    }

    /// <summary>The stores of all solvers at this moment: solver, quantity, store, amount, unit.</summary>
    public IEnumerable<(string Solver, string Quantity, string Store, double Amount, string Unit)> Stores()
    {
        foreach (var solver in solvers)
            foreach (var account in solver.Accounts)
            {
                sum.Clear();
                sum.Add(account.Holdings());
                yield return (solver.Name, account.Quantity, account.Name, sum.Total(ranks), account.Unit.Text);
            }
    }

    /// <summary>The account goes on from where the run began, not from where it is restarted.</summary>
    public void Save(ICheckpoint checkpoint)
    {
        foreach (var (solver, quantity) in opening.Keys) checkpoint.PutGlobal($"ledger/{solver.Name}/{quantity}", [opening[(solver, quantity)], stocks[(solver, quantity)]]);
        checkpoint.PutGlobal("ledger/worst", [Worst]);
    }

    public void Restore(ICheckpoint checkpoint)
    {
        foreach (var (solver, quantity) in opening.Keys.ToArray())
        {
            var kept = checkpoint.GetGlobal($"ledger/{solver.Name}/{quantity}");
            (opening[(solver, quantity)], stocks[(solver, quantity)]) = (kept[0], kept[1]);
        }
        Worst = checkpoint.GetGlobal("ledger/worst")[0];
    }

    private static double Relative(double error, double scale) => error == 0 ? 0 : error / Math.Max(scale, double.Epsilon);

    private double Stock(ISolver solver, string quantity) => Total(solver, quantity, a => a.Holdings);

    /// <summary>What the solver's stores of a quantity have gained; only its changes have a meaning.</summary>
    private double Gained(ISolver solver, string quantity) => Total(solver, quantity, a => a.Gained ?? a.Holdings);

    private double Total(ISolver solver, string quantity, Func<Account, Holdings> of)
    {
        sum.Clear();
        foreach (var account in solver.Accounts)
            if (account.Quantity == quantity) sum.Add(of(account)());
        return sum.Total(ranks);
    }

    private static IEnumerable<string> QuantitiesOf(ISolver solver) => solver.Accounts.Select(a => a.Quantity).Distinct();

    private string UnitOf(string quantity) => solvers.SelectMany(s => s.Accounts).First(a => a.Quantity == quantity).Unit.Text;
}

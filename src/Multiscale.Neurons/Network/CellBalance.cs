using Multiscale.Geometry;

namespace Multiscale.Neurons;

/// <summary>Which rank simulates which cell: the costliest first, each where least is to do so far. Results do not depend on it.</summary>
public sealed class CellBalance
{
    // A compartment's share of cable, ions and reversal potentials, beside that of a mechanism and of each of its states: estimated from a profile of the quickstart.
    private const double Cable = 4, Mechanism = 1, State = 2;

    private readonly int[] owner;

    /// <param name="cost">By cell; in any unit.</param>
    public CellBalance(double[] cost, int ranks)
    {
        owner = new int[cost.Length];
        var load = new double[ranks];
        foreach (int cell in Enumerable.Range(0, cost.Length).OrderByDescending(c => cost[c]).ThenBy(c => c))
        {
            int rank = Array.IndexOf(load, load.Min());
            owner[cell] = rank;
            load[rank] += cost[cell];
        }
        Imbalance = load.Sum() > 0 ? load.Max() * ranks / load.Sum() : 1;
    }

    /// <summary>Cost of the rank that has most over the mean: 1 at best.</summary>
    public double Imbalance { get; }

    public int OwnerOf(long cell) => owner[cell];

    /// <summary>What a cell costs, by its compartments, their mechanisms and those mechanisms' states; a KINETIC scheme has as many as it has reactants.</summary>
    public static double CostOf(CellModel model, Discretization cut, MechanismCatalog catalog)
    {
        var each = new Dictionary<MembraneOptions, double>(ReferenceEqualityComparer.Instance);
        double sum = 0;
        for (int c = 0; c < cut.Count; c++)
        {
            var membrane = model.Of(cut.Morphology.Sections[cut.SectionOf[c]].Type);
            if (!each.TryGetValue(membrane, out double cost)) each[membrane] = cost = Cable + Insertion.Of(membrane, model.Rest).Sum(i => Mechanism + State * catalog.Find(i.Mechanism).States.Count);
            sum += cost;
        }
        return sum;
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiscale.Diffusion;

/// <summary>
/// Reactions over a step: every cell, or group of cells, is a well-stirred place of its own, whose events follow Gillespie's direct method (1977).
/// An event touches the few processes of its place, however many there are in the mesh; a cell in which nothing happens costs one draw.
/// </summary>
internal sealed class WellStirred
{
    private readonly ReactionModel model;
    private readonly OwnCells own;
    private readonly Population molecules;
    private readonly ProcessTable table = new();
    private readonly Arrivals arrivals;
    private readonly JumpTable jumps;
    private readonly int[] blockOf;              // of each domain
    private readonly int[][] startedBy;          // [domain * species + s]: processes whose first reactant is s
    private readonly ulong[] grouped, single;    // own cells that belong to groups; occupied ones that do not
    private readonly (int Id, int[] Cells, int Block)[] groups;
    private readonly double[] propensities, potentials;
    private readonly int species;
    private List<Arrival> arrived = [];
    private readonly List<Arrival> groupArrivals = [];

    /// <param name="potentials">Of each triangle of the model [mV].</param>
    public WellStirred(ReactionModel model, CellGroups cellGroups, JumpTable jumps, OwnCells own, Population molecules, double[] potentials)
    {
        (this.model, this.own, this.molecules, this.jumps, this.potentials) = (model, own, molecules, jumps, potentials);
        species = model.Species.Count;
        arrivals = new Arrivals(model, own);
        Events = new long[model.Reactions.Count];
        blockOf = new int[model.Cells.Domains.Count];
        startedBy = new int[blockOf.Length * species][];
        for (int d = 0; d < blockOf.Length; d++) blockOf[d] = DomainBlock(d);
        grouped = new ulong[molecules.Occupied.Length];
        single = new ulong[grouped.Length];
        groups = [.. cellGroups.All.Where(g => own.LocalOf(g[0]) >= 0).Select(Group)];
        table.Seal();
        propensities = new double[Math.Max(1, table.Widest)];
    }

    /// <summary>Events of each reaction on this rank since the start.</summary>
    public long[] Events { get; }

    public bool IsIdle => model.Reactions.Count == 0 && arrivals.Count == 0;

    /// <summary>Lets everything react for <paramref name="duration"/> [ms].</summary>
    /// <param name="key">Of the streams of this step; a stream belongs to a cell, or to the lowest cell of a group.</param>
    public void Advance(double duration, ulong key, ulong arrivalKey)
    {
        arrived = arrivals.Draw(duration, arrivalKey);
        foreach (var a in arrived) molecules.Occupied[a.Cell >> 6] |= 1UL << (a.Cell & 63);
        int next = 0;
        for (int w = 0; w < single.Length; w++) single[w] = molecules.Occupied[w] & ~grouped[w];
        var visits = molecules.Visits(single);
        for (int i = 0; i < visits.Length; i++)
        {
            int cell = visits[i], first = next;
            if (i + Prefetch.Ahead < visits.Length) Prefetch.Line(ref molecules.Counts[visits[i + Prefetch.Ahead] * species]);
            while (first < arrived.Count && arrived[first].Cell < cell) first++;
            next = first;
            while (next < arrived.Count && arrived[next].Cell == cell) next++;
            Single(cell, duration, key, CollectionsMarshal.AsSpan(arrived)[first..next]);
        }
        foreach (var group in groups) Together(group.Id, group.Cells, group.Block, duration, key);
    }

    private void Single(int cell, double duration, ulong key, ReadOnlySpan<Arrival> coming)
    {
        int id = own.Ids[cell], domain = model.Cells.DomainOf[id], at = cell * species;
        double size = 1 / model.Cells.Sizes[id], total = 0;
        table.Drive(blockOf[domain], id - model.Cells.Mesh.Count, potentials);
        for (int m = 0; m < molecules.Words; m++)
            for (ulong mark = molecules.Marks[cell * molecules.Words + m]; mark != 0; mark &= mark - 1)
                foreach (int p in startedBy[domain * species + (m << 6) + BitOperations.TrailingZeroCount(mark)])
                    total += Propensity(p, at, size);
        if (coming.IsEmpty)
        {
            if (total == 0) return;
            var draws = Draws.Of(key, id);
            double u = draws.Uniform();
            // 1 - exp(-x) is at most x: most cells in which nothing happens need no logarithm.
            if (u >= total * duration) return;
            double first = -Math.Log(1 - u) / total;
            if (first >= duration) return;
            Run(blockOf[domain], at, size, first, duration, coming, ref draws);
        }
        else
        {
            var draws = Draws.Of(key, id);
            Run(blockOf[domain], at, size, total > 0 ? draws.Exponential() / total : double.PositiveInfinity, duration, coming, ref draws);
        }
        molecules.Mark(cell);
    }

    private void Together(int id, int[] cells, int block, double duration, ulong key)
    {
        groupArrivals.Clear();
        bool any = false;
        foreach (int c in cells)
        {
            any |= (molecules.Occupied[c >> 6] >> (c & 63) & 1) != 0;
            for (int i = FirstOf(c); i < arrived.Count && arrived[i].Cell == c; i++) groupArrivals.Add(arrived[i]);
        }
        if (!any) return;
        groupArrivals.Sort(static (a, b) => a.At.CompareTo(b.At));
        var draws = Draws.Of(key, id);
        double total = 0;
        var (first, last) = table.Blocks[block];
        table.Drive(block, -1, potentials);
        for (int p = first; p < last; p++) total += Propensity(p, 0, 1);
        Run(block, 0, 1, total > 0 ? draws.Exponential() / total : double.PositiveInfinity, duration, CollectionsMarshal.AsSpan(groupArrivals), ref draws);
        foreach (int c in cells) molecules.Mark(c);
    }

    private int FirstOf(int cell)
    {
        int low = 0, high = arrived.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (arrived[middle].Cell < cell) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// <param name="at">Position of the cell's first species; 0 for groups.</param>
    /// <param name="size">1 over the size of the cell; 1 for groups.</param>
    /// <param name="next">Time of the first event.</param>
    private void Run(int block, int at, double size, double next, double duration, ReadOnlySpan<Arrival> coming, ref Draws draws)
    {
        var (first, last) = table.Blocks[block];
        var a = propensities.AsSpan(0, last - first);
        for (int p = 0; p < a.Length; p++) a[p] = Propensity(first + p, at, size);
        while (true)
        {
            double now;
            if (!coming.IsEmpty && coming[0].At < next)
            {
                now = coming[0].At;
                Arrive(coming[0]);
                coming = coming[1..];
                for (int p = 0; p < a.Length; p++) a[p] = Propensity(first + p, at, size);
            }
            else
            {
                if (next >= duration) return;
                now = next;
                int chosen = Choose(a, draws.Uniform());
                Happen(first + chosen, at);
                for (int i = table.DependentsAt[first + chosen]; i < table.DependentsAt[first + chosen + 1]; i++)
                    a[table.Dependents[i]] = Propensity(first + table.Dependents[i], at, size);
            }
            double total = Sum(a);
            next = total > 0 ? now + draws.Exponential() / total : double.PositiveInfinity;
        }
    }

    private static double Sum(ReadOnlySpan<double> a)
    {
        double sum = 0;
        foreach (double x in a) sum += x;
        return sum;
    }

    private static int Choose(ReadOnlySpan<double> a, double u)
    {
        double x = u * Sum(a);
        int chosen = -1;
        for (int p = 0; p < a.Length; p++)
        {
            if (a[p] <= 0) continue;
            chosen = p;
            if ((x -= a[p]) < 0) break;
        }
        return chosen;
    }

    private void Happen(int process, int at)
    {
        for (int i = table.ChangeAt[process]; i < table.ChangeAt[process + 1]; i++) molecules.Counts[at + table.ChangeSlots[i]] += table.Changes[i];
        Events[table.Reactions[process]]++;
    }

    private void Arrive(Arrival arrival)
    {
        int id = own.Ids[arrival.Cell];
        foreach (var change in arrivals.ChangesOf(arrival.Source))
        {
            int cell = CellGroups.At(model.Cells, id, change.Side);
            if (!jumps.IsHeld(cell, change.Species)) molecules.Counts[own.LocalOf(cell) * species + change.Species] += change.Count;
        }
        if (arrivals.ReactionOf(arrival.Source) is >= 0 and int reaction) Events[reaction]++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Propensity(int process, int at, double size)
    {
        double a = table.Rates[process];
        for (int o = table.Orders[process]; o > 1; o--) a *= size;
        for (int i = table.LeftAt[process]; i < table.LeftAt[process + 1]; i++)
        {
            long n = molecules.Counts[at + table.LeftSlots[i]];
            int l = table.LeftCounts[i];
            if (n < l) return 0;
            for (; l > 0; l--) a *= n--;
        }
        return a;
    }

    private int DomainBlock(int domain)
    {
        var started = Enumerable.Range(0, species).Select(_ => new List<int>()).ToArray();
        int block = table.AddDomain(model, domain, (process, reaction) => started[reaction.Left[0].Species].Add(process));
        for (int s = 0; s < species; s++) startedBy[domain * species + s] = [.. started[s]];
        return block;
    }

    private (int, int[], int) Group(int[] cells)
    {
        var local = Array.ConvertAll(cells, own.LocalOf);
        foreach (int c in local) grouped[c >> 6] |= 1UL << (c & 63);
        return (cells[0], local, table.AddGroup(model, cells, (cell, s) => own.LocalOf(cell) * species + s, jumps.IsHeld));
    }
}

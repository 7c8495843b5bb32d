using Multiscale.Core;

namespace Multiscale.Diffusion;

/// <summary>
/// Reactions over a step as ordinary differential equations, cell by cell or group by group: dn/dt = sum of changes times rates, n(n-1)... taken as powers of n. Integrated by
/// ROS2 (Verwer et al. 1999), second order and L-stable, with g = 1 - 1/sqrt 2; a step that would leave less than nothing is repeated with g = 1 + 1/sqrt 2, which is less exact but
/// positive for decays of any speed, and then shorter. What the stoichiometry conserves stays, to rounding.
/// </summary>
internal sealed class RateEquations
{
    private const double Shortest = 1e-12;

    private static readonly double Exact = 1 - Math.Sqrt(0.5), Positive = 1 + Math.Sqrt(0.5);

    private readonly ReactionModel model;
    private readonly OwnCells own;
    private readonly ProcessTable table = new();
    private readonly int width;
    private readonly double tolerance;
    private readonly int[] blockOf;
    private readonly bool[] grouped;
    private readonly (int[] Cells, int Block, LocalSystem Matrix)[] groups;
    private readonly double[] arrivals;    // numbers per ms, [cell * species + s]; empty where nothing arrives
    private readonly LocalSystem matrix;
    private readonly ChannelChains?[] chains; // of each domain
    private readonly double[] potentials;
    private double[] u, trial, rate, k1, k2, supply;

    /// <param name="potentials">Of each triangle of the model [mV].</param>
    public RateEquations(ReactionModel model, CellGroups cellGroups, OwnCells own, int width, double tolerance, double[] potentials)
    {
        (this.model, this.own, this.width, this.tolerance, this.potentials) = (model, own, width, tolerance, potentials);
        int species = model.Species.Count;
        arrivals = Arriving();
        blockOf = new int[model.Cells.Domains.Count];
        for (int d = 0; d < blockOf.Length; d++) blockOf[d] = table.AddDomain(model, d);
        grouped = new bool[own.Count];
        var position = new Dictionary<int, int>();
        groups = [.. cellGroups.All.Where(g => own.LocalOf(g[0]) >= 0).Select(Group)];
        table.Seal();
        chains = [.. blockOf.Select(b => arrivals.Length == 0 ? ChannelChains.Of(table, b, species) : null)];
        matrix = new LocalSystem(species);
        int widest = Math.Max(1, groups.Select(g => g.Cells.Length).Append(1).Max()) * species;
        (u, trial, rate, k1, k2, supply) = (new double[widest], new double[widest], new double[widest], new double[widest], new double[widest], new double[widest]);

        (int[], int, LocalSystem) Group(int[] cells)
        {
            position.Clear();
            for (int i = 0; i < cells.Length; i++)
            {
                position.Add(cells[i], i);
                grouped[own.LocalOf(cells[i])] = true;
            }
            var held = model.Holds.SelectMany(h => h.Cells.Select(c => (c, h.Species))).ToHashSet();
            int block = table.AddGroup(model, cells, (cell, s) => position[cell] * species + s, (cell, s) => held.Contains((cell, s)));
            return (Array.ConvertAll(cells, own.LocalOf), block, new LocalSystem(cells.Length * species));
        }
    }

    /// <summary>Nothing reacts and nothing arrives.</summary>
    public bool IsIdle => table.Rates.Length == 0 && arrivals.Length == 0;

    /// <summary>Advances concentrations c [cell * width + s], in molecules per size, by <paramref name="duration"/> [ms].</summary>
    public void Advance(double[] c, double duration)
    {
        int species = model.Species.Count;
        for (int i = 0; i < own.Count; i++)
        {
            if (grouped[i]) continue;
            int block = blockOf[model.Cells.DomainOf[own.Ids[i]]];
            if (table.Blocks[block].First == table.Blocks[block].Last && arrivals.Length == 0) continue;
            int triangle = own.Ids[i] - model.Cells.Mesh.Count;
            if (chains[model.Cells.DomainOf[own.Ids[i]]] is { } chain)
            {
                chain.Advance(c.AsSpan(i * width, species), potentials[triangle], duration);
                continue;
            }
            double size = model.Cells.Sizes[own.Ids[i]];
            table.Drive(block, triangle, potentials);
            Read(c, i, 0, size);
            Integrate(block, 1 / size, species, duration, matrix, own.Ids[i]);
            Write(c, i, 0, size);
        }
        foreach (var (cells, block, lu) in groups)
        {
            for (int k = 0; k < cells.Length; k++) Read(c, cells[k], k * species, model.Cells.Sizes[own.Ids[cells[k]]]);
            table.Drive(block, -1, potentials);
            Integrate(block, 1, cells.Length * species, duration, lu, own.Ids[cells[0]]);
            for (int k = 0; k < cells.Length; k++) Write(c, cells[k], k * species, model.Cells.Sizes[own.Ids[cells[k]]]);
        }
    }

    private void Read(double[] c, int cell, int at, double size)
    {
        int species = model.Species.Count;
        for (int s = 0; s < species; s++)
        {
            u[at + s] = c[cell * width + s] * size;
            supply[at + s] = arrivals.Length == 0 ? 0 : arrivals[cell * species + s];
        }
    }

    private void Write(double[] c, int cell, int at, double size)
    {
        for (int s = 0; s < model.Species.Count; s++) c[cell * width + s] = u[at + s] / size;
    }

    private void Integrate(int block, double inverse, int n, double duration, LocalSystem lu, int id)
    {
        double done = 0, h = duration;
        while (done < duration)
        {
            h = Math.Min(h, duration - done);
            if (h < Shortest * duration)
                throw new NumericalException("MS0527", $"the reactions in cell {id} are too fast to follow: steps of {h:g2} ms", "check the rates and concentrations there");
            double error = Step(block, inverse, n, h, lu, Exact);
            if (error > 1 && trial.AsSpan(0, n).ContainsAnyInRange(double.NegativeInfinity, -double.Epsilon)) error = Step(block, inverse, n, h, lu, Positive);
            if (error <= 1)
            {
                (u, trial) = (trial, u);
                // Equal ends, so that the loop ends too.
                done = h >= duration - done ? duration : done + h;
            }
            h *= Math.Clamp(0.8 / Math.Sqrt(Math.Max(error, 1e-4)), 0.2, 4);
        }
    }

    /// <summary>Leaves the trial; returns its error over the tolerance, large where something becomes negative.</summary>
    private double Step(int block, double inverse, int n, double h, LocalSystem lu, double gamma)
    {
        for (int i = 0; i < n; i++)
        {
            var row = lu.Row(i);
            row.Clear();
            row[i] = 1;
        }
        Rates(block, inverse, u, n, lu, -gamma * h);
        if (!lu.Factorize()) return 1e4;
        rate.AsSpan(0, n).CopyTo(k1);
        lu.Solve(k1.AsSpan(0, n));
        for (int i = 0; i < n; i++) trial[i] = u[i] + h * k1[i];
        Rates(block, inverse, trial, n, null, 0);
        for (int i = 0; i < n; i++) k2[i] = rate[i] - 2 * k1[i];
        lu.Solve(k2.AsSpan(0, n));
        double error = 0, scale = 0;
        for (int i = 0; i < n; i++) scale = Math.Max(scale, u[i]);
        for (int i = 0; i < n; i++)
        {
            trial[i] = u[i] + h * (1.5 * k1[i] + 0.5 * k2[i]);
            double off = Math.Abs(0.5 * h * (k1[i] + k2[i]));
            error = Math.Max(error, off / (tolerance * (Math.Max(u[i], Math.Abs(trial[i])) + 1e-6 * scale + 1e-300)));
            if (trial[i] < 0) error = Math.Max(error, 16);
        }
        return double.IsFinite(error) ? error : 1e4;
    }

    /// <summary>dn/dt at x, and factor times its Jacobian added to the matrix.</summary>
    private void Rates(int block, double inverse, double[] x, int n, LocalSystem? lu, double factor)
    {
        supply.AsSpan(0, n).CopyTo(rate);
        var (first, last) = table.Blocks[block];
        for (int p = first; p < last; p++)
        {
            double constant = table.Rates[p];
            for (int o = table.Orders[p]; o > 1; o--) constant *= inverse;
            double a = constant;
            for (int i = table.LeftAt[p]; i < table.LeftAt[p + 1]; i++) a *= Power(x[table.LeftSlots[i]], table.LeftCounts[i]);
            for (int i = table.ChangeAt[p]; i < table.ChangeAt[p + 1]; i++) rate[table.ChangeSlots[i]] += table.Changes[i] * a;
            if (lu is null) continue;
            for (int j = table.LeftAt[p]; j < table.LeftAt[p + 1]; j++)
            {
                double slope = constant * table.LeftCounts[j] * Power(x[table.LeftSlots[j]], table.LeftCounts[j] - 1);
                for (int i = table.LeftAt[p]; i < table.LeftAt[p + 1]; i++)
                    if (i != j) slope *= Power(x[table.LeftSlots[i]], table.LeftCounts[i]);
                for (int i = table.ChangeAt[p]; i < table.ChangeAt[p + 1]; i++) lu.Row(table.ChangeSlots[i])[table.LeftSlots[j]] += factor * table.Changes[i] * slope;
            }
        }
    }

    private double[] Arriving()
    {
        int species = model.Species.Count;
        if (model.Injections.Count == 0 && model.Reactions.All(r => r.Order > 0)) return [];
        var numbers = new double[own.Count * species];
        var held = model.Holds.SelectMany(h => h.Cells.Select(c => (c, h.Species))).ToHashSet();
        foreach (var injection in model.Injections)
        {
            double whole = injection.Cells.Sum(c => model.Cells.Sizes[c]);
            foreach (int c in injection.Cells) Add(c, injection.Species, injection.Rate * model.Cells.Sizes[c] / whole);
        }
        foreach (var reaction in model.Reactions.Where(r => r.Order == 0))
            foreach (int c in model.Cells.Domains[reaction.Domain].Cells)
                foreach (var change in reaction.Changes) Add(CellGroups.At(model.Cells, c, change.Side), change.Species, change.Count * reaction.Rate * model.Cells.Sizes[c]);
        return numbers;

        void Add(int cell, int s, double value)
        {
            if (own.LocalOf(cell) is >= 0 and int local && !held.Contains((cell, s))) numbers[local * species + s] += value;
        }
    }

    private static double Power(double x, int n)
    {
        double y = 1;
        for (; n > 0; n--) y *= x;
        return y;
    }
}

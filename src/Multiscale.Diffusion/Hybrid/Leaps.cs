namespace Multiscale.Diffusion;

/// <summary>
/// Reactions whose reactants and products are all continuous at a place. With x the numbers of times that they happen, dx/dt = a(n + N x), N the stoichiometry, a the propensities, integrated by ROS2
/// (Verwer et al. 1999; see <see cref="RateEquations"/>) and rounded to whole events, up with the probability of the fraction: what the stoichiometry conserves stays to the molecule.
/// </summary>
internal sealed class Leaps
{
    private const double Shortest = 1e-9;

    private static readonly double Gamma = 1 - Math.Sqrt(0.5);

    private readonly ProcessTable table;
    private readonly Population molecules;
    private readonly Regimes regimes;
    private readonly double tolerance;
    private readonly int[][] slots;                      // of each block: every slot that its processes touch
    private readonly int[] left, changed;                // positions among these, as LeftSlots and ChangeSlots
    private readonly int[] chosen;                       // processes that leap at this place
    private readonly LocalSystem?[] systems;             // by number of processes
    private readonly double[] start, now, x, trial, rate, k1, k2, off;
    private int leaping;

    public Leaps(ProcessTable table, Population molecules, Regimes regimes, int reactions, double tolerance)
    {
        (this.table, this.molecules, this.regimes, this.tolerance) = (table, molecules, regimes, tolerance);
        Taken = new bool[table.Rates.Length];
        Events = new long[reactions];
        (left, changed) = (new int[table.LeftSlots.Length], new int[table.ChangeSlots.Length]);
        slots = Array.ConvertAll(table.Blocks, Slots);
        int most = table.Widest, touched = slots.Select(s => s.Length).Append(0).Max();
        chosen = new int[most];
        systems = new LocalSystem?[most + 1];
        (x, trial, rate, k1, k2) = (new double[most], new double[most], new double[most], new double[most], new double[most]);
        (start, now, off) = (new double[touched], new double[touched], new double[touched]);
    }

    /// <summary>Processes that happen in bulk at the place in hand, so not one by one.</summary>
    public bool[] Taken { get; }

    /// <summary>Events of each reaction on this rank since the start.</summary>
    public long[] Events { get; }

    /// <summary>Chooses the processes that leap; false where there are none.</summary>
    /// <param name="at">Position of the cell's first species; 0 for groups.</param>
    public bool Choose(int block, int at)
    {
        leaping = 0;
        var (first, last) = table.Blocks[block];
        for (int p = first; p < last; p++)
        {
            if (!Continuous(table.LeftSlots.AsSpan(table.LeftAt[p]..table.LeftAt[p + 1]), at) || !Continuous(table.ChangeSlots.AsSpan(table.ChangeAt[p]..table.ChangeAt[p + 1]), at)) continue;
            Taken[p] = true;
            chosen[leaping++] = p;
        }
        return leaping > 0;
    }

    /// <summary>Leaves everything to events.</summary>
    public void Release(int block) => Taken.AsSpan(table.Blocks[block].First..table.Blocks[block].Last).Clear();

    /// <summary>Leaves to events what leapt, and nothing else.</summary>
    public void Turn(int block)
    {
        for (int p = table.Blocks[block].First; p < table.Blocks[block].Last; p++) Taken[p] = !Taken[p];
    }

    /// <summary>Lets the chosen processes happen over <paramref name="duration"/> [ms]; false, with nothing done, where a species would leave the continuous regime.</summary>
    /// <param name="size">1 over the size of the cell; 1 for groups.</param>
    public bool Leap(int block, int at, double size, double duration, ref Draws draws)
    {
        var here = slots[block];
        for (int j = 0; j < here.Length; j++) start[j] = molecules.Counts[at + here[j]];
        if (!Integrate(here.Length, size, duration)) return false;
        // Before anything is drawn: a choice by what was drawn would favour it.
        if (!Stays(here.Length)) return false;
        for (int i = 0; i < leaping; i++)
        {
            x[i] = Math.Floor(x[i] + draws.Uniform());
            Events[table.Reactions[chosen[i]]] += (long)x[i];
            for (int c = table.ChangeAt[chosen[i]]; c < table.ChangeAt[chosen[i] + 1]; c++) molecules.Counts[at + table.ChangeSlots[c]] += table.Changes[c] * (long)x[i];
        }
        return true;
    }

    /// <summary>Whether every species stays continuous, and above zero however the events are rounded.</summary>
    private bool Stays(int touched)
    {
        Numbers(x, touched);
        off.AsSpan(0, touched).Clear();
        for (int i = 0; i < leaping; i++)
            for (int c = table.ChangeAt[chosen[i]]; c < table.ChangeAt[chosen[i] + 1]; c++) off[changed[c]] += Math.Abs(table.Changes[c]);
        for (int j = 0; j < touched; j++)
            if (off[j] > 0 && now[j] < Math.Max(regimes.Least, off[j])) return false;
        return true;
    }

    private bool Continuous(ReadOnlySpan<int> touched, int at)
    {
        foreach (int slot in touched)
            if (!molecules.IsBulk((at + slot) / molecules.Species, (at + slot) % molecules.Species)) return false;
        return true;
    }

    private bool Integrate(int touched, double size, double duration)
    {
        var matrix = systems[leaping] ??= new LocalSystem(leaping);
        x.AsSpan(0, leaping).Clear();
        double done = 0, h = duration;
        while (done < duration)
        {
            h = Math.Min(h, duration - done);
            if (h < Shortest * duration) return false;
            double error = Step(matrix, touched, size, h);
            if (error <= 1)
            {
                trial.AsSpan(0, leaping).CopyTo(x);
                done = h >= duration - done ? duration : done + h;
            }
            h *= Math.Clamp(0.8 / Math.Sqrt(Math.Max(error, 1e-4)), 0.2, 4);
        }
        return true;
    }

    /// <summary>Leaves the trial; returns its error over the tolerance.</summary>
    private double Step(LocalSystem matrix, int touched, double size, double h)
    {
        Numbers(x, touched);
        for (int i = 0; i < leaping; i++)
        {
            var row = matrix.Row(i);
            row.Clear();
            row[i] = 1;
            rate[i] = Propensity(chosen[i], size);
            Slopes(i, size, -Gamma * h, row);
        }
        if (!matrix.Factorize()) return 1e4;
        rate.AsSpan(0, leaping).CopyTo(k1);
        matrix.Solve(k1.AsSpan(0, leaping));
        for (int i = 0; i < leaping; i++) trial[i] = x[i] + h * k1[i];
        Numbers(trial, touched);
        for (int i = 0; i < leaping; i++) k2[i] = Propensity(chosen[i], size) - 2 * k1[i];
        matrix.Solve(k2.AsSpan(0, leaping));
        off.AsSpan(0, touched).Clear();
        for (int i = 0; i < leaping; i++)
        {
            trial[i] = x[i] + h * (1.5 * k1[i] + 0.5 * k2[i]);
            for (int c = table.ChangeAt[chosen[i]]; c < table.ChangeAt[chosen[i] + 1]; c++) off[changed[c]] += table.Changes[c] * 0.5 * h * (k1[i] + k2[i]);
        }
        double error = 0;
        for (int j = 0; j < touched; j++) error = Math.Max(error, Math.Abs(off[j]) / (tolerance * Math.Max(start[j], 1)));
        return double.IsFinite(error) ? error : 1e4;
    }

    /// <summary>n + N x at the slots of the place.</summary>
    private void Numbers(double[] times, int touched)
    {
        start.AsSpan(0, touched).CopyTo(now);
        for (int i = 0; i < leaping; i++)
            for (int c = table.ChangeAt[chosen[i]]; c < table.ChangeAt[chosen[i] + 1]; c++) now[changed[c]] += table.Changes[c] * times[i];
    }

    private double Constant(int process, double size)
    {
        double a = table.Rates[process];
        for (int o = table.Orders[process]; o > 1; o--) a *= size;
        return a;
    }

    private double Propensity(int process, double size)
    {
        double a = Constant(process, size);
        for (int i = table.LeftAt[process]; i < table.LeftAt[process + 1]; i++) a *= Falling(now[left[i]], table.LeftCounts[i]);
        return a;
    }

    /// <summary>Adds factor times the derivatives of the propensity of chosen process <paramref name="i"/> by each x to its row.</summary>
    private void Slopes(int i, double size, double factor, Span<double> row)
    {
        int p = chosen[i];
        for (int l = table.LeftAt[p]; l < table.LeftAt[p + 1]; l++)
        {
            double slope = Constant(p, size) * FallingSlope(now[left[l]], table.LeftCounts[l]);
            for (int m = table.LeftAt[p]; m < table.LeftAt[p + 1]; m++)
                if (m != l) slope *= Falling(now[left[m]], table.LeftCounts[m]);
            for (int j = 0; j < leaping; j++)
                for (int c = table.ChangeAt[chosen[j]]; c < table.ChangeAt[chosen[j] + 1]; c++)
                    if (changed[c] == left[l]) row[j] += factor * slope * table.Changes[c];
        }
    }

    /// <summary>n (n - 1) ... of <paramref name="l"/> factors.</summary>
    private static double Falling(double n, int l)
    {
        double a = 1;
        for (; l > 0; l--) a *= n--;
        return a;
    }

    private static double FallingSlope(double n, int l)
    {
        double sum = 0;
        for (int skip = 0; skip < l; skip++)
        {
            double a = 1;
            for (int k = 0; k < l; k++)
                if (k != skip) a *= n - k;
            sum += a;
        }
        return sum;
    }

    private int[] Slots((int First, int Last) block)
    {
        int l0 = table.LeftAt[block.First], l1 = table.LeftAt[block.Last], c0 = table.ChangeAt[block.First], c1 = table.ChangeAt[block.Last];
        int[] all = [.. table.LeftSlots[l0..l1].Concat(table.ChangeSlots[c0..c1]).Distinct().Order()];
        for (int l = l0; l < l1; l++) left[l] = Array.BinarySearch(all, table.LeftSlots[l]);
        for (int c = c0; c < c1; c++) changed[c] = Array.BinarySearch(all, table.ChangeSlots[c]);
        return all;
    }
}

using System.Numerics;

namespace Multiscale.Diffusion;

/// <summary>
/// Reactions of first order alone, with rates that follow the potential, as the states of channels have them: dn/dt = A(V) n, so n(t + h) = exp(h A(V)) n while V stands. The exponentials
/// are tabulated from -150 to 100 mV in steps of 0.1 mV for every connected set of states and interpolated linearly: what is conserved stays, nothing becomes negative, and the relative
/// error of a rate is below (0.1 mV / w)^2 / 8, w the width over which it changes e-fold: 4e-6 for 18 mV.
/// </summary>
internal sealed class ChannelChains
{
    private const double Low = -150, PerMillivolt = 10;
    private const int Points = 2501, KeptSteps = 4, Order = 14;

    private readonly ProcessTable table;
    private readonly int block;
    private readonly int[][] chains;    // species of each connected set
    private readonly int[] place, rows; // position of a species in its chain; padded length of the chain's columns
    private readonly int entries;
    private readonly List<Propagators> kept = [];
    private readonly double[] single = new double[1];
    private readonly double[] next, generator, power, term;
    private readonly double[] exact;

    private sealed record Propagators(double Duration, double[] Entries, bool[] Ready);

    private ChannelChains(ProcessTable table, int block, int[][] chains, int species)
    {
        (this.table, this.block, this.chains) = (table, block, chains);
        place = new int[species];
        Array.Fill(place, -1);
        rows = new int[chains.Length];
        int widest = 0;
        for (int k = 0; k < chains.Length; k++)
        {
            for (int i = 0; i < chains[k].Length; i++) place[chains[k][i]] = i;
            rows[k] = (chains[k].Length + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
            entries += rows[k] * chains[k].Length;
            widest = Math.Max(widest, rows[k]);
        }
        next = new double[widest];
        (generator, power, term) = (new double[widest * widest], new double[widest * widest], new double[widest * widest]);
        exact = new double[entries];
    }

    /// <summary>The chains of a block; null where its reactions are not all of first order, or follow no potential.</summary>
    public static ChannelChains? Of(ProcessTable table, int block, int species)
    {
        if (!table.IsDriven(block)) return null;
        var root = Enumerable.Range(0, species).ToArray();
        var touched = new SortedSet<int>();
        for (int p = table.Blocks[block].First; p < table.Blocks[block].Last; p++)
        {
            if (table.Orders[p] != 1) return null;
            int left = table.LeftSlots[table.LeftAt[p]];
            touched.Add(left);
            for (int i = table.ChangeAt[p]; i < table.ChangeAt[p + 1]; i++)
            {
                touched.Add(table.ChangeSlots[i]);
                root[Root(table.ChangeSlots[i])] = Root(left);
            }
        }
        return new ChannelChains(table, block, [.. touched.GroupBy(Root).Select(g => g.ToArray())], species);

        int Root(int s)
        {
            while (root[s] != s) s = root[s];
            return s;
        }
    }

    /// <summary>Advances the numbers, or densities, of all species in a cell by <paramref name="duration"/> [ms] at a potential [mV].</summary>
    public void Advance(Span<double> n, double potential, double duration)
    {
        double x = (potential - Low) * PerMillivolt;
        if (!(x >= 0 && x < Points - 1))
        {
            Fill(exact, potential, duration);
            Apply(n, exact, exact, 0);
            return;
        }
        var found = For(duration);
        int i = (int)x;
        Apply(n, At(found, i), At(found, i + 1), x - i);
    }

    private Propagators For(double duration)
    {
        foreach (var known in kept)
            if (known.Duration.Equals(duration)) return known;
        if (kept.Count == KeptSteps) kept.RemoveAt(0);
        kept.Add(new Propagators(duration, new double[Points * entries], new bool[Points]));
        return kept[^1];
    }

    private ReadOnlySpan<double> At(Propagators found, int point)
    {
        var at = found.Entries.AsSpan(point * entries, entries);
        if (found.Ready[point]) return at;
        Fill(at, Low + point / PerMillivolt, found.Duration);
        found.Ready[point] = true;
        return at;
    }

    private void Apply(Span<double> n, ReadOnlySpan<double> p, ReadOnlySpan<double> q, double share)
    {
        int at = 0;
        for (int k = 0; k < chains.Length; k++)
        {
            var chain = chains[k];
            int width = rows[k];
            for (int r = 0; r < width; r += Vector<double>.Count)
            {
                Vector<double> a = Vector<double>.Zero, b = Vector<double>.Zero;
                for (int j = 0; j < chain.Length; j++)
                {
                    var value = new Vector<double>(n[chain[j]]);
                    a += value * new Vector<double>(p[(at + j * width + r)..]);
                    b += value * new Vector<double>(q[(at + j * width + r)..]);
                }
                (a + share * (b - a)).CopyTo(next, r);
            }
            for (int i = 0; i < chain.Length; i++) n[chain[i]] = next[i];
            at += width * chain.Length;
        }
    }

    /// <summary>exp(h A(V)) of every chain, column by column, by Taylor's series of a scaled matrix and squaring.</summary>
    private void Fill(Span<double> into, double potential, double duration)
    {
        single[0] = potential;
        table.Drive(block, 0, single);
        int at = 0;
        for (int k = 0; k < chains.Length; k++)
        {
            int m = chains[k].Length;
            var a = generator.AsSpan(0, m * m);
            Generator(k, a, duration);
            double norm = 0;
            foreach (double x in a) norm = Math.Max(norm, Math.Abs(x));
            int squarings = Math.Max(0, Math.ILogB(Math.Max(norm * m, 1e-300)) + 2);
            for (int i = 0; i < a.Length; i++) a[i] = Math.ScaleB(a[i], -squarings);
            Exponential(a, m);
            for (; squarings > 0; squarings--)
            {
                Product(a, a, power, m);
                power.AsSpan(0, m * m).CopyTo(a);
            }
            for (int j = 0; j < m; j++)
                for (int i = 0; i < m; i++) into[at + j * rows[k] + i] = Math.Max(0, a[i * m + j]);
            at += rows[k] * m;
        }
    }

    /// <summary>h A by rows.</summary>
    private void Generator(int chain, Span<double> a, double duration)
    {
        int m = chains[chain].Length;
        a.Clear();
        for (int p = table.Blocks[block].First; p < table.Blocks[block].Last; p++)
        {
            int left = table.LeftSlots[table.LeftAt[p]];
            if (!chains[chain].AsSpan().Contains(left)) continue;
            for (int i = table.ChangeAt[p]; i < table.ChangeAt[p + 1]; i++) a[place[table.ChangeSlots[i]] * m + place[left]] += duration * table.Rates[p] * table.Changes[i];
        }
    }

    private void Exponential(Span<double> a, int m)
    {
        var sum = power.AsSpan(0, m * m);
        // Horner: 1 + a (1 + a/2 (1 + a/3 ...)).
        Identity(sum, m);
        for (int k = Order; k > 0; k--)
        {
            Product(a, sum, term, m);
            for (int i = 0; i < sum.Length; i++) sum[i] = term[i] / k;
            for (int i = 0; i < m; i++) sum[i * m + i] += 1;
        }
        sum.CopyTo(a);
    }

    private static void Identity(Span<double> a, int m)
    {
        a.Clear();
        for (int i = 0; i < m; i++) a[i * m + i] = 1;
    }

    private static void Product(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c, int m)
    {
        for (int i = 0; i < m; i++)
            for (int j = 0; j < m; j++)
            {
                double sum = 0;
                for (int k = 0; k < m; k++) sum += a[i * m + k] * b[k * m + j];
                c[i * m + j] = sum;
            }
    }
}

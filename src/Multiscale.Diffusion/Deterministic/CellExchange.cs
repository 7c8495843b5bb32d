using System.Numerics;
using System.Runtime.CompilerServices;
using Multiscale.Parallel;

namespace Multiscale.Diffusion;

/// <summary>
/// Diffusion between cells by the flux between barycentres, all species at once: v dc_i/dt = sum_f G_f (c_j - c_i), G = D S / |b_i - b_j|. A step is the
/// L-stable SDIRK2 of Alexander (1977). Its systems v + h K are solved by Chebyshev's iteration: after division by the diagonal the spectrum lies in [1 - r, 1 + r],
/// r the largest row sum off the diagonal, so there are no dot products, a known number of sweeps, and equal bits on any number of ranks.
/// The change is the sum of face fluxes. Where it would leave less than nothing, what the cell gives is cut: nothing becomes negative, nothing is lost.
/// </summary>
internal sealed partial class CellExchange : IExchange
{
    private const int MostCuts = 8;

    private static readonly double Gamma = 1 - Math.Sqrt(0.5);

    private readonly Communicator ranks;
    private readonly GhostExchange ghosts;
    private readonly double reduction;
    private readonly int own, all, width;
    private readonly int[] neighbours;      // local index across face f of own cell i at [4 i + f]; i itself where there is none
    private readonly double[] conductances; // G of species s at [(4 i + f) * width + s]
    private readonly double[] sizes;
    private double[]? free;                 // 0 where a species is held, or does not move here, else 1; null where everything moves
    private readonly double[] start, solution, residual, combined, factors;
    private double[] direction, next;
    private double preparedFor = double.NaN, radius;

    /// <summary>Collective.</summary>
    /// <param name="width">Species, rounded up to whole vectors.</param>
    /// <param name="reduction">Error of a linear system over the change of the step.</param>
    public CellExchange(ReactionModel model, OwnCells cells, Communicator ranks, int width, double reduction)
    {
        (this.ranks, this.width, this.reduction, own) = (ranks, width, reduction, cells.Count);
        var mesh = model.Cells;
        var to = new int[4 * own];
        var rates = new double[4 * own];
        var foreign = new SortedSet<long>();
        for (int i = 0; i < own; i++)
        {
            mesh.Jumps(cells.Ids[i], to.AsSpan(4 * i, 4), rates.AsSpan(4 * i, 4));
            for (int f = 4 * i; f < 4 * i + 4; f++)
                if (to[f] >= 0 && cells.LocalOf(to[f]) < 0) foreign.Add(to[f]);
        }
        ghosts = new GhostExchange(new Distribution(ranks, cells.Set), [.. foreign]);
        all = own + foreign.Count;
        sizes = Array.ConvertAll(cells.Ids, c => mesh.Sizes[c]);
        neighbours = new int[4 * own];
        conductances = new double[4 * own * width];
        for (int f = 0; f < 4 * own; f++)
        {
            int here = cells.Ids[f / 4], there = to[f];
            neighbours[f] = there < 0 ? f / 4 : cells.LocalOf(there) is >= 0 and int local ? local : own + Array.BinarySearch(ghosts.Needed, there);
            if (there < 0) continue;
            // From the lower cell, so that both sides have the same bits.
            double geometric = here < there ? rates[f] * sizes[f / 4] : From(mesh, there, here);
            for (int s = 0; s < model.Species.Count; s++) conductances[f * width + s] = geometric * model.DiffusivityBetween(Math.Min(here, there), Math.Max(here, there), s);
        }
        free = Free(model, cells);
        (start, residual, factors) = (new double[own * width], new double[own * width], new double[all * width]);
        (solution, combined, direction, next) = (new double[own * width], new double[all * width], new double[all * width], new double[all * width]);
    }

    public long Sweeps { get; private set; }

    public long Cuts { get; private set; }

    public void Advance(double[] c, double step)
    {
        double h = Gamma * step;
        Prepare(h);
        // v y1 + h K y1 = v c
        c.CopyTo(start, 0);
        c.CopyTo(solution, 0);
        Outflow(c, -h);
        Solve(h);
        for (int i = 0; i < solution.Length; i++) combined[i] = (1 - Gamma) * solution[i];
        // v y2 + h K y2 = v c - (1 - g) step K y1, and h K y1 = v (c - y1): begun at y1, what is left is (1 - g)/g v (y1 - c).
        double left = (1 - Gamma) / Gamma;
        for (int i = 0, k = 0; i < own; i++)
            for (int s = 0; s < width; s++, k++) residual[k] = left * sizes[i] * (solution[k] - c[k]);
        Solve(h);
        for (int i = 0; i < solution.Length; i++) combined[i] += Gamma * solution[i];
        Transfer(c, step);
    }

    /// <summary>The residual becomes <paramref name="factor"/> times the outflow of <paramref name="x"/>.</summary>
    private void Outflow(double[] x, double factor)
    {
        x.CopyTo(combined, 0);
        Update(combined);
        for (int i = 0, k = 0; i < own; i++)
            for (int s = 0; s < width; s++, k++)
            {
                double sum = 0;
                for (int f = 4 * i; f < 4 * i + 4; f++) sum += conductances[f * width + s] * (combined[k] - combined[neighbours[f] * width + s]);
                residual[k] = factor * sum * (free is null ? 1 : free[k]);
            }
    }

    private void Prepare(double h)
    {
        if (h == preparedFor) return;
        preparedFor = h;
        double largest = 0;
        for (int i = 0, k = 0; i < own; i++)
            for (int s = 0; s < width; s++, k++)
            {
                double sum = 0;
                for (int f = 4 * i; f < 4 * i + 4; f++) sum += conductances[f * width + s];
                largest = Math.Max(largest, h * sum / (sizes[i] + h * sum));
            }
        radius = ranks.Max(largest);
    }

    /// <summary>Adds to the solution that of (v + h K) x = residual (Saad, Iterative Methods for Sparse Linear Systems, algorithm 12.1).</summary>
    private void Solve(double h)
    {
        if (radius == 0) return;
        double root = radius / (1 + Math.Sqrt(1 - radius * radius));
        int sweeps = (int)Math.Ceiling(Math.Log(2 / reduction) / -Math.Log(root));
        for (int i = 0, k = 0; i < own; i++)
            for (int s = 0; s < width; s++, k++)
            {
                double sum = 0;
                for (int f = 4 * i; f < 4 * i + 4; f++) sum += conductances[f * width + s];
                direction[k] = residual[k] / (sizes[i] + h * sum);
            }
        double r = radius;
        for (int sweep = 0; sweep < sweeps; sweep++)
        {
            double after = 1 / (2 / radius - r);
            Update(direction);
            Sweep(h, after * r, 2 * after / radius);
            (direction, next) = (next, direction);
            r = after;
        }
        Sweeps += sweeps;
    }

    /// <summary>x += d, r -= (v + h K) d, d = a d + b r / diagonal: one pass over the cells.</summary>
    private void Sweep(double h, double a, double b)
    {
        ref double d = ref direction[0], g = ref conductances[0], x = ref solution[0], r = ref residual[0], to = ref next[0];
        Vector<double> vh = new(h), va = new(a), vb = new(b);
        for (int i = 0; i < own; i++)
        {
            int n0 = neighbours[4 * i] * width, n1 = neighbours[4 * i + 1] * width, n2 = neighbours[4 * i + 2] * width, n3 = neighbours[4 * i + 3] * width, at = 4 * i * width;
            var size = new Vector<double>(sizes[i]);
            for (int s = 0; s < width; s += Vector<double>.Count)
            {
                int k = i * width + s;
                Vector<double> g0 = Load(ref g, at + s), g1 = Load(ref g, at + width + s), g2 = Load(ref g, at + 2 * width + s), g3 = Load(ref g, at + 3 * width + s);
                var diagonal = size + vh * (g0 + g1 + g2 + g3);
                var here = Load(ref d, k);
                var off = g0 * Load(ref d, n0 + s) + g1 * Load(ref d, n1 + s) + g2 * Load(ref d, n2 + s) + g3 * Load(ref d, n3 + s);
                var left = Load(ref r, k) - diagonal * here + vh * off;
                if (free is not null) left *= Load(ref free[0], k);
                Vector.StoreUnsafe(Load(ref x, k) + here, ref x, (nuint)k);
                Vector.StoreUnsafe(left, ref r, (nuint)k);
                Vector.StoreUnsafe(va * here + vb * left / diagonal, ref to, (nuint)k);
            }
        }
    }

    /// <summary>Moves <paramref name="step"/> times the fluxes of the combined stages.</summary>
    private void Transfer(double[] c, double step)
    {
        Update(combined);
        Array.Fill(factors, 1);
        for (int cut = 0; ; cut++)
        {
            bool short_ = false;
            for (int i = 0, k = 0; i < own; i++)
                for (int s = 0; s < width; s++, k++)
                {
                    if (free is not null && free[k] == 0) continue;
                    double gives = 0, gets = 0;
                    for (int f = 4 * i; f < 4 * i + 4; f++)
                    {
                        int n = neighbours[f] * width + s;
                        double flux = step * conductances[f * width + s] * (combined[k] - combined[n]);
                        if (flux > 0) gives += flux;
                        else gets -= flux * factors[n];
                    }
                    double holds = sizes[i] * start[k], after = holds + gets - factors[k] * gives;
                    if (after < 0)
                    {
                        // In the end without counting on what others give.
                        factors[k] = Math.Min(factors[k], Math.Max(0, holds + (cut < MostCuts ? gets : 0)) / gives);
                        short_ = true;
                        after = 0;
                    }
                    c[k] = after / sizes[i];
                }
            if (!ranks.Any(short_) || cut > 2 * MostCuts) return;
            Cuts++;
            Update(factors);
        }
    }

    private double[]? Free(ReactionModel model, OwnCells cells)
    {
        if (model.Holds.Count == 0) return null;
        var table = new double[own * width];
        Array.Fill(table, 1);
        foreach (var hold in model.Holds)
            foreach (int c in hold.Cells)
                if (cells.LocalOf(c) is >= 0 and int local) table[local * width + hold.Species] = 0;
        return table;
    }

    /// <summary>Brings the ghosts. Collective.</summary>
    private void Update(double[] x)
    {
        if (ranks.Size > 1) ghosts.Update(x.AsSpan(0, own * width), x.AsSpan(own * width, (all - own) * width), width);
    }

    private static double From(CellMesh mesh, int from, int to)
    {
        Span<int> there = stackalloc int[4];
        Span<double> rates = stackalloc double[4];
        mesh.Jumps(from, there, rates);
        return rates[there.IndexOf(to)] * mesh.Sizes[from];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Load(ref double from, int at) => Vector.LoadUnsafe(ref from, (nuint)at);
}

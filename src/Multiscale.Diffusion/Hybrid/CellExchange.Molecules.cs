using System.Numerics;
using System.Runtime.CompilerServices;

namespace Multiscale.Diffusion;

/// <summary>
/// Diffusion of the continuous part of a population of whole molecules: dc/dt = -A c, A = v^-1 K on continuous pairs (cell, species) alone, with nothing outside. What flows through a
/// face in a step h is h G times the difference of the means over the step, (1 - exp(-h A)) / (h A) c, which a Chebyshev series gives to rounding whatever h (Tal-Ezer and Kosloff 1984).
/// What flows to a discrete pair leaves for good: as many molecules, drawn from a binomial distribution of what the pair has and gets, set out from there on walks of their own.
/// What flows between two continuous pairs is rounded to whole molecules, up with the probability of the fraction, alike on both sides.
/// </summary>
internal sealed partial class CellExchange
{
    // Mean number of times that a molecule beside discrete pairs may leave in a step.
    private const double MostLeaks = 8;

    private readonly ChebyshevSeries series = new();
    private double[] levels = [], delays = [];
    private long[] holds = [], leaving = [];
    private int[] ids = []; // global id of own cells, then of ghosts
    private double fastest; // largest eigenvalue of A, at most [1/ms]

    /// <summary>
    /// Takes the continuous pairs of a population. Returns the longest step that they should move by [ms]: when those beside discrete ones give most of what they have, the times at which it leaves
    /// no longer are what one exponential tells. Collective.
    /// </summary>
    public double Begin(Population molecules, OwnCells cells)
    {
        if (ids.Length == 0) Prepare(cells);
        Read(molecules);
        Update(free!);
        double leak = 0;
        for (int i = 0, k = 0; i < own; i++)
            for (int s = 0; s < width; s++, k++)
            {
                if (free![k] == 0) continue;
                double sum = 0;
                for (int f = 4 * i; f < 4 * i + 4; f++) sum += free[neighbours[f] * width + s] == 0 ? conductances[f * width + s] : 0;
                leak = Math.Max(leak, sum / sizes[i]);
            }
        return MostLeaks / ranks.Max(leak);
    }

    /// <summary>Moves the molecules of continuous pairs; those that leave for discrete ones become walks. Collective.</summary>
    /// <param name="roundings">Key of the streams of faces.</param>
    /// <param name="departures">Key of the streams of pairs.</param>
    public void Move(Population molecules, Walks walks, double step, ulong roundings, ulong departures)
    {
        Average(step);
        Update(combined);
        Draw(molecules, step, departures);
        Limit(step);
        Depart(molecules, walks, step, departures);
        Settle(molecules, step, roundings);
    }

    private void Prepare(OwnCells cells)
    {
        free = new double[all * width];
        (levels, delays) = (new double[own * width], new double[own * width]);
        (holds, leaving) = (new long[own * width], new long[own * width]);
        ids = [.. cells.Ids, .. Array.ConvertAll(ghosts.Needed, id => (int)id)];
        for (int i = 0; i < own; i++)
            for (int s = 0; s < width; s++)
            {
                double sum = 0;
                for (int f = 4 * i; f < 4 * i + 4; f++) sum += conductances[f * width + s];
                fastest = Math.Max(fastest, 2 * sum / sizes[i]); // Gershgorin: rows sum to nothing
            }
        fastest = ranks.Max(fastest);
    }

    private void Read(Population molecules)
    {
        for (int i = 0, k = 0; i < own; i++, k += width)
            for (int s = 0; s < molecules.Species; s++)
            {
                bool bulk = molecules.IsBulk(i, s);
                long n = bulk ? molecules.Counts[i * molecules.Species + s] : 0;
                (free![k + s], holds[k + s], levels[k + s]) = (bulk ? 1 : 0, n, n / sizes[i]);
            }
    }

    /// <summary>Leaves the means of the levels over the step, and the mean times weighted by the levels, times the means.</summary>
    private void Average(double step)
    {
        series.Prepare(0.5 * fastest * step);
        levels.CopyTo(direction, 0);
        for (int k = 0; k < levels.Length; k++) (combined[k], delays[k]) = (series.Means[0] * levels[k], series.Times[0] * levels[k]);
        for (int n = 1; n < series.Terms; n++)
        {
            Update(direction);
            // T1 = y, then T(n + 1) = 2 y T(n) - T(n - 1), y = 1 - 2 A / fastest.
            Multiply(n == 1 ? 1 : 2, n == 1 ? 0 : -1, series.Means[n], series.Times[n]);
            (direction, next) = (next, direction);
        }
        Sweeps += series.Terms;
    }

    /// <summary>next = a y direction + b next; adds it to the means and the times with these weights.</summary>
    private void Multiply(double a, double b, double mean, double time)
    {
        ref double d = ref direction[0], g = ref conductances[0], to = ref next[0], m = ref combined[0], t = ref delays[0], open = ref free![0];
        Vector<double> va = new(a), vb = new(b), vm = new(mean), vt = new(time);
        for (int i = 0; i < own; i++)
        {
            int n0 = neighbours[4 * i] * width, n1 = neighbours[4 * i + 1] * width, n2 = neighbours[4 * i + 2] * width, n3 = neighbours[4 * i + 3] * width, at = 4 * i * width;
            var scale = new Vector<double>(2 / (fastest * sizes[i]));
            for (int s = 0; s < width; s += Vector<double>.Count)
            {
                int k = i * width + s;
                Vector<double> here = Load(ref d, k), inside = Load(ref open, k);
                var off = Load(ref g, at + s) * (here - Load(ref d, n0 + s)) + Load(ref g, at + width + s) * (here - Load(ref d, n1 + s))
                    + Load(ref g, at + 2 * width + s) * (here - Load(ref d, n2 + s)) + Load(ref g, at + 3 * width + s) * (here - Load(ref d, n3 + s));
                var after = (va * (here - scale * off) + vb * Load(ref to, k)) * inside;
                Vector.StoreUnsafe(after, ref to, (nuint)k);
                Vector.StoreUnsafe(Load(ref m, k) + vm * after, ref m, (nuint)k);
                Vector.StoreUnsafe(Load(ref t, k) + vt * after, ref t, (nuint)k);
            }
        }
    }

    /// <summary>How many molecules leave each pair for discrete neighbours.</summary>
    private void Draw(Population molecules, double step, ulong key)
    {
        Array.Clear(leaving);
        for (int i = 0, k = 0; i < own; i++)
            for (int s = 0; s < width; s++, k++)
            {
                if (free![k] == 0) continue;
                double gets = 0, leaves = 0;
                for (int f = 4 * i; f < 4 * i + 4; f++)
                {
                    double flux = Flux(k, f, s, step);
                    if (free[neighbours[f] * width + s] == 0) leaves += Math.Max(0, flux);
                    else gets -= Math.Min(0, flux);
                }
                if (leaves == 0) continue;
                long among = holds[k] + (long)gets;
                var draws = Draws.Of(key, (long)ids[i] * molecules.Species + s);
                leaving[k] = Deviates.Binomial(ref draws, among, Math.Min(1, leaves / among));
            }
    }

    /// <summary>Those that leave set out at times whose density falls, or rises, exponentially, with the right mean.</summary>
    private void Depart(Population molecules, Walks walks, double step, ulong key)
    {
        Span<double> upTo = stackalloc double[4];
        for (int i = 0, k = 0; i < own; i++)
            for (int s = 0; s < width; s++, k++)
            {
                if (leaving[k] == 0) continue;
                double sum = 0, decay = Decay(delays[k] / combined[k]);
                for (int f = 0; f < 4; f++) upTo[f] = sum += free![neighbours[4 * i + f] * width + s] == 0 ? Math.Max(0, Flux(k, 4 * i + f, s, step)) : 0;
                var draws = Draws.Of(~key, (long)ids[i] * molecules.Species + s);
                for (long m = 0; m < leaving[k]; m++)
                {
                    double u = draws.Uniform() * sum;
                    int f = u < upTo[1] ? (u < upTo[0] ? 0 : 1) : u < upTo[2] ? 2 : 3;
                    walks.Enter(ids[neighbours[4 * i + f]], s, step * Time(draws.Uniform(), decay), step, draws.Split());
                }
            }
    }

    /// <summary>What flows out of a pair through face f over the step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Flux(int k, int f, int s, double step) => step * conductances[f * width + s] * (combined[k] - combined[neighbours[f] * width + s]);

    /// <summary>The decay x over a step of a density exp(-x t) with this mean time, in parts of the step: 1/x - 1/(exp(x) - 1) = mean.</summary>
    private static double Decay(double mean)
    {
        mean = Math.Clamp(mean, 0.02, 0.98);
        bool late = mean > 0.5;
        if (late) mean = 1 - mean;
        // Exact at both ends, 1/12 x from a half and 1/x; Newton's iteration for what lies between.
        double x = mean < 0.25 ? 1 / mean : 12 * (0.5 - mean);
        for (int i = 0; i < 6 && x > 1e-3; i++)
        {
            double e = Math.Exp(x), value = 1 / x - 1 / (e - 1), slope = -1 / (x * x) + e / ((e - 1) * (e - 1));
            x = Math.Max(1e-4, x - (value - mean) / slope);
        }
        return late ? -x : x;
    }

    /// <summary>The share u of what decays so in a step, in parts of the step.</summary>
    private static double Time(double u, double decay) => Math.Abs(decay) < 1e-3 ? u : -Math.Log(1 - u * (1 - Math.Exp(-decay))) / decay;

    /// <summary>Cuts what pairs give where they would be left with less than the rounding of their faces may take.</summary>
    private void Limit(double step)
    {
        Array.Fill(factors, 1);
        for (int cut = 0; ; cut++)
        {
            bool short_ = false;
            for (int i = 0, k = 0; i < own; i++)
                for (int s = 0; s < width; s++, k++)
                {
                    if (free![k] == 0) continue;
                    double gives = 0, gets = 0;
                    int faces = 0;
                    for (int f = 4 * i; f < 4 * i + 4; f++)
                    {
                        int n = neighbours[f] * width + s;
                        double flux = Flux(k, f, s, step);
                        if (free[n] == 0 || flux == 0) continue;
                        faces++;
                        if (flux > 0) gives += flux;
                        else gets -= flux * factors[n];
                    }
                    double stays = holds[k] - leaving[k] - faces + gets;
                    if (stays >= factors[k] * gives) continue;
                    // In the end without counting on what others give.
                    if (cut >= MostCuts) stays -= gets;
                    if (stays < 0) leaving[k] = Math.Max(0, leaving[k] + (long)Math.Floor(stays));
                    double factor = gives == 0 ? 1 : Math.Min(factors[k], Math.Max(0, stays) / gives);
                    short_ |= factor < factors[k];
                    factors[k] = factor;
                }
            if (!ranks.Any(short_)) return;
            Cuts++;
            Update(factors);
        }
    }

    private void Settle(Population molecules, double step, ulong key)
    {
        for (int i = 0, k = 0; i < own; i++)
        {
            bool any = false;
            for (int s = 0; s < width; s++, k++)
            {
                if (free![k] == 0) continue;
                long left = holds[k] - leaving[k];
                for (int f = 4 * i; f < 4 * i + 4; f++)
                {
                    int n = neighbours[f] * width + s;
                    double flux = Flux(k, f, s, step);
                    if (free[n] == 0 || flux == 0) continue;
                    flux *= flux > 0 ? factors[k] : factors[n];
                    // Both sides see the face from its lower cell, so that they round alike.
                    int here = ids[i], there = ids[neighbours[f]];
                    double u = Draws.Of(key ^ (ulong)s, ((long)Math.Min(here, there) << 32) | (uint)Math.Max(here, there)).Uniform();
                    left -= here < there ? (long)Math.Floor(flux + u) : -(long)Math.Floor(u - flux);
                }
                molecules.Counts[i * molecules.Species + s] = left;
                any = true;
            }
            if (any) molecules.Mark(i);
        }
    }
}

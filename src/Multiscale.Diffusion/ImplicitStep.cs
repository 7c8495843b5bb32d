using System.Numerics.Tensors;
using Multiscale.Numerics;

namespace Multiscale.Diffusion;

/// <summary>
/// One time step of V dc/dt = V (rate - loss c) - De outflow(c) with a constant rate, and a loss where vessel walls are: the L-stable SDIRK2 of Alexander (1977), or implicit Euler with the
/// two-point flux, which keeps concentrations positive. The change is the sum of face fluxes, so amounts are conserved to rounding however far
/// the linear solves went.
/// </summary>
internal sealed class ImplicitStep
{
    private const int MaxRefinements = 5;

    // What rounding leaves of a scaled residual, relative to the concentrations.
    private const double RoundingFloor = 1e-15;

    // Beside any relaxation of a tissue [ms].
    private const double LongAfter = 1e12;

    private static readonly double Gamma = 1 - Math.Sqrt(0.5);

    private readonly TetPartition tets;
    private readonly double[] volumes, residual, outflow, baseline, slope1, slope2, open1, open2, scratch;
    private readonly double[] stage1, stage2;
    private readonly ReproducibleConjugateGradient symmetric;
    private readonly ReproducibleBiCGStab general;
    private readonly double tolerance;
    private readonly BinnedSum[] sum = [new()];
    private readonly long[] message = new long[BinnedSum.MessageLength];
    private readonly double[] total = new double[1];
    private double goal1, goal2;

    public ImplicitStep(TetPartition tets, double[] volumes, double tolerance)
    {
        this.tets = tets;
        this.volumes = volumes;
        this.tolerance = tolerance;
        int n = tets.Count;
        (residual, outflow, baseline, scratch) = (new double[n], new double[n], new double[n], new double[n]);
        (slope1, slope2, open1, open2) = (new double[n], new double[n], new double[n], new double[n]);
        (stage1, stage2) = (new double[tets.All], new double[tets.All]);
        symmetric = new ReproducibleConjugateGradient(tets.Ranks, n, tets.Near);
        general = new ReproducibleBiCGStab(tets.Ranks, n, tets.All);
        Change = new double[n];
        Open = new double[n];
    }

    /// <summary>Change of concentration over the step [mM].</summary>
    public double[] Change { get; }

    /// <summary>What left through held faces over the step [mM um^3].</summary>
    public double[] Open { get; }

    /// <summary>Linear iterations since the start, for the log and the benchmarks.</summary>
    public long Iterations { get; private set; }

    /// <summary>SDIRK2 with the full flux; false where a stage does not converge. Collective.</summary>
    /// <param name="warm">Starts from the stages of the last call: for the same step with a slightly different rate.</param>
    public bool SecondOrder(SpeciesField s, ReadOnlySpan<double> rate, double step, bool warm)
    {
        int n = tets.Count;
        double h = Gamma * step;
        ReadOnlySpan<double> c = s.Concentration.AsSpan(0, n);
        if (!Stage(s, c, rate, h, stage1, slope1, open1, ref goal1, warm, corrected: true)) return false;
        for (int t = 0; t < n; t++) baseline[t] = c[t] + (1 - Gamma) * step * slope1[t];
        if (!Stage(s, baseline, rate, h, stage2, slope2, open2, ref goal2, warm, corrected: true)) return false;
        double a = (1 - Gamma) * step, b = Gamma * step;
        for (int t = 0; t < n; t++)
        {
            Change[t] = a * slope1[t] + b * slope2[t];
            Open[t] = a * open1[t] + b * open2[t];
        }
        if (s.Walls is { } walls)
            for (int t = 0; t < n; t++) walls.Exposure[t] = a * stage1[t] + b * stage2[t];
        return true;
    }

    /// <summary>The steady state under a constant rate, with the full flux; false where it is not found. Collective.</summary>
    public bool Steady(SpeciesField s, ReadOnlySpan<double> rate, Span<double> steady)
    {
        int n = tets.Count;
        s.Concentration.AsSpan(0, n).CopyTo(stage1);
        goal1 = RoundingFloor * Size(s.Concentration.AsSpan(0, n));
        if (!Stage(s, s.Concentration.AsSpan(0, n), rate, LongAfter, stage1, slope1, open1, ref goal1, warm: true, corrected: true)) return false;
        stage1.AsSpan(0, n).CopyTo(steady);
        return true;
    }

    /// <summary>Implicit Euler with the two-point flux. Collective.</summary>
    public bool Monotone(SpeciesField s, ReadOnlySpan<double> rate, double step)
    {
        if (!Stage(s, s.Concentration.AsSpan(0, tets.Count), rate, step, stage1, slope1, open1, ref goal1, warm: false, corrected: false)) return false;
        TensorPrimitives.Multiply(slope1, step, Change);
        TensorPrimitives.Multiply(open1, step, Open);
        if (s.Walls is { } walls) TensorPrimitives.Multiply(stage1.AsSpan(0, tets.Count), step, walls.Exposure);
        return true;
    }

    /// <summary>
    /// Solves V (y - start) / h = V (rate - loss y) - De outflow(y), and leaves slope = rate - loss y - De outflow(y) / V with the outflow face by face.
    /// </summary>
    private bool Stage(SpeciesField s, ReadOnlySpan<double> start, ReadOnlySpan<double> rate, double h, double[] y,
        double[] slope, double[] open, ref double goal, bool warm, bool corrected)
    {
        corrected &= !s.Fluxes.IsTwoPoint;
        s.Stage.Set(s.Effective, h);
        s.Corrected?.Set(s.Effective, h);
        if (!warm)
        {
            for (int t = 0; t < rate.Length; t++) y[t] = start[t] + h * rate[t];
        }
        double norm = Residual(s, start, rate, h, y, open, corrected), first = norm;
        if (!warm) goal = Math.Max(tolerance * first, RoundingFloor * Size(start));
        for (int k = 0; norm > goal; k++)
        {
            if (k == MaxRefinements || !double.IsFinite(norm)) return false;
            var solved = corrected
                ? general.Solve(s.Corrected!, residual, y, 0.5 * goal)
                : symmetric.Solve(s.Stage, residual, y, 0.5 * goal);
            Iterations += solved.Iterations;
            double before = norm;
            norm = Residual(s, start, rate, h, y, open, corrected);
            if (norm > 0.5 * before && norm > goal)
            {
                if (norm < 1e-6 * first) break; // what rounding leaves when the diffusivity is large
                return false;
            }
        }
        for (int t = 0; t < rate.Length; t++) slope[t] = rate[t] - s.Effective * outflow[t] / volumes[t];
        if (s.Walls is { } walls)
            for (int t = 0; t < rate.Length; t++) slope[t] -= walls.Loss[t] * y[t];
        if (s.Fluxes.HasClamps) TensorPrimitives.Multiply(open, s.Effective, open);
        return true;
    }

    /// <summary>Leaves the residual; returns its norm in the measure of the solver that will reduce it.</summary>
    private double Residual(SpeciesField s, ReadOnlySpan<double> start, ReadOnlySpan<double> rate, double h, double[] y, double[] open, bool corrected)
    {
        s.Fluxes.Outflow(y, outflow, open, corrected);
        for (int t = 0; t < start.Length; t++)
            residual[t] = volumes[t] * (rate[t] + (start[t] - y[t]) / h) - s.Effective * outflow[t];
        if (s.Walls is { } walls)
            for (int t = 0; t < start.Length; t++) residual[t] -= volumes[t] * walls.Loss[t] * y[t];
        TensorPrimitives.Divide(residual, corrected ? s.Corrected!.Diagonal : s.Stage.Diagonal, scratch);
        return Size(scratch);
    }

    private double Size(ReadOnlySpan<double> values)
    {
        sum[0].Clear();
        sum[0].AddProducts(values, values);
        BinnedSum.Totals(tets.Ranks, sum, message, total);
        return Math.Sqrt(total[0]);
    }
}

using System.Numerics;
using System.Runtime.InteropServices;

namespace Multiscale.Numerics;

public enum StiffOutcome
{
    Done,

    /// <summary>No step, however small, gave finite rates and an error within the tolerances.</summary>
    StepTooSmall,

    TooManySteps,

    /// <summary>A state has left its bounds.</summary>
    OutOfBounds,
}

/// <summary>What the step-size control remembers between two calls, so that a run in pieces does not start anew in each.</summary>
/// <param name="Step">The step to try next; 0: unknown.</param>
/// <param name="AcceptedStep">Size of the last accepted step.</param>
/// <param name="AcceptedError">Scaled error of the last accepted step.</param>
public readonly record struct StepMemory(double Step, double AcceptedStep, double AcceptedError);

/// <summary>
/// Adaptive, L-stable, stiffly accurate Rosenbrock integrator with an analytic Jacobian, dense LU and the predictive
/// step-size control of Gustafsson (Hairer and Wanner, Solving ODEs II, IV.7 and IV.8). One instance serves any number of systems of its dimension; steps allocate nothing.
/// </summary>
public sealed class Rosenbrock
{
    private const double Safety = 0.9, LargestGrowth = 6, LargestCut = 5;

    private readonly RosenbrockTableau tableau;
    private readonly double relative;
    private readonly double[] absolute;
    private readonly int size;
    private readonly DenseLu lu;
    private readonly double[] jacobian, timeDerivative, rates, argument, trial;
    private readonly double[][] stages;

    /// <param name="absoluteTolerances">One per component.</param>
    public Rosenbrock(RosenbrockTableau tableau, double relativeTolerance, double[] absoluteTolerances)
    {
        this.tableau = tableau;
        relative = relativeTolerance;
        absolute = absoluteTolerances;
        size = absoluteTolerances.Length;
        lu = new DenseLu(size);
        jacobian = new double[size * size];
        timeDerivative = new double[size];
        rates = new double[size];
        argument = new double[size];
        trial = new double[size];
        stages = new double[tableau.Stages][];
        for (int s = 0; s < stages.Length; s++) stages[s] = new double[size];
    }

    public long AcceptedSteps { get; private set; }

    public long RejectedSteps { get; private set; }

    /// <summary>Integrates from <paramref name="start"/> over <paramref name="span"/>; y is the state at the time reached, also after a failure.</summary>
    /// <param name="memory">Step-size memory, read and written.</param>
    /// <param name="reached">The sum of the accepted steps, added to the start.</param>
    public StiffOutcome Advance<TSystem>(ref TSystem system, double start, double span, Span<double> y, ref StepMemory memory, out double reached, long maxSteps = 1_000_000)
        where TSystem : IStiffSystem
    {
        double done = 0;
        double h = memory.Step > 0 ? memory.Step : FirstStep(ref system, start, span, y);
        double lastStep = memory.AcceptedStep, lastError = memory.AcceptedError;
        for (long step = 0; done < span; step++)
        {
            if (step == maxSteps) return Stop(StiffOutcome.TooManySteps, out reached);
            double left = span - done;
            bool last = h >= left * (1 - 1e-12);
            double dt = last ? left : h > 0.5 * left ? 0.5 * left : h;
            double t = start + done;

            system.Jacobian(t, y, jacobian);
            if (system.DependsOnTime) system.TimeDerivative(t, y, timeDerivative);
            bool rejected = false;
            double error;
            while (!((error = Try(ref system, t, dt, y)) <= 1))
            {
                RejectedSteps++;
                dt /= double.IsFinite(error) ? Math.Clamp(Math.Pow(error, 1.0 / tableau.Order) / Safety, rejected ? 2 : 1.1, LargestCut) : 10;
                rejected = true;
                last = false;
                if (done + 0.1 * dt == done || dt < 1e-30 * span) return Stop(StiffOutcome.StepTooSmall, out reached);
            }
            AcceptedSteps++;
            trial.AsSpan().CopyTo(y);

            double shrink = Math.Pow(error, 1.0 / tableau.Order) / Safety;
            if (lastError > 0) shrink = Math.Max(shrink, lastStep / dt * Math.Pow(error * error / lastError, 1.0 / tableau.Order) / Safety);
            double next = dt / Math.Clamp(shrink, 1 / LargestGrowth, LargestCut);
            // After a rejection steps do not grow; a step cut short to fit the span leaves the earlier proposal standing.
            h = rejected ? Math.Min(next, dt) : dt < h ? Math.Max(next, h) : next;
            lastStep = dt;
            lastError = Math.Max(error, 1e-2);
            done = last ? span : done + dt;
        }
        reached = start + done;
        memory = new StepMemory(h, lastStep, lastError);
        return StiffOutcome.Done;

        StiffOutcome Stop(StiffOutcome outcome, out double at)
        {
            at = start + done;
            return outcome;
        }
    }

    /// <summary>One trial step into <see cref="trial"/>; returns the scaled error, NaN where rates were not finite.</summary>
    private double Try<TSystem>(ref TSystem system, double t, double h, ReadOnlySpan<double> y)
        where TSystem : IStiffSystem
    {
        double shift = 1 / (h * tableau.Gamma);
        for (int i = 0; i < size; i++)
        {
            var row = lu.Row(i);
            for (int j = 0; j < size; j++) row[j] = -jacobian[i * size + j];
            row[i] += shift;
        }
        if (!lu.Factorize()) return double.NaN;
        for (int s = 0; s < stages.Length; s++)
        {
            y.CopyTo(argument);
            double[] a = tableau.A[s], c = tableau.C[s], u = stages[s];
            for (int j = 0; j < s; j++)
                if (a[j] != 0) Accumulate(argument, a[j], stages[j]);
            system.Rates(t + tableau.Nodes[s] * h, argument, rates);
            rates.AsSpan().CopyTo(u);
            for (int j = 0; j < s; j++) Accumulate(u, c[j] / h, stages[j]);
            if (system.DependsOnTime && tableau.TimeWeights[s] != 0) Accumulate(u, tableau.TimeWeights[s] * h, timeDerivative);
            lu.Solve(u);
        }
        argument.CopyTo(trial, 0);
        Accumulate(trial, 1, stages[^1]);
        return ScaledError(y);
    }

    private double ScaledError(ReadOnlySpan<double> y)
    {
        double largest = 0;
        double[] error = stages[^1];
        for (int i = 0; i < size; i++)
        {
            double e = Math.Abs(error[i]) / (absolute[i] + relative * Math.Max(Math.Abs(y[i]), Math.Abs(trial[i])));
            if (!(e <= largest)) largest = e;
        }
        return largest;
    }

    private static void Accumulate(Span<double> target, double factor, ReadOnlySpan<double> source)
    {
        var wide = MemoryMarshal.Cast<double, Vector<double>>(target);
        var from = MemoryMarshal.Cast<double, Vector<double>>(source);
        for (int k = 0; k < wide.Length; k++) wide[k] += factor * from[k];
        for (int i = wide.Length * Vector<double>.Count; i < target.Length; i++) target[i] += factor * source[i];
    }

    /// <summary>A step over which an explicit Euler step moves the state by about a hundredth of its tolerance-weighted size.</summary>
    private double FirstStep<TSystem>(ref TSystem system, double t, double span, ReadOnlySpan<double> y)
        where TSystem : IStiffSystem
    {
        system.Rates(t, y, rates);
        double state = 0, slope = 0;
        for (int i = 0; i < size; i++)
        {
            double weight = absolute[i] + relative * Math.Abs(y[i]);
            state += y[i] / weight * (y[i] / weight);
            slope += rates[i] / weight * (rates[i] / weight);
        }
        double h = slope > 0 && double.IsFinite(slope) ? 0.01 * Math.Pow(relative, 1.0 / tableau.Order) * Math.Sqrt(state / slope) : 1e-3 * span;
        return Math.Clamp(h, 1e-20 * span, span);
    }
}

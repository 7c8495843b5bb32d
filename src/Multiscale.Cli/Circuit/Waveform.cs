using Multiscale.Core;
using Multiscale.Formats;
using Multiscale.Neurons;

namespace Multiscale.Cli;

/// <summary>
/// The course of a signal in time, as the Blue Brain's neurodamus builds it: points joined by straight lines. Random ones come from numbers keyed by seed, input
/// and cell, so that they depend on neither ranks nor order.
/// </summary>
internal static class Waveform
{
    /// <param name="unit">What amplitudes are multiplied by [nA, uS]: 1, or a hundredth of the cell's threshold current or input conductance.</param>
    /// <param name="end">End of the run [ms]: no points are made beyond it.</param>
    public static CurrentCourse? Of(CurrentSignal signal, double unit, double holding, CounterRandom random, double end)
    {
        double least = signal.Reversal is null ? double.NegativeInfinity : 0; // a conductance never falls below
        double from = signal.Delay, length = Math.Min(signal.Duration, end - signal.Delay);
        if (!(length > 0)) return null;
        switch (signal)
        {
            case LinearSignal s: return Line(from, signal.Duration, unit * s.Start, unit * s.End);
            case HoldingSignal: return Line(from, signal.Duration, holding, holding);
            case PulseSignal s: return Pulses(s, length);
            case SineSignal s: return Sampled(from, length, s.Step, (_, t) => s.Amplitude * Math.Sin(2 * Math.PI * 1e-3 * s.Frequency * t));
            case NoiseSignal s:
                double deviation = Math.Sqrt(unit * s.Variance);
                return Sampled(from, length, s.Step, (k, _) => unit * s.Mean + deviation * random.Normal((ulong)k));
            case OrnsteinUhlenbeckSignal s:
                // Exact update whatever the step (Gillespie 1996, Phys Rev E 54:2084); the first value is the mean.
                double keeps = s.Tau > 1e-9 ? Math.Exp(-s.Step / s.Tau) : 0, kick = unit * s.Deviation * Math.Sqrt(1 - keeps * keeps), state = 0;
                return Sampled(from, length, s.Step, (k, _) =>
                {
                    if (k > 0) state = state * keeps + kick * random.Normal((ulong)k);
                    return Math.Max(least, unit * s.Mean + state);
                });
            case ShotSignal s: return Shots(from, length, s.Step, s.Rise, s.Decay, s.Rate, s.Mean, s.Variance, random);
            case ScaledShotSignal s:
                // Campbell's theorem for bi-exponential shots (Rice 1944, Bell Syst Tech J 23:282): mean and variance of the signal from rate and heights.
                double mean = unit * s.Mean, sd = unit * s.Deviation, peak = PeakOf(s.Rise, s.Decay);
                double rate = 0.5 * (1 + s.Variation * s.Variation) * (mean * mean / (sd * sd)) / (s.Decay + s.Rise); // [1/ms]
                double height = mean * peak / rate / (s.Decay - s.Rise);
                return Shots(from, length, s.Step, s.Rise, s.Decay, 1e3 * rate, height, s.Variation * s.Variation * height * height, random);
            default: throw new ArgumentOutOfRangeException(nameof(signal), signal.GetType().Name);
        }
    }

    private static CurrentCourse Line(double from, double length, double first, double last) => new([from, from + length], [first, last]);

    private static CurrentCourse Pulses(PulseSignal s, double length)
    {
        double period = 1e3 / s.Frequency;
        List<double> times = [s.Delay], values = [0];
        for (int k = 0; k * period < length; k++)
        {
            double start = s.Delay + k * period, stop = Math.Min(start + Math.Min(s.Width, period), s.Delay + length);
            times.AddRange([start, start, stop, stop]);
            values.AddRange([0, s.Amplitude, s.Amplitude, 0]);
        }
        return new CurrentCourse([.. times], [.. values]);
    }

    /// <summary>Values every step from the start; the last one stays until the end.</summary>
    private static CurrentCourse Sampled(double from, double length, double step, Func<int, double, double> value)
    {
        int count = (int)Math.Ceiling(length / step) + 1;
        double[] times = new double[count], values = new double[count];
        for (int k = 0; k < count; k++) (times[k], values[k]) = (from + k * step, value(k, k * step));
        return new CurrentCourse(times, values);
    }

    private static CurrentCourse Shots(double from, double length, double step, double rise, double decay, double rate, double mean, double variance, CounterRandom random)
    {
        int count = (int)Math.Ceiling(length / step) + 1;
        var impulses = new double[count];
        var draw = new Draws(random);
        double sign = Math.Sign(mean), scale = variance / Math.Abs(mean), shape = Math.Abs(mean) / scale;
        for (double t = draw.Exponential(1e3 / rate); t < length; t += draw.Exponential(1e3 / rate))
        {
            int k = (int)Math.Round(t / step);
            double height = sign * draw.Gamma(shape, scale);
            if (k < count) impulses[k] += height;
        }
        // Two cascaded exponential filters; a unit impulse gives (a^n - b^n) / peak.
        double a = Math.Exp(-step / decay), b = Math.Exp(-step / rise), slow = 0, fast = 0, peak = PeakOf(rise, decay);
        return Sampled(from, length, step, (k, _) =>
        {
            if (k > 0) (slow, fast) = (a * slow, b * fast);
            (slow, fast) = (slow + impulses[k] / peak, fast + impulses[k] / peak);
            return slow - fast;
        });
    }

    /// <summary>Largest value of exp(-t/decay) - exp(-t/rise).</summary>
    private static double PeakOf(double rise, double decay)
    {
        double t = Math.Log(decay / rise) / (1 / rise - 1 / decay);
        return Math.Exp(-t / decay) - Math.Exp(-t / rise);
    }

    /// <summary>Random numbers one after the other.</summary>
    private sealed class Draws(CounterRandom random)
    {
        private ulong next;

        public double Uniform() => 1 - random.Uniform(next++);

        public double Exponential(double mean) => -mean * Math.Log(Uniform());

        /// <summary>Gamma (Marsaglia and Tsang 2000, ACM Trans Math Softw 26:363).</summary>
        public double Gamma(double shape, double scale)
        {
            if (shape < 1) return Gamma(shape + 1, scale) * Math.Pow(Uniform(), 1 / shape);
            double d = shape - 1.0 / 3, c = 1 / Math.Sqrt(9 * d);
            while (true)
            {
                double x = Math.Sqrt(-2 * Math.Log(Uniform())) * Math.Cos(2 * Math.PI * Uniform()), v = 1 + c * x;
                if (v <= 0) continue;
                v = v * v * v;
                if (Math.Log(Uniform()) < 0.5 * x * x + d - d * v + d * Math.Log(v)) return scale * d * v;
            }
        }
    }
}

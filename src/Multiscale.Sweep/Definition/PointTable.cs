using Multiscale.Core;

namespace Multiscale.Sweep;

/// <summary>One point of a sweep: its number, the seed of its random numbers, its values in the units of the axes.</summary>
public readonly record struct SweepPoint(long Number, long Seed, double[] Values);

/// <summary>
/// All points of a sweep, numbered from 0: the grid axes, the first one slowest, times the samples, without the points that violate a constraint; each as often as it is repeated.
/// Values are computed on demand; memory is 8 bytes a point.
/// </summary>
public sealed class PointTable
{
    // A stream of CounterRandom that no axis uses.
    private const ulong SeedStream = ulong.MaxValue;

    private readonly SweepOptions options;
    private readonly SobolSequence sobol;
    private readonly int[] sobolDimension;
    private readonly long[] kept;

    /// <exception cref="InputException">Axes or constraints cannot be read, or no point is left.</exception>
    public PointTable(SweepOptions options)
    {
        this.options = options;
        Axes = [.. options.Axes.Select(a => Axis.Of(a.Key, a.Value, options.Round))];
        if (Axes.Count == 0) throw new InputException("MS1604", "the sweep has no axes", "give at least one under `axes`");
        bool sampled = Axes.Any(a => a.Sampled);
        if (sampled && options.Samples == 0) throw new InputException("MS1604", "random and Sobol axes have no number of samples", "give `samples`");
        if (!sampled && options.Samples > 0) throw new InputException("MS1604", "`samples` without a random or Sobol axis", "remove `samples`, or set the `kind` of an axis");
        if (options is { Repeats: > 1, Seeds: SeedRule.Common }) throw new InputException("MS1604", "repeats with common random numbers are all the same", "leave out `repeats`, or set `seeds: per-point`");
        int dimensions = 0;
        sobolDimension = [.. Axes.Select(a => a.Kind == AxisKind.Sobol ? dimensions++ : -1)];
        sobol = new SobolSequence(dimensions);
        kept = Keep([.. options.Constraints.Select(c => new Constraint(c, Axes))]);
        if (kept.Length == 0) throw new InputException("MS1604", "no point meets the constraints", "relax them, or widen the axes");
    }

    public IReadOnlyList<Axis> Axes { get; }

    public int Count => checked(kept.Length * options.Repeats);

    public SweepPoint this[long number]
    {
        get
        {
            var values = new double[Axes.Count];
            Fill(kept[number / options.Repeats], values);
            return new SweepPoint(number, SeedOf(number), values);
        }
    }

    /// <summary>The overrides of the base case that make this point, as in `--set`.</summary>
    public string[] Overrides(SweepPoint point) => [.. Axes.Select((a, i) => $"{a.Parameter}={a.TextOf(point.Values[i])}")];

    private long SeedOf(long number) => options.Seeds == SeedRule.Common ? options.Seed
        : (long)(new CounterRandom((ulong)options.Seed, SeedStream).Bits((ulong)number) >> 1);

    private long[] Keep(Constraint[] constraints)
    {
        long total = Math.Max(1, options.Samples);
        foreach (var axis in Axes)
            if (!axis.Sampled) total = checked(total * axis.Values.Length);
        if (total > int.MaxValue) throw new InputException("MS1604", $"the sweep has {total} points", $"use at most {int.MaxValue}, with fewer values or samples");
        var list = new List<long>((int)total);
        var values = new double[Axes.Count];
        long met = 0;
        for (long i = 0; i < total; i++)
        {
            Fill(i, values);
            bool holds = true;
            foreach (var constraint in constraints) holds &= constraint.Holds(values);
            if (holds && met++ % options.Every == 0) list.Add(i);
        }
        return [.. list];
    }

    /// <summary>The values at position <paramref name="index"/> of the full table.</summary>
    private void Fill(long index, double[] values)
    {
        int samples = Math.Max(1, options.Samples);
        long sample = index % samples, rest = index / samples;
        for (int a = Axes.Count - 1; a >= 0; a--)
        {
            var axis = Axes[a];
            if (axis.Sampled)
            {
                double u = axis.Kind == AxisKind.Sobol ? sobol[sample, sobolDimension[a]] : new CounterRandom((ulong)options.Seed, (ulong)a).Uniform((ulong)sample);
                double value = axis.From + u * (axis.To - axis.From);
                values[a] = options.Round is { } digits ? Math.Round(value, digits, MidpointRounding.ToEven) : value;
                continue;
            }
            values[a] = axis.Values[rest % axis.Values.Length];
            rest /= axis.Values.Length;
        }
    }
}

using Multiscale.Core;

namespace Multiscale.BloodFlow;

/// <summary>A number over time from a table; constant before the first and after the last time.</summary>
public sealed class Course
{
    private readonly double[] times, values;
    private readonly Interpolation interpolation;

    /// <exception cref="InputException">Times do not ascend, or there are not as many values.</exception>
    public Course(CourseOptions options)
    {
        times = [.. options.Times];
        values = [.. options.Values];
        interpolation = options.Interpolation;
        if (times.Length == 0 || times.Length != values.Length)
            throw new InputException("MS0631", $"a course has {times.Length} times and {values.Length} values", "give as many values as times, at least one");
        for (int i = 1; i < times.Length; i++)
            if (!(times[i] > times[i - 1])) throw new InputException("MS0631", $"times of a course do not ascend: {times[i - 1]} ms, {times[i]} ms", "sort them and give each once");
    }

    public double At(double milliseconds)
    {
        if (milliseconds <= times[0]) return values[0];
        int after = 1;
        while (after < times.Length && times[after] < milliseconds) after++;
        if (after == times.Length) return values[^1];
        double x = (milliseconds - times[after - 1]) / (times[after] - times[after - 1]);
        if (interpolation == Interpolation.Smoothstep) x = x * x * x * (10 - 15 * x + 6 * x * x);
        return values[after - 1] + x * (values[after] - values[after - 1]);
    }
}

using System.Globalization;
using Multiscale.Core;

namespace Multiscale.BloodFlow;

/// <summary>A number over time: a table, constant before its first and after its last time, times a pulse.</summary>
public sealed class Course
{
    private readonly double[] times, values;
    private readonly Interpolation interpolation;
    private readonly PulseOptions? pulse;

    /// <exception cref="InputException">Times do not ascend, there are not as many values, or the file is no table of two columns.</exception>
    public Course(CourseOptions options)
    {
        (times, values) = options.File is { } file ? Read(file) : ([.. options.Times], [.. options.Values]);
        interpolation = options.Interpolation;
        pulse = options.Pulse;
        if (times.Length == 0 && pulse is not null) (times, values) = ([0], [1]);
        var place = options.File?.Location;
        if (times.Length == 0 || times.Length != values.Length)
            throw new InputException("MS0631", $"a course has {times.Length} times and {values.Length} values", "give as many values as times, at least one, or a pulse", place);
        for (int i = 1; i < times.Length; i++)
            if (!(times[i] > times[i - 1])) throw new InputException("MS0631", $"times of a course do not ascend: {times[i - 1]} ms, {times[i]} ms", "sort them and give each once", place);
    }

    /// <summary>Smallest value of the table, without its pulse.</summary>
    public double Lowest => values.Min();

    public double At(double milliseconds)
    {
        double beat = pulse is null ? 1 : 1 + pulse.Amplitude * Math.Sin(2 * Math.PI * (1e-3 * pulse.Frequency * milliseconds + pulse.Phase));
        return beat * Table(milliseconds);
    }

    private double Table(double milliseconds)
    {
        if (milliseconds <= times[0]) return values[0];
        int after = 1;
        while (after < times.Length && times[after] < milliseconds) after++;
        if (after == times.Length) return values[^1];
        double x = (milliseconds - times[after - 1]) / (times[after] - times[after - 1]);
        if (interpolation == Interpolation.Smoothstep) x = x * x * x * (10 - 15 * x + 6 * x * x);
        return values[after - 1] + x * (values[after] - values[after - 1]);
    }

    private static (double[] Times, double[] Values) Read(InputPath file)
    {
        List<double> times = [], values = [];
        int line = 0;
        foreach (string text in File.ReadLines(file.FullPath))
        {
            line++;
            if (string.IsNullOrWhiteSpace(text)) continue;
            var cells = text.Split(',');
            bool numbers = cells.Length == 2 & double.TryParse(cells[0], CultureInfo.InvariantCulture, out double time) & double.TryParse(cells[^1], CultureInfo.InvariantCulture, out double value);
            if (!numbers && line == 1) continue;
            if (!numbers || !double.IsFinite(time) || !double.IsFinite(value))
                throw new InputException("MS0631", $"'{text.Trim()}' is not a time and a value", "give two numbers separated by a comma: time in ms, value", new SourceLocation(file.FullPath, line, 1));
            times.Add(time);
            values.Add(value);
        }
        return ([.. times], [.. values]);
    }
}

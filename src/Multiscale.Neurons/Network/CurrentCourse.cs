namespace Multiscale.Neurons;

/// <summary>
/// A factor that follows a course in time: straight between its points, two points at one time being a jump, 0 before the first and after the last.
/// Cells may share one.
/// </summary>
public sealed class CurrentCourse
{
    private readonly double[] times, values, integral; // [ms], [1], [ms] from the first point

    /// <param name="times">Ascending [ms].</param>
    public CurrentCourse(double[] times, double[] values)
    {
        if (times.Length != values.Length || times.Length < 2) throw new ArgumentException($"{times.Length} times and {values.Length} values make no course", nameof(times));
        for (int i = 1; i < times.Length; i++)
            if (!(times[i] >= times[i - 1])) throw new ArgumentException($"{times[i]} ms after {times[i - 1]} ms", nameof(times));
        (this.times, this.values) = (times, values);
        integral = new double[times.Length];
        for (int i = 1; i < times.Length; i++) integral[i] = integral[i - 1] + 0.5 * (values[i - 1] + values[i]) * (times[i] - times[i - 1]);
    }

    /// <summary>The value at a time [ms]; at a jump, that after it.</summary>
    public double At(double time)
    {
        if (time < times[0] || time >= times[^1]) return 0;
        int i = Before(time);
        return values[i] + (values[i + 1] - values[i]) * (time - times[i]) / (times[i + 1] - times[i]);
    }

    /// <summary>Integral over [from, to] [ms].</summary>
    public double Integral(double from, double to) => IntegralTo(to) - IntegralTo(from);

    private double IntegralTo(double time)
    {
        if (time <= times[0]) return 0;
        if (time >= times[^1]) return integral[^1];
        int i = Before(time);
        double h = time - times[i], slope = (values[i + 1] - values[i]) / (times[i + 1] - times[i]);
        return integral[i] + h * (values[i] + 0.5 * slope * h);
    }

    /// <summary>The last point at or before a time within the course.</summary>
    private int Before(double time)
    {
        int low = 0, high = times.Length - 1;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            if (times[middle] <= time) low = middle;
            else high = middle;
        }
        return low;
    }
}

namespace Multiscale.Core;

/// <summary>A point in, or span of, simulated time: an integer count of picoseconds, so that clocks never drift.</summary>
public readonly record struct SimTime(long Picoseconds) : IComparable<SimTime>
{
    public const double PicosecondsPerMillisecond = 1e9;

    public static SimTime Zero => new(0);

    public double Milliseconds => Picoseconds / PicosecondsPerMillisecond;

    public double Seconds => Picoseconds / (1e3 * PicosecondsPerMillisecond);

    /// <summary>The nearest whole picosecond to <paramref name="milliseconds"/>.</summary>
    /// <exception cref="InputException">The value is not finite or does not fit (about 106 days).</exception>
    public static SimTime FromMilliseconds(double milliseconds)
    {
        double ps = Math.Round(milliseconds * PicosecondsPerMillisecond);
        return double.IsFinite(ps) && Math.Abs(ps) < 9e18
            ? new SimTime((long)ps)
            : throw new InputException("MS0101", $"time {milliseconds} ms is out of range", "use a finite time below 100 days");
    }

    public bool IsMultipleOf(SimTime period) => period.Picoseconds > 0 && Picoseconds % period.Picoseconds == 0;

    public int CompareTo(SimTime other) => Picoseconds.CompareTo(other.Picoseconds);

    public static SimTime operator +(SimTime a, SimTime b) => new(checked(a.Picoseconds + b.Picoseconds));

    public static SimTime operator -(SimTime a, SimTime b) => new(checked(a.Picoseconds - b.Picoseconds));

    public static SimTime operator *(SimTime a, long n) => new(checked(a.Picoseconds * n));

    public static long operator /(SimTime a, SimTime b) => a.Picoseconds / b.Picoseconds;

    public static bool operator <(SimTime a, SimTime b) => a.Picoseconds < b.Picoseconds;

    public static bool operator >(SimTime a, SimTime b) => a.Picoseconds > b.Picoseconds;

    public static bool operator <=(SimTime a, SimTime b) => a.Picoseconds <= b.Picoseconds;

    public static bool operator >=(SimTime a, SimTime b) => a.Picoseconds >= b.Picoseconds;

    public override string ToString() => $"{Milliseconds} ms";
}

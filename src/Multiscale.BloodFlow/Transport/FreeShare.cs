namespace Multiscale.BloodFlow;

/// <summary>
/// What is free of a solute in blood [mM]: all of it, or what a Hill curve leaves, free = half (capacity / c - 1)^(-1/n); where what is dissolved counts,
/// c = free + capacity free^n / (half^n + free^n).
/// </summary>
/// <param name="capacity">Bound concentration at which the red cells are full [mM].</param>
internal readonly struct FreeShare(BindingOptions? binding, double capacity)
{
    /// <summary>Free concentration at a total of c, and its slope.</summary>
    public (double Free, double Slope) At(double c)
    {
        if (binding is null) return (c, 1);
        if (binding.Dissolved) return Dissolved(c);
        double rest = capacity / c - 1, free = binding.Half * Math.Pow(rest, -1 / binding.Exponent);
        return (free, free / (binding.Exponent * rest) * capacity / (c * c));
    }

    /// <summary>Whether blood can carry a total of c.</summary>
    public bool Holds(double c) => binding is null || c > 0 && (binding.Dissolved || c < capacity);

    /// <summary>Total concentration at which so much is free.</summary>
    public double Total(double free) => binding is null ? free : Bound(free) + (binding.Dissolved ? free : 0);

    /// <summary>Places on red cells that are empty at a total of c [mM].</summary>
    public double Vacant(double c) => binding is null ? 0 : capacity - (binding.Dissolved ? c - At(c).Free : c);

    private double Bound(double free)
    {
        double bound = Math.Pow(free / binding!.Half, binding.Exponent);
        return capacity * bound / (1 + bound);
    }

    /// <summary>Newton's iteration for the free part, kept between bounds that it narrows.</summary>
    private (double Free, double Slope) Dissolved(double c)
    {
        if (c <= 0) return (0, capacity > 0 ? 0 : 1);
        double low = 0, high = c, n = binding!.Exponent;
        double free = c < capacity ? Math.Min(c, binding.Half * Math.Pow(capacity / c - 1, -1 / n)) : c - capacity > 0 ? c - capacity : 0.5 * c;
        for (int k = 0; ; k++)
        {
            double x = Math.Pow(free / binding.Half, n), slope = 1 + capacity * n * x / (free * (1 + x) * (1 + x));
            double excess = free + capacity * x / (1 + x) - c;
            if (excess > 0) high = free;
            else low = free;
            double next = free - excess / slope;
            if (!(next > low && next < high)) next = 0.5 * (low + high);
            if (Math.Abs(next - free) <= 1e-15 * free || k == 100) return (next, 1 / slope);
            free = next;
        }
    }
}

namespace Multiscale.BloodFlow;

/// <summary>What is free of a solute in blood [mM]: all of it, or what a Hill curve leaves, free = half (capacity / c - 1)^(-1/n).</summary>
/// <param name="capacity">Total concentration at which the red cells are full [mM].</param>
internal readonly struct FreeShare(BindingOptions? binding, double capacity)
{
    /// <summary>Free concentration at a total of c, and its slope.</summary>
    public (double Free, double Slope) At(double c)
    {
        if (binding is null) return (c, 1);
        double rest = capacity / c - 1, free = binding.Half * Math.Pow(rest, -1 / binding.Exponent);
        return (free, free / (binding.Exponent * rest) * capacity / (c * c));
    }

    /// <summary>Whether blood can carry a total of c.</summary>
    public bool Holds(double c) => binding is null || c > 0 && c < capacity;

    /// <summary>Total concentration at which so much is free.</summary>
    public double Total(double free)
    {
        if (binding is null) return free;
        double bound = Math.Pow(free / binding.Half, binding.Exponent);
        return capacity * bound / (1 + bound);
    }
}

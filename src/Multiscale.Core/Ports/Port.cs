namespace Multiscale.Core;

public enum PortDirection
{
    /// <summary>The solver writes it during Advance.</summary>
    Offers,

    /// <summary>The solver reads it during Advance.</summary>
    Takes,
}

/// <summary>How a quantity maps between entity sets.</summary>
public enum Measure
{
    /// <summary>An amount: mapped conservatively, the total is kept.</summary>
    Extensive,

    /// <summary>A density or concentration: mapped consistently, a constant stays that constant.</summary>
    Intensive,
}

/// <summary>How a quantity relates to the window.</summary>
public enum Sampling
{
    /// <summary>The integral over the last Advance; several are summed until their destination is due.</summary>
    Integral,

    /// <summary>The value at the end of the last Advance; the latest replaces the one before.</summary>
    Instant,
}

/// <summary>A named quantity a solver offers or takes: one value per owned entity of its set.</summary>
public sealed class Port(string name, PortDirection direction, EntitySet set, Unit unit, Measure measure, Sampling sampling)
{
    private double[]? values;
    private double initial;

    public string Name { get; } = name;

    public PortDirection Direction { get; } = direction;

    public EntitySet Set { get; } = set;

    public Unit Unit { get; } = unit;

    public Measure Measure { get; } = measure;

    public Sampling Sampling { get; } = sampling;

    /// <summary>
    /// Values in <see cref="Unit"/>, in the order of <see cref="EntitySet.OwnedIds"/>; shared memory between solver and exchange.
    /// A taken port holds its initial value until an exchange writes to it, and keeps the last one delivered. Takes no memory until it is first read.
    /// </summary>
    public double[] Values => values ??= Start();

    public static Port Offers(string name, EntitySet set, string unit, Measure measure, Sampling sampling) =>
        new(name, PortDirection.Offers, set, Unit.Parse(unit), measure, sampling);

    public static Port Takes(string name, EntitySet set, string unit, Measure measure, Sampling sampling, double initial = 0) =>
        new(name, PortDirection.Takes, set, Unit.Parse(unit), measure, sampling) { initial = initial };

    private double[] Start()
    {
        var start = new double[Set.Count];
        if (initial != 0) Array.Fill(start, initial);
        return start;
    }

    public override string ToString() => $"{Name} [{Unit}] on {Set.Name}";
}

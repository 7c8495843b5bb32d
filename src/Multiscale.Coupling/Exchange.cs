using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Coupling;

/// <summary>How an instant quantity is carried into the windows of its destination.</summary>
public enum Extrapolation
{
    /// <summary>The latest value, frozen.</summary>
    None,

    /// <summary>Linear from the last two values, evaluated in the middle of the destination's window (second order).</summary>
    Linear,
}

/// <summary>
/// Port -> mapping -> port. Integrals are summed until the destination is due; instants are replaced.
/// The factor between the two units is derived from their dimensions, never typed in.
/// </summary>
public sealed class Exchange
{
    private readonly double[] pending, delivered, previous;
    private readonly double factor;
    private readonly ReproducibleSum sum = new();
    private SimTime valueTime, previousTime;

    /// <param name="conserves">Name of the conserved quantity that this exchange carries (K, Na, Ca, ATP), null for a signal.</param>
    /// <exception cref="InputException">The two ports do not fit in dimension, measure or sampling.</exception>
    public Exchange(ISolver source, Port offered, Mapping mapping, ISolver destination, Port taken,
        Extrapolation extrapolation = Extrapolation.None, string? conserves = null, bool enabled = true)
    {
        Source = source;
        Offered = offered;
        Mapping = mapping;
        Destination = destination;
        Taken = taken;
        Extrapolation = extrapolation;
        Conserves = conserves;
        Enabled = enabled;
        var carried = new Unit(offered.Unit.Text, offered.Unit.Dimension * mapping.Unit.Dimension, offered.Unit.Scale * mapping.Unit.Scale);
        if (carried.Dimension != taken.Unit.Dimension)
            throw new InputException("MS0110", $"exchange {Name}: {offered} times mapping [{mapping.Unit}] does not fit {taken}", "join ports of the same dimension");
        if (offered.Sampling != taken.Sampling)
            throw new InputException("MS0111", $"exchange {Name}: {offered} is {offered.Sampling} and {taken} is {taken.Sampling}", "join integrals with integrals and instants with instants");
        factor = carried.FactorTo(taken.Unit);
        pending = new double[offered.Values.Length];
        delivered = new double[taken.Values.Length];
        previous = new double[taken.Values.Length];
    }

    public string Name => $"{Source.Name}.{Offered.Name} -> {Destination.Name}.{Taken.Name}";

    public ISolver Source { get; }

    public Port Offered { get; }

    public Mapping Mapping { get; }

    public ISolver Destination { get; }

    public Port Taken { get; }

    public Extrapolation Extrapolation { get; }

    public string? Conserves { get; }

    /// <summary>A switched-off exchange delivers once, at the start, and never again: the destination keeps its initial coupled value.</summary>
    public bool Enabled { get; }

    /// <summary>Sum of all that was collected from the source, and of its absolute values, in the source's unit.</summary>
    public double Collected { get; private set; }

    public double CollectedGross { get; private set; }

    /// <summary>Sum of all that was delivered, in the destination's unit.</summary>
    public double Delivered { get; private set; }

    /// <summary>Sum of what was collected and waits for its destination to be due, in the source's unit. Collective.</summary>
    public double InTransit()
    {
        sum.Clear();
        sum.Add(pending);
        return sum.Total(Mapping.Rows.Ranks);
    }

    /// <summary>Delivers the initial value of an instant quantity, so that solvers start from coupled inputs.</summary>
    public void Initialize()
    {
        if (Offered.Sampling == Sampling.Integral) return;
        Mapping.Apply(Offered.Values, delivered);
        Scale(delivered);
        delivered.CopyTo(previous, 0);
        delivered.CopyTo(Taken.Values, 0);
    }

    /// <summary>What the destination would be given now, without booking it: for the search of a rest, in which amounts are those of one second. Collective.</summary>
    public void Preview()
    {
        Mapping.Apply(Offered.Values, Taken.Values);
        Scale(Taken.Values);
    }

    /// <summary>After the source has advanced. Collective.</summary>
    public void Collect()
    {
        if (!Enabled) return;
        if (Offered.Sampling == Sampling.Integral)
        {
            for (int i = 0; i < pending.Length; i++) pending[i] += Offered.Values[i];
            if (Conserves is null) return;
            sum.Clear();
            sum.Add(Offered.Values);
            Collected += sum.Total(Mapping.Rows.Ranks);
            sum.Clear();
            foreach (double value in Offered.Values) sum.Add(Math.Abs(value));
            CollectedGross += sum.Total(Mapping.Rows.Ranks);
        }
        else
        {
            delivered.CopyTo(previous, 0);
            previousTime = valueTime;
            valueTime = Source.Time;
            Mapping.Apply(Offered.Values, delivered);
            Scale(delivered);
        }
    }

    /// <summary>Before the destination advances over <paramref name="window"/>. Collective.</summary>
    public void Deliver(Window window)
    {
        if (!Enabled) return;
        if (Offered.Sampling == Sampling.Integral) DeliverIntegral();
        else DeliverInstant(window);
    }

    private void DeliverIntegral()
    {
        Mapping.Apply(pending, Taken.Values);
        Scale(Taken.Values);
        Array.Clear(pending);
        if (Conserves is null) return;
        sum.Clear();
        sum.Add(Taken.Values);
        Delivered += sum.Total(Mapping.Rows.Ranks);
    }

    private void DeliverInstant(Window window)
    {
        double ahead = Extrapolation == Extrapolation.Linear && valueTime > previousTime
            ? (0.5 * (window.Start.Milliseconds + window.End.Milliseconds) - valueTime.Milliseconds) / (valueTime - previousTime).Milliseconds
            : 0;
        for (int i = 0; i < delivered.Length; i++) Taken.Values[i] = delivered[i] + ahead * (delivered[i] - previous[i]);
    }

    /// <summary>The mean of an instant quantity at the window's start and its end: for the second pass of the repeated window.</summary>
    internal double[] MeanOverWindow()
    {
        var mean = new double[delivered.Length];
        for (int i = 0; i < mean.Length; i++) mean[i] = 0.5 * (previous[i] + delivered[i]);
        return mean;
    }

    /// <summary>What it holds between windows. Collective.</summary>
    public void Save(ICheckpoint checkpoint)
    {
        checkpoint.Put(Key("pending"), Offered.Set, pending);
        checkpoint.Put(Key("delivered"), Taken.Set, delivered);
        checkpoint.Put(Key("previous"), Taken.Set, previous);
        checkpoint.PutTime(Key("time"), valueTime);
        checkpoint.PutTime(Key("previous-time"), previousTime);
        checkpoint.PutGlobal(Key("totals"), [Collected, CollectedGross, Delivered]);
    }

    public void Restore(ICheckpoint checkpoint)
    {
        checkpoint.Get(Key("pending"), Offered.Set, pending);
        checkpoint.Get(Key("delivered"), Taken.Set, delivered);
        checkpoint.Get(Key("previous"), Taken.Set, previous);
        (valueTime, previousTime) = (checkpoint.GetTime(Key("time")), checkpoint.GetTime(Key("previous-time")));
        var totals = checkpoint.GetGlobal(Key("totals"));
        (Collected, CollectedGross, Delivered) = (totals[0], totals[1], totals[2]);
    }

    private string Key(string name) => $"exchange/{Name}/{name}";

    private void Scale(double[] values)
    {
        if (factor == 1) return;
        for (int i = 0; i < values.Length; i++) values[i] *= factor;
    }
}

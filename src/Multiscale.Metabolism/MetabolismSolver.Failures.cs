using System.Globalization;
using Multiscale.Core;
using Multiscale.Numerics;

namespace Multiscale.Metabolism;

/// <summary>What became of a cell that failed.</summary>
/// <param name="Values">The states concerned and the inputs, as text.</param>
public sealed record CellFailure(long Cell, SimTime Time, FailureResponse Response, string Values)
{
    public override string ToString() => $"metabolism of cell {Cell} {(Response == FailureResponse.Clamp ? "was held at a bound" : "was excluded")} at {Time.Milliseconds:g9} ms: {Values}";
}

public sealed partial class MetabolismSolver : IBoundWatch
{
    private readonly double[] excluded;
    private readonly List<CellFailure> failures = [];

    /// <summary>Cells that were excluded or held at a bound, in the order in which it happened.</summary>
    public IReadOnlyList<CellFailure> Failures => failures;

    /// <summary>Told of every failure that does not stop the run.</summary>
    public Action<CellFailure>? Failed { get; set; }

    bool IBoundWatch.Clamps(int cell, int state, double time, double value)
    {
        if (options.OnFailure != FailureResponse.Clamp) return false;
        Report(new CellFailure(cells.OwnedIds[cell], SimTime.FromMilliseconds(1e3 * time), FailureResponse.Clamp, $"{StateNames[state]} = {Text(value)}"));
        return true;
    }

    /// <summary>Stops the run, or takes the cell out: its states stay as they are, and what it is asked for is unserved.</summary>
    private void Fail(int c)
    {
        var at = SimTime.FromMilliseconds(1e3 * outcomes[c].Reached);
        var drive = driven.AsSpan(c * inputs.Count, inputs.Count);
        string why = outcomes[c].Outcome switch { StiffOutcome.OutOfBounds => "leaves its bounds", StiffOutcome.TooManySteps => "needs too many steps", _ => "has no finite or accurate step left" };
        string values = $"{why}; {Offending(c)}; inputs {Listed(drive)}";
        if (options.OnFailure == FailureResponse.Abort)
            throw new NumericalException("MS0604", $"metabolism of cell {cells.OwnedIds[c]} failed at {at.Milliseconds} ms: {values}",
                "the unit of Jolivet et al. sustains about 0.3 mM/s of neuronal pumping at an inflow of 0.012 1/s: check the cell's volume, its activity and its supply; or choose on_failure: exclude or clamp");
        excluded[c] = 1;
        Report(new CellFailure(cells.OwnedIds[c], at, FailureResponse.Exclude, values));
    }

    private void Report(CellFailure failure)
    {
        failures.Add(failure);
        Failed?.Invoke(failure);
    }

    /// <summary>States outside their bounds, or else those nearest to one.</summary>
    private string Offending(int c)
    {
        var model = network.Model.States;
        var y = states.AsSpan(c * width, width).ToArray();
        double Distance(int s) => Math.Min(double.IsFinite(model[s].Low) ? y[s] - model[s].Low : double.PositiveInfinity, double.IsFinite(model[s].High) ? model[s].High - y[s] : double.PositiveInfinity)
            / Math.Max(Math.Abs(model[s].Initial), double.Epsilon);
        return string.Join(", ", Enumerable.Range(0, width).OrderBy(Distance).Take(4).Select(s => $"{StateNames[s]} = {Text(y[s])} {model[s].Unit}"));
    }

    private string Listed(ReadOnlySpan<double> drive)
    {
        var parts = new string[drive.Length];
        for (int i = 0; i < parts.Length; i++) parts[i] = $"{inputs[i].Name} = {Text(drive[i])} {inputs[i].Unit}";
        return string.Join(", ", parts);
    }

    private static string Text(double value) => value.ToString("g6", CultureInfo.InvariantCulture);
}

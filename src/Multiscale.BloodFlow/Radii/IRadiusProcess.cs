using Multiscale.Core;

namespace Multiscale.BloodFlow;

/// <summary>Moves the radii of the vessels a rank owns.</summary>
internal interface IRadiusProcess
{
    /// <summary>Radii [um] at <paramref name="end"/>; <paramref name="drive"/> is the synaptic release per volume [1/um^3] during the span.</summary>
    void Advance(SimTime start, SimTime end, ReadOnlySpan<double> drive, Span<double> radii);

    void Save(ICheckpoint checkpoint);

    void Restore(ICheckpoint checkpoint);
}

/// <summary>Radii that stay as they are.</summary>
internal sealed class FixedRadii : IRadiusProcess
{
    public void Advance(SimTime start, SimTime end, ReadOnlySpan<double> drive, Span<double> radii) { }

    public void Save(ICheckpoint checkpoint) { }

    public void Restore(ICheckpoint checkpoint) { }
}

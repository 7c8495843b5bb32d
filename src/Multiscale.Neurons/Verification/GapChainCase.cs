namespace Multiscale.Neurons;

/// <summary>g_gap3: three cells of c_ballstick_syn in a row, joined by gap junctions; a clamp in the first makes the others fire.</summary>
public sealed class GapChainCase : NeuronCase
{
    private const int Cells = 3;

    public override string Name => "g_gap3";

    private protected override double Step => 0.025;

    private protected override NeuronOptions Options => new() { Celsius = 6.3, InitialVoltage = -65, Accumulation = false, SpikeThreshold = 10 };

    private protected override NeuronNetwork Network { get; } = new()
    {
        Cells = [.. Enumerable.Range(0, Cells).Select(i => BallAndStickCase.Describe(i))],
        GapJunctions =
        [
            new GapJunction(0, new GapEnd(0, 0, 0.5), new GapEnd(1, 1, 0.1), 0.005),
            new GapJunction(1, new GapEnd(1, 0, 0.5), new GapEnd(2, 0, 0.5), 0.002),
        ],
        Clamps = [new CurrentClamp(0, 0, 0.5, 2, 60, 0.3, CurrentCarrier.None)],
    };

    private protected override IReadOnlyList<SpikeTrain> Trains => [.. Enumerable.Range(0, Cells).Select(i => new SpikeTrain($"cell{i}", i))];

    private protected override IReadOnlyList<TraceQuantity> Quantities =>
        [.. Enumerable.Range(0, Cells).Select(i => new TraceQuantity($"v_soma{i}_mV", "mV", 1e-6, true, s => s.VoltageAt(i, 0, 0.5)))];
}

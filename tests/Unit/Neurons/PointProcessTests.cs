using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.UnitTests;

public sealed class PointProcessTests
{
    /// <summary>
    /// The built-in synapse takes the exact mean of its conductance over a step; the same synapse as a mechanism takes midpoints between events, so
    /// the two may differ by terms of second order in the step: the difference falls fourfold with each halving, 3.2 being order 1.7.
    /// </summary>
    [Fact]
    public void Advance_SynapseAsMechanism_IsSecondOrderFromTheBuiltIn()
    {
        double[] steps = [0.1, 0.05, 0.025];
        var differences = Array.ConvertAll(steps, h => Math.Abs(Voltage(h, builtIn: true) - Voltage(h, builtIn: false)));
        Assert.True(differences[2] > 1e-9, "nothing to compare");
        Assert.InRange(differences[0] / differences[1], 3.2, 5);
        Assert.InRange(differences[1] / differences[2], 3.2, 5);
    }

    /// <summary>An event that comes first in a step acts on the whole of it but the part before: with a decay far longer than the run, g is the weight.</summary>
    [Fact]
    public void PointVariable_AfterAnEvent_HoldsItsWeight()
    {
        var solver = Solver(0.025, builtIn: false, decay: 1e14);
        solver.Advance(SimTime.FromMilliseconds(3));
        Assert.Equal(0.003, solver.PointVariable(0, "g"), 1e-12);
        Assert.Throws<InputException>(() => solver.PointVariable(0, "nothing"));
        Assert.Throws<InputException>(() => solver.PointVariable(7, "g"));
    }

    [Fact]
    public void Constructor_ParameterThatIsNone_NamesThoseThereAre()
    {
        var network = Network(false, 2) with { PointProcesses = [new PointProcess(0, "ExpSyn", 0, 0, 0.5) { Parameters = new Dictionary<string, double> { ["tua"] = 1 } }] };
        var fault = Assert.Throws<InputException>(() => new NeuronSolver(Options(0.025), network, new SerialCommunicator()));
        Assert.Equal("MS0232", fault.Diagnostics[0].Code);
        Assert.Contains("tau", fault.Diagnostics[0].Remedy, StringComparison.Ordinal);
    }

    private static double Voltage(double step, bool builtIn)
    {
        var solver = Solver(step, builtIn, 2);
        solver.Advance(SimTime.FromMilliseconds(6));
        return solver.Voltages[0];
    }

    private static NeuronSolver Solver(double step, bool builtIn, double decay) => new(Options(step), Network(builtIn, decay), new SerialCommunicator());

    private static NeuronOptions Options(double step) => new() { TimeStep = step, InitialVoltage = -65, Accumulation = false };

    private static NeuronNetwork Network(bool builtIn, double decay)
    {
        var soma = new Section(0, SectionType.Soma, -1, 0, [new(new Point3(0, 0, 0), 20), new(new Point3(20, 0, 0), 20)]);
        var network = new NeuronNetwork
        {
            Cells = [new CellDescription(0, new Morphology("soma", [soma]), CellModel.Uniform("passive", MembraneOptions.Bare with { Passive = 1e-4 }, rest: false))],
            SpikeSources = [new SpikeSource(1, [0.5123, 2.0371, 2.0871])],
        };
        return builtIn
            ? network with { Synapses = [new SynapseDescription(0, 1, 0, 0, 0.5, new SynapseKinetics(0, decay, 0, SynapticCarrier.None), 0.001, 0)] }
            : network with
            {
                PointProcesses = [new PointProcess(0, "ExpSyn", 0, 0, 0.5) { Parameters = new Dictionary<string, double> { ["tau"] = decay } }],
                Connections = [new Connection(0, 1, 0, 0, [0.001])],
            };
    }
}

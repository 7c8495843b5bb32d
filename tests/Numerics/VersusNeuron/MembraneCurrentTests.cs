using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.NumericsTests;

/// <summary>
/// A soma of 20 um, a dendrite of 300 x 2 um and a branch of 100 x 1 um of Hodgkin and Huxley's membrane, a current of 0.6 nA from 1 ms on and a synapse at 2 ms: NEURON 8.2.2's
/// i_membrane_ [nA] of each compartment every 2 ms (use_fast_imem, secondorder 0, dt 0.025 ms, usetable_hh 0).
/// </summary>
public sealed class MembraneCurrentTests
{
    private static readonly double[][] Expected =
    [
        [-0.197945873593, 0.141455515474, 0.222231046131, 0.172101958126, 0.120632234990, 0.090256089805, 0.020318673980, 0.016393031909, 0.014557323178],
        [0.724970917997, 0.089670613257, 0.002500402323, -0.021764669161, -0.055124562239, -0.057301904604, -0.021602882245, -0.028378585352, -0.032969329975],
        [0.434540726229, 0.087930542627, 0.051498153907, 0.039844274619, -0.054128423553, 0.028528179059, 0.005444246025, 0.003581177464, 0.002761123622],
        [0.388334910576, 0.085418819157, 0.054595087874, 0.038783162687, -0.004350664105, 0.023764027886, 0.005334297548, 0.004300629238, 0.003819729140],
        [0.362124874934, 0.082000281263, 0.054513850350, 0.039676104073, 0.019168939733, 0.025823419466, 0.006213627961, 0.005423760632, 0.005055141588],
    ];

    /// <summary>The same equations by the same steps; NEURON adds up ionic and capacitive currents, this program what comes along the cell: rounding of 1e-7 relative from NEURON's derivatives by differences.</summary>
    [Fact]
    public void Currents_InNeuronsSteps_AreNeuronsMembraneCurrents()
    {
        Section Cylinder(int index, SectionType type, int parent, double length, double diameter) =>
            new(index, type, parent, parent < 0 ? 0 : 1, [new(default, diameter), new(new Point3(length, 0, 0), diameter)]);
        var shape = new Morphology("stick", [Cylinder(0, SectionType.Soma, -1, 20, 20), Cylinder(1, SectionType.BasalDendrite, 0, 300, 2), Cylinder(2, SectionType.BasalDendrite, 1, 100, 1)]);
        int[] counts = [1, 5, 3];
        var solver = new NeuronSolver(
            new NeuronOptions { Method = IntegrationMethod.ImplicitEuler, Compatibility = Compatibility.Neuron, InitialVoltage = -65, Celsius = 6.3, Accumulation = false },
            new NeuronNetwork
            {
                Cells = [new CellDescription(0, shape, CellModel.Uniform("stick", MembraneOptions.Bare with { Resistivity = 100, Mechanisms = [new() { Name = "hh" }] }, rest: false)) { Discretization = new Discretization(shape, s => counts[s.Index]) }],
                Clamps = [new CurrentClamp(0, 0, 0.5, 1, 20, 0.6, CurrentCarrier.None)],
                PointProcesses = [new PointProcess(0, "ExpSyn", 0, 1, 0.7) { Parameters = new Dictionary<string, double> { ["tau"] = 2, ["e"] = 0 } }],
                Connections = [new Connection(0, 1, 0, 0, [0.01])],
                SpikeSources = [new SpikeSource(1, [2.01])],
            }, new SerialCommunicator());
        var currents = new double[9];
        foreach (double[] expected in Expected)
        {
            solver.Advance(solver.Time + SimTime.FromMilliseconds(2));
            solver.MembraneCurrents(currents);
            for (int c = 0; c < 9; c++) Assert.Equal(expected[c], currents[c], 1e-7);
        }
    }
}

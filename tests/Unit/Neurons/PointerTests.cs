using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.UnitTests;

/// <summary>POINTERs of a case; their values beside NEURON are in MechanismTraceTests.</summary>
public sealed class PointerTests
{
    /// <summary>The dendrite's mechanism sees the gate of the soma, half a step old as gates are when currents are computed.</summary>
    [Fact]
    public void Pointer_OtherSection_ReadsItsVariable()
    {
        var solver = Solver(new PointerOptions { Variable = "m_kdr", Section = 0 }, gateInSoma: true);
        solver.Advance(SimTime.FromMilliseconds(2));
        double before = solver.Variable("m_kdr")[0];
        solver.Advance(SimTime.FromMilliseconds(2.025));
        Assert.InRange(before, 0.005, 0.95);
        Assert.Equal(before, solver.Variable("seen_pointer_gate")[^1], 1e-15);
    }

    [Theory]
    [InlineData("m_kdr", 1, true, "kdr is not in section 1")]
    [InlineData("m_kdr", 7, true, "section 7 of a cell that has 2")]
    [InlineData("n_kdr", 0, true, "which no compartment has")]
    [InlineData("nothing", 0, true, "which no compartment has")]
    [InlineData(null, 0, true, "is not connected")]
    public void Constructor_PointerToNothing_SaysWhich(string? variable, int section, bool gateInSoma, string message)
    {
        var fault = Assert.Throws<InputException>(() => Solver(variable is null ? null : new PointerOptions { Variable = variable, Section = section }, gateInSoma)).Diagnostics[0];
        Assert.Equal("MS0235", fault.Code);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    private static NeuronSolver Solver(PointerOptions? pointer, bool gateInSoma)
    {
        var catalog = new MechanismCatalog { CacheFolder = null };
        catalog.Add(Path.Combine(ModFiles.Tests, "pointer_gate.mod"));
        Section[] sections =
        [
            new(0, SectionType.Soma, -1, 0, [new(new Point3(0, 0, 0), 20), new(new Point3(20, 0, 0), 20)]),
            new(1, SectionType.BasalDendrite, 0, 1, [new(new Point3(20, 0, 0), 2), new(new Point3(40, 0, 0), 2)]),
        ];
        var passive = MembraneOptions.Bare with { Passive = 1e-4 };
        var pointers = new Dictionary<string, PointerOptions>();
        if (pointer is not null) pointers["gate"] = pointer;
        var model = new CellModel
        {
            Soma = passive with { Mechanisms = gateInSoma ? [new() { Name = "kdr", Parameters = new Dictionary<string, double> { ["gbar"] = 0.01 } }] : [] },
            Dendrite = passive with { Mechanisms = [new() { Name = "pointer_gate", Pointers = pointers }] },
            Rest = false,
        };
        var network = new NeuronNetwork
        {
            Cells = [new CellDescription(0, new Morphology("two", sections), model)],
            Clamps = [new CurrentClamp(0, 0, 0.5, 0, 10, 0.5, CurrentCarrier.None)],
        };
        var options = new NeuronOptions { InitialVoltage = -65, Accumulation = false, Kept = ["seen_pointer_gate"], Compatibility = Compatibility.Neuron };
        return new NeuronSolver(options, network, new SerialCommunicator(), null, catalog);
    }
}

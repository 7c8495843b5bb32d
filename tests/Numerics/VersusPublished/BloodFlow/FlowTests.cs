using Multiscale.BloodFlow;

namespace Multiscale.NumericsTests;

/// <summary>Oracle: exact sparse solutions; tolerances 1e-9 of the largest flow and 1e-12 for the balance (in the rows).</summary>
public sealed class FlowTests
{
    [Fact]
    public void Tree56_AgreesWithTheExactSolution() =>
        Assert.All(FlowVerification.Tree56(Repository.Path("configs", "verification", "flow_tree56")), r => Assert.True(r.Pass, r.ToString()));

    [Fact]
    public void Lattice15_ThroughPetsc_AgreesWithTheExactSolution() =>
        Assert.All(FlowVerification.Compare("flow_lattice15", Folder, "flow_lattice15", maxEntries: 3, directEdges: 100), r => Assert.True(r.Pass, r.ToString()));

    [Theory]
    // Published resistances of 1 um of vessel at 1.2e-6 g/um/s, to their nine digits.
    [InlineData(1, 2.18499354e-05)]
    [InlineData(1.25, 4.95812750e-06)]
    public void Resistance_PublishedRadius_HasThePublishedValue(double radius, double expected) =>
        Assert.Equal(expected, Viscosity.Resistance(ViscosityModel.Radius, 1.2e-6, radius, 1), 5e-9 * expected);

    private static string Folder => Repository.Path("configs", "verification", "flow_lattice15");
}

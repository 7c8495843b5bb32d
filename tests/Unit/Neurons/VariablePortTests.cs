using Multiscale.Core;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.UnitTests;

/// <summary>Variables of the membrane as ports.</summary>
public sealed class VariablePortTests
{
    private static readonly SimTime Window = SimTime.FromMilliseconds(2);

    private static NeuronSolver Of(params (string Name, PortDetail Over, bool Taken)[] ports) => new(SmallNetwork.Options with
    {
        Offers = [.. ports.Where(p => !p.Taken).Select(p => new VariablePort { Variable = p.Name, Over = p.Over })],
        Takes = [.. ports.Where(p => p.Taken).Select(p => new VariablePort { Variable = p.Name, Over = p.Over })],
    }, SmallNetwork.Of(0, 1), new SerialCommunicator());

    private static Port PortOf(NeuronSolver solver, string name, PortDirection direction = PortDirection.Offers) => solver.Ports.First(p => p.Name == name && p.Direction == direction);

    [Fact]
    public void Offered_ByCellAndArea_IsTheWeightedMeanOfItsCompartments()
    {
        var solver = Of(("v", PortDetail.Compartments, false), ("m_cna", PortDetail.CellsByArea, false), ("nai", PortDetail.CellsByVolume, false));
        solver.Advance(Window);
        Assert.Equal(solver.Voltages.ToArray(), PortOf(solver, "v").Values);
        foreach (var (name, weights) in (ReadOnlySpan<(string, double[])>)[("m_cna", solver.Layout.Area), ("nai", solver.Layout.Volume)])
        {
            double[] values = solver.Variable(name).ToArray();
            for (int cell = 0; cell < SmallNetwork.Cells; cell++)
            {
                var range = Enumerable.Range(solver.Layout.CellOffsets[cell], solver.Layout.CellOffsets[cell + 1] - solver.Layout.CellOffsets[cell]).ToArray();
                // The same sum in another order: rounding of some ten terms.
                Assert.Equal(range.Sum(c => weights[c] * values[c]) / range.Sum(c => weights[c]), PortOf(solver, name).Values[cell], 1e-12);
            }
        }
    }

    [Fact]
    public void Taken_ConductanceOfOneCell_ChangesThatCellAlone()
    {
        var plain = Of();
        var set = Of(("gbar_cna", PortDetail.CellsByArea, true));
        PortOf(set, "gbar_cna", PortDirection.Takes).Values[0] = 0; // the others hold NaN: they stay
        plain.Advance(Window);
        set.Advance(Window);
        double[] a = plain.Voltages.ToArray(), b = set.Voltages.ToArray();
        int first = plain.Layout.CellOffsets[1], second = plain.Layout.CellOffsets[2];
        Assert.NotEqual(a[..first], b[..first]);
        // Within 2 ms no spike has reached another cell.
        Assert.Equal(a[first..second], b[first..second]);
        Assert.All(set.Variable("gbar_cna")[..first].ToArray(), g => Assert.Equal(0, g));
    }

    [Fact]
    public void Taken_Voltage_IsWhereTheWindowStarts()
    {
        var solver = Of(("v", PortDetail.Compartments, true));
        Array.Fill(PortOf(solver, "v", PortDirection.Takes).Values, -55.0);
        solver.Advance(SimTime.FromMilliseconds(0.001));
        // One microsecond later it has hardly moved from there.
        Assert.All(solver.Voltages.ToArray(), v => Assert.Equal(-55, v, 0.2));
    }

    [Theory]
    [InlineData("nai")]
    [InlineData("ek")]
    [InlineData("ik")]
    [InlineData("gbar_nobody")]
    public void Taken_WhatTheSolverComputes_IsRefused(string variable) =>
        Assert.Equal("MS0223", Assert.Throws<InputException>(() => Of((variable, PortDetail.Compartments, true))).Diagnostics[0].Code);

    [Fact]
    public void Integrals_OfAWindow_AreChargeAtpAndReleases()
    {
        var solver = Of();
        double[] before = solver.Variable("nai").ToArray();
        solver.Advance(SimTime.FromMilliseconds(8));
        double[] after = solver.Variable("nai").ToArray(), released = PortOf(solver, "na-release").Values;
        // What leaves, 1 amol = 1e-3 mM um^3 ... is what the inside lost: mM um^3 = amol.
        for (int c = 0; c < after.Length; c++) Assert.Equal((before[c] - after[c]) * solver.Layout.Volume[c], released[c], 1e-9 * Math.Max(1, Math.Abs(released[c])));
        Assert.True(PortOf(solver, "atp-use").Values.Sum() > 0);
        Assert.Equal(SmallNetworkReleases(solver), PortOf(solver, "release-events").Values.Sum());
    }

    /// <summary>Imposed spikes at 1.0123 and 5 ms reach one excitatory synapse and one excitatory process of each cell; whatever cells and artificial cells add is counted in whole numbers.</summary>
    private static double SmallNetworkReleases(NeuronSolver solver)
    {
        double sum = PortOf(solver, "release-events").Values.Sum();
        Assert.True(sum >= 2 * 2 * SmallNetwork.Cells && sum == Math.Round(sum), $"{sum} releases");
        return sum;
    }
}

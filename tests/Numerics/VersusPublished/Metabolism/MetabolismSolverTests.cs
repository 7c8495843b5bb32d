using System.Text.Json;
using Multiscale.Core;
using Multiscale.Metabolism;

namespace Multiscale.NumericsTests;

/// <summary>
/// Oracle: the 28-state equations integrated by Radau at 1e-12, inputs constant over each of twenty windows (coupled_windows.json).
/// Tolerance 1e-7 relative at rtol 1e-8: ten times the tolerance.
/// </summary>
public sealed class MetabolismSolverTests
{
    private const double CellVolume = 4500, TissueVolume = 1e9 / 9e4;

    [Fact]
    public void Advance_TwentyWindowsOfChangingInput_AgreesWithRadau()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Repository.Path("tests", "Numerics", "VersusPublished", "Metabolism", "coupled_windows.json")));
        var solver = new MetabolismSolver(new MetabolismOptions(), EntitySet.Whole("cells", 1), [CellVolume], [TissueVolume]);
        double given = 0;
        int window = 0;
        foreach (var input in json.RootElement.GetProperty("inputs").EnumerateArray())
        {
            double Of(string name) => input.GetProperty(name).GetDouble();
            const double seconds = 0.1;
            Set(solver, "atp-demand", Of("demand") * CellVolume * seconds);
            // extra = uptake per tissue and second / (6 Vg)
            Set(solver, "glial-potassium", Of("extra") * 6 * 0.25 * TissueVolume * seconds);
            Set(solver, "transmitter-exposure", Of("ge") * 1e3 * seconds);
            Set(solver, "inflow", Of("inflow") * TissueVolume);
            Set(solver, "capillary-volume", Of("vcap") * TissueVolume);
            given += Of("demand") * CellVolume * seconds;
            solver.Advance(SimTime.FromMilliseconds(100 * ++window));
        }
        var end = json.RootElement.GetProperty("end");
        Assert.Equal(json.RootElement.GetProperty("names").EnumerateArray().Select(n => n.GetString()), solver.StateNames);
        for (int s = 0; s < 28; s++) Assert.Equal(1, solver.States[s] / end[s].GetDouble(), 1e-7);
        Assert.Equal(given, solver.Accounts[0].Holdings()[0], 1e-12 * given);
    }

    private static void Set(ISolver solver, string port, double value) => solver.Ports.Single(p => p.Name == port).Values[0] = value;
}

using System.Globalization;
using System.Text.Json;
using Multiscale.Core;
using Multiscale.Modeling;
using Multiscale.Numerics;

namespace Multiscale.Metabolism;

/// <summary>
/// The stand-alone unit against tight reference integrations of the published equations.
/// J1: an hour at rest from the published initial values. J2: 20 s of excitation with a frozen capillary, then recovery. Steady: its fixed point.
/// </summary>
public static class JolivetVerification
{
    // At 3 s V_m and its gates move fast: the two reference integrators differ by 2.9e-5 there, elsewhere by less than 3e-7.
    private const double FastInstant = 3, AllowedAtFastInstant = 1e-4, Allowed = 1e-6, Tolerance = 1e-8;

    // The residual of the reference is 2e-13; a flux is known to the rounding of differences of larger ones.
    private const double AllowedAtRest = 1e-11, AllowedFlux = 1e-10;

    public static VerificationRow[] J1(string caseFolder) => Compare("jolivet_J1", Path.Combine(caseFolder, "jolivet_J1_rest.csv"), ReactionNetwork.Load(MetabolismOptions.StandAlone).Model);

    public static VerificationRow[] J2(string caseFolder) =>
        Compare("jolivet_J2", Path.Combine(caseFolder, "jolivet_J2_spiking20.csv"), ReactionNetwork.Load(Path.Combine(caseFolder, "jolivet-2015-spiking.model")).Model);

    /// <summary>The fixed point, and what holds at any fixed point of these equations.</summary>
    public static IEnumerable<VerificationRow> Steady(string caseFolder)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(caseFolder, "jolivet_steady.json")));
        double[] reference = [.. json.RootElement.GetProperty("y").EnumerateArray().Select(v => v.GetDouble())];
        var model = ReactionNetwork.Load(MetabolismOptions.StandAlone).Model;
        var unit = Unit(model);
        bool found = unit.Rest();
        yield return Row("fixed point polished to 2e-13", "largest relative error of 33 states", found ? LargestRelative(unit.State, reference) : double.PositiveInfinity, AllowedAtRest);

        var at = model.States.Select((s, i) => (s.Name, unit.State[i])).Concat(model.Inputs.Select((s, i) => (s.Name, unit.Inputs[i]))).ToDictionary();
        var known = new Dictionary<Expression, double>();
        double Of(string name) => ExpressionGraph.Evaluate(model.Observe(name), s => at[s], known);
        foreach (string x in (string[])["n", "g"])
        {
            double flux = Of("PGK_" + x);
            yield return Row("the equations", $"2 HK = PGK = PK of {x}", Math.Max(Math.Abs(2 * Of("HK_" + x) / flux - 1), Math.Abs(Of("PK_" + x) / flux - 1)), AllowedFlux);
            yield return Row("the equations", $"CK of {x} by PGK", Math.Abs(Of("CK_" + x)) / flux, AllowedFlux);
            double atp = Of("ATP_" + x), adp = Of("ADP_" + x);
            yield return Row("ATP + ADP + ADP^2/(q ATP) = A", $"adenylates of {x}", Math.Abs((atp + adp + adp * adp / (0.92 * atp)) / 2.212 - 1), 1e-14);
        }
        double supplied = Of("O2_cn") * 0.45 + Of("O2_cg") * 0.25, renewed = 2 * at["F"] * (8.35 - at["O2_c"]);
        yield return Row("the equations", "oxygen renewed = oxygen used", Math.Abs(renewed / supplied - 1), AllowedFlux);
        double glucose = 2 * at["F"] * (4.75 - at["GLC_c"]), burnt = Of("HK_n") * 0.45 + Of("HK_g") * 0.25;
        yield return Row("the equations", "glucose renewed = glucose phosphorylated", Math.Abs(glucose / burnt - 1), AllowedFlux);
        yield return Row("the equations", "dHb = V_v 2 (O2_a - O2_c)", Math.Abs(at["dHb"] / (at["V_v"] * 2 * (8.35 - at["O2_c"])) - 1), AllowedFlux);

        static VerificationRow Row(string oracle, string quantity, double error, double allowed) =>
            new("jolivet_steady", oracle, quantity, double.IsNaN(error) ? double.PositiveInfinity : error, allowed, "1");
    }

    /// <summary>The unit at resting inflow, from the published initial values.</summary>
    private static SingleCell Unit(EquationModel model)
    {
        var unit = new SingleCell(StiffProgram.Compile(model, RosenbrockTableau.Rodas5P), Tolerance, [.. model.States.Select(s => 1e-3 * Tolerance * Math.Abs(s.Initial))]);
        Set(unit, model, "F", 0.012);
        Set(unit, model, "Vcap", 0.0055);
        return unit;
    }

    private static void Set(SingleCell unit, EquationModel model, string input, double value)
    {
        for (int i = 0; i < unit.Inputs.Length; i++) if (model.Inputs[i].Name == input) unit.Inputs[i] = value;
    }

    private static VerificationRow[] Compare(string name, string file, EquationModel model)
    {
        var (times, reference) = Read(file, model);
        bool spiking = model.Inputs.Any(i => i.Name == "on");
        var unit = Unit(model);
        double worst = 0, worstFast = 0;
        for (int row = 1; row < times.Length; row++)
        {
            Set(unit, model, "on", times[row] <= 20 ? 1 : 0);
            var outcome = unit.Advance(times[row], anew: spiking && times[row] > 20 && times[row - 1] <= 20);
            double error = outcome == StiffOutcome.Done ? LargestRelative(unit.State, reference[row]) : double.PositiveInfinity;
            if (spiking && times[row] == FastInstant) worstFast = error;
            else worst = Math.Max(worst, error);
        }
        var all = new VerificationRow(name, "Radau, BDF and LSODA at 1e-10", "largest relative error of 33 states", worst, Allowed, "1");
        return spiking ? [all, all with { Quantity = "the same at 3 s", Error = worstFast, Allowed = AllowedAtFastInstant }] : [all];
    }

    private static double LargestRelative(double[] y, double[] reference)
    {
        double largest = 0;
        for (int s = 0; s < y.Length; s++) largest = Math.Max(largest, Math.Abs(y[s] / reference[s] - 1));
        return double.IsNaN(largest) ? double.PositiveInfinity : largest;
    }

    /// <summary>Rows of time and 33 states; the header names them.</summary>
    private static (double[] Times, double[][] States) Read(string file, EquationModel model)
    {
        var lines = File.ReadAllLines(file);
        if (lines[0] != "t," + string.Join(',', model.States.Select(s => s.Name)))
            throw new InputException("MS0606", $"{Path.GetFileName(file)} does not list the 33 states in their order", "restore the case folder", new SourceLocation(file, 1));
        var rows = lines.Skip(1).Where(l => l.Length > 0).Select(l => l.Split(',').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        return (rows.Select(r => r[0]).ToArray(), rows.Select(r => r[1..]).ToArray());
    }
}

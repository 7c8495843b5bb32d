using System.Globalization;
using System.Text.Json;
using Multiscale.Core;
using Multiscale.Numerics;

namespace Multiscale.Metabolism;

/// <summary>The stiff problems of the IVP test set against their end values: the largest relative error is at most ten times rtol.</summary>
public static class StiffVerification
{
    // Robertson after 1e11 s and the oregonator have components of 1e-8 to 1e-18 that start at 0: the absolute tolerance lies below them all.
    private const double AbsoluteShare = 1e-20, Allowed = 10;

    /// <summary>Names in stiff.json, and the text of each.</summary>
    public static IReadOnlyList<(string Name, string Model)> Problems { get; } =
    [
        ("robertson", "robertson"), ("robertson_t40", "robertson"), ("robertson_t1e5", "robertson"), ("hires", "hires"), ("vanderpol_eps1e-6_t2", "vanderpol"),
        ("vanderpol_eps1e-6_t11", "vanderpol"), ("oregonator", "oregonator"), ("oregonator_t30", "oregonator"), ("pollution", "pollution"), ("pleiades", "pleiades"),
    ];

    public static IEnumerable<VerificationRow> Run(string caseFolder) =>
        from problem in Problems from tableau in Methods(problem.Name) from rtol in Tolerances select Row(caseFolder, problem.Name, problem.Model, rtol, tableau);

    public static IReadOnlyList<double> Tolerances { get; } = [1e-4, 1e-6, 1e-8];

    /// <summary>Both methods, but for the bodies that Rodas5P's estimate does not suit (docs/decisions/0040).</summary>
    public static IEnumerable<RosenbrockTableau> Methods(string problem) => problem == "pleiades" ? [RosenbrockTableau.Rodas4] : [RosenbrockTableau.Rodas4, RosenbrockTableau.Rodas5P];

    public static double EndOf(string caseFolder, string name)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(caseFolder, "stiff.json")));
        return json.RootElement.GetProperty(name).GetProperty("t_end").GetDouble();
    }

    public static (double Error, long Steps) Solve(string caseFolder, string name, string model, double rtol, RosenbrockTableau tableau)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(caseFolder, "stiff.json")));
        var problem = json.RootElement.GetProperty(name);
        string own = problem.TryGetProperty("own_radau_rtol1e12", out _) ? "own_radau_rtol1e12" : "own";
        double[] expected = [.. problem.GetProperty(own).EnumerateArray().Select(v => v.GetDouble())];
        var text = ReactionNetwork.Load(Path.Combine(caseFolder, model + ".model")).Model;
        var absolute = new double[expected.Length];
        Array.Fill(absolute, rtol * AbsoluteShare);
        var cell = new SingleCell(StiffProgram.Compile(text, tableau), rtol, absolute);
        int at = 0;
        foreach (var start in problem.GetProperty("y0").EnumerateArray()) cell.State[at++] = start.GetDouble();
        var outcome = cell.Advance(problem.GetProperty("t_end").GetDouble());
        double worst = outcome == StiffOutcome.Done ? 0 : double.PositiveInfinity;
        for (int i = 0; i < expected.Length; i++) worst = Math.Max(worst, Math.Abs(cell.State[i] / expected[i] - 1));
        return (worst, cell.Steps);
    }

    private static VerificationRow Row(string folder, string name, string model, double rtol, RosenbrockTableau tableau)
    {
        double error = Solve(folder, name, model, rtol, tableau).Error;
        return new VerificationRow("stiff", "end value by Radau at 1e-12", string.Create(CultureInfo.InvariantCulture, $"{name} by {tableau.Name}, rtol {rtol:0e-0}: error / rtol"), error / rtol, Allowed, "1");
    }
}

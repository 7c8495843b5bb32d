using System.Globalization;
using Multiscale.Core;
using Multiscale.Numerics;

namespace Multiscale.Metabolism;

/// <summary>
/// The stand-alone unit against tight reference integrations of the published equations.
/// J1: an hour at rest from the published initial values. J2: 20 s of excitation with a frozen capillary, then recovery.
/// </summary>
public static class JolivetVerification
{
    // At 3 s V_m and its gates move fast: the two reference integrators differ by 2.9e-5 there, elsewhere by less than 3e-7.
    private const double FastInstant = 3, AllowedAtFastInstant = 1e-4, Allowed = 1e-6;

    public static VerificationRow[] J1(string caseFolder) => Compare("jolivet_J1", Path.Combine(caseFolder, "jolivet_J1_rest.csv"), new StandAloneUnit { Drive = Rest });

    public static VerificationRow[] J2(string caseFolder) => Compare("jolivet_J2", Path.Combine(caseFolder, "jolivet_J2_spiking20.csv"), new StandAloneUnit { Drive = Rest, CapillaryFrozen = true });

    private static UnitDrive Rest => new(0, 0, 0, 0.012, 0.0055);

    /// <summary>g_e [mS/cm2] of 240 excitatory synapses, decaying from 32 to 3.5 with 2.5 s.</summary>
    private static (double, double) Spiking(double t)
    {
        const double scale = 240 * 7.8e-6;
        double decay = 28.5 * Math.Exp(-t / 2.5);
        return (scale * (3.5 + decay), -scale * decay / 2.5);
    }

    private static VerificationRow[] Compare(string name, string file, StandAloneUnit unit, double relativeTolerance = 1e-8)
    {
        var (times, reference) = Read(file);
        double[] y = UnitState.Published.ToArray();
        var tolerances = new double[y.Length];
        for (int s = 0; s < y.Length; s++) tolerances[s] = 1e-3 * relativeTolerance * Math.Abs(y[s]);
        var integrator = new Rosenbrock(RosenbrockTableau.Rodas5P, relativeTolerance, tolerances);
        var memory = default(StepMemory);
        double worst = 0, worstFast = 0;
        for (int row = 1; row < times.Length; row++)
        {
            bool spiking = unit.CapillaryFrozen && times[row] <= 20;
            unit.Excitation = spiking ? Spiking : null;
            if (unit.CapillaryFrozen && !spiking && times[row - 1] <= 20) memory = default;
            var outcome = integrator.Advance(ref unit, times[row - 1], times[row] - times[row - 1], y, ref memory, out _);
            double error = outcome == StiffOutcome.Done ? LargestRelative(y, reference[row]) : double.PositiveInfinity;
            if (unit.CapillaryFrozen && times[row] == FastInstant) worstFast = error;
            else worst = Math.Max(worst, error);
        }
        var all = new VerificationRow(name, "Radau, BDF and LSODA at 1e-10", "largest relative error of 33 states", worst, Allowed, "1");
        return unit.CapillaryFrozen ? [all, all with { Quantity = "the same at 3 s", Error = worstFast, Allowed = AllowedAtFastInstant }] : [all];
    }

    private static double LargestRelative(double[] y, double[] reference)
    {
        double largest = 0;
        for (int s = 0; s < y.Length; s++) largest = Math.Max(largest, Math.Abs(y[s] / reference[s] - 1));
        return double.IsNaN(largest) ? double.PositiveInfinity : largest;
    }

    /// <summary>Rows of time and 33 states; the header names them.</summary>
    private static (double[] Times, double[][] States) Read(string file)
    {
        var lines = File.ReadAllLines(file);
        if (lines[0] != "t," + string.Join(',', UnitState.StandAlone))
            throw new InputException("MS0606", $"{Path.GetFileName(file)} does not list the 33 states in their order", "restore the case folder", new SourceLocation(file, 1));
        var rows = lines.Skip(1).Where(l => l.Length > 0).Select(l => l.Split(',').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        return (rows.Select(r => r[0]).ToArray(), rows.Select(r => r[1..]).ToArray());
    }
}

using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.Diffusion;

/// <summary>
/// Case GHK: open channels in the end of a bar that is clamped at several potentials, for ions of valence 2, 1 and -1 held at 0.05 mM within and 2 mM outside, in a compartment or as a fixed level:
/// I = n P z e x (c_i - c_o exp(-x)) / (1 - exp(-x)), x = z F V / (R T).
/// </summary>
public static class GoldmanFlux
{
    private const double Permeability = 0.5, Inside = 0.05, Outside = 2, Celsius = 20, Duration = 5; // um^3/s, mM, mM, ms
    private const int PerTriangle = 20;

    // nA of one elementary charge per ms; molecules per um^3 in 1 mM.
    private const double Charge = Constants.Faraday / Constants.Avogadro * 1e12, PerMillimolar = Constants.Avogadro * 1e-18;

    private static readonly double[] Potentials = [-90, -40, 0, 1e-3, 30, 80];

    /// <summary>As concentrations and as molecules. Collective.</summary>
    public static IEnumerable<VerificationRow> Run(Communicator ranks)
    {
        foreach (bool real in (bool[])[true, false])
        {
            string outside = real ? "compartment outside" : "fixed level outside";
            double off = 0, deviations = 0;
            foreach (int valence in (int[])[2, 1, -1])
                foreach (double v in Potentials)
                {
                    var levels = Held(ranks, ReactionMethod.Deterministic, valence, v, real);
                    off = Math.Max(off, Math.Abs(levels.Current / levels.Exact - 1));
                    var molecules = Held(ranks, ReactionMethod.Stochastic, valence, v, real);
                    deviations = Math.Max(deviations, Math.Abs(molecules.Current - molecules.Exact) / molecules.Deviation);
                }
            yield return new VerificationRow("GHK", "formula", $"concentrations, {outside}: current of 3 ions at 6 potentials, relative", off, 1e-9, "1");
            yield return new VerificationRow("GHK", "formula", $"molecules, {outside}: mean current of {Duration} ms over its standard deviation, largest of 18", deviations, 4, "1");
        }
        foreach (var method in (ReactionMethod[])[ReactionMethod.Deterministic, ReactionMethod.Stochastic])
            yield return new VerificationRow("GHK", "conservation", $"{(method == ReactionMethod.Stochastic ? "molecules" : "concentrations")}: charge that passed over ions that left, relative", Kept(ranks, method), 1e-9, "1");
    }

    /// <summary>The mean current out of the bar, that of the formula at the concentrations that are there, and the deviation of a mean of independent passages [nA].</summary>
    private static (double Current, double Exact, double Deviation) Held(Communicator ranks, ReactionMethod method, int valence, double potential, bool real)
    {
        var solver = Solver(ranks, method, valence, potential, real, held: true);
        var cells = solver.Model.Cells;
        double x = valence / Constants.ThermalVoltage(Celsius) * potential;
        double leave = x == 0 ? 1 : x / (1 - Math.Exp(-x)), enter = x == 0 ? 1 : x / (Math.Exp(x) - 1), net = 0, all = 0;
        foreach (int t in solver.Model.Membrane!.Triangles)
        {
            double inner = Level(cells.Inner(t)), outer = real ? Level(cells.Outer(t)) : Outside * PerMillimolar;
            net += PerTriangle * 1e-3 * Permeability * (leave * inner - enter * outer);
            all += PerTriangle * 1e-3 * Permeability * (leave * inner + enter * outer);
        }
        double passed = Passed(solver);
        return (passed / Duration * Charge, valence * net * Charge, Math.Abs(valence) * Math.Sqrt(all / Duration) * Charge);

        double Level(int tet) => ((IReactionSolver)solver).Molecules([tet])[0] / cells.Sizes[tet];
    }

    /// <summary>Of ions that nothing holds: the charge that passed over valence times the loss of ions, less 1.</summary>
    private static double Kept(Communicator ranks, ReactionMethod method)
    {
        var solver = Solver(ranks, method, 2, -20, real: false, held: false);
        int[] axon = solver.Model.Cells.Domains[0].Cells;
        double before = ((IReactionSolver)solver).Molecules(axon)[0];
        double passed = Passed(solver);
        return Math.Abs(passed / (2 * (before - ((IReactionSolver)solver).Molecules(axon)[0])) - 1);
    }

    /// <summary>Elementary charges out of the bar over the duration.</summary>
    private static double Passed(MembraneSolver solver)
    {
        const int steps = 10;
        double passed = 0;
        for (int k = 1; k <= steps; k++)
        {
            solver.Advance(SimTime.FromMilliseconds(Duration * k / steps));
            for (int t = 0; t < solver.Model.Membrane!.Triangles.Length; t++) passed += solver.ChannelCurrent(t) / Charge * Duration / steps;
        }
        return passed;
    }

    private static MembraneSolver Solver(Communicator ranks, ReactionMethod method, int valence, double potential, bool real, bool held)
    {
        const double side = 1, length = 2;
        var mesh = BarMesh.Create(side, length, 2, 4, real ? length / 2 : double.PositiveInfinity);
        string patch = real ? "wall" : "end";
        HeldOptions At(string where, double level) => new() { Species = "ion", In = where, Concentration = level };
        var options = new ReactionDiffusionOptions
        {
            Species = new Dictionary<string, MoleculeOptions> { ["ion"] = new() { Valence = valence, Diffusivity = held ? 0 : 0.02 }, ["open"] = new() },
            Patches = new Dictionary<string, PatchOptions> { [patch] = new() { Inner = "axon", Outer = real ? "outside" : null } },
            Initial = held ? [] : [new() { Species = "ion", In = "axon", Concentration = Inside }],
            Clamps = !held ? [] : real ? [At("axon", Inside), At("outside", Outside)] : [At("axon", Inside)],
            Method = method,
            Membrane = new()
            {
                Compartment = "axon", Patches = [patch], Temperature = Celsius, Step = Duration / 10,
                Goldman = [new() { Species = "open", Ion = "ion", Permeability = Permeability, Outer = real ? null : Outside }],
                VoltageClamps = [new() { In = "axon", Potential = potential }],
            },
        };
        var model = ModelBuilder.Build(options, mesh);
        model = model with { Initial = [.. model.Initial, .. model.Membrane!.Triangles.Select(t => new Seeding(1, [t], PerTriangle))] };
        return (MembraneSolver)IReactionSolver.Create(model, options, 3, VerificationRun.Slices(mesh, ranks), ranks);
    }
}

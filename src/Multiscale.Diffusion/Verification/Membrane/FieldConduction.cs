using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.Diffusion;

/// <summary>Case EFIELD-VC: a bar of 3 x 3 x 10 um, top at 10 V, bottom at 0 V, no capacitance: V rises by 1 V from slice to slice.</summary>
public static class FieldConduction
{
    private const double Volts = 1e3, Length = 10;

    /// <summary>Collective.</summary>
    public static IEnumerable<VerificationRow> Run(Communicator ranks)
    {
        var mesh = BarMesh.Create(3, Length, 3, (int)Length);
        var options = new ReactionDiffusionOptions
        {
            Species = new Dictionary<string, MoleculeOptions>(),
            Patches = new Dictionary<string, PatchOptions> { ["side"] = new() },
            Membrane = new()
            {
                Compartment = "axon", Patches = ["side"], Capacitance = 0, Resistivity = 1, Step = 1e-3,
                VoltageClamps = [new() { In = "end", Potential = Length * Volts }, new() { In = "start", Potential = 0 }],
            },
        };
        var model = ModelBuilder.Build(options, mesh);
        var solver = new MembraneSolver(new StochasticSolver(model, options.Splitting, 1, VerificationRun.Slices(mesh, ranks), ranks), model.Membrane!, ranks);
        double worst = 0;
        for (int sample = 1; sample <= 5; sample++)
        {
            solver.Advance(SimTime.FromMilliseconds(sample * options.Membrane.Step));
            for (int v = 0; v < solver.Potentials.Length; v++) worst = Math.Max(worst, Math.Abs(solver.Potentials[v] / Volts - mesh.Vertices[v].Z));
        }
        yield return new VerificationRow("EFIELD-VC", "linear profile", "potential at every vertex, samples 1 to 5", worst, 1e-10, "V");
    }
}

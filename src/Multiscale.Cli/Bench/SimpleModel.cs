using Multiscale.Core;
using Multiscale.Diffusion;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>Ten species A to J that bind and unbind while they diffuse in a closed box of 10 x 10 x 100 um: the model STEPS was measured with.</summary>
internal static class SimpleModel
{
    private const string Names = "ABCDEFGHIJ";

    /// <param name="times">Molecules over those of the model, which has 1000 to 10,000 of each species.</param>
    public static ReactionDiffusionOptions Options(int times = 1) => new()
    {
        // 100, 90, ... 10 um^2/s
        Species = Names.Select((name, s) => (name, s)).ToDictionary(n => n.name.ToString(), n => new MoleculeOptions { Diffusivity = 0.01 * (10 - n.s) }),
        Reactions = new Dictionary<string, RateOptions>
        {
            ["A + B <-> C"] = new() { Forward = "1e9 /M/s", Backward = "100 /s" },
            ["C + D <-> E"] = new() { Forward = "1e8 /M/s", Backward = "10 /s" },
            ["F + G <-> H"] = new() { Forward = "1e7 /M/s", Backward = "1 /s" },
            ["H + I <-> J"] = new() { Forward = "1e6 /M/s", Backward = "1 /s" },
        },
        Initial = [.. Names.Select((name, s) => new InitialOptions { Species = name.ToString(), Count = 1000.0 * times * (s + 1) })],
    };

    public static ReactionModel On(TetMesh mesh, int times = 1) => ModelBuilder.Build(Options(times), mesh);

    /// <summary>The model on one rank.</summary>
    public static StochasticSolver Solver(TetMesh mesh, int times = 1, long seed = 1) => new(On(mesh, times), new SplittingOptions(), seed, new int[mesh.Count], new SerialCommunicator());
}

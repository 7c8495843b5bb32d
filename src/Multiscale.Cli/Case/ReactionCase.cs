using Multiscale.Core;
using Multiscale.Diffusion;
using Multiscale.Formats;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>A case of reactions and diffusion alone: its mesh, its model, its solver.</summary>
internal sealed class ReactionCase
{
    // Results do not depend on the partition: any fixed seed will do.
    private const int PartitionSeed = 1;

    /// <summary>Collective.</summary>
    public ReactionCase(CaseOptions options, Communicator ranks)
    {
        (Options, Ranks) = (options, ranks);
        string[] others = [.. new (string Name, object? Section)[] { ("neurons", options.Neurons), ("diffusion", options.Diffusion), ("blood_flow", options.BloodFlow), ("metabolism", options.Metabolism) }
            .Where(o => o.Section is not null).Select(o => o.Name)];
        if (others.Length > 0)
            throw new InputException("MS0133", $"reaction_diffusion does not run together with {string.Join(", ", others)}", "give each a case of its own", options.ReactionDiffusion!.Location);
        Mesh = TissueBuilder.MeshOf(options);
        Model = ModelBuilder.Build(options.ReactionDiffusion!, Mesh);
    }

    public CaseOptions Options { get; }

    public ReactionDiffusionOptions Chemistry => Options.ReactionDiffusion!;

    public Communicator Ranks { get; }

    public TetMesh Mesh { get; }

    public ReactionModel Model { get; }

    /// <summary>The solver at the start, or where the case restarts. Collective.</summary>
    /// <param name="earlier">Where it starts instead.</param>
    /// <exception cref="InputException">The checkpoint is of another model, or the case ends before it.</exception>
    public IReactionSolver Build(ICheckpoint? earlier = null)
    {
        var partition = MeshPartition.Create(Mesh, Ranks, PartitionSeed, new MetisPartitioner());
        var solver = IReactionSolver.Create(Model, Chemistry, Options.Seed, partition.Parts, Ranks);
        using var other = earlier is null && Options.Restart is { } from ? Hdf5Checkpoint.Open(Ranks, from.FullPath) : null;
        if ((earlier ?? other) is not { } checkpoint) return solver;
        solver.Restore(checkpoint);
        RestartPoint.Check(solver.Time, Options);
        return solver;
    }
}

using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.Diffusion;

/// <summary>Many independent copies of one experiment in a mesh of parts that exchange nothing, run by one solver.</summary>
internal sealed class Replicas
{
    private readonly int[][] parts;
    private readonly Communicator ranks;

    /// <param name="parts">The cells of each copy.</param>
    /// <param name="initial">Molecules of each species in each copy; spread at random over it.</param>
    public Replicas(TetMesh mesh, ReactionDiffusionOptions options, Func<ReactionModel, int[][]> parts, IReadOnlyDictionary<string, long> initial, long seed, Communicator ranks)
    {
        this.ranks = ranks;
        var model = ModelBuilder.Build(options, mesh);
        this.parts = parts(model);
        model = model with { Initial = [.. this.parts.SelectMany(p => initial.Select(i => new Seeding(model.IndexOf(i.Key), p, i.Value)))] };
        Solver = (StochasticSolver)IReactionSolver.Create(model, options, seed, VerificationRun.Slices(mesh, ranks), ranks);
    }

    public StochasticSolver Solver { get; }

    public int Count => parts.Length;

    /// <summary>Every tet for itself: nothing may diffuse.</summary>
    public static int[][] Tets(ReactionModel model) => [.. Enumerable.Range(0, model.Cells.Mesh.Count).Select(t => (int[])[t])];

    /// <summary>Equal numbers of consecutive tets.</summary>
    public static Func<ReactionModel, int[][]> Boxes(int copies) => model => [.. Enumerable.Range(0, model.Cells.Mesh.Count).Chunk(model.Cells.Mesh.Count / copies)];

    /// <summary>Molecules of a species in each copy, on every rank. Collective.</summary>
    public long[] Numbers(string species)
    {
        int s = Solver.Model.IndexOf(species), width = Solver.Model.Species.Count;
        var all = new long[parts.Length];
        var position = new Dictionary<long, int>();
        for (int i = 0; i < Solver.Cells.Count; i++) position.Add(Solver.Cells.OwnedIds[i], i);
        for (int p = 0; p < all.Length; p++)
            foreach (int c in parts[p])
                if (position.TryGetValue(c, out int local)) all[p] += Solver.Counts[local * width + s];
        ranks.Sum(all);
        return all;
    }

    public double Mean(string species) => Numbers(species).Average();
}

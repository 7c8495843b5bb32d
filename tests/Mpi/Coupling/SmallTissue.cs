using Multiscale.Cli;
using Multiscale.Configuration;
using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.MpiTests;

/// <summary>The case in tests/EndToEnd/small: seven cells, six vessels, 384 tetrahedra, every solver and exchange.</summary>
internal static class SmallTissue
{
    public static CoupledTissue Build(Communicator ranks, params string[] settings) => Build(ranks, Path.Combine("tests", "EndToEnd", "small"), settings);

    /// <summary>Any case of the repository, by its folder.</summary>
    public static CoupledTissue Build(Communicator ranks, string folder, string[] settings) =>
        TissueBuilder.Build(CaseFile.Load<CaseOptions>(Path.Combine(Home, folder, "case.yaml"), settings), ranks, new NoCache());

    /// <summary>Everything that lives on owned entities: (what, global id) -> value.</summary>
    public static Dictionary<(string What, long Id), double> State(CoupledTissue tissue)
    {
        var state = new Dictionary<(string, long), double>();
        foreach (var solver in tissue.Solvers)
        {
            foreach (var port in solver.Ports) Put($"{solver.Name}.{port.Name}", port.Set, port.Values);
            var checkpoint = new Recording();
            solver.Save(checkpoint);
            foreach (var (name, set, values) in checkpoint.Stored) Put($"{solver.Name}/{name}", set, values);
        }
        return state;

        void Put(string what, EntitySet set, ReadOnlySpan<double> values)
        {
            int width = set.Count == 0 ? 0 : values.Length / set.Count;
            for (int i = 0; i < set.Count; i++)
                for (int k = 0; k < width; k++) state[($"{what}[{k}]", set.OwnedIds[i])] = values[i * width + k];
        }
    }

    /// <summary>The part of a checkpoint that lives on entities, with its sets.</summary>
    private sealed class Recording : ICheckpoint
    {
        public List<(string Name, EntitySet Set, double[] Values)> Stored { get; } = [];

        public void Put(string name, EntitySet set, ReadOnlySpan<double> values) => Stored.Add((name, set, values.ToArray()));

        public void PutGlobal(string name, ReadOnlySpan<double> values) => Stored.Add((name, EntitySet.Whole("global", 1), values.ToArray()));

        public void PutRows(string name, EntitySet set, ReadOnlySpan<long> ids, int width, ReadOnlySpan<double> rows) { }

        public void Get(string name, EntitySet set, Span<double> values) => throw new NotSupportedException();

        public double[] GetGlobal(string name) => throw new NotSupportedException();

        public (long[] Ids, double[] Rows) GetRows(string name, EntitySet set, int width) => throw new NotSupportedException();
    }

    private static string Home
    {
        get
        {
            var at = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(at.FullName, "Multiscale.sln"))) at = at.Parent!;
            return at.FullName;
        }
    }
}

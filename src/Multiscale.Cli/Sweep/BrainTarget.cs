using Multiscale.Brain;
using Multiscale.Configuration;
using Multiscale.Core;
using Multiscale.Formats;
using Multiscale.Sweep;

namespace Multiscale.Cli;

/// <summary>
/// Brains as points of a sweep. Parameters of the model and the speed of signals vary between the lanes of a batch; any other key (the connectome, the scheme)
/// makes points that are run apart, each with a program of its own.
/// </summary>
internal sealed class BrainTarget : ISweepTarget
{
    private readonly string file, folder;
    private const string Parameters = "brain.parameters.";

    private readonly CaseOptions baseOptions;
    private readonly PointTable table;
    private readonly SweepOptions options;
    private readonly List<(int Axis, string Name, double Factor)> varied = [];
    private readonly List<int> structural = [];
    private readonly Dictionary<string, FeaturedBrain> setups = [];
    private readonly HashSet<long> kept;

    /// <param name="baseOptions">The case in <paramref name="file"/> with the overrides of the sweep.</param>
    public BrainTarget(string file, CaseOptions baseOptions, PointTable table, SweepOptions options, string folder)
    {
        (this.file, this.baseOptions, this.table, this.options, this.folder) = (file, baseOptions, table, options, folder);
        kept = [.. options.Series];
        var brain = baseOptions.Brain!;
        var model = brain.ModelFile is { } text ? BrainModels.Load(text.FullPath, text.Location) : BrainModels.Load(brain.Model, brain.Location);
        for (int a = 0; a < table.Axes.Count; a++)
        {
            var axis = table.Axes[a];
            string name = axis.Parameter.StartsWith(Parameters, StringComparison.Ordinal) ? axis.Parameter[Parameters.Length..] : axis.Parameter;
            if (axis.Words is null && axis.Parameter == "brain.integration.speed") varied.Add((a, "speed", axis.Unit.FactorTo(Unit.Parse("m/s"))));
            else if (axis.Words is null && model.Parameters.FirstOrDefault(p => p.Name == name) is { } parameter) varied.Add((a, name, axis.Unit.FactorTo(BrainCase.UnitOf(parameter.Unit))));
            else structural.Add(a);
        }
        var setup = SetupOf(table[0]);
        (Columns, RegionColumns) = (setup.Features.Columns, setup.Features.RegionColumns);
        Regions = setup.Connectome.Labels;
        BatchSize = setup.Program.Options.Precision == Precision.Single ? 16 : 8;
    }

    public IReadOnlyList<string> Columns { get; }

    public IReadOnlyList<string> RegionColumns { get; }

    public int BatchSize { get; }

    /// <summary>Names of the regions, in the order of the first point's connectome.</summary>
    public IReadOnlyList<string> Regions { get; }

    public void Run(ReadOnlySpan<SweepPoint> points, Span<PointResult> results)
    {
        var members = new Dictionary<string, List<int>>();
        for (int i = 0; i < points.Length; i++)
        {
            if (!members.TryGetValue(KeyOf(points[i]), out var list)) members[KeyOf(points[i])] = list = [];
            list.Add(i);
        }
        foreach (var list in members.Values)
        {
            var some = new SweepPoint[list.Count];
            for (int i = 0; i < some.Length; i++) some[i] = points[list[i]];
            var outcome = Run(SetupOf(some[0]), some);
            for (int i = 0; i < some.Length; i++) results[list[i]] = outcome[i];
        }
    }

    private PointResult[] Run(FeaturedBrain setup, SweepPoint[] points)
    {
        var observer = setup.Observer;
        observer.Begin(points.Length, p => kept.Contains(points[p].Number));
        var batch = setup.Start([.. points.Select(p => new ParameterPoint(p.Seed, [.. varied.Select(v => p.Values[v.Axis] * v.Factor)]))]);
        batch.Observer = observer;
        batch.Advance(setup.Steps);
        var outcome = new PointResult[points.Length];
        for (int p = 0; p < points.Length; p++)
        {
            if (!batch.IsFinite(p))
            {
                outcome[p] = new PointResult(null, $"error MS1643: the activity is no longer finite after {baseOptions.Duration}\n    fix: lower brain.integration.time_step, or leave this point out");
                continue;
            }
            outcome[p] = new PointResult(observer.FeaturesOf(p), null, options.KeepConnectivity ? Array.ConvertAll(observer.ConnectivityOf(p), x => (float)x) : null,
                RegionColumns.Count > 0 ? observer.RegionsOf(p) : null);
            if (observer.SeriesOf(p) is { } series) SeriesFile.Write(SeriesFile.PathOf(folder, points[p].Number), setup, series);
        }
        return outcome;
    }

    private string KeyOf(SweepPoint point) => string.Join('\n', structural.Select(a => $"{table.Axes[a].Parameter}={table.Axes[a].TextOf(point.Values[a])}"));

    private FeaturedBrain SetupOf(SweepPoint point)
    {
        string key = KeyOf(point);
        if (!setups.TryGetValue(key, out var setup))
            setups[key] = setup = new FeaturedBrain(structural.Count == 0 ? baseOptions : CaseFile.Load<CaseOptions>(file, [.. options.Overrides, .. key.Split('\n')]), [.. varied.Select(v => v.Name)]);
        return setup;
    }
}

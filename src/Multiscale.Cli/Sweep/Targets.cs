using Multiscale.Sweep;

namespace Multiscale.Cli;

/// <summary>What runs the points of a sweep: brains side by side, other cases one by one.</summary>
internal static class Targets
{
    public static (CaseOptions BaseOptions, ISweepTarget Target) Of(string file, PointTable points, SweepOptions options, string folder)
    {
        var bare = SimulationCase.Load(file, options.Overrides);
        if (bare.Brain is not null) return (bare, new BrainTarget(file, bare, points, options, folder));
        var first = SimulationCase.Load(file, [.. options.Overrides, .. points.Overrides(points[0])]);
        return (first, first.ReactionDiffusion is not null ? new ReactionTarget(file, points, options.Overrides) : new TissueTarget(file, points, options.Overrides, new MappingCache(RunCommand.CacheFolder)));
    }
}

using Multiscale.Configuration;
using Multiscale.Sweep;

namespace Multiscale.Cli;

/// <summary>What runs the points of a sweep: brains side by side, other cases one by one.</summary>
internal static class Targets
{
    public static (CaseOptions BaseOptions, ISweepTarget Target) Of(string file, PointTable points, SweepOptions options, string folder)
    {
        var bare = CaseFile.Load<CaseOptions>(file, options.Overrides);
        if (bare.Brain is not null) return (bare, new BrainTarget(file, bare, points, options, folder));
        return (CaseFile.Load<CaseOptions>(file, [.. options.Overrides, .. points.Overrides(points[0])]), new TissueTarget(file, points, options.Overrides, new MappingCache(RunCommand.CacheFolder)));
    }
}

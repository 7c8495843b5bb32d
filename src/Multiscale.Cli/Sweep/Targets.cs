using Multiscale.Configuration;
using Multiscale.Sweep;

namespace Multiscale.Cli;

/// <summary>Which kind of case a sweep is over, told by its base file.</summary>
internal static class Targets
{
    public static (object BaseOptions, ISweepTarget Target) Of(string file, PointTable points, SweepOptions options, string folder) =>
        (CaseFile.Load<CaseOptions>(file, points.Overrides(points[0])), new TissueTarget(file, points, new MappingCache(RunCommand.CacheFolder)));
}

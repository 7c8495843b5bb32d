using System.Text.RegularExpressions;
using Multiscale.Configuration;
using Multiscale.Sweep;

namespace Multiscale.Cli;

/// <summary>Which kind of case a sweep is over: a brain names its model, at the first level of its file.</summary>
internal static partial class Targets
{
    public static (object BaseOptions, ISweepTarget Target) Of(string file, PointTable points, SweepOptions options, string folder)
    {
        if (File.Exists(file) && ModelKey().IsMatch(File.ReadAllText(file)))
        {
            var brains = new BrainTarget(file, points, options, folder);
            return (brains.BaseOptions, brains);
        }
        return (CaseFile.Load<CaseOptions>(file, [.. options.Overrides, .. points.Overrides(points[0])]), new TissueTarget(file, points, options.Overrides, new MappingCache(RunCommand.CacheFolder)));
    }

    [GeneratedRegex("^model:", RegexOptions.Multiline)]
    private static partial Regex ModelKey();
}

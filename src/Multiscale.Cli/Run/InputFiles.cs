using System.Collections;
using Multiscale.Core;

namespace Multiscale.Cli;

/// <summary>Every file that a case names: for the hashes in the manifest.</summary>
internal static class InputFiles
{
    public static IEnumerable<string> Of(object options, string caseFile) => Named(options).Prepend(Path.GetFullPath(caseFile)).Distinct();

    private static IEnumerable<string> Named(object? value) => value switch
    {
        null or string => [],
        InputPath path => [path.FullPath],
        IEnumerable many => many.Cast<object?>().SelectMany(Named),
        _ when value.GetType().Namespace?.StartsWith("Multiscale", StringComparison.Ordinal) == true && value.GetType().IsClass =>
            value.GetType().GetProperties().Where(p => p.GetIndexParameters().Length == 0 && p.GetMethod is { IsStatic: false }).SelectMany(p => Named(p.GetValue(value))),
        _ => [],
    };
}

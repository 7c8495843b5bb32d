using Multiscale.Core;

namespace Multiscale.Formats;

/// <summary>Reads the membrane of a cell from a hoc template.</summary>
public static class HocTemplate
{
    public static BiophysicalModel Read(string path) => throw new InputException("MS0755", "hoc templates are not read", "", new SourceLocation(path));
}

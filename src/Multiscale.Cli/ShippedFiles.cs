using Multiscale.Core;

namespace Multiscale.Cli;

/// <summary>Finds what is shipped with the program: configs, meshes.</summary>
internal static class ShippedFiles
{
    /// <summary>The folder <paramref name="relative"/> beside the program or in a folder above it.</summary>
    public static string Folder(string relative)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string candidate = Path.Combine(at.FullName, relative);
            if (Directory.Exists(candidate)) return candidate;
        }
        throw new EnvironmentException("MS0405", $"the folder {relative} is missing", "run from a complete checkout or image");
    }

    /// <summary>A file of others in `shared/data` beside the repository, which is not part of it; null: it is not there.</summary>
    public static string? Beside(string name)
    {
        for (var at = new DirectoryInfo(Folder("configs")).Parent?.Parent; at is not null; at = at.Parent)
        {
            string path = Path.Combine(at.FullName, "shared", "data", name);
            if (File.Exists(path)) return path;
        }
        return null;
    }
}

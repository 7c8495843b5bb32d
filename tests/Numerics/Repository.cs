namespace Multiscale.NumericsTests;

/// <summary>The folder above the build output that holds the solution.</summary>
internal static class Repository
{
    public static string Root
    {
        get
        {
            string? folder = AppContext.BaseDirectory;
            while (folder is not null && !File.Exists(System.IO.Path.Combine(folder, "Multiscale.sln"))) folder = System.IO.Path.GetDirectoryName(folder);
            return folder ?? throw new InvalidOperationException("no solution above the tests");
        }
    }

    /// <summary>A file or folder of the repository.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);
}

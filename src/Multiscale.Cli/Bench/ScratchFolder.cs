namespace Multiscale.Cli;

/// <summary>An empty folder that is gone after use.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("multiscale-bench-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

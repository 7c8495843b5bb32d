namespace Multiscale.Cli;

/// <summary>A case of whole brains.</summary>
internal static class BrainCase
{
    /// <summary>Where compiled models are kept between runs; null: nowhere.</summary>
    public static string? KernelFolder => Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) is { Length: > 0 } folder ? Path.Combine(folder, "multiscale", "kernels") : null;
}

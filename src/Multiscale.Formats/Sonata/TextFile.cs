using Multiscale.Core;

namespace Multiscale.Formats;

/// <summary>A small text file that appears, or is replaced, in one step.</summary>
internal static class TextFile
{
    internal static void Write(string path, string text)
    {
        string temporary = $"{path}.{Environment.ProcessId}.part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            File.WriteAllText(temporary, text);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException("MS0709", $"{path} cannot be written: {e.Message}", "check that the folder is writable and has space");
        }
    }
}

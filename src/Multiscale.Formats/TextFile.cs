using System.Text;
using Multiscale.Core;

namespace Multiscale.Formats;

/// <summary>A text file that appears, or is replaced, in one step.</summary>
public static class TextFile
{
    /// <exception cref="EnvironmentException">MS0709: it cannot be written.</exception>
    public static void Write(string path, string text) => Write(path, file => file.Write(text));

    /// <exception cref="EnvironmentException">MS0709: it cannot be written.</exception>
    public static void Write(string path, Action<TextWriter> content)
    {
        // A device such as /dev/stdout must not be replaced by a file.
        bool isDevice = path.StartsWith("/dev/", StringComparison.Ordinal);
        string temporary = isDevice ? path : $"{path}.{Environment.ProcessId}.part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using (var file = new StreamWriter(temporary, append: false, new UTF8Encoding(false))) content(file);
            if (!isDevice) File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException("MS0709", $"{path} cannot be written: {e.Message}", "check that the folder is writable and has space");
        }
    }
}

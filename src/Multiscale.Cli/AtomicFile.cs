namespace Multiscale.Cli;

/// <summary>Files that appear whole or not at all.</summary>
internal static class AtomicFile
{
    public static void WriteText(string path, string text)
    {
        string temporary = $"{path}.{Environment.ProcessId}.part";
        File.WriteAllText(temporary, text);
        File.Move(temporary, path, overwrite: true);
    }
}

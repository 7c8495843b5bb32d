using System.Text.Json;
using Multiscale.TestProcesses;

namespace Multiscale.EndToEndTests;

/// <summary>The case in tests/EndToEnd/small: seven cells, six vessels, 384 tetrahedra, all solvers, a second per run.</summary>
internal static class SmallCase
{
    public static string Folder { get; } = Path.Combine(Cli.Home, "tests", "EndToEnd", "small");

    public static string File { get; } = Path.Combine(Folder, "case.yaml");

    /// <summary>A copy of the case whose text lacks a section (a top-level key and the lines below it).</summary>
    public static string Without(string section)
    {
        string folder = TemporaryFolder.Create("without-" + section);
        foreach (string file in Directory.EnumerateFiles(Folder)) System.IO.File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        var kept = new List<string>();
        bool inside = false;
        foreach (string line in System.IO.File.ReadAllLines(File))
        {
            if (line.Length > 0 && !char.IsWhiteSpace(line[0])) inside = line.StartsWith(section + ":", StringComparison.Ordinal);
            if (!inside) kept.Add(line);
        }
        string path = Path.Combine(folder, "case.yaml");
        System.IO.File.WriteAllLines(path, kept);
        return path;
    }

    /// <summary>The JSON object in the last line of a run's output.</summary>
    public static JsonElement LastLine(Outcome outcome)
    {
        string[] lines = outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length > 0, outcome.ToString());
        return JsonDocument.Parse(lines[^1]).RootElement;
    }
}

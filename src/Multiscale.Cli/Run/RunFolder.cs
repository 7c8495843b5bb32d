using System.Security.Cryptography;
using System.Text.Json;
using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>The folder of one run and its manifest `run.json`: what was run, on what, with which inputs, and how it ended.</summary>
internal sealed class RunFolder
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    private readonly Dictionary<string, object?> manifest = [];
    private readonly bool writes;

    /// <summary>Collective; the root creates the folder.</summary>
    public RunFolder(string path, Communicator ranks)
    {
        Location = System.IO.Path.GetFullPath(path);
        writes = ranks.IsRoot;
        if (writes) Directory.CreateDirectory(Location);
    }

    public string Location { get; }

    public string File(string name) => System.IO.Path.Combine(Location, name);

    /// <summary>The configuration of the run that the folder holds; null where there is none.</summary>
    public static string? ConfigurationOf(string folder)
    {
        string path = System.IO.Path.Combine(folder, "run.json");
        if (!System.IO.File.Exists(path)) return null;
        using var json = JsonDocument.Parse(System.IO.File.ReadAllText(path));
        return json.RootElement.TryGetProperty("configuration", out var text) ? text.GetString() : null;
    }

    /// <summary>Writes the manifest as `running`, before the first step.</summary>
    /// <param name="start">Where the run begins.</param>
    public void Begin(CaseOptions options, string resolved, IReadOnlyList<string> overrides, IEnumerable<string> inputs, int ranks, SimTime start = default)
    {
        if (!writes) return;
        // What a killed run left half written.
        foreach (string part in Directory.EnumerateFiles(Location, "*.part")) System.IO.File.Delete(part);
        manifest["name"] = options.Name;
        manifest["seed"] = options.Seed;
        manifest["ranks"] = ranks;
        manifest["started"] = DateTime.UtcNow.ToString("o");
        if (start > SimTime.Zero) manifest["restarted_at_ms"] = start.Milliseconds;
        manifest["overrides"] = overrides;
        manifest["versions"] = InfoCommand.Facts().ToDictionary(f => f.Name, f => f.Value);
        manifest["inputs"] = inputs.Distinct().ToDictionary(p => System.IO.Path.GetRelativePath(System.IO.Path.GetDirectoryName(inputs.First())!, p), HashOf);
        manifest["configuration"] = resolved;
        manifest["exit"] = "running";
        Save();
    }

    /// <summary>Records how the run ended: the reason and the figures of its last line.</summary>
    public void End(string reason, IReadOnlyDictionary<string, object?> figures)
    {
        if (!writes) return;
        manifest["finished"] = DateTime.UtcNow.ToString("o");
        manifest["exit"] = reason;
        foreach (var (name, value) in figures) manifest[name] = value;
        Save();
    }

    private void Save() => AtomicFile.WriteText(File("run.json"), JsonSerializer.Serialize(manifest, Json));

    private static string HashOf(string path)
    {
        using var stream = System.IO.File.OpenRead(path);
        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}

using System.Security.Cryptography;
using System.Text;
using Multiscale.Configuration;
using Multiscale.Core;
using Multiscale.Sweep;

namespace Multiscale.Cli;

/// <summary>A sweep file together with its points and what runs them.</summary>
internal sealed class SweepDefinition
{
    private SweepDefinition(SweepOptions options, PointTable points, ISweepTarget target, string text)
    {
        (Options, Points, Target) = (options, points, target);
        Entries = new Dictionary<string, string>
        {
            ["hash"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
            ["name"] = options.Name,
            ["points"] = $"{points.Count}",
            ["parameters"] = string.Join('\n', points.Axes.Select(a => a.Name)),
            ["units"] = string.Join('\n', points.Axes.Select(a => a.Unit.Text)),
            ["features"] = string.Join('\n', target.Columns),
            ["regions"] = string.Join('\n', (target as BrainTarget)?.Regions ?? []),
            ["definition"] = text,
            ["version"] = typeof(SweepDefinition).Assembly.GetName().Version!.ToString(3),
        };
    }

    public SweepOptions Options { get; }

    public PointTable Points { get; }

    public ISweepTarget Target { get; }

    /// <summary>What the result files say about the sweep; `hash` is that of all that a point's numbers depend on.</summary>
    public IReadOnlyDictionary<string, string> Entries { get; }

    /// <param name="folder">Where saved series go.</param>
    public static SweepDefinition Load(string path, IReadOnlyList<string> overrides, string folder)
    {
        var options = CaseFile.Load<SweepOptions>(path, overrides);
        var points = new PointTable(options);
        string file = options.Base.FullPath;
        var (baseOptions, target) = Targets.Of(file, points, options, folder);
        return new SweepDefinition(options, points, target, TextOf(options, points, baseOptions, file));
    }

    /// <summary>The definition without places: axes, rules, the resolved base case, and the contents of the files that it names.</summary>
    private static string TextOf(SweepOptions options, PointTable points, object baseOptions, string file)
    {
        var text = new StringBuilder();
        foreach (var axis in points.Axes)
        {
            text.Append($"axis {axis.Name}: {axis.Parameter} [{axis.Unit.Text}] {axis.Kind} {axis.From:R} {axis.To:R}");
            foreach (double value in axis.Values) text.Append($" {axis.TextOf(value)}");
            text.Append('\n');
        }
        text.Append($"samples {options.Samples}, seed {options.Seed}, seeds {options.Seeds}, round {options.Round}, every {options.Every}\n");
        if (options.Repeats > 1) text.Append($"repeats {options.Repeats}\n");
        foreach (string constraint in options.Constraints) text.Append($"constraint {constraint}\n");
        string resolved = CaseFile.ResolvedYaml(baseOptions);
        // The longest paths first: a folder is the beginning of its files.
        foreach (string input in InputFiles.Of(baseOptions, file).OrderByDescending(p => p.Length).ThenBy(p => p, StringComparer.Ordinal))
            resolved = resolved.Replace(input, File.Exists(input) && input != Path.GetFullPath(file) ? "sha256:" + Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(input))) : Path.GetFileName(input));
        return text.Append(resolved).ToString();
    }
}

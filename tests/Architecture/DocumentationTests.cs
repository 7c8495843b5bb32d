using System.Text.RegularExpressions;
using Multiscale.Cli;

namespace Multiscale.ArchitectureTests;

/// <summary>What README and documentation name is there: links, files, commands with their options, keys of a case.</summary>
public sealed partial class DocumentationTests
{
    /// <summary>Verbs of the launcher, which the program does not see.</summary>
    private static readonly string[] OfLauncher = ["setup", "test"];

    private static readonly string[] Pages = [.. SourceTree.Files("docs", "*.md").Concat(SourceTree.Files("configs", "*.md")).Append("README.md")];

    [Fact]
    public void Links_OfEveryPage_LeadToFilesAndHeadings()
    {
        var broken = Pages.SelectMany(page => Link().Matches(SourceTree.Text(page)).Select(m => (page, target: m.Groups[1].Value)))
            .Where(link => !link.target.Contains("://", StringComparison.Ordinal) && !Leads(link.page, link.target)).Select(link => $"{link.page}: {link.target}");
        AssertNone(broken);
    }

    [Fact]
    public void Paths_OfEveryPage_Exist()
    {
        var missing = Pages.SelectMany(page => RootedPath().Matches(SourceTree.Text(page)).Select(m => (page, path: m.Value.TrimEnd('.', '/'))))
            .Where(p => !p.path.Contains("/bin/", StringComparison.Ordinal) && !Exists(p.path)).Select(p => $"{p.page}: {p.path}");
        AssertNone(missing);
    }

    /// <summary>Sources are named by their last folders: `Nmodl/Lowering/Evaluation.cs`.</summary>
    [Fact]
    public void Sources_OfEveryPage_Exist()
    {
        string[] sources = [.. SourceTree.Files("src", "*.cs").Concat(SourceTree.Files("tests", "*.cs")).Select(file => "/" + file)];
        var missing = Pages.SelectMany(page => SourceName().Matches(SourceTree.Text(page)).Select(m => (page, name: m.Groups[1].Value)))
            .Where(p => !sources.Any(s => s.EndsWith("/" + p.name, StringComparison.Ordinal) || s.EndsWith("/Multiscale." + p.name, StringComparison.Ordinal))).Select(p => $"{p.page}: {p.name}");
        AssertNone(missing);
    }

    /// <summary>The text between commands may leave out what they act on: `multiscale run`.</summary>
    [Fact]
    public void Commands_OfEveryPage_AreUnderstood()
    {
        var root = CommandLine.Create();
        var commands = Pages.SelectMany(page => Commands(page).Select(words => (page, words))).Where(c => !OfLauncher.Contains(c.words[0])).ToArray();
        Assert.Contains(commands, c => c.words[0] == "sweep");
        var wrong = commands.SelectMany(c => root.Parse(c.words).Errors.Where(e => !e.Message.StartsWith("Required argument", StringComparison.Ordinal)).Select(e => $"{c.page}: multiscale {string.Join(' ', c.words)}: {e.Message}"));
        AssertNone(wrong);
    }

    [Fact]
    public void Cases_OfVerifyAndBench_AreKnown()
    {
        var named = Pages.SelectMany(Commands).Where(words => words is ["verify" or "bench", [not '-', ..], ..]).ToArray();
        Assert.NotEmpty(named);
        Assert.All(named, words => Assert.Contains(words[1], words[0] == "bench" ? BenchSuites.All.Select(s => s.Name) : VerificationCases.All.Select(c => c.Name)));
    }

    /// <summary>Each word of a key that <c>--set</c> changes is an option of a case, a sweep or the tissue generator.</summary>
    [Fact]
    public void Keys_OfSet_AreOptions()
    {
        string reference = string.Concat(((string[])["case", "sweep", "tissue"]).Select(page => SourceTree.Text($"docs/reference/{page}.md")));
        var unknown = Pages.SelectMany(page => SetKey().Matches(SourceTree.Text(page)).Select(m => (page, key: m.Groups[1].Value)))
            .Where(k => k.key is not ("key" or "key.key" or "a.b.c") && k.key.Split('.').Any(word => !int.TryParse(word, out _) && !reference.Contains($"\n| `{word}` |", StringComparison.Ordinal)))
            .Select(k => $"{k.page}: {k.key}");
        AssertNone(unknown);
    }

    private static void AssertNone(IEnumerable<string> faults)
    {
        string[] all = [.. faults];
        Assert.True(all.Length == 0, string.Join('\n', all));
    }

    /// <summary>The words after `multiscale` of every command in a page's code, N standing for a number; without redirections and comments.</summary>
    private static IEnumerable<string[]> Commands(string page)
    {
        bool fenced = false;
        foreach (string line in SourceTree.Text(page).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) fenced = !fenced;
            var spans = fenced || line.StartsWith("    ", StringComparison.Ordinal) ? [line] : CodeSpan().Matches(line).Select(m => m.Groups[1].Value);
            foreach (string piece in spans.SelectMany(span => Separator().Split(span)))
                if (Command().Match(piece) is { Success: true } match)
                    yield return [.. Word().Matches(match.Groups[1].Value).Select(m => m.Value.Replace("'", "", StringComparison.Ordinal)).Where(w => w != "...").Select(w => w == "N" ? "2" : w)];
        }
    }

    private static bool Leads(string page, string target)
    {
        string[] parts = target.Split('#');
        string file = parts[0].Length == 0 ? page : Path.GetRelativePath(SourceTree.Home, Path.Combine(SourceTree.Home, Path.GetDirectoryName(page)!, parts[0]));
        return Exists(file) && (parts.Length == 1 || SourceTree.Text(file).Split('\n').Any(line => line.StartsWith('#') && Anchor(line) == parts[1]));
    }

    /// <summary>As GitHub makes it: lower case, punctuation removed, '-' for spaces.</summary>
    private static string Anchor(string heading) => Punctuation().Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-');

    /// <summary>A file or folder below the root; its last word may hold a '*'.</summary>
    private static bool Exists(string path)
    {
        string full = Path.Combine(SourceTree.Home, path), folder = Path.GetDirectoryName(full)!;
        return path.Contains('*', StringComparison.Ordinal)
            ? Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder, Path.GetFileName(full)).Any()
            : Path.Exists(full);
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![\w./$*-])(?:configs|docs|src|meshes|tests|docker|native)/[\w.*/-]+")]
    private static partial Regex RootedPath();

    [GeneratedRegex(@"`([\w./]+\.cs)`")]
    private static partial Regex SourceName();

    [GeneratedRegex(@"--set ['""]?([\w.-]+)=")]
    private static partial Regex SetKey();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodeSpan();

    /// <summary>Where a command ends: at a comment, a redirection or the next command.</summary>
    [GeneratedRegex(@"\s#\s.*$|\s>\s.*$|&&|;\s|\s\|\s")]
    private static partial Regex Separator();

    [GeneratedRegex(@"(?:^|\s)(?:\./)?multiscale ([a-z].*)$")]
    private static partial Regex Command();

    [GeneratedRegex(@"(?:'[^']*'|[^\s'])+")]
    private static partial Regex Word();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Punctuation();
}

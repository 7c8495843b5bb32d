namespace Multiscale.ArchitectureTests;

/// <summary>Files name the science, one noun each, and stay short.</summary>
public sealed class FileTests
{
    private const int LongestFile = 400;

    /// <summary>Files that may be longer, with the reason.</summary>
    private static readonly Dictionary<string, string> LongFiles = new()
    {
    };

    private static readonly string[] EmptyWords = ["Utils", "Util", "Utilities", "Helpers", "Helper", "Manager", "Managers", "Common", "Misc"];

    private static IEnumerable<string> Sources => SourceTree.Files("src", "*.cs").Concat(SourceTree.Files("tests", "*.cs")).Concat(SourceTree.Files("native", "*.c"));

    [Fact]
    public void FileNames_EmptyWords_AreNotUsed() =>
        Assert.DoesNotContain(Sources, file => file.Split('/', '.').Any(part => EmptyWords.Any(word => part.EndsWith(word, StringComparison.Ordinal))));

    [Fact]
    public void FileLength_AboveTheLimit_HasAReason()
    {
        var tooLong = Sources.Select(file => (file, lines: Lines(file))).Where(f => f.lines > LongestFile && !LongFiles.ContainsKey(f.file)).Select(f => $"{f.file}: {f.lines} lines");
        Assert.Empty(tooLong);
    }

    [Fact]
    public void FileLength_Exceptions_AreStillNeeded() =>
        Assert.All(LongFiles, entry =>
        {
            Assert.True(Sources.Contains(entry.Key) && Lines(entry.Key) > LongestFile, $"{entry.Key} needs no exception");
            Assert.NotEmpty(entry.Value);
        });

    [Fact]
    public void FileLength_Median_IsAtMost150()
    {
        int[] lengths = [.. SourceTree.Files("src", "*.cs").Select(Lines).Order()];
        Assert.InRange(lengths[lengths.Length / 2], 1, 150);
    }

    [Fact]
    public void Namespaces_OfEveryFile_AreFileScopedAndNamedAfterTheProject()
    {
        foreach (var project in SourceTree.Projects)
        {
            string folder = Path.GetRelativePath(SourceTree.Home, project.Folder);
            foreach (string file in SourceTree.Files(folder, "*.cs"))
            {
                var named = SourceTree.Text(file).Split('\n').Where(line => line.StartsWith("namespace ", StringComparison.Ordinal)).Select(line => line.Trim()).ToArray();
                Assert.True(named.All(line => line == $"namespace Multiscale.{project.Name};"), $"{file}: {string.Join(' ', named)}");
            }
        }
    }

    private static int Lines(string file) => SourceTree.Text(file).AsSpan().Count('\n');
}

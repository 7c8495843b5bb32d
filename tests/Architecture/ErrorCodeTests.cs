using System.Text.RegularExpressions;

namespace Multiscale.ArchitectureTests;

/// <summary>docs/reference/errors.md names the error codes of the program, all of them and no others.</summary>
public sealed partial class ErrorCodeTests
{
    private const string Page = "docs/reference/errors.md";

    /// <summary>Every code in the program's text, without comments.</summary>
    private static readonly SortedSet<string> Used = [.. SourceTree.Files("src", "*.cs").Append("multiscale")
        .SelectMany(file => SourceTree.Text(file).Split('\n')).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
        .SelectMany(line => Code().Matches(line)).Select(m => m.Value)];

    /// <summary>The first and the last code of each row of the page, and all that it names.</summary>
    private static readonly (string First, string Last, string[] Named)[] Rows = [.. SourceTree.Text(Page).Split('\n')
        .Where(line => line.StartsWith("| MS", StringComparison.Ordinal)).Select(line => line.Split('|')[1])
        .Select(cell => Code().Matches(cell).Select(m => m.Value).ToArray()).Select(codes => (codes[0], codes[^1], codes))];

    [Fact]
    public void Codes_OfTheProgram_AreDocumented()
    {
        var spans = SourceTree.Text(Page).Split('\n').Select(line => Span().Match(line)).Where(m => m.Success).Select(m => (First: m.Groups[1].Value, Last: m.Groups[2].Value)).ToArray();
        var named = Rows.SelectMany(row => row.Named).ToHashSet();
        Assert.NotEmpty(Used);
        Assert.DoesNotContain(Used, code => !named.Contains(code) && !spans.Any(s => string.CompareOrdinal(code, s.First) > 0 && string.CompareOrdinal(code, s.Last) < 0));
    }

    [Fact]
    public void Codes_OfThePage_AreUsed() => Assert.Empty(Rows.SelectMany(row => row.Named).Except(Used));

    [Fact]
    public void Rows_OfThePage_AscendWithoutOverlap()
    {
        for (int i = 0; i < Rows.Length; i++)
        {
            Assert.True(string.CompareOrdinal(Rows[i].First, Rows[i].Last) <= 0, $"{Rows[i].First} stands before {Rows[i].Last}");
            if (i > 0) Assert.True(string.CompareOrdinal(Rows[i - 1].Last, Rows[i].First) < 0, $"{Rows[i].First} stands after {Rows[i - 1].Last}");
        }
    }

    [GeneratedRegex(@"\bMS\d{4}\b")]
    private static partial Regex Code();

    [GeneratedRegex(@"^\| (MS\d{4}) to (MS\d{4}) \|")]
    private static partial Regex Span();
}

namespace Multiscale.EndToEndTests;

public sealed class ReferenceTests
{
    /// <summary>The oracle is the program itself: equal to the letter. Renew a page by <c>./multiscale reference NAME > docs/reference/NAME.md</c>.</summary>
    [Theory]
    [InlineData("case")]
    [InlineData("tissue")]
    [InlineData("sweep")]
    public void Reference_CommittedPage_EqualsThePrintedOne(string page)
    {
        var printed = Cli.Run("reference", page);
        Assert.True(printed.ExitCode == 0, printed.ToString());
        Assert.Equal(File.ReadAllText(Path.Combine(Cli.Home, "docs", "reference", page + ".md")), printed.Output);
    }

    [Fact]
    public void Reference_UnknownPage_NamesThePages()
    {
        var outcome = Cli.Run("reference", "nothing");
        Assert.True(outcome.ExitCode == 2, outcome.ToString());
        Assert.Contains("tissue", outcome.Error, StringComparison.Ordinal);
    }
}

using Multiscale.Configuration;
using Multiscale.Core;

namespace Multiscale.UnitTests;

public sealed class OverrideTests
{
    private const string Text = "title: x\nend: 1 s\ncells: [{gid: 1}, {gid: 2}]\nschedule: &s {window: 3 ms}\nextra: *s\n";

    private static SampleOptions Read(params string[] overrides) => CaseFile.Parse<SampleOptions>(Text, "case.yaml", overrides).Value;

    [Fact]
    public void Apply_KeyInSection_ReplacesItAlone()
    {
        var options = Read("schedule.window=4 ms", "parts=8");
        Assert.Equal((4, 3, 8), (options.Schedule.Window, options.Extra!.Window, options.Parts));
    }

    [Fact]
    public void Apply_ListPosition_ReplacesThatItem() => Assert.Equal([1, 9], Read("cells.1.gid=9").Cells.Select(c => c.Gid));

    [Fact]
    public void Apply_WholeListOrSection_ReplacesIt()
    {
        var options = Read("cells=[{gid: 5}]", "initial={k: 3 mM}", "corner=[1 um, 2 um]");
        Assert.Equal(5, Assert.Single(options.Cells).Gid);
        Assert.Equal(3, options.Initial["k"]);
        Assert.Equal([1, 2], options.Corner);
    }

    [Fact]
    public void Apply_SectionThatTheFileLacks_IsMade() => Assert.Equal(2, CaseFile.Parse<SampleOptions>("title: x\nend: 1 s\n", "c.yaml", ["extra.window=2 ms"]).Value.Extra!.Window);

    [Fact]
    public void Apply_LaterOverride_Wins() => Assert.Equal(3, Read("parts=2", "parts=3").Parts);

    [Fact]
    public void Apply_ValueWithEqualsSign_KeepsIt() => Assert.Equal("a=b", Read("title=a=b").Title);

    [Theory]
    [InlineData("schedule.windw=4 ms", "MS0003", "--set schedule.windw")]
    [InlineData("parts=4 ms", "MS0006", "--set parts")]
    [InlineData("cells.2.gid=4", "MS0011", "--set cells.2.gid")]
    [InlineData("cells.last.gid=4", "MS0011", "--set cells.last.gid")]
    [InlineData("title.a=4", "MS0011", "--set title.a")]
    [InlineData("parts", "MS0011", "--set parts")]
    [InlineData("a..b=1", "MS0011", "--set a..b")]
    [InlineData("corner=[1 um", "MS0002", "--set corner")]
    [InlineData("parts=", "MS0006", "--set parts")]
    public void Apply_BadOverride_IsLocatedOnTheCommandLine(string text, string code, string location)
    {
        var fault = Assert.Single(Assert.Throws<InputException>(() => Read(text)).Diagnostics);
        Assert.Equal((code, location), (fault.Code, fault.Location.ToString()));
    }
}

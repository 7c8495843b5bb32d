using FsCheck;
using FsCheck.Fluent;
using Multiscale.Configuration;
using Multiscale.Core;

namespace Multiscale.UnitTests;

public sealed class ResolvedYamlTests
{
    private static SampleOptions Again(SampleOptions options) => CaseFile.Parse<SampleOptions>(CaseFile.ResolvedYaml(options), "again.yaml").Value;

    [Fact]
    public void ResolvedYaml_Defaults_AreWrittenOut()
    {
        string text = CaseFile.ResolvedYaml(new SampleOptions { Title = "yes", End = SimTime.FromMilliseconds(2.5), Cells = [new SampleCell { Gid = 1 }, new SampleCell { Gid = 2, Kind = "a b" }] });
        Assert.Equal("""
            title: "yes"
            end: 2.5 ms
            diffusivity: 1.96 um^2/ms
            fraction: 0.2
            parts: 4
            seed: 1
            flow: true
            scheme: backward-euler
            corner: []
            initial: {}
            cells:
              - gid: 1
                kind: pyramidal
              - gid: 2
                kind: "a b"
            schedule:
              window: 0.625 ms
              order: [neurons, diffusion]
            extra: null
            clamp: null
            mesh: null

            """, text);
    }

    [Fact]
    public void ResolvedYaml_AnyRecord_IsReadBackEqualToTheBit() =>
        Prop.ForAll<NormalFloat, int, string>((a, n, words) =>
        {
            double b = a.Get * 0.7 + n;
            string title = (words ?? "").Replace("\0", "");
            var options = new SampleOptions
            {
                Title = title.Length == 0 || title.Any(char.IsSurrogate) ? "t" : title,
                End = new SimTime(1 + Math.Abs((long)n)),
                Fraction = a.Get,
                Corner = [a.Get, b],
                Initial = new Dictionary<string, double> { ["k: +"] = Math.Abs(b) },
                Cells = [new SampleCell { Gid = n }],
                Extra = new SampleSchedule { Window = b, Order = [title, "null", "~", "1", ""] },
                Clamp = a.Get,
            };
            var read = Again(options);
            Assert.Equal(options.Title, read.Title);
            Assert.Equal(options.End, read.End);
            Assert.Equal(options.Fraction, read.Fraction);
            Assert.Equal(options.Corner, read.Corner);
            Assert.Equal(options.Initial, read.Initial);
            Assert.Equal(n, read.Cells[0].Gid);
            Assert.Equal(options.Extra.Window, read.Extra!.Window);
            Assert.Equal(options.Extra.Order, read.Extra.Order);
            Assert.Equal(options.Clamp, read.Clamp);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void ReferencePage_EveryOption_HasARow()
    {
        string page = CaseFile.ReferencePage(typeof(SampleOptions), "Sample");
        Assert.StartsWith("# Sample\n\nEverything a configuration can hold.\n", page, StringComparison.Ordinal);
        Assert.Contains("| `end` | time [ms], above 0 | **required** | length of the run |\n", page, StringComparison.Ordinal);
        Assert.Contains("| `diffusivity` | quantity [um^2/ms], of at least 0 and at most 10 | `1.96 um^2/ms` |  |\n", page, StringComparison.Ordinal);
        Assert.Contains("`backward-euler`: first order, never oscillates", page, StringComparison.Ordinal);
        Assert.Contains("| `cells` | list of: section, see [cells[]](#cells) | empty |", page, StringComparison.Ordinal);
        Assert.Contains("\n## cells[]\n", page, StringComparison.Ordinal);
        Assert.Contains("| `gid` | whole number | **required** |  |\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain("location", page, StringComparison.Ordinal);
        Assert.DoesNotContain("twice", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("windw", "window")]
    [InlineData("wnidow", "window")]
    [InlineData("difusivty", "diffusivity")]
    [InlineData("potassium", null)]
    [InlineData("k", null)]
    public void Nearest_Misspelling_FindsTheWord(string word, string? expected) =>
        Assert.Equal(expected, Spelling.Nearest(word, ["window", "diffusivity", "na", "ca"]));
}

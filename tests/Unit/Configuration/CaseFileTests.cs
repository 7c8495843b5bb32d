using Multiscale.Configuration;
using Multiscale.Core;

namespace Multiscale.UnitTests;

public sealed class CaseFileTests
{
    private const string Least = "title: x\nend: 1 s\n";

    private static SampleOptions Read(string text, params string[] overrides) => CaseFile.Parse<SampleOptions>(text, "case.yaml", overrides).Value;

    private static IReadOnlyList<Diagnostic> Faults(string text, params string[] overrides) =>
        Assert.Throws<InputException>(() => Read(text, overrides)).Diagnostics;

    [Fact]
    public void Parse_EveryKindOfKey_IsConvertedOnce()
    {
        var options = Read("""
            title: a case
            end: 2.5 s
            diffusivity: 1.96e-9 m^2/s
            fraction: 20 %
            parts: 8
            seed: 9223372036854775807
            flow: false
            scheme: crank-nicolson
            corner: [0 um, 1 mm]
            initial: {k: 3 mM, ca: 1300 uM}
            cells:
              - gid: 7
              - {gid: 8, kind: basket}
            schedule:
              window: 25 us
              order: []
            clamp: -0.065 V
            """);
        Assert.Equal("a case", options.Title);
        Assert.Equal(2_500_000_000_000, options.End.Picoseconds);
        Assert.Equal(1.96, options.Diffusivity, 1e-14);
        Assert.Equal(0.2, options.Fraction);
        Assert.Equal(8, options.Parts);
        Assert.Equal(long.MaxValue, options.Seed);
        Assert.False(options.Flow);
        Assert.Equal(SampleScheme.CrankNicolson, options.Scheme);
        Assert.Equal([0, 1000], options.Corner.Select(x => Math.Round(x, 9)));
        Assert.Equal(1.3, options.Initial["ca"], 1e-14);
        Assert.Equal([7, 8], options.Cells.Select(c => c.Gid));
        Assert.Equal(["pyramidal", "basket"], options.Cells.Select(c => c.Kind));
        Assert.Equal(13, options.Cells[1].Location.Line);
        Assert.Equal(0.025, options.Schedule.Window, 1e-15);
        Assert.Empty(options.Schedule.Order);
        Assert.Equal(-65, options.Clamp!.Value, 1e-12);
        Assert.Null(options.Extra);
    }

    [Fact]
    public void Parse_KeysLeftOut_HaveTheirDefaults()
    {
        var options = Read(Least);
        Assert.Equal(1.96, options.Diffusivity);
        Assert.Equal(["neurons", "diffusion"], options.Schedule.Order);
        Assert.Null(options.Clamp);
    }

    [Theory]
    [InlineData("diffusivity: 2", "MS0105", "has no unit")]
    [InlineData("diffusivity: 2 mV", "MS0102", "does not fit")]
    [InlineData("diffusivity: 2 blob", "MS0103", "unknown unit")]
    [InlineData("diffusivity: NaN um^2/ms", "MS0104", "finite")]
    [InlineData("diffusivity: -1 um^2/ms", "MS0007", "out of range")]
    [InlineData("diffusivity: 11 um^2/ms", "MS0007", "out of range")]
    [InlineData("diffusivity: [1 um^2/ms]", "MS0006", "not a list")]
    [InlineData("diffusivity:", "MS0006", "no value")]
    [InlineData("fraction: .nan", "MS0104", "finite number")]
    [InlineData("fraction: .inf", "MS0104", "finite number")]
    [InlineData("fraction: 1e999", "MS0104", "finite number")]
    [InlineData("fraction: \"0.5\"", "MS0006", "not the text")]
    [InlineData("fraction: 1 mM", "MS0102", "does not fit")]
    [InlineData("parts: 65", "MS0007", "out of range")]
    [InlineData("parts: 2.5", "MS0006", "whole number")]
    [InlineData("parts: 99999999999", "MS0007", "too large")]
    [InlineData("flow: yes", "MS0006", "true or false")]
    [InlineData("scheme: crank-nicholson", "MS0010", "one of")]
    [InlineData("scheme: CrankNicolson", "MS0010", "one of")]
    [InlineData("corner: 5 um", "MS0006", "a list")]
    [InlineData("corner: [5 um, 7]", "MS0105", "corner.1")]
    [InlineData("initial: {k: -1 mM}", "MS0007", "initial.k")]
    [InlineData("cells: [{kind: a}]", "MS0004", "cells.0.gid")]
    [InlineData("schedule: 5", "MS0006", "section of keys")]
    [InlineData("schedule:", "MS0006", "is empty")]
    [InlineData("schedule: {windw: 1 ms}", "MS0003", "schedule.windw")]
    [InlineData("twice: 8", "MS0003", "unknown key 'twice'")]
    [InlineData("mesh: no-such.msh", "MS0009", "does not exist")]
    [InlineData("title: y", "MS0005", "given twice")]
    [InlineData("seed: *a", "MS0002", "no anchor")]
    [InlineData("seed: !!int 5", "MS0002", "tag")]
    [InlineData("? [a]\n: 5", "MS0002", "where a key is expected")]
    [InlineData("corner: [1 um", "MS0002", "syntax")]
    [InlineData("--- \ntitle: y", "MS0002", "more than one")]
    public void Parse_OneFault_IsReportedWithCodeAndLine(string line, string code, string words)
    {
        var fault = Assert.Single(Faults(Least + line));
        Assert.Equal(code, fault.Code);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
        Assert.NotEmpty(fault.Remedy);
        Assert.Equal("case.yaml", fault.Location!.Value.File);
        Assert.InRange(fault.Location.Value.Line, 3, 4);
        Assert.NotNull(fault.Excerpt);
    }

    [Theory]
    [InlineData("end: 0 ms", "MS0007")]
    [InlineData("end: 1e12 s", "MS0101")]
    public void Parse_BadTime_IsReported(string line, string code) => Assert.Equal(code, Assert.Single(Faults("title: x\n" + line)).Code);

    [Fact]
    public void Parse_ManyFaults_AreReportedTogetherInOrder()
    {
        var faults = Faults("titel: x\ndiffusivity: 2\nparts: many\nscheme: euler\n");
        Assert.Equal(["MS0003", "MS0004", "MS0004", "MS0105", "MS0006", "MS0010"], faults.Select(f => f.Code));
        Assert.Equal("did you mean 'title'?", faults[0].Remedy);
        Assert.Contains("length of the run", faults[2].Message, StringComparison.Ordinal);
        Assert.Equal(new SourceLocation("case.yaml", 3, 8), faults[4].Location);
        Assert.Equal("parts: many\n           ^", faults[4].Excerpt);
    }

    [Fact]
    public void Parse_EmptyText_NamesTheMissingKeys() => Assert.Equal(["MS0004", "MS0004"], Faults("# nothing\n").Select(f => f.Code));

    [Fact]
    public void Parse_Alias_RepeatsTheAnchor() => Assert.Equal(3, Read(Least + "schedule: &s {window: 3 ms}\nextra: *s\n").Extra!.Window);

    [Fact]
    public void Parse_AliasInsideItsOwnAnchor_IsReported() => Assert.Equal("MS0002", Faults(Least + "corner: &a [*a]\n")[0].Code);

    [Fact]
    public void Parse_NullForOptionalKey_IsNone()
    {
        Assert.Null(Read(Least + "clamp: null\nextra: ~\n").Clamp);
        Assert.Equal("MS0006", Assert.Single(Faults(Least + "parts: null")).Code);
    }

    [Fact]
    public void Parse_MissingFileWithNearSibling_SuggestsIt()
    {
        string folder = Directory.CreateTempSubdirectory("multiscale").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "tissue.msh"), "");
            string file = Path.Combine(folder, "case.yaml");
            File.WriteAllText(file, Least + "mesh: tisue.msh\n");
            var fault = Assert.Single(Assert.Throws<InputException>(() => CaseFile.Load<SampleOptions>(file)).Diagnostics);
            Assert.Equal(("MS0009", "did you mean 'tissue.msh'?"), (fault.Code, fault.Remedy));
            Assert.Equal(Path.Combine(folder, "tissue.msh"), CaseFile.Load<SampleOptions>(file, ["mesh=tissue.msh"]).Mesh!.Value.FullPath);
            Assert.Equal("did you mean 'case.yaml'?", Assert.Throws<InputException>(() => CaseFile.Load<SampleOptions>(Path.Combine(folder, "cas.yaml"))).Diagnostics[0].Remedy);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void Open_CheckBetweenKeys_PointsAtTheLine()
    {
        var document = CaseFile.Parse<SampleOptions>(Least + "cells:\n- gid: 1\n- gid: 1\n", "case.yaml");
        var problems = document.Problems();
        problems.ThrowIfAny();
        problems.Add("cells.1.gid", "MS0099", "the gid 1 is given twice", "number cells differently");
        var fault = Assert.Throws<InputException>(problems.ThrowIfAny).Diagnostics[0];
        Assert.Equal(new SourceLocation("case.yaml", 5, 8), fault.Location);
        Assert.StartsWith("- gid: 1\n", fault.Excerpt!, StringComparison.Ordinal);
        Assert.Equal(new SourceLocation("case.yaml", 4, 3), document.At("cells.0.kind"));
    }
}

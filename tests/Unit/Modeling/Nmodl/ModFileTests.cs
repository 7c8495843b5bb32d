using Multiscale.Core;
using Multiscale.Modeling;

namespace Multiscale.UnitTests;

/// <summary>Whole files: those that are right parse without a warning, those that are wrong say what and where.</summary>
public sealed class ModFileTests
{
    public static TheoryData<string> Shipped => ModFiles.Names(ModFiles.Shipped);

    public static TheoryData<string> Tests => ModFiles.Names(ModFiles.Tests);

    public static TheoryData<string> Malformed => ModFiles.Names(ModFiles.Malformed);

    [Theory, MemberData(nameof(Shipped))]
    public void Parse_ShippedMechanism_HasNoWarning(string name) => AssertParses(Path.Combine(ModFiles.Shipped, name));

    [Theory, MemberData(nameof(Tests))]
    public void Parse_TestMechanism_HasNoWarning(string name) => AssertParses(Path.Combine(ModFiles.Tests, name));

    /// <summary>The first line of each file says ': expect MS13xx line:column', once for each error.</summary>
    [Theory, MemberData(nameof(Malformed))]
    public void Parse_MalformedFile_LocatesEachError(string name)
    {
        string path = Path.Combine(ModFiles.Malformed, name);
        string[] expected = File.ReadLines(path).First().Replace(": expect ", "").Split(", ");
        var thrown = Assert.Throws<InputException>(() => NmodlParser.ParseFile(path));
        Assert.Equal(expected, thrown.Diagnostics.Select(d => $"{d.Code} {d.Location!.Value.Line}:{d.Location.Value.Column}"));
        Assert.All(thrown.Diagnostics, d =>
        {
            Assert.Equal(path, d.Location!.Value.File);
            Assert.NotEmpty(d.Remedy);
            Assert.Equal(File.ReadAllLines(path)[d.Location.Value.Line - 1].Trim(), d.Excerpt);
        });
    }

    private static void AssertParses(string path)
    {
        var file = NmodlParser.ParseFile(path);
        Assert.NotEmpty(file.Name);
        Assert.Empty(file.Warnings.Select(w => w.ToString()));
        foreach (var (_, body) in file.Blocks())
            foreach (var value in NmodlWalk.Statements(body).OfType<Assign>().Select(a => a.Value))
                Assert.Equal(value.ToString(), NmodlParser.ParseExpression(value.ToString()).ToString());
    }
}

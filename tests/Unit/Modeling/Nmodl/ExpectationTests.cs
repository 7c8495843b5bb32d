using System.Text.Json;
using Multiscale.Modeling;

namespace Multiscale.UnitTests;

/// <summary>The traces of NEURON and the trees of the files they belong to name the same things.</summary>
public sealed class ExpectationTests
{
    private static readonly JsonElement Mechanisms = JsonDocument.Parse(File.ReadAllText(Path.Combine(ModFiles.Tests, "protocol.json"))).RootElement.GetProperty("mechanisms");

    public static TheoryData<string> Names => [.. Mechanisms.EnumerateObject().Select(m => m.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Protocol_NameKindAndColumns_AreThoseOfTheTree(string name)
    {
        var protocol = Mechanisms.GetProperty(name);
        var file = NmodlParser.ParseFile(Path.Combine(ModFiles.Home, protocol.GetProperty("file").GetString()!));
        Assert.Equal((file.Name, file.Kind.ToString().ToLowerInvariant()), (protocol.GetProperty("mechanism").GetString(), protocol.GetProperty("kind").GetString()));
        string[] columns = [.. protocol.GetProperty("columns").EnumerateArray().Select(c => c.GetString()!)];
        string head = File.ReadLines(Path.Combine(ModFiles.Tests, "expected", name + ".csv")).First();
        if (file.Kind == MechanismKind.Artificial)
        {
            Assert.Equal("spike", head);
            return;
        }
        Assert.Equal(string.Join(',', ["t", "v", .. columns]), head);
        string[] range = [.. file.Range.Select(r => r.Name)];
        string[] expected =
        [
            .. file.States.SelectMany(s => Elements(s.Name, s.ArraySize)),
            .. range.Join(file.Assigned, r => r, a => a.Name, (_, a) => a).SelectMany(a => Elements(a.Name, a.ArraySize)),
            .. file.Ions.SelectMany(i => i.Writes),
        ];
        Assert.Equal(expected.Distinct().Order(), columns.Order());
        if (protocol.TryGetProperty("weights", out var weights)) Assert.Equal(file.NetReceive!.Arguments.Count, weights.GetArrayLength());
        foreach (var parameter in protocol.GetProperty("parameters").EnumerateObject())
            Assert.Contains(parameter.Name, file.Parameters.Select(p => p.Name));
    }

    /// <summary>Every file has a trace but those that say why they have none: RANDOM and VERBATIM, which NEURON 8 or this program cannot run, or more than one compartment.</summary>
    [Fact]
    public void Protocol_EveryFileBothCanRun_IsThere()
    {
        var runnable = Directory.GetFiles(ModFiles.Tests, "*.mod").Concat(Directory.GetFiles(ModFiles.Shipped, "*.mod"))
            .Where(path => !File.ReadLines(path).First().Contains("no expectation", StringComparison.Ordinal) && NmodlParser.ParseFile(path) is { RandomVariables.Count: 0, Verbatims.Count: 0 } file && !file.Blocks().Any(b => NmodlWalk.Statements(b.Body).Any(s => s is Verbatim)))
            .Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);
        Assert.Equal(runnable, Names.Select(n => n.Data).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Elements(string name, int? size) => size is { } n ? Enumerable.Range(0, n).Select(k => $"{name}[{k}]") : [name];
}

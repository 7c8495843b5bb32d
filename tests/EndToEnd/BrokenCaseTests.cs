using Multiscale.TestProcesses;

namespace Multiscale.EndToEndTests;

/// <summary>One fault per file in tests/EndToEnd/broken: `check` names its place, its code and its remedy, and writes nothing.</summary>
public sealed class BrokenCaseTests
{
    private static readonly string Folder = Path.Combine(Cli.Home, "tests", "EndToEnd", "broken");

    /// <summary>Case, place of the fault, code, and what the message has to say.</summary>
    public static TheoryData<string, string, string, string[]> Faults => new()
    {
        { "missing_file", "missing_file.yaml:3:7", "MS0009", ["../small/cell.msh", "did you mean 'cell.swc'?"] },
        { "wrong_unit", "wrong_unit.yaml:4:11", "MS0102", ["windows.tissue", "'mV' does not fit 'ms'"] },
        { "unknown_key", "unknown_key.yaml:5:3", "MS0003", ["diffusion.volume_fracton", "did you mean 'volume_fraction'?"] },
        { "unknown_exchange", "unknown_exchange.yaml:7:3", "MS0003", ["coupling.glia_uptake", "did you mean 'glial_uptake'?"] },
        { "node_set", "node_set.yaml:7:7", "MS0737", ["Stimulatd", "Stimulated"] },
        { "cell_id", "cell_id.yaml:9:7", "MS0126", ["spike_trains", "no cell 1", "from 0 to 0"] },
        { "duplicate_key", "duplicate_key.yaml:5:1", "MS0005", ["'duration'", "duplicate_key.yaml:2:1"] },
        { "missing_key", "missing_key.yaml:8:7", "MS0004", ["neurons.stimuli.0.amplitude", "1 nA"] },
        { "flat_tet", "flat_tet.msh:19:1", "MS0309", ["element 2", "no volume"] },
        { "overlapping_tets", "overlapping_tets.msh", "MS0303", ["tetrahedra 0 and 1", "overlap"] },
        { "disconnected_swc", "disconnected.swc:5:1", "MS0206", ["sample 4", "sample 1"] },
        { "zero_radius", "zero_radius_nodes.csv:5:10", "MS0641", ["'diameter' holds '0'", "positive"] },
        { "cell_outside", "cell_outside.yaml:7:7", "MS0129", ["cell 1", "100 %", "12 um away", "init mesh"] },
        { "nan_value", "nan_value.yaml:6:11", "MS0104", ["diffusion.uptake.half", "NaN", "'1 mM'"] },
        { "windows", "windows.yaml:4:3", "MS0112", ["5 ms", "2 ms", "multiples"] },
        { "bad_syntax", "bad_syntax.yaml:3:53", "MS0002", ["brackets"] },
        { "reaction_species", "reaction_species.yaml:8:17", "MS0521", ["no species 'B'", "A"] },
        { "reaction_rate", "reaction_rate.yaml:8:15", "MS0102", ["2 A -> 0", "1/M^1/s"] },
        { "brain_and_tissue", "brain_and_tissue.yaml:4:3", "MS0133", ["brain does not run together with diffusion"] },
        { "no_solver", "no_solver.yaml:1:1", "MS0120", ["diffusion", "blood_flow"] },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Check_OneFault_NamesItsPlaceAndRemedy(string name, string place, string code, string[] said)
    {
        string here = TemporaryFolder.Create(name);
        var outcome = ChildProcess.Run(Cli.Program, ["check", Path.Combine(Folder, name + ".yaml")], folder: here);
        Assert.True(outcome.ExitCode == 2, outcome.ToString());
        Assert.StartsWith($"{Path.Combine(Folder, place)}: error {code}: ", outcome.Error, StringComparison.Ordinal);
        foreach (string text in said) Assert.Contains(text, outcome.Error, StringComparison.Ordinal);
        Assert.Contains("\n    fix: ", outcome.Error, StringComparison.Ordinal);
        Assert.Single(outcome.Error.Split("error MS")[1..]);
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
        Assert.Equal("", outcome.Output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(here));
    }

    [Fact]
    public void Files_InTheFolder_AreAllTested() =>
        Assert.Equal(Directory.EnumerateFiles(Folder, "*.yaml").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal), Faults.Select(f => f.Data.Item1).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("cell_outside", 0)]
    [InlineData("cell_outside", 2)]
    [InlineData("wrong_unit", 3)]
    public void Run_Fault_EndsWithCode2AndNoRunFolder(string name, int ranks)
    {
        string here = TemporaryFolder.Create(name), folder = Path.Combine(here, "run");
        var outcome = Cli.Run(ranks, ["run", Path.Combine(Folder, name + ".yaml"), "--out", folder], TimeSpan.FromMinutes(1));
        Assert.False(outcome.TimedOut, outcome.ToString());
        Assert.True(outcome.ExitCode == 2, outcome.ToString());
        Assert.Single(outcome.Error.Split("error MS")[1..]);
        Assert.Empty(Directory.EnumerateFileSystemEntries(here));
    }
}

using System.Text.Json;
using Multiscale.Formats;

namespace Multiscale.EndToEndTests;

/// <summary>The coupled run on real input: the same bits on any number of ranks, nothing lost, all files there.</summary>
[Collection("quickstart")]
public sealed class QuickstartTests(Quickstart quickstart)
{
    private static readonly string[] Files = ["spikes.h5", "voltages.h5", "fields.h5", "report_flows.h5", "report_radii.h5", "report_pressures.h5", "report_volumes.h5"];

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Run_SeveralRanks_EveryDatasetBitEqualToOneRank(int ranks)
    {
        foreach (string name in Files)
        {
            var differences = Hdf5Comparison.Differences(quickstart.FileOf(1, name), quickstart.FileOf(ranks, name));
            Assert.True(differences.Count == 0, $"{name}: {string.Join("; ", differences.Take(10))}");
        }
        Assert.Equal(File.ReadAllText(quickstart.FileOf(1, "fields.xdmf")), File.ReadAllText(quickstart.FileOf(ranks, "fields.xdmf")));
    }

    [Fact]
    public void Run_Stimulated_CellsFireAndStateMoves()
    {
        // Without this the comparison between ranks could compare rest with rest.
        var last = SmallCase.LastLine(quickstart.On(1).Outcome);
        Assert.True(last.GetProperty("spikes").GetInt32() >= 20, last.ToString());
        Assert.True(last.GetProperty("K outside, most").GetProperty("max").GetDouble() > 3.01, last.ToString());
        Assert.True(last.GetProperty("ATP_n, least").GetProperty("min").GetDouble() < last.GetProperty("ATP_n, least").GetProperty("first").GetDouble(), last.ToString());
        var trains = Assert.Single(SpikesFile.Read(quickstart.FileOf(1, "spikes.h5")));
        Assert.Equal(last.GetProperty("spikes").GetInt32(), trains.Count);
        Assert.All(trains.Times, t => Assert.InRange(t, 1, Quickstart.Duration));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Run_LastLine_LedgerClosedAndCompleted(int ranks)
    {
        var (folder, outcome) = quickstart.On(ranks);
        var last = SmallCase.LastLine(outcome);
        Assert.InRange(last.GetProperty("ledger_worst_relative").GetDouble(), 0, 1e-9);
        Assert.Equal("completed", last.GetProperty("exit").GetString());
        Assert.Equal(Quickstart.Duration * 1e-3, last.GetProperty("simulated_s").GetDouble());
        Assert.Equal(folder, last.GetProperty("run").GetString());
        // Everything else goes to stderr; only the object is on stdout.
        Assert.Single(outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("ledger", outcome.Error, StringComparison.Ordinal);
    }

    /// <summary>Every current of a tissue has to move ions, or concentrations and energy would miss it without a word.</summary>
    [Fact]
    public void Run_Currents_AreAllCarriedByIons() =>
        Assert.DoesNotContain("no ion carries", quickstart.On(1).Outcome.Error, StringComparison.Ordinal);

    [Fact]
    public void Run_RanksOption_StartsThatManyRanks()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(quickstart.FileOf(2, "run.json")));
        Assert.Equal(2, manifest.RootElement.GetProperty("ranks").GetInt32());
    }
}

using Multiscale.Sweep;

namespace Multiscale.EndToEndTests;

/// <summary>Sweeps over brains: what a point yields depends on nothing but its parameters and seed.</summary>
public sealed class BrainSweepTests
{
    private static readonly Lazy<string> File = new(() =>
    {
        string folder = TemporaryFolder.Create("brain-sweep");
        System.IO.File.WriteAllText(Path.Combine(folder, "brain.yaml"), """
            name: small
            duration: 160 ms
            brain:
              model: adex-first
              initial: { W_e: 20 pA }
              connectome: { synthetic: { regions: 10, degree: 4 } }
              integration: { precision: single, scheme: euler }
              transient: 40 ms
              features: { window: 60 ms, window_step: 20 ms }
            """);
        string path = Path.Combine(folder, "sweep.yaml");
        System.IO.File.WriteAllText(path, """
            name: brains
            base: brain.yaml
            axes:
              G: { from: 0.1, to: 0.5, count: 5 }
              b_e: { from: 0 pA, to: 60 pA, count: 4 }
              speed: { parameter: brain.integration.speed, kind: list, values: [2 m/s, 4 m/s] }
            constraints: [G * b_e < 29 pA]
            series: [3]
            keep_connectivity: true
            """);
        return path;
    });

    private static readonly Lazy<(string Folder, ResultTable Table)> Reference = new(() => Sweep(1, 16));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 5)]
    [InlineData(4, 16)]
    public void Sweep_AnyRanksAndBatches_SameFeaturesToTheBit(int ranks, int batch)
    {
        var table = Sweep(ranks, batch).Table;
        int time = table.IndexOf("run_time");
        Assert.Equal(38, table.Count);
        Assert.Equal(Reference.Value.Table.Rows.Select(Row), table.Rows.Select(Row));

        string Row(object?[] row) => string.Join(' ', row.Select((v, i) => i == time ? "" : v is double x ? $"{BitConverter.DoubleToInt64Bits(x):x}" : $"{v}"));
    }

    [Fact]
    public void Report_OfASweep_IsOnePageWithItsDataAndNoOtherResources()
    {
        string folder = Reference.Value.Folder;
        string matrix = Path.Combine(folder, "reference.csv");
        System.IO.File.WriteAllLines(matrix, Enumerable.Range(0, 10).Select(i => string.Join(',', Enumerable.Range(0, 10).Select(j => i == j ? 1 : 0.05 * ((i + j) % 7)))));
        var outcome = Cli.Run("sweep", "report", folder, "--reference", matrix);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        string page = System.IO.File.ReadAllText(Path.Combine(folder, "report.html"));
        Assert.Contains("\"reference_fc_fit\"", page, StringComparison.Ordinal);
        Assert.Contains("\"point\":3", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page.Replace("http-equiv", ""), StringComparison.Ordinal);
        Assert.DoesNotContain("/*DATA*/", page, StringComparison.Ordinal);
    }

    private static (string Folder, ResultTable Table) Sweep(int ranks, int batch)
    {
        string folder = TemporaryFolder.NameOf("brains");
        var outcome = Cli.Run(ranks == 1 ? 0 : ranks, ["sweep", File.Value, "--out", folder, "--batch", $"{batch}"]);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        return (folder, ResultTable.Read(folder));
    }
}

using Multiscale.Core;
using Multiscale.Parallel;
using Multiscale.Sweep;

namespace Multiscale.UnitTests;

public sealed class SweepRunTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("multiscale-sweep-").FullName;

    /// <summary>Yields a * a and the seed; fails where told to.</summary>
    private sealed class Squares(Func<double, bool>? fails = null, params string[] perRegion) : ISweepTarget
    {
        public List<long> Ran { get; } = [];

        public IReadOnlyList<string> Columns => ["square", "nothing"];

        public IReadOnlyList<string> RegionColumns => perRegion;

        public int BatchSize => 4;

        public void Run(ReadOnlySpan<SweepPoint> points, Span<PointResult> results)
        {
            for (int i = 0; i < points.Length; i++)
            {
                double a = points[i].Values[0];
                if (fails?.Invoke(a) == true) throw new NumericalException("MS0301", $"no solution, at {a}");
                results[i] = new PointResult([a * a, double.NaN], Regions: perRegion.Length == 0 ? null : [.. perRegion.SelectMany((_, c) => (float[])[(float)a, c, float.NaN])]);
                Ran.Add(points[i].Number);
            }
        }
    }

    private static PointTable Table(int count, string to = "1") => new(new SweepOptions
    {
        Name = "test", Base = default, Axes = new Dictionary<string, AxisOptions> { ["a"] = new() { From = "0", To = to, Count = count } },
    });

    private bool Sweep(PointTable table, ISweepTarget target, string hash = "0123456789", bool acceptChange = false, Func<bool>? stop = null, SweepPart? part = null, string? at = null)
    {
        using var place = new SweepFolder(at ?? folder, new SerialCommunicator(), part ?? SweepPart.Whole);
        var definition = new Dictionary<string, string> { ["hash"] = hash, ["name"] = "test", ["points"] = $"{table.Count}", ["regions"] = "a\nb\nc" };
        var (results, pending) = place.Open(table, target, definition, acceptChange);
        bool ended = new SweepRun(table, target, new SerialCommunicator()).Run(pending, results, target.BatchSize, _ => { }, stop ?? (() => false));
        place.Finish();
        return ended;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Run_AFailingPoint_FailsAloneAndIsRunAgain()
    {
        var table = Table(11);
        Sweep(table, new Squares(a => a == table[5].Values[0]));
        var first = ResultTable.Read(folder);
        var failed = Assert.Single(first.Rows, r => r[1] is "failed");
        Assert.Equal(5L, failed[0]);
        Assert.Contains("MS0301", (string)failed[2]!, StringComparison.Ordinal);
        var again = new Squares();
        Sweep(table, again);
        Assert.Equal([5], again.Ran);
        var second = ResultTable.Read(folder);
        Assert.All(second.Rows, r => Assert.Equal("done", r[1]));
        Assert.Equal(Enumerable.Range(0, 11).Select(i => table[i].Values[0] * table[i].Values[0]), second.Numbers("square"));
        Assert.All(second.Numbers("nothing"), x => Assert.True(double.IsNaN(x)));
        Assert.All(second.Rows, r => Assert.Equal(table[(long)r[0]!].Seed, r[3]));
    }

    [Fact]
    public void Run_Stopped_LeavesTheRestForTheNextRun()
    {
        var table = Table(11);
        int calls = 0;
        Assert.False(Sweep(table, new Squares(), stop: () => calls++ >= 1));
        Assert.Equal(4, ResultTable.Read(folder).Count);
        var rest = new Squares();
        Assert.True(Sweep(table, rest));
        Assert.Equal(Enumerable.Range(4, 7).Select(i => (long)i), rest.Ran);
        Assert.Equal(11, ResultTable.Read(folder).Count);
    }

    [Fact]
    public void Open_ChangedDefinition_IsRefusedUnlessAccepted()
    {
        Sweep(Table(11), new Squares());
        var fault = Assert.Throws<InputException>(() => Sweep(Table(6), new Squares(), hash: "abcdefghij"));
        Assert.Contains("MS1611", fault.Message, StringComparison.Ordinal);
        // 0, 0.2, 0.4 ... instead of 0, 0.1, 0.2 ...: only point 0 has kept its value and seed.
        var target = new Squares();
        Sweep(Table(6), target, hash: "abcdefghij", acceptChange: true);
        Assert.Equal([1, 2, 3, 4, 5], target.Ran);
        Assert.Equal(6, ResultTable.Read(folder).Count);
    }

    [Fact]
    public void Open_FolderInUse_IsRefused()
    {
        using var held = new SweepFolder(folder, new SerialCommunicator(), SweepPart.Whole);
        Assert.Contains("MS1610", Assert.Throws<InputException>(() => new SweepFolder(folder, new SerialCommunicator(), SweepPart.Whole)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_PartsOfAnArray_AreReadTogetherAndMerged()
    {
        var table = Table(11);
        for (int k = 0; k < 3; k++) Sweep(table, new Squares(), part: new SweepPart(k, 3));
        var parts = ResultTable.Read(folder);
        Assert.Equal(Enumerable.Range(0, 11).Select(i => (long)i), parts.Rows.Select(r => (long)r[0]!));
        Assert.False(File.Exists(SweepFolder.Main(folder)));
        var none = new Squares();
        Sweep(table, none);
        Assert.Empty(none.Ran);
        Assert.Equal(parts.Numbers("square"), ResultTable.Read(folder).Numbers("square"));
        Assert.Empty(Directory.GetFiles(SweepFolder.Shards(folder)));
    }

    [Fact]
    public void Merge_TwiceAndOverDoneRows_ChangesNothing()
    {
        var table = Table(4);
        Sweep(table, new Squares());
        string shard = Path.Combine(SweepFolder.Shards(folder), "rank-00001.sqlite"), copy = Path.Combine(folder, "copy");
        var definition = new Dictionary<string, string> { ["hash"] = "0123456789" };
        using (var late = new ResultFile(shard, table.Axes, ["square", "nothing"], [], definition))
            late.Write([table[2]], [new PointResult([-1, -1])], 1);
        File.Copy(shard, copy);
        for (int i = 0; i < 2; i++)
        {
            File.Copy(copy, shard, overwrite: true);
            Sweep(table, new Squares());
            Assert.Equal(table[2].Values[0] * table[2].Values[0], ResultTable.Read(folder).Numbers("square")[2]);
            Assert.Equal(4, ResultTable.Read(folder).Count);
        }
    }

    /// <summary>Three regions hold the point's value, the number of the column, and nothing; parts leave shards, which the last job merges.</summary>
    [Fact]
    public void Run_ColumnsPerRegion_AreKeptMergedAndExported()
    {
        var table = Table(7);
        for (int k = 0; k < 2; k++) Sweep(table, new Squares(a => a == 1, "e_mean", "e_max"), part: new SweepPart(k, 2));
        for (int merged = 0; merged < 2; merged++)
        {
            using (var kept = new RegionTable(folder))
            {
                Assert.Equal(["e_mean", "e_max"], kept.Columns);
                for (int p = 0; p < 6; p++) Assert.Equal([[(float)table[p].Values[0], 0, float.NaN], [(float)table[p].Values[0], 1, float.NaN]], kept.Of(p)!);
                Assert.Null(kept.Of(6));
            }
            var text = new StringWriter();
            ResultTable.Read(folder).WriteCsv(text);
            string[] lines = text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal("point,status,error,seed,run_time,a,square,nothing,e_mean[a],e_mean[b],e_mean[c],e_max[a],e_max[b],e_max[c]", lines[0].TrimEnd());
            Assert.EndsWith(",0.5,0.25,,0.5,0,,0.5,1,", lines[4].TrimEnd(), StringComparison.Ordinal);
            Assert.EndsWith(",1,,,,,,,,", lines[^1].TrimEnd(), StringComparison.Ordinal);
            var rest = new Squares(a => a == 1, "e_mean", "e_max");
            Sweep(table, rest);
            Assert.Empty(rest.Ran);
            Assert.Empty(Directory.GetFiles(SweepFolder.Shards(folder)));
        }
    }

    [Fact]
    public void Open_AnotherColumnPerRegion_RunsAllPointsAgain()
    {
        var table = Table(5);
        Sweep(table, new Squares(null, "e_mean"));
        var more = new Squares(null, "e_mean", "e_max");
        Sweep(table, more, hash: "abcdefghij", acceptChange: true);
        Assert.Equal([0, 1, 2, 3, 4], more.Ran);
        var fewer = new Squares(null, "e_max");
        Sweep(table, fewer, hash: "klmnopqrst", acceptChange: true);
        Assert.Empty(fewer.Ran);
    }

    [Fact]
    public void WriteCsv_NumbersAndTexts_ReadBack()
    {
        var table = Table(3, "0.3");
        Sweep(table, new Squares(a => a == 0));
        var text = new StringWriter();
        ResultTable.Read(folder).WriteCsv(text);
        string[] lines = text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("point,status,error,seed,run_time,a,square,nothing", lines[0].TrimEnd());
        Assert.StartsWith("0,failed,\"error MS0301: no solution, at 0\"", lines[1].Replace("\n", ""), StringComparison.Ordinal);
        Assert.EndsWith(",0.15,0.0225,", lines[2].TrimEnd(), StringComparison.Ordinal);
    }
}

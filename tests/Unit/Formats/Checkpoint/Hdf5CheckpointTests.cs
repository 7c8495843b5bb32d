using Multiscale.Core;
using Multiscale.Formats;
using Multiscale.Parallel;

namespace Multiscale.UnitTests;

public sealed class Hdf5CheckpointTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("multiscale-checkpoint-").FullName;
    private readonly SerialCommunicator ranks = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string At(string name) => Path.Combine(folder, name);

    [Fact]
    public void PutAndGet_EveryKind_IsEqualToTheBit()
    {
        var tets = EntitySet.Whole("tets", 3);
        double[] values = [0.1, double.NaN, -0.0, 1e-310, double.PositiveInfinity, 3];
        using (var checkpoint = Hdf5Checkpoint.Create(ranks, At("c.h5")))
        {
            checkpoint.Put("diffusion/k", tets, values);
            checkpoint.PutGlobal("diffusion/time", [0.1, 7]);
            checkpoint.PutGlobal("empty", []);
            checkpoint.PutRows("neurons.events", tets, [2, 0, 2], 2, [1, 2, 3, 4, 5, 6]);
            checkpoint.PutRows("none", tets, [], 3, []);
            checkpoint.Commit();
        }
        using var read = Hdf5Checkpoint.Open(ranks, At("c.h5"));
        var back = new double[6];
        read.Get("diffusion/k", tets, back);
        Assert.Equal(values.Select(BitConverter.DoubleToInt64Bits), back.Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal([0.1, 7], read.GetGlobal("diffusion/time"));
        Assert.Empty(read.GetGlobal("empty"));
        var (ids, rows) = read.GetRows("neurons.events", tets, 2);
        Assert.Equal([0L, 2, 2], ids);
        Assert.Equal([3.0, 4, 1, 2, 5, 6], rows);
        Assert.Empty(read.GetRows("none", tets, 3).Ids);
    }

    [Fact]
    public void Get_OtherGeometryOrName_IsRefused()
    {
        using (var checkpoint = Hdf5Checkpoint.Create(ranks, At("c.h5")))
        {
            checkpoint.Put("k", EntitySet.Whole("tets", 3), [1, 2, 3]);
            checkpoint.Commit();
        }
        using var read = Hdf5Checkpoint.Open(ranks, At("c.h5"));
        Assert.Equal("MS0742", Assert.Throws<InputException>(() => read.Get("k", EntitySet.Whole("tets", 4), new double[4])).Diagnostics[0].Code);
        Assert.Equal("MS0742", Assert.Throws<InputException>(() => read.Get("k", EntitySet.Whole("tets", 3), new double[6])).Diagnostics[0].Code);
        Assert.Equal("MS0743", Assert.Throws<InputException>(() => read.Get("na", EntitySet.Whole("tets", 3), new double[3])).Diagnostics[0].Code);
    }

    [Fact]
    public void Create_WithoutCommit_KeepsTheOlderCheckpoint()
    {
        using (var first = Hdf5Checkpoint.Create(ranks, At("c.h5")))
        {
            first.PutGlobal("t", [1]);
            first.Commit();
        }
        using (var second = Hdf5Checkpoint.Create(ranks, At("c.h5"))) second.PutGlobal("t", [2]);
        using var read = Hdf5Checkpoint.Open(ranks, At("c.h5"));
        Assert.Equal([1.0], read.GetGlobal("t"));
    }

    [Fact]
    public void Open_FileThatIsNoCheckpoint_IsRefused()
    {
        SpikesFile.Write(At("s.h5"), "p", [], []);
        Assert.Equal("MS0741", Assert.Throws<InputException>(() => Hdf5Checkpoint.Open(ranks, At("s.h5"))).Diagnostics[0].Code);
    }

    private static EntitySet Part(int count, Func<long, bool> owned) =>
        new("segments", count, [.. Enumerable.Range(0, count).Select(i => (long)i).Where(owned)]);

    [Theory]
    [InlineData(3, 2)]
    [InlineData(1, 4)]
    [InlineData(4, 1)]
    public void Restore_OnAnotherNumberOfRanks_GivesEachItsOwn(int writers, int readers)
    {
        const int count = 11;
        ThreadCommunicator.Run(writers, ranks =>
        {
            // The last of several writers owns nothing.
            var set = Part(count, i => i % Math.Max(1, writers - 1) == ranks.Rank);
            using var checkpoint = Hdf5Checkpoint.Create(ranks, At("c.h5"));
            checkpoint.Put("v", set, [.. set.OwnedIds.SelectMany(i => new[] { i + 0.1, -i })]);
            checkpoint.PutGlobal("t", [0.5]);
            checkpoint.PutRows("events", set, [.. set.OwnedIds.SelectMany(i => new[] { i, i })], 1, [.. set.OwnedIds.SelectMany(i => new[] { 10.0 * i, 10 * i + 1 })]);
            checkpoint.Commit();
        });
        ThreadCommunicator.Run(readers, ranks =>
        {
            var set = Part(count, i => i * readers / count == ranks.Rank);
            using var checkpoint = Hdf5Checkpoint.Open(ranks, At("c.h5"));
            var values = new double[2 * set.Count];
            checkpoint.Get("v", set, values);
            Assert.Equal(set.OwnedIds.SelectMany(i => new[] { i + 0.1, -i }), values);
            Assert.Equal([0.5], checkpoint.GetGlobal("t"));
            var (ids, rows) = checkpoint.GetRows("events", set, 1);
            Assert.Equal(set.OwnedIds.SelectMany(i => new[] { i, i }), ids.Order());
            foreach (long id in set.OwnedIds) // the order of an entity's rows is kept
                Assert.Equal([10.0 * id, 10 * id + 1], rows.Where((_, k) => ids[k] == id));
        });
    }

    [Fact]
    public void Open_MissingFileOnSeveralRanks_FailsOnAllAlike()
    {
        var codes = new string[3];
        ThreadCommunicator.Run(3, ranks => codes[ranks.Rank] = Assert.Throws<InputException>(() => Hdf5Checkpoint.Open(ranks, At("none.h5"))).Diagnostics[0].Code);
        Assert.Equal(["MS0708", "MS0708", "MS0708"], codes);
    }
}

using Multiscale.Core;
using Multiscale.Formats;

namespace Multiscale.UnitTests;

public sealed class Hdf5FileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("multiscale-hdf5-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string At(string name) => Path.Combine(folder, name);

    [Fact]
    public void Write_NumbersOfEveryType_ReadBackEqual()
    {
        using (var file = Hdf5File.Create(At("a.h5")))
        {
            file.Write("/a/b/double", new[] { 1.5, double.NaN, double.NegativeInfinity, 1e-310 });
            file.Write("/a/b/long", new[] { long.MinValue, long.MaxValue });
            file.Write("/a/float", new[] { 1.25f, 2, 3, 4, 5, 6 }, 2, 3);
            file.Write("/a/byte", new byte[] { 0, 255 });
            file.Write("/a/ulong", new[] { ulong.MaxValue });
            file.Write("/a/empty", Array.Empty<int>());
            file.Commit();
        }
        using var read = Hdf5File.Open(At("a.h5"));
        Assert.Equal([1.5, double.NaN, double.NegativeInfinity, 1e-310], read.Read<double>("/a/b/double"));
        Assert.Equal([long.MinValue, long.MaxValue], read.Read<long>("/a/b/long"));
        Assert.Equal([2, 3], read.Shape("/a/float"));
        Assert.Equal([1.25, 2, 3, 4, 5, 6], read.Read<double>("/a/float"));
        Assert.Equal([4f, 5, 6], read.ReadRows<float>("/a/float", 1, 1));
        Assert.Equal([0, 255], read.Read<int>("/a/byte"));
        Assert.Equal([long.MaxValue], read.Read<long>("/a/ulong"));
        Assert.Empty(read.Read<int>("/a/empty"));
        Assert.Equal(["b", "byte", "empty", "float", "ulong"], read.Children("/a"));
        Assert.True(read.Exists("/a/b") && read.IsGroup("/a/b") && !read.IsGroup("/a/float") && !read.Exists("/a/x/y") && !read.Exists("/a/float/z"));
    }

    [Fact]
    public void Write_LargeArray_IsCompressedAndEqual()
    {
        var values = new double[200_000];
        for (int i = 0; i < values.Length; i++) values[i] = i / 7;
        using (var file = Hdf5File.Create(At("a.h5")))
        {
            file.Write("/x", values, 50_000, 4);
            file.Commit();
        }
        using var read = Hdf5File.Open(At("a.h5"));
        Assert.Equal(values, read.Read<double>("/x"));
        Assert.Equal(values.AsSpan(4 * 40_000, 8).ToArray(), read.ReadRows<double>("/x", 40_000, 2));
        Assert.True(new FileInfo(At("a.h5")).Length < values.Length * sizeof(double) / 4);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(24)]
    public void WriteStrings_FixedAndVariable_ReadBackEqual(int fixedLength)
    {
        string[] texts = ["", "soma", "Purkinje cell \u03bcm \u2714"];
        using (var file = Hdf5File.Create(At("s.h5")))
        {
            file.WriteStrings("/t", texts, fixedLength);
            file.Commit();
        }
        using var read = Hdf5File.Open(At("s.h5"));
        Assert.True(read.HoldsStrings("/t"));
        Assert.Equal(texts, read.ReadStrings("/t"));
    }

    [Fact]
    public void Attributes_NumbersStringsEnums_ReadBackEqual()
    {
        using (var file = Hdf5File.Create(At("a.h5")))
        {
            file.CreateGroup("/g");
            file.WriteAttribute("/g", "one", 1.5);
            file.WriteAttribute<uint>("/g", "two", [0, 1]);
            file.WriteText("/g", "text", "first");
            file.WriteText("/g", "text", "\u00b5m");
            file.WriteEnum("/g", "sorting", ["none", "by_id", "by_time"], 2);
            file.Commit();
        }
        using var read = Hdf5File.Open(At("a.h5"));
        Assert.Equal([1.5], read.ReadAttribute<double>("/g", "one"));
        Assert.Equal([0u, 1u], read.ReadAttribute<uint>("/g", "two"));
        Assert.Equal("\u00b5m", read.ReadText("/g", "text"));
        Assert.Equal("by_time", read.ReadText("/g", "sorting"));
        Assert.Null(read.ReadText("/g", "absent"));
        Assert.False(read.HasAttribute("/g", "absent"));
    }

    [Fact]
    public void Append_RowsBeyondOneChunk_ReadBackEqual()
    {
        const int columns = 1000, rows = 333; // a chunk holds 65 of these rows
        using (var file = Hdf5File.CreateRunning(At("t.h5")))
        {
            using var table = file.CreateTable<float>("/t", columns);
            var row = new float[columns];
            for (int r = 0; r < rows; r++)
            {
                for (int c = 0; c < columns; c++) row[c] = r * columns + c;
                table.Append(row);
                if (r % 100 == 99) table.Write();
            }
            Assert.Equal(rows, table.Rows);
        }
        using var read = Hdf5File.Open(At("t.h5"));
        Assert.Equal([rows, columns], read.Shape("/t"));
        Assert.Equal(Enumerable.Range(0, rows * columns).Select(i => (float)i), read.Read<float>("/t"));
    }

    [Fact]
    public void CreateRunning_FlushedButNotClosed_CopyIsReadable()
    {
        using var file = Hdf5File.CreateRunning(At("t.h5"));
        using var table = file.CreateTable<double>("/t");
        table.Append([1, 2, 3]);
        table.Write();
        file.Flush();
        table.Append([4]); // stays in memory: what a crash loses
        File.Copy(At("t.h5"), At("crashed.h5"));
        using var read = Hdf5File.Open(At("crashed.h5"));
        Assert.Equal([1.0, 2, 3], read.Read<double>("/t"));
    }

    [Fact]
    public void Create_WithoutCommit_LeavesNothing()
    {
        File.WriteAllText(At("a.h5"), "older");
        using (var file = Hdf5File.Create(At("a.h5"))) file.Write("/x", new[] { 1 });
        Assert.Equal("older", File.ReadAllText(At("a.h5")));
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void Open_MissingFileObjectOrType_NamesFileAndObject()
    {
        Assert.Equal("MS0708", Assert.Throws<InputException>(() => Hdf5File.Open(At("none.h5"))).Diagnostics[0].Code);
        File.WriteAllText(At("text.h5"), "not hdf5");
        Assert.Contains("text.h5", Assert.Throws<InputException>(() => Hdf5File.Open(At("text.h5"))).Message);
        using (var file = Hdf5File.Create(At("a.h5")))
        {
            file.WriteStrings("/g/s", ["x"]);
            file.Commit();
        }
        using var read = Hdf5File.Open(At("a.h5"));
        string message = Assert.Throws<InputException>(() => read.Read<double>("/g/missing")).Message;
        Assert.Contains("a.h5", message);
        Assert.Contains("/g/missing", message);
        Assert.Equal("MS0705", Assert.Throws<InputException>(() => read.Read<double>("/g/s")).Diagnostics[0].Code);
        Assert.Equal("MS0705", Assert.Throws<InputException>(() => read.Read<double>("/g")).Diagnostics[0].Code);
        Assert.Throws<EnvironmentException>(() => Hdf5File.CreateRunning(folder));
    }
}

using System.IO.Compression;
using Multiscale.Core;
using Multiscale.Formats;

namespace Multiscale.UnitTests;

/// <summary>Connectomes of The Virtual Brain and as tables.</summary>
public sealed class ConnectomeFileTests : IDisposable
{
    private const string Table = "0 1.5 2\n1.5 0 0.25\n2 0.25 0\n";

    /// <summary>The table, by Python's bz2.</summary>
    private const string Packed = "QlpoOTFBWSZTWcEDe58AAAfYAAAQQAFyACAAMQwAlT9KPKdu5IxMUqKOMJ8XckU4UJDBA3uf";

    private readonly string folder = Directory.CreateTempSubdirectory("multiscale-connectome-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Zip(params (string Name, byte[] Content)[] entries)
    {
        string path = Path.Combine(folder, "c.zip");
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, content) in entries)
        {
            using var stream = zip.CreateEntry(name).Open();
            stream.Write(content);
        }
        return path;
    }

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    [Fact]
    public void ReadZip_PlainAndPackedParts_GiveTheSame()
    {
        var c = ConnectomeFile.ReadZip(Zip(("top/weights.txt.bz2", Convert.FromBase64String(Packed)), ("top/tract_lengths.txt", Bytes(Table)), ("top/centres.txt", Bytes("a 1 2 3\nb 4 5 6\nc 7 8 9\n"))));
        Assert.Equal(["a", "b", "c"], c.Labels);
        Assert.Equal([0, 1.5, 2, 1.5, 0, 0.25, 2, 0.25, 0], c.Weights);
        Assert.Equal(c.Weights, c.TractLengths);
        Assert.Equal([4, 5, 6], c.Centres![3..6]);
    }

    [Fact]
    public void ReadZip_WithoutLengths_IsRefused() =>
        Assert.Equal("MS0681", Assert.Throws<InputException>(() => ConnectomeFile.ReadZip(Zip(("weights.txt", Bytes(Table))))).Diagnostics[0].Code);

    [Fact]
    public void ReadPair_TextAndNpy_GiveTheSame()
    {
        string text = Path.Combine(folder, "w.csv"), npy = Path.Combine(folder, "w.npy");
        File.WriteAllText(text, Table.Replace(' ', ','));
        byte[] head = Bytes("{'descr': '<f8', 'fortran_order': False, 'shape': (3, 3), }".PadRight(117) + "\n");
        double[] values = [0, 1.5, 2, 1.5, 0, 0.25, 2, 0.25, 0];
        File.WriteAllBytes(npy, [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, (byte)head.Length, 0, .. head, .. values.SelectMany(BitConverter.GetBytes)]);
        var c = ConnectomeFile.ReadPair(text, npy);
        Assert.Equal(values, c.Weights);
        Assert.Equal(values, c.TractLengths);
    }
}

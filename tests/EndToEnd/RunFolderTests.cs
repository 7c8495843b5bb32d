using System.Security.Cryptography;
using System.Text.Json;
using System.Xml.Linq;
using Multiscale.Configuration;
using Multiscale.Formats;

namespace Multiscale.EndToEndTests;

/// <summary>What a run leaves for people and other programs: manifest, report page, XDMF.</summary>
[Collection("quickstart")]
public sealed class RunFolderTests(Quickstart quickstart)
{
    [Fact]
    public void Manifest_OfARun_SaysWhatRanOnWhat()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(quickstart.FileOf(1, "run.json")));
        var manifest = document.RootElement;
        Assert.Equal("quickstart", manifest.GetProperty("name").GetString());
        Assert.Equal(1, manifest.GetProperty("seed").GetInt64());
        Assert.Equal(1, manifest.GetProperty("ranks").GetInt32());
        Assert.Equal("completed", manifest.GetProperty("exit").GetString());
        Assert.Equal(Quickstart.Settings, manifest.GetProperty("overrides").EnumerateArray().Select(o => o.GetString()!));
        Assert.True(DateTime.Parse(manifest.GetProperty("started").GetString()!) <= DateTime.Parse(manifest.GetProperty("finished").GetString()!));
        foreach (string name in (string[])["multiscale", ".NET", "MPI", "PETSc", "HDF5"]) Assert.NotEmpty(manifest.GetProperty("versions").GetProperty(name).GetString()!);
    }

    [Fact]
    public void Manifest_Inputs_HashEveryFileNamed()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(quickstart.FileOf(1, "run.json")));
        string folder = Path.GetDirectoryName(Quickstart.CaseFile)!;
        var inputs = document.RootElement.GetProperty("inputs").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString());
        foreach (string named in (string[])["case.yaml", "tissue.msh", "circuit_config.json", "vasculature.h5"]) Assert.Contains(named, inputs.Keys);
        foreach (var (name, hash) in inputs)
            Assert.Equal("sha256:" + Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, name)))), hash);
    }

    [Fact]
    public void Manifest_Configuration_IsTheCaseWithOverridesAndDefaults()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(quickstart.FileOf(1, "run.json")));
        string text = document.RootElement.GetProperty("configuration").GetString()!;
        var again = CaseFile.Parse<Multiscale.Cli.CaseOptions>(text, Quickstart.CaseFile).Value;
        Assert.Equal(Quickstart.Duration, again.Duration.Milliseconds);
        Assert.Equal(5, again.Windows.Tissue.Milliseconds);
        Assert.Equal(0.5, again.Neurons!.Stimuli[0].Amplitude);
        Assert.Contains("tortuosity: 1.6", text, StringComparison.Ordinal); // a default, not in the case file
        Assert.Equal(text, CaseFile.ResolvedYaml(again));
    }

    [Fact]
    public void Report_Page_IsSelfContainedAndItsDataParse()
    {
        string page = File.ReadAllText(quickstart.FileOf(1, "report.html"));
        foreach (string outside in (string[])["http://", "https://", "src=", "@import", "<link"])
            Assert.DoesNotContain(outside, page.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        const string open = "<script id=\"data\" type=\"application/json\">";
        int start = page.IndexOf(open, StringComparison.Ordinal) + open.Length;
        using var data = JsonDocument.Parse(page[start..page.IndexOf("</script>", start, StringComparison.Ordinal)]);
        var root = data.RootElement;
        Assert.Equal("quickstart", root.GetProperty("name").GetString());
        Assert.Equal(SpikesFile.Read(quickstart.FileOf(1, "spikes.h5"))[0].Count, root.GetProperty("spikes").GetProperty("id").GetArrayLength());
        foreach (string part in (string[])["map", "vessels", "charts", "ledger", "stores", "seconds"]) Assert.True(root.TryGetProperty(part, out _), part);
        var map = root.GetProperty("map");
        Assert.Equal(map.GetProperty("t").GetArrayLength(), map.GetProperty("frames").GetArrayLength());
        Assert.All(map.GetProperty("frames").EnumerateArray(), f => Assert.Equal(map.GetProperty("nx").GetInt32() * map.GetProperty("ny").GetInt32(), f.GetArrayLength()));
        Assert.All(root.GetProperty("charts").EnumerateArray(), chart => Assert.All(chart.GetProperty("series").EnumerateArray(),
            series => Assert.Equal(chart.GetProperty("x").GetArrayLength(), series.GetProperty("y").GetArrayLength())));
        // Legends are words, not the states' names in the model.
        string[] legend = [.. root.GetProperty("charts").EnumerateArray().SelectMany(c => c.GetProperty("series").EnumerateArray()).Select(s => s.GetProperty("name").GetString()!)];
        Assert.Contains("glucose in neurons, mean", legend);
        Assert.DoesNotContain(legend, name => name.Contains('_', StringComparison.Ordinal));
        Assert.Contains(root.GetProperty("ledger").EnumerateArray(), line => line[1].GetString() == "blood");
    }

    [Fact]
    public void Xdmf_EveryReference_ExistsWithTheStatedDimensions()
    {
        var document = XDocument.Load(quickstart.FileOf(1, "fields.xdmf"));
        Assert.Equal("Xdmf", document.Root!.Name.LocalName);
        var items = document.Descendants("DataItem").ToArray();
        Assert.NotEmpty(items);
        foreach (var item in items)
        {
            string[] reference = item.Value.Trim().Split(':');
            using var file = Hdf5File.Open(quickstart.FileOf(1, reference[0]));
            Assert.True(file.Exists(reference[1]), item.Value);
            Assert.Equal(item.Attribute("Dimensions")!.Value, string.Join(' ', file.Shape(reference[1])));
            Assert.Equal(item.Attribute("NumberType")!.Value == "Int", file.HoldsIntegers(reference[1]));
        }
        var steps = document.Descendants("Grid").Where(g => g.Attribute("GridType")!.Value == "Uniform").ToArray();
        // One frame at the start and one every 5 ms.
        Assert.Equal(["0", "5", "10", "15", "20"], steps.Select(s => s.Element("Time")!.Attribute("Value")!.Value));
        Assert.All(steps, s => Assert.Equal(["k", "na", "ca"], s.Elements("Attribute").Select(a => a.Attribute("Name")!.Value)));
    }
}

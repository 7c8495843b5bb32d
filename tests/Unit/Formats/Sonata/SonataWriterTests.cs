using Multiscale.Core;
using Multiscale.Formats;
using Multiscale.Geometry;

namespace Multiscale.UnitTests;

public sealed class SonataWriterTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("multiscale-sonata-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string At(string name) => Path.Combine(folder, name);

    [Fact]
    public void SpikesFile_UnsortedSpikes_AreWrittenByTimeThenId()
    {
        SpikesFile.Write(At("spikes.h5"), "cortex", [3.5, 1.25, 3.5, 2], [7, 4, 2, 0]);
        var read = SpikesFile.Read(At("spikes.h5"), "cortex");
        Assert.Equal([1.25, 2, 3.5, 3.5], read.Times);
        Assert.Equal([4L, 0, 2, 7], read.Ids);
        Assert.Equal(SpikeSorting.ByTime, read.Sorting);
        Assert.Equal("MS0712", Assert.Throws<InputException>(() => SpikesFile.Read(At("spikes.h5"), "thalamus")).Diagnostics[0].Code);
    }

    [Fact]
    public void SpikesFile_ReadByH5py_IsAsSonataSays()
    {
        SpikesFile.Write(At("spikes.h5"), "cortex", [3.5, 1.25], [7, 4]);
        string seen = Python.Run("""
            f = h5py.File(sys.argv[1])
            g = f['/spikes/cortex']
            names = {v: k for k, v in h5py.check_enum_dtype(g.attrs.get_id('sorting').dtype).items()}
            print(json.dumps([int(f.attrs['magic']), f.attrs['magic'].dtype.name, f.attrs['version'].tolist(), f.attrs['version'].dtype.name,
                names[int(g.attrs['sorting'])], g['timestamps'][:].tolist(), g['timestamps'].dtype.name, g['timestamps'].attrs['units'],
                g['node_ids'][:].tolist(), g['node_ids'].dtype.name], separators=(',', ':')))
            """, At("spikes.h5"));
        Assert.Equal("""[2682,"uint32",[0,1],"uint32","by_time",[1.25,3.5],"float64","ms",[4,7],"uint64"]""", seen);
    }

    [Fact]
    public void SpikesFile_NoSpikes_IsAnEmptyPopulation()
    {
        SpikesFile.Write(At("spikes.h5"), "cortex", [], []);
        Assert.Equal(0, SpikesFile.Read(At("spikes.h5"), "cortex").Count);
    }

    private static ReportHeader Header => new()
    {
        Population = "cortex", Unit = "mV", Variable = "v", Start = SimTime.FromMilliseconds(10), Step = SimTime.FromMilliseconds(0.1),
        Mapping = new ReportMapping { NodeIds = [2, 5], Offsets = [0, 1, 3], ElementIds = [0, 0, 4], ElementPositions = [0.5f, 0.5f, 0.25f] },
    };

    [Fact]
    public void CompartmentReport_AppendedFrames_ReadBackEqual()
    {
        using (var report = CompartmentReport.Create(At("v.h5"), Header))
            for (int k = 0; k < 50; k++) report.Append([-65 + k, -64.5, k]);
        var read = ReportFile.Read(At("v.h5"), "cortex");
        Assert.Equal(50, read.Frames);
        Assert.Equal([-16f, -64.5f, 49f], read.Frame(49).ToArray());
        Assert.Equal([2L, 5], read.Mapping.NodeIds);
        Assert.Equal([0L, 1, 3], read.Mapping.Offsets);
        Assert.Equal([0u, 0, 4], read.Mapping.ElementIds);
        Assert.Equal((10, 0.1, "mV"), (read.Start, read.Step, read.Unit));
    }

    [Fact]
    public void CompartmentReport_ReadByH5py_IsAsSonataSays()
    {
        using (var report = CompartmentReport.Create(At("v.h5"), Header))
            for (int k = 0; k < 4; k++) report.Append([k, 1, 2]);
        string seen = Python.Run("""
            g = h5py.File(sys.argv[1])['/report/cortex']
            m = g['mapping']
            print(json.dumps([g['data'].shape, g['data'].dtype.name, g['data'].attrs['units'], g['data'][:, 0].tolist(),
                m['node_ids'].dtype.name, m['index_pointers'][:].tolist(), m['index_pointers'].dtype.name, m['element_ids'].dtype.name, m['element_pos'].dtype.name,
                m['time'][:].tolist(), m['time'].attrs['units']], separators=(',', ':')))
            """, At("v.h5"));
        Assert.Equal("""[[4,3],"float32","mV",[0.0,1.0,2.0,3.0],"uint64",[0,1,3],"uint64","uint32","float32",[10.0,10.4,0.1],"ms"]""", seen);
    }

    [Fact]
    public void CompartmentReport_RunThatCrashed_IsWholeUpToItsLastFlush()
    {
        using var report = CompartmentReport.Create(At("v.h5"), Header);
        for (int k = 0; k < 7; k++) report.Append([k, 1, 2]);
        report.Flush();
        report.Append([99, 1, 2]);
        File.Copy(At("v.h5"), At("crashed.h5"));
        var read = ReportFile.Read(At("crashed.h5"), "cortex");
        Assert.Equal(7, read.Frames);
        Assert.Equal(6f, read.Frame(6)[0]);
        using var file = Hdf5File.Open(At("crashed.h5"));
        Assert.Equal(10.7, file.Read<double>("/report/cortex/mapping/time")[1], 1e-12);
    }

    [Fact]
    public void VesselReports_FourFiles_CarryUnitsAndSeconds()
    {
        using (var reports = VesselReports.Create(folder, 2, SimTime.Zero, SimTime.FromMilliseconds(10)))
        {
            reports.Append([100, 200], [2, 3], [0.5, 0.25], [1000, 2000]);
            reports.Append([101, 201], [2, 3], [0.5, 0.25], [1000, 2000]);
        }
        foreach (var (name, unit, value) in new[] { ("flows", "um^3.s^-1", 101f), ("radii", "um", 2f), ("pressures", "g.um^-1.s^-2", 0.5f), ("volumes", "um^3", 1000f) })
        {
            var report = ReportFile.Read(At($"report_{name}.h5"), VesselReports.Population);
            Assert.Equal((unit, 2L, 10.0, value), (report.Unit, report.Frames, report.Step, report.Frame(1)[0]));
        }
        using var file = Hdf5File.Open(At("report_flows.h5"));
        Assert.Equal([0, 0.02, 0.01], file.Read<double>("/report/vasculature/mapping/time"));
        Assert.Equal("s", file.ReadText("/report/vasculature/mapping/time", "units"));
        Assert.Equal([1], file.ReadAttribute<int>("/report/vasculature/mapping/node_ids", "sorted"));
        Assert.Equal([0L, 1, 2], file.Read<long>("/report/vasculature/mapping/index_pointers"));
    }

    [Fact]
    public void VasculatureFile_Graph_ReadsBackEqual()
    {
        // Coordinates that single precision holds exactly, as the format stores it.
        var graph = VesselGraph.FromNodes([new(0, 0, 0), new(10.5, 0, 0), new(10.5, 20, 0), new(30, 0, 1)], [4, 4, 3.5, 5], [0, 1, 1], [1, 2, 3], [0, 1, 2], [0, 1, 2], [0, 5, 6]);
        VasculatureFile.Write(At("v.h5"), graph);
        var read = VasculatureFile.Read(At("v.h5"));
        Assert.Equal(graph.Positions, read.Positions);
        Assert.Equal(graph.Diameters, read.Diameters);
        Assert.Equal(graph.Start, read.Start);
        Assert.Equal(graph.End, read.End);
        Assert.Equal(graph.Radii, read.Radii);
        Assert.Equal(graph.Lengths, read.Lengths);
        Assert.Equal(graph.Types, read.Types);
        Assert.Equal(graph.SegmentIds, read.SegmentIds);
        VasculatureFile.Write(At("w.h5"), graph with { Radii = [1, 2, 3] });
        Assert.Equal([1.0, 2, 3], VasculatureFile.Read(At("w.h5")).Radii);
    }
}

using Multiscale.TestProcesses;

namespace Multiscale.EndToEndTests;

/// <summary>An independent reader, Debian's h5py, finds what the SONATA specification says.</summary>
[Collection("quickstart")]
public sealed class SonataTests(Quickstart quickstart)
{
    private const string Python = "/usr/bin/python3";

    [Fact]
    public void Spikes_ReadByH5py_AreSonata() => Check("spikes.h5", """
        f = h5py.File(sys.argv[1], 'r')
        assert f.attrs['magic'] == 0x0A7A and list(f.attrs['version']) == [0, 1], dict(f.attrs)
        (name,) = f['spikes'].keys()
        g = f['spikes'][name]
        kind = h5py.check_enum_dtype(g.attrs.get_id('sorting').dtype)
        assert kind == {'none': 0, 'by_id': 1, 'by_time': 2}, kind
        assert g.attrs['sorting'] == 2
        t, n = g['timestamps'], g['node_ids']
        assert t.dtype == numpy.float64 and n.dtype == numpy.uint64 and t.shape == n.shape and t.ndim == 1
        assert t.attrs['units'] == 'ms'
        t, n = t[()], n[()]
        assert len(t) > 0 and (numpy.diff(t) >= 0).all() and t.min() > 0 and t.max() <= 20
        nodes = h5py.File(sys.argv[2], 'r')['nodes']
        assert name in nodes and n.max() < nodes[name]['node_type_id'].shape[0]
        print('ok')
        """);

    [Fact]
    public void Voltages_ReadByH5py_AreASonataReport() => Check("voltages.h5", """
        f = h5py.File(sys.argv[1], 'r')
        assert f.attrs['magic'] == 0x0A7A and list(f.attrs['version']) == [0, 1], dict(f.attrs)
        (name,) = f['report'].keys()
        data, m = f['report'][name]['data'], f['report'][name]['mapping']
        count = h5py.File(sys.argv[2], 'r')['nodes'][name]['node_type_id'].shape[0]
        assert data.dtype == numpy.float32 and data.attrs['units'] == 'mV', (data.dtype, dict(data.attrs))
        ids, start, elements, time = (m[k] for k in ('node_ids', 'index_pointers', 'element_ids', 'time'))
        assert ids.dtype == numpy.uint64 and start.dtype == numpy.uint64 and elements.dtype == numpy.uint32 and time.dtype == numpy.float64
        assert list(ids) == list(range(count)) and ids.attrs['sorted'] == 1
        assert start.shape == (count + 1,) and start[0] == 0 and start[-1] == data.shape[1] and (numpy.diff(start[()].astype(int)) > 0).all()
        assert elements.shape == (data.shape[1],)
        assert time.attrs['units'] == 'ms' and list(time) == [0, 21, 1], list(time)
        assert data.shape[0] == 21
        v = data[()]
        assert numpy.isfinite(v).all() and v.min() > -100 and v.max() > 0
        print('ok')
        """);

    [Fact]
    public void VesselReports_ReadByH5py_AreSonataReports() => Check("report_flows.h5", """
        for what, unit in (('flows', 'um^3.s^-1'), ('radii', 'um'), ('volumes', 'um^3'), ('pressures', 'g.um^-1.s^-2')):
            f = h5py.File(sys.argv[1].replace('flows', what), 'r')
            (name,) = f['report'].keys()
            data, m = f['report'][name]['data'], f['report'][name]['mapping']
            assert data.attrs['units'] == unit, (what, data.attrs['units'])
            assert data.dtype == numpy.float32 and numpy.isfinite(data[()]).all()
            assert m['index_pointers'].shape[0] == m['node_ids'].shape[0] + 1 and m['index_pointers'][-1] == data.shape[1]
            # One frame at the start and one per slow window.
            assert data.shape[0] == 3 and m['time'].attrs['units'] == 's' and numpy.allclose(m['time'][()], [0, 0.03, 0.01]), list(m['time'])
        print('ok')
        """);

    private void Check(string file, string script)
    {
        Assert.SkipUnless(File.Exists(Python) && ChildProcess.Run([Python, "-c", "import h5py, numpy"]).ExitCode == 0, "no system Python with h5py (Debian: python3-h5py)");
        string nodes = Path.Combine(Path.GetDirectoryName(Quickstart.CaseFile)!, "network", "nodes.h5");
        var outcome = ChildProcess.Run([Python, "-c", "import h5py, numpy, sys\n" + script, quickstart.FileOf(1, file), nodes]);
        Assert.True(outcome is { ExitCode: 0, Output: "ok\n" }, outcome.ToString());
    }
}

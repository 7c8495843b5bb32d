using Multiscale.Core;
using Multiscale.Geometry;

namespace Multiscale.Formats;

/// <summary>
/// Fields over time for ParaView: NAME.h5 with the geometry once and one dataset per field and time, and NAME.xdmf (XDMF 3.0) that describes them as a temporal collection, times in ms.
/// Each step is flushed before the small .xdmf is replaced in one step, so that the pair of a run that crashed shows every step that was ended;
/// beyond 200 steps the .xdmf, which grows, is replaced at every hundredth part more, and by <see cref="Flush"/>.
/// </summary>
public sealed class FieldFile : IDisposable
{
    private readonly Hdf5File file;
    private readonly XdmfDocument document;
    private readonly string xdmf;
    private readonly int cells;
    private int described;
    private List<XdmfField>? open;
    private SimTime openTime;

    private FieldFile(string path, SimTime until, TetMesh mesh, string grid)
    {
        xdmf = Path.ChangeExtension(path, ".xdmf");
        string data = Path.ChangeExtension(path, ".h5");
        cells = mesh.Count;
        file = Hdf5File.OpenRunning(data);
        if (!File.Exists(xdmf) || file.Shape("/geometry/topology")[0] != cells)
            throw new InputException("MS0744", $"there are no fields of {cells} tetrahedra to go on with", "the file is of another run", new SourceLocation(data));
        document = new XdmfDocument(Path.GetFileName(data), grid, "Tetrahedron", cells, 4, mesh.Vertices.Length);
        document.Take(xdmf, until);
        document.Write(xdmf);
        described = Steps;
    }

    private FieldFile(string path, Point3[] points, int[] topology, int nodesPerCell, string topologyType, string grid)
    {
        xdmf = Path.ChangeExtension(path, ".xdmf");
        string data = Path.ChangeExtension(path, ".h5");
        cells = topology.Length / nodesPerCell;
        file = Hdf5File.CreateRunning(data);
        var coordinates = new double[3 * points.Length];
        for (int i = 0; i < points.Length; i++) (coordinates[3 * i], coordinates[3 * i + 1], coordinates[3 * i + 2]) = (points[i].X, points[i].Y, points[i].Z);
        file.Write("/geometry/points", coordinates, points.Length, 3);
        file.WriteText("/geometry/points", "units", "um");
        file.Write("/geometry/topology", topology, cells, nodesPerCell);
        file.Flush();
        document = new XdmfDocument(Path.GetFileName(data), grid, topologyType, cells, nodesPerCell, points.Length);
        document.Write(xdmf);
    }

    /// <summary>Cell-centred fields on a tetrahedral mesh, one value per tet in the order of the mesh.</summary>
    /// <param name="path">NAME.xdmf; NAME.h5 goes beside it.</param>
    public static FieldFile Create(string path, TetMesh mesh, string grid = "tissue") => new(path, mesh.Vertices, mesh.Tets, 4, "Tetrahedron", grid);

    /// <summary>Fields on a vascular network, one value per segment; each segment is a line of two points.</summary>
    public static FieldFile Create(string path, VesselGraph vessels, string grid = "vessels")
    {
        var lines = new int[2 * vessels.EdgeCount];
        for (int e = 0; e < vessels.EdgeCount; e++) (lines[2 * e], lines[2 * e + 1]) = (vessels.Start[e], vessels.End[e]);
        return new(path, vessels.Positions, lines, 2, "Polyline", grid);
    }

    /// <summary>Goes on with the fields of an earlier run on the same mesh, of which the steps up to <paramref name="until"/> are kept.</summary>
    /// <exception cref="InputException">There are none, or they are on another mesh.</exception>
    public static FieldFile Continue(string path, SimTime until, TetMesh mesh, string grid = "tissue") => new(path, until, mesh, grid);

    public int Steps => document.Steps;

    /// <summary>Begins a step; times must ascend.</summary>
    public void Begin(SimTime time)
    {
        if (open is not null) throw new InvalidOperationException("the step before was not ended");
        if (document.Last is { } previous && time <= previous) throw new ArgumentException($"{time} does not come after {previous}", nameof(time));
        open = [];
        openTime = time;
    }

    /// <summary>Writes one field of the open step: one value per cell, in global order.</summary>
    public void Write(string name, string unit, ReadOnlySpan<double> values)
    {
        if (open is null) throw new InvalidOperationException("no step was begun");
        if (values.Length != cells) throw new ArgumentException($"{name}: {values.Length} values for {cells} cells", nameof(values));
        string path = $"/fields/{name}/{Steps:D6}";
        if (file.Exists(path))
        {
            // Of an earlier run that came further than its last checkpoint.
            file.Overwrite(path, values);
        }
        else
        {
            file.Write(path, values);
            if (unit.Length > 0) file.WriteText(path, "units", unit);
        }
        open.Add(new XdmfField(name, unit, path));
    }

    /// <summary>Ends the step: from here on a crash does not lose it.</summary>
    public void End()
    {
        if (open is null) throw new InvalidOperationException("no step was begun");
        file.Flush();
        document.Add(openTime, open);
        if (Steps <= 200 || Steps >= described + described / 100) Flush();
        open = null;
    }

    /// <summary>Describes every ended step in the .xdmf.</summary>
    public void Flush()
    {
        if (described == Steps) return;
        document.Write(xdmf);
        described = Steps;
    }

    public void Dispose()
    {
        Flush();
        file.Dispose();
    }
}

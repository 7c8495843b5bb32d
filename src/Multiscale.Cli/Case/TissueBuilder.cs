using Multiscale.BloodFlow;
using Multiscale.Core;
using Multiscale.Coupling;
using Multiscale.Diffusion;
using Multiscale.Formats;
using Multiscale.Geometry;
using Multiscale.Metabolism;
using Multiscale.Neurons;
using Multiscale.Numerics;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>Builds a case: mesh and its parts, cells, vessels, the two intersections, the solvers, the exchanges. Every call is collective.</summary>
internal static class TissueBuilder
{
    // Shares of a segment outside the mesh above this are an error: the walk itself is exact to about 1e-12.
    private const double OutsideTolerance = 1e-9;

    // Results do not depend on the partition: any fixed seed will do.
    private const int PartitionSeed = 1;

    public static CoupledTissue Build(CaseOptions options, Communicator ranks, IMappingCache cache, ICheckpoint? earlier = null)
    {
        CheckDemand(options);
        if (options.Supply is { } supply && (options.BloodFlow is null || options.Metabolism is null || options.Neurons is null))
            throw new InputException("MS0134", "supply needs blood that brings oxygen and glucose and cells that take them", "add the sections blood_flow, metabolism and neurons (enabled: false leaves their cells)", supply.Location);
        var cells = options.Neurons is { } neurons ? new CircuitCells(neurons, ranks, options.Seed, options.Duration) : null;
        var layout = cells is null ? null : new NeuronLayout(cells.Solver, cells.Network, ranks);
        if (options is { Mesh: null, Box: null, Diffusion: null, BloodFlow: null, Metabolism: null, Neurons.Enabled: true }) return NetworkAlone(options, ranks, cells!, layout!, earlier);
        var mesh = MeshOf(options);
        var partition = MeshPartition.Create(mesh, ranks, PartitionSeed, new MetisPartitioner());
        var tets = new Distribution(ranks, partition.Owned(ranks.Rank));
        var vessels = options.BloodFlow is { } flow ? VesselsOf(flow) : null;

        var locator = new Lazy<TetLocator>(() => new TetLocator(mesh));
        string meshKey = MappingCache.KeyOf(mesh);
        var segments = layout is null ? null : SegmentLayoutOf(layout, ranks);
        var segmentTet = segments is null ? null : Intersect(segments.Segments, Polylines(layout!), "compartment", i => NameOf(layout!, i), CellLocation);
        var vesselTet = vessels is null ? null : Intersect(VesselBlocks(vessels, ranks), VesselLines(vessels, ranks), "vessel", i => $"vessel {BloodFlowSolver.Blocks(vessels, ranks).OwnedIds[i]}", _ => options.BloodFlow!.Vessels.Location);
        var mappings = new TissueMappings(mesh, tets, segments, segmentTet, vesselTet);

        var ions = options.Diffusion is { } diffusion
            ? diffusion with { Uptake = diffusion.Uptake with { Mode = UptakeModeOf(options, diffusion.Uptake.Mode), Period = options.Windows.Slow.Milliseconds } }
            : null;
        var walls = options.Supply is null ? null : WallsOf(options, tets, vessels!, vesselTet!, ranks);
        bool localSource = options.Schedule == ScheduleKind.LocalSource && ions is not null && options.Coupling.PotassiumFeedback;
        var tissue = new CoupledTissue
        {
            Options = options, Ranks = ranks, Mesh = mesh, Tets = tets, Cells = cells, Layout = layout, Vessels = vessels, Mappings = mappings,
            Neurons = cells is null || !options.Neurons!.Enabled ? null
                : new NeuronSolver(cells.Solver, cells.Network, ranks, localSource ? mappings.ExtracellularVolumes(ions!.VolumeFraction) : null, cells.Catalog),
            Diffusion = ions is null ? null : new DiffusionSolver(ions, mesh, partition.Parts, ranks),
            Walls = walls,
            Supply = walls is null ? null
                : new DiffusionSolver(options.Supply!.Fields, mesh, partition.Parts, ranks, new VesselWalls(walls.Set, walls.Tets, walls.Areas, options.Supply.Solutes.ToDictionary(s => s.Name, s => s.Permeability)), "supply"),
            BloodFlow = vessels is null ? null : new BloodFlowSolver(options.BloodFlow!.Solver, vessels, BloodFlowSolver.Blocks(vessels, ranks), ranks, mesh.TotalVolume, options.Supply?.Solutes),
            Metabolism = options.Metabolism is { } metabolism && layout is not null
                ? new MetabolismSolver(metabolism, layout.Cells, CellVolumes(layout), mappings.TissueVolumes(), MechanismCatalog.DefaultCacheFolder)
                {
                    DemandIsCoupled = options.Neurons!.Enabled, Failed = failure => Console.Error.WriteLine($"warning: {failure}"),
                }
                : null,
        };
        tissue.Warnings.AddRange(cells?.Warnings ?? []);
        if (mesh.Inverted > 0) tissue.Warnings.Add($"{mesh.Inverted} tetrahedra of the mesh have negative orientation and were turned round");
        CheckSupplied(tissue);
        tissue.Couple(earlier);
        return tissue;

        SourceLocation CellLocation(int segment) => options.Neurons!.Circuit?.Location ?? options.Neurons.Simulation?.Location ?? options.Neurons.Cells[(int)layout!.Cells.OwnedIds[layout.CellOf[segment]]].Location;

        Mapping Intersect(Distribution rows, IReadOnlyList<Point3[]> lines, string what, Func<int, string> name, Func<int, SourceLocation> location)
        {
            string key = $"{what}-{meshKey}-{MappingCache.KeyOf(rows, lines)}";
            var found = cache.GetOrCompute(key, rows, () => Walk(locator.Value, lines, name, location));
            return new Mapping(rows, tets, found.Offsets, found.Columns, found.Shares);
        }
    }

    /// <summary>A network without tissue around it: nothing to mesh, nothing to exchange.</summary>
    private static CoupledTissue NetworkAlone(CaseOptions options, Communicator ranks, CircuitCells cells, NeuronLayout layout, ICheckpoint? earlier)
    {
        var tissue = new CoupledTissue { Options = options, Ranks = ranks, Cells = cells, Layout = layout, Neurons = new NeuronSolver(cells.Solver, cells.Network, ranks, null, cells.Catalog) };
        tissue.Warnings.AddRange(cells.Warnings);
        tissue.Couple(earlier);
        return tissue;
    }

    /// <summary>Where capillaries exchange with the tissue: their walls at rest, however they dilate.</summary>
    private static WallMappings WallsOf(CaseOptions options, Distribution tets, VesselGraph vessels, Mapping vesselTet, Communicator ranks) => new(tets, vesselTet,
        Array.ConvertAll(BloodFlowSolver.Blocks(vessels, ranks).OwnedIds, e => vessels.Radii[e] <= options.BloodFlow!.Solver.CapillaryRadius ? 2 * Math.PI * vessels.Radii[e] * vessels.Lengths[e] : 0));

    /// <summary>Who takes oxygen and glucose from the tissue needs a tissue that has them, and the other way round.</summary>
    private static void CheckSupplied(CoupledTissue tissue)
    {
        if (tissue is { Supply: not null, Metabolism: { } cells } && Exchanges.PortOf(cells, "oxygen") is null)
            throw new InputException("MS0134", $"the metabolic model {tissue.Options.Metabolism!.Model} has capillaries of its own, so oxygen and glucose would be supplied twice", $"choose metabolism.model: {MetabolismOptions.Supplied}, or leave out supply", tissue.Options.Supply!.Location);
        if (tissue is { Supply: null, Metabolism: { } fed } && Exchanges.PortOf(fed, "oxygen") is not null)
            tissue.Warnings.Add("oxygen and glucose around the cells stay as they are at rest: the case has no section supply");
    }

    /// <summary>Neurons at rest must use the ATP that their metabolism at rest makes.</summary>
    private static void CheckDemand(CaseOptions options)
    {
        if (options is not { Neurons: { Enabled: true, Model.Rest: true } neurons, Metabolism: { } metabolism } || neurons.Solver.RestingDemand == metabolism.RestingDemand) return;
        throw new InputException("MS0132", $"neurons at rest use {neurons.Solver.RestingDemand} mM/s of ATP (neurons.solver.resting_demand), their metabolism makes {metabolism.RestingDemand} mM/s (metabolism.resting_demand)",
            "give both the same value, or leave both out", neurons.Location);
    }

    internal static TetMesh MeshOf(CaseOptions options) => options switch
    {
        { Mesh: { } file, Box: null } => GmshFile.Read(file.FullPath),
        { Mesh: null, Box: { } box } => BoxOf(box),
        _ => throw new InputException("MS0127", "a case needs exactly one of `mesh` and `box`", "name a Gmsh file, or give a box; a network alone needs neither", options.Location),
    };

    private static TetMesh BoxOf(BoxOptions box)
    {
        if (box.Low.Length != 3 || box.High.Length != 3 || box.Cubes.Length != 3)
            throw new InputException("MS0128", $"a box has three coordinates per corner and three numbers of cubes, not {box.Low.Length}, {box.High.Length} and {box.Cubes.Length}", "write [x, y, z] with units", box.Location);
        for (int i = 0; i < 3; i++)
            if (!(box.High[i] > box.Low[i]) || box.Cubes[i] < 1)
                throw new InputException("MS0128", $"the box spans {box.Low[i]} to {box.High[i]} um in {box.Cubes[i]} cubes along {"xyz"[i]}", "its high corner must lie above its low one, with at least one cube between", box.Location);
        return BoxMesh.Create(new Point3(box.Low[0], box.Low[1], box.Low[2]), new Point3(box.High[0], box.High[1], box.High[2]), box.Cubes[0], box.Cubes[1], box.Cubes[2]);
    }

    private static VesselGraph VesselsOf(BloodFlowCase flow) => flow.Nodes is { } nodes
        ? VesselCsv.Read(nodes.FullPath, flow.Vessels.FullPath)
        : VasculatureFile.Read(flow.Vessels.FullPath);

    private static SegmentLayout SegmentLayoutOf(NeuronLayout layout, Communicator ranks)
    {
        var ids = new long[layout.Count];
        for (int i = 0; i < ids.Length; i++) ids[i] = layout.Cells.OwnedIds[layout.CellOf[i]];
        var centres = new Point3[layout.Cells.Count];
        for (int c = 0; c < centres.Length; c++)
        {
            var soma = layout.PolylineOf(layout.CellOffsets[c]);
            centres[c] = layout.Descriptions[c].Placement.Apply(soma[soma.Length / 2].Position);
        }
        return new SegmentLayout(new Distribution(ranks, layout.Segments), new Distribution(ranks, layout.Cells), ids, layout.Volume, centres);
    }

    private static Point3[][] Polylines(NeuronLayout layout)
    {
        var lines = new Point3[layout.Count][];
        for (int i = 0; i < lines.Length; i++)
        {
            var placement = layout.PlacementOf(i);
            lines[i] = Array.ConvertAll(layout.PolylineOf(i), p => placement.Apply(p.Position));
        }
        return lines;
    }

    private static string NameOf(NeuronLayout layout, int segment) => $"cell {layout.Cells.OwnedIds[layout.CellOf[segment]]}, section {layout.SectionOf[segment]}";

    /// <summary>Vessels are dealt to ranks in blocks of ids.</summary>
    private static Distribution VesselBlocks(VesselGraph graph, Communicator ranks) => new(ranks, BloodFlowSolver.Blocks(graph, ranks));

    private static Point3[][] VesselLines(VesselGraph graph, Communicator ranks) =>
        Array.ConvertAll(BloodFlowSolver.Blocks(graph, ranks).OwnedIds, e => new[] { graph.Positions[graph.Start[e]], graph.Positions[graph.End[e]] });

    private static double[] CellVolumes(NeuronLayout layout)
    {
        var volumes = new double[layout.Cells.Count];
        for (int i = 0; i < layout.Count; i++) volumes[layout.CellOf[i]] += layout.Volume[i];
        return volumes;
    }

    private static UptakeMode UptakeModeOf(CaseOptions options, UptakeMode asked) =>
        !options.Coupling.GlialUptake ? UptakeMode.Off : options.Schedule == ScheduleKind.Staggered && asked == UptakeMode.Inside ? UptakeMode.Lagged : asked;

    private static IntersectionRows Walk(TetLocator locator, IReadOnlyList<Point3[]> lines, Func<int, string> name, Func<int, SourceLocation> location)
    {
        var offsets = new int[lines.Count + 1];
        for (int i = 0; i < lines.Count; i++) offsets[i + 1] = offsets[i] + lines[i].Length;
        var found = SegmentIntersection.Compute(locator, offsets, lines.SelectMany(l => l).ToArray());
        for (int i = 0; i < lines.Count; i++)
        {
            if (found.Outside[i] <= OutsideTolerance) continue;
            double distance = lines[i].Max(p => locator.Nearest(p).Distance);
            throw new InputException("MS0129", $"{name(i)} lies outside the mesh: {100 * found.Outside[i]:g3} % of its length, up to {distance:g3} um away",
                "move it, or mesh the tissue around it: multiscale init mesh --around CIRCUIT --vessels GRAPH", location(i));
        }
        return new IntersectionRows(found.RowOffsets, Array.ConvertAll(found.Columns, t => (long)t), found.Values);
    }
}

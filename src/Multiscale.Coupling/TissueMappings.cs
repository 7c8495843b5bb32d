using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.Coupling;

/// <summary>What of the neurons the mappings need: per owned segment and per owned cell, in the order of their entity sets.</summary>
/// <param name="CellIds">Global id of the cell of each segment.</param>
/// <param name="Volumes">Volume of each segment [um^3].</param>
/// <param name="Centres">Soma position of each owned cell.</param>
public sealed record SegmentLayout(Distribution Segments, Distribution Cells, long[] CellIds, double[] Volumes, Point3[] Centres);

/// <summary>
/// The matrices between neurons, tissue and vessels, all products of two intersections: segment x tet (share of a segment's length
/// in a tet) and vessel x tet. Amounts follow the transposes (columns that sum to 1), concentrations the rows.
/// </summary>
public sealed class TissueMappings
{
    // A vessel supplies its surroundings: its flow is spread with this standard deviation [um] (specs: 25 um, reflected at the tissue's faces).
    public const double SupplyRadius = 25;

    private readonly TetMesh mesh;
    private readonly Distribution tets;

    /// <param name="segmentTet">Rows: segments, columns: tets, values: length shares; null without neurons. Likewise <paramref name="vesselTet"/>.</param>
    public TissueMappings(TetMesh mesh, Distribution tets, SegmentLayout? neurons, Mapping? segmentTet, Mapping? vesselTet)
    {
        this.mesh = mesh;
        this.tets = tets;
        if (neurons is not null && segmentTet is not null)
        {
            TetToSegment = segmentTet.NormalizeRows();
            SegmentToTet = TetToSegment.Transpose();
            CellToSegment = OneColumn(neurons.Segments, neurons.Cells, neurons.CellIds);
            SegmentToCell = CellToSegment.Transpose();
            TetToCell = ShareTetsAmongCells(neurons);
        }
        if (vesselTet is not null)
        {
            VesselToTet = Spread(vesselTet);
            TetToVessel = VesselToTet.Transpose().NormalizeRows();
        }
    }

    public Mapping? TetToSegment { get; }

    public Mapping? SegmentToTet { get; }

    public Mapping? CellToSegment { get; }

    public Mapping? SegmentToCell { get; }

    /// <summary>Every tet's amount is shared among the cells in it by their volume there; a tet without a cell belongs to the nearest soma.</summary>
    public Mapping? TetToCell { get; }

    /// <summary>Each vessel's amount, spread over the tissue around it; columns sum to 1.</summary>
    public Mapping? VesselToTet { get; }

    /// <summary>The mean of a tissue field around each vessel; rows sum to 1.</summary>
    public Mapping? TetToVessel { get; }

    /// <summary>The mean of a tissue field over the tissue of each cell; rows sum to 1.</summary>
    public Mapping CellMean() => TetToCell!.ScaleColumns(OwnedVolumes()).NormalizeRows();

    /// <summary>Each cell's amount, over the tissue of that cell; columns sum to 1.</summary>
    public Mapping CellToTet() => CellMean().Transpose();

    /// <summary>Vessel -> tet -> cell, conservative.</summary>
    public Mapping VesselToCell() => TetToCell!.Multiply(VesselToTet!);

    /// <summary>Segment -> tet -> vessel: amounts released per segment become a density [1/um^3] around each vessel.</summary>
    public Mapping SegmentToVessel()
    {
        var perVolume = Array.ConvertAll(OwnedVolumes(), v => 1 / v);
        return TetToVessel!.ScaleColumns(perVolume, Unit.Parse("1/um^3")).Multiply(SegmentToTet!);
    }

    /// <summary>Tissue volume of each owned cell [um^3]: its share of every tet; sums to the volume of the mesh.</summary>
    public double[] TissueVolumes()
    {
        var volumes = new double[TetToCell!.Rows.Set.Count];
        TetToCell.Apply(OwnedVolumes(), volumes);
        return volumes;
    }

    /// <summary>Extracellular volume of all tets that a cell touches, per owned cell [um^3]: where its own release spreads within a window.</summary>
    public double[] ExtracellularVolumes(double volumeFraction)
    {
        var touched = SegmentToCell!.Multiply(TetToSegment!).Pattern();
        var volumes = new double[touched.Rows.Set.Count];
        touched.Apply(Array.ConvertAll(OwnedVolumes(), v => volumeFraction * v), volumes);
        return volumes;
    }

    private double[] OwnedVolumes() => Array.ConvertAll(tets.Set.OwnedIds, t => mesh.Volumes[t]);

    /// <summary>One entry of 1 per row.</summary>
    private static Mapping OneColumn(Distribution rows, Distribution columns, long[] columnIds)
    {
        int[] offsets = [.. Enumerable.Range(0, columnIds.Length + 1)];
        var ones = new double[columnIds.Length];
        Array.Fill(ones, 1);
        return new Mapping(rows, columns, offsets, columnIds, ones);
    }

    private Mapping ShareTetsAmongCells(SegmentLayout neurons)
    {
        var presence = SegmentToTet!.ScaleColumns(neurons.Volumes).Multiply(CellToSegment!);
        // Soma positions of all cells, for the tets that no cell touches.
        var ids = tets.Ranks.Allgatherv<long>(neurons.Cells.Set.OwnedIds);
        var centres = tets.Ranks.Allgatherv<double>(Array.ConvertAll(neurons.Centres, c => new[] { c.X, c.Y, c.Z }).SelectMany(c => c).ToArray());
        var offsets = new int[presence.Offsets.Length];
        var columns = new List<long>();
        var values = new List<double>();
        for (int i = 0; i + 1 < offsets.Length; i++)
        {
            for (int k = presence.Offsets[i]; k < presence.Offsets[i + 1]; k++)
            {
                if (presence.Values[k] <= 0) continue;
                columns.Add(presence.ColumnIds[k]);
                values.Add(presence.Values[k]);
            }
            if (columns.Count == offsets[i])
            {
                columns.Add(Nearest(mesh.Barycentre((int)tets.Set.OwnedIds[i]), ids, centres));
                values.Add(1);
            }
            offsets[i + 1] = columns.Count;
        }
        return new Mapping(tets, neurons.Cells, offsets, [.. columns], [.. values]).NormalizeRows().Transpose();
    }

    private static long Nearest(Point3 point, long[] ids, double[] centres)
    {
        long best = -1;
        double distance = double.PositiveInfinity;
        for (int c = 0; c < ids.Length; c++)
        {
            double d = Point3.Distance(point, new Point3(centres[3 * c], centres[3 * c + 1], centres[3 * c + 2]));
            if (d < distance || (d == distance && ids[c] < best)) (best, distance) = (ids[c], d);
        }
        return best;
    }

    /// <summary>Gaussian of <see cref="SupplyRadius"/> around each vessel's tets, reflected at the faces of the bounding box, weighted by tet volume and normalised.</summary>
    private Mapping Spread(Mapping vesselTet)
    {
        // Who crosses which tet, known to every rank: vessels are few compared with tets.
        var direct = vesselTet.NormalizeRows();
        var vesselIds = new long[direct.Values.Length];
        for (int i = 0; i + 1 < direct.Offsets.Length; i++)
            for (int k = direct.Offsets[i]; k < direct.Offsets[i + 1]; k++) vesselIds[k] = direct.Rows.Set.OwnedIds[i];
        var vessels = tets.Ranks.Allgatherv<long>(vesselIds);
        var through = tets.Ranks.Allgatherv<long>(direct.ColumnIds);
        var shares = tets.Ranks.Allgatherv<double>(direct.Values);
        var order = Enumerable.Range(0, vessels.Length).OrderBy(k => vessels[k]).ThenBy(k => through[k]).ToArray();

        var kernel = new ReflectedGaussian(mesh, SupplyRadius);
        var columns = vessels.Distinct().Order().ToArray();
        int rows = tets.Set.Count;
        var values = new double[rows * columns.Length];
        int at = 0;
        for (int c = 0; c < columns.Length; c++)
            for (; at < order.Length && vessels[order[at]] == columns[c]; at++)
            {
                var centre = mesh.Barycentre((int)through[order[at]]);
                for (int i = 0; i < rows; i++)
                {
                    int tet = (int)tets.Set.OwnedIds[i];
                    values[i * columns.Length + c] += shares[order[at]] * mesh.Volumes[tet] * kernel.Value(mesh.Barycentre(tet), centre);
                }
            }

        var offsets = new int[rows + 1];
        var keptColumns = new List<long>();
        var keptValues = new List<double>();
        for (int i = 0; i < rows; i++)
        {
            for (int c = 0; c < columns.Length; c++)
            {
                if (values[i * columns.Length + c] <= 0) continue;
                keptColumns.Add(columns[c]);
                keptValues.Add(values[i * columns.Length + c]);
            }
            offsets[i + 1] = keptColumns.Count;
        }
        return new Mapping(tets, vesselTet.Rows, offsets, [.. keptColumns], [.. keptValues]).NormalizeColumns();
    }
}

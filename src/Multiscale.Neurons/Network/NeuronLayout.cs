using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.Neurons;

/// <summary>
/// The cells of this rank in ascending gid and their compartments, one after the other. The global id of a compartment is its running number
/// over all cells of all ranks in gid order.
/// </summary>
public sealed class NeuronLayout
{
    private int[]? sectionOf;
    private double[]? area, volume;

    /// <summary>Collective.</summary>
    /// <exception cref="InputException">MS0213: gids that are not 0, 1, 2 ... each given once over all ranks.</exception>
    public NeuronLayout(NeuronOptions options, NeuronNetwork network, Communicator ranks)
    {
        Descriptions = [.. network.Cells.OrderBy(c => c.Gid)];
        var cuts = new Dictionary<Morphology, Discretization>(ReferenceEqualityComparer.Instance);
        Discretizations = Array.ConvertAll(Descriptions, c => c.Discretization ?? CutOnce(c.Morphology));
        CellOffsets = new int[Descriptions.Length + 1];
        for (int i = 0; i < Descriptions.Length; i++) CellOffsets[i + 1] = CellOffsets[i] + Discretizations[i].Count;

        var own = new long[2 * Descriptions.Length];
        for (int i = 0; i < Descriptions.Length; i++) (own[2 * i], own[2 * i + 1]) = (Descriptions[i].Gid, Discretizations[i].Count);
        var all = ranks.Allgatherv<long>(own);
        int total = all.Length / 2;
        var start = new long[total + 1];
        Array.Fill(start, -1);
        for (int i = 0; i < total; i++)
        {
            long gid = all[2 * i];
            if (gid < 0 || gid >= total || start[gid + 1] >= 0)
                throw new InputException("MS0213", $"cell id {gid} is repeated or outside 0 to {total - 1}", "number the cells 0, 1, 2 ... without gaps");
            start[gid + 1] = all[2 * i + 1];
        }
        start[0] = 0;
        for (int i = 0; i < total; i++) start[i + 1] += start[i];

        int count = CellOffsets[^1];
        var ids = new long[count];
        CellOf = new int[count];
        for (int cell = 0; cell < Descriptions.Length; cell++)
            for (int c = CellOffsets[cell]; c < CellOffsets[cell + 1]; c++)
            {
                ids[c] = start[Descriptions[cell].Gid] + c - CellOffsets[cell];
                CellOf[c] = cell;
            }
        Cells = new EntitySet("cells", total, Array.ConvertAll(Descriptions, c => c.Gid));
        Segments = new EntitySet("segments", start[total], ids);

        Discretization CutOnce(Morphology m) =>
            cuts.TryGetValue(m, out var cut) ? cut : cuts[m] = Discretization.ByLength(m, options.MaxCompartmentLength);
    }

    public EntitySet Cells { get; }

    public EntitySet Segments { get; }

    /// <summary>The cells of this rank, ascending gid.</summary>
    public CellDescription[] Descriptions { get; }

    public Discretization[] Discretizations { get; }

    /// <summary>First compartment of each cell of this rank; one more at the end.</summary>
    public int[] CellOffsets { get; }

    /// <summary>Local cell of each compartment.</summary>
    public int[] CellOf { get; }

    // By compartment of this rank; cells share discretizations, so these are written out only where someone asks.
    public int[] SectionOf => sectionOf ??= Each(cut => cut.SectionOf);

    /// <summary>[um2].</summary>
    public double[] Area => area ??= Each(cut => cut.Area);

    /// <summary>[um3].</summary>
    public double[] Volume => volume ??= Each(cut => cut.Volume);

    /// <summary>Area of one compartment [um2].</summary>
    public double AreaOf(int compartment) => Discretizations[CellOf[compartment]].Area[compartment - CellOffsets[CellOf[compartment]]];

    public int Count => CellOffsets[^1];

    /// <summary>Local index of a cell, -1 where another rank has it.</summary>
    public int LocalOf(long gid)
    {
        int at = Array.BinarySearch(Cells.OwnedIds, gid);
        return at < 0 ? -1 : at;
    }

    /// <summary>Local compartment of a relative position on a section of a cell of this rank.</summary>
    public int CompartmentAt(long gid, int section, double position)
    {
        int cell = LocalOf(gid);
        return CellOffsets[cell] + Discretizations[cell].CompartmentAt(section, position);
    }

    /// <summary>The 3-d course of a compartment in cell coordinates [um]; <see cref="PlacementOf"/> brings it into the tissue.</summary>
    public MorphologyPoint[] PolylineOf(int compartment)
    {
        int cell = CellOf[compartment];
        return Discretizations[cell].Polylines[compartment - CellOffsets[cell]];
    }

    private T[] Each<T>(Func<Discretization, T[]> values)
    {
        var all = new T[Count];
        for (int cell = 0; cell < Discretizations.Length; cell++) values(Discretizations[cell]).CopyTo(all, CellOffsets[cell]);
        return all;
    }

    public Placement PlacementOf(int compartment) => Descriptions[CellOf[compartment]].Placement;

    /// <summary>Membrane of a compartment by the type of its section.</summary>
    public MembraneOptions MembraneOf(int compartment)
    {
        int cell = CellOf[compartment];
        var (model, cut) = (Descriptions[cell].Model, Discretizations[cell]);
        return model.Of(cut.Morphology.Sections[cut.SectionOf[compartment - CellOffsets[cell]]].Type);
    }
}

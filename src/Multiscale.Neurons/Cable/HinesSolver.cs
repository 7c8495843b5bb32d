using System.Runtime.Intrinsics;

namespace Multiscale.Neurons;

/// <summary>
/// Solves the tree matrices of all cells of a rank (Hines 1984, Int J Biomed Comput 15:69): each row is eliminated into its parent, leaves first,
/// then changes of voltage run back from the root. A row is dv_i = (b_i + g_i dv_p) / d_i; its assembled balance comes first,
/// then its children's parts in descending order, then its own axial current, wherever the cell stands.
/// </summary>
internal sealed unsafe partial class HinesSolver
{
    private const int Width = CableLayout.Width;

    private readonly CableMatrix matrix;
    private readonly (CellTopology Topology, int First, int Second)[] pairs; // slots of two interleaved packs, the same twice where one is left over
    private readonly StreamGroup[] groups; // of cells along
    private readonly int firstSlot, endSlot;
    private double shiftedBy = double.NaN;

    /// <param name="packs">Consecutive packs of the layout: the cells this solver is for; null: all.</param>
    public HinesSolver(CableMatrix matrix, IReadOnlyList<Pack>? packs = null)
    {
        this.matrix = matrix;
        packs ??= matrix.Layout.Packs;
        firstSlot = packs.Count == 0 ? 0 : packs[0].FirstSlot;
        endSlot = packs.Count == 0 ? 0 : packs[^1].FirstSlot + Width * packs[^1].BlockCount;
        pairs = [.. packs.Where(p => p.Interleaved).GroupBy(p => p.Topology).SelectMany(g => g.Chunk(2)).Select(c => (c[0].Topology, c[0].FirstSlot, c[^1].FirstSlot))];
        groups = StreamGroup.Of(packs);
        int rows = packs.Count == 0 ? 0 : packs.Max(p => p.Topology.Rows);
        (diagonal, balance, middle, second, whole) = (new double[rows], new double[rows], new double[rows], new double[rows], new double[rows]);
    }

    /// <summary>Number of the thread that solves: each has spare slots of its own.</summary>
    public int Thread { get; set; }

    private int FirstSpare => matrix.Layout.SlotCount + Thread * matrix.SpareSlots;

    /// <summary>Solves (C/h' + G + axial) dv = -I(v) + axial currents at v for the change dv of every slot; <paramref name="rate"/> = 1/h' [1/ms].</summary>
    public void Solve(double rate)
    {
        if (Vector512.IsHardwareAccelerated) Solve<Block512>(rate);
        else Solve<Block256>(rate);
    }

    internal void Solve<T>(double rate) where T : struct, IBlock<T>
    {
        if (rate != shiftedBy) matrix.ShiftBy(shiftedBy = rate, firstSlot, endSlot);
        foreach (var (topology, first, second) in pairs)
        {
            Eliminate<T>(topology, first, second);
            Substitute<T>(topology, first, second);
        }
        foreach (var group in groups)
        {
            foreach (var pack in group.Packs) Assemble<T>(pack);
            Eliminate(group);
            Substitute(group);
        }
        GC.KeepAlive(this);
    }

    /// <summary>Moves every slot by <paramref name="factor"/> times the change.</summary>
    public void Move(double factor)
    {
        if (Vector512.IsHardwareAccelerated) Move<Block512>(factor);
        else Move<Block256>(factor);
    }

    internal void Move<T>(double factor) where T : struct, IBlock<T>
    {
        double* v = matrix.Voltage.Pointer + firstSlot, change = matrix.Change.Pointer + firstSlot, end = matrix.Voltage.Pointer + endSlot;
        var f = T.Of(factor);
        for (; v < end; v += Width, change += Width) T.Store(T.Add(f, T.Load(change), T.Load(v)), v);
        GC.KeepAlive(this);
    }
}

namespace Multiscale.Neurons;

/// <summary>
/// Cells that stand together in memory, from a block boundary on. Interleaved: up to eight cells of one topology, lane = cell, one block per row.
/// Along: one cell, its rows one after the other. Rows are those of <see cref="CellTopology"/>.
/// </summary>
/// <param name="Cells">Local cells, by lane.</param>
internal sealed record Pack(CellTopology Topology, int[] Cells, bool Interleaved, int FirstBlock, int BlockCount)
{
    public int FirstSlot => CableLayout.Width * FirstBlock;

    /// <summary>Slots from one row of a cell to the next.</summary>
    public int Stride => Interleaved ? CableLayout.Width : 1;
}

/// <summary>
/// Where the numbers of each compartment stand: slots in blocks of eight, which go through the same arithmetic at once. Cells of one topology
/// share blocks, so that the solver too works on eight at a time. What a slot computes does not depend on its place.
/// </summary>
internal sealed class CableLayout
{
    /// <summary>Lanes of a block.</summary>
    public const int Width = 8;

    /// <summary>Fewer cells of one topology than this fill too few lanes: a pack takes the solver about as long as 2.6 cells along.</summary>
    public const int FewestInterleaved = 3;

    private readonly int[] slotOf, compartmentOf, firstNode, pointOf, packOf, laneOf;

    public CableLayout(NeuronLayout cells)
    {
        int count = cells.Descriptions.Length;
        var (topologies, rowsOf) = TopologiesOf(cells);
        (packOf, laneOf) = (new int[count], new int[count]);
        Packs = Arrange(topologies);
        for (int k = 0; k < Packs.Count; k++)
            for (int lane = 0; lane < Packs[k].Cells.Length; lane++) (packOf[Packs[k].Cells[lane]], laneOf[Packs[k].Cells[lane]]) = (k, lane);
        BlockCount = Packs.Count == 0 ? 0 : Packs[^1].FirstBlock + Packs[^1].BlockCount;
        slotOf = new int[cells.Count];
        compartmentOf = new int[SlotCount];
        Array.Fill(compartmentOf, -1);
        firstNode = new int[count + 1];
        for (int cell = 0; cell < count; cell++) firstNode[cell + 1] = firstNode[cell] + cells.Discretizations[cell].NodeCount;
        pointOf = new int[firstNode[^1]];
        var neighbours = new List<int>();
        for (int cell = 0; cell < count; cell++)
        {
            var (cut, rowOf) = (cells.Discretizations[cell], rowsOf[cell]);
            for (int node = 0; node < cut.NodeCount; node++)
            {
                int row = rowOf[node];
                if (row < 0)
                {
                    int up = cut.Parent[node] >= 0 ? cut.Parent[node] : Array.IndexOf(cut.Parent, node);
                    pointOf[firstNode[cell] + node] = ~neighbours.Count;
                    neighbours.Add(SlotOfRow(cell, rowOf[up]));
                    continue;
                }
                int slot = SlotOfRow(cell, row), c = cut.CompartmentOf[node];
                pointOf[firstNode[cell] + node] = slot;
                if (c < 0) continue;
                slotOf[cells.CellOffsets[cell] + c] = slot;
                compartmentOf[slot] = cells.CellOffsets[cell] + c;
            }
        }
        OpenEnds = [.. neighbours];
    }

    /// <summary>Those of one topology stand together, in the order of their first cells.</summary>
    public IReadOnlyList<Pack> Packs { get; }

    public int BlockCount { get; }

    public int SlotCount => Width * BlockCount;

    /// <summary>Slot next to each open end, that is, each point without area to which nothing else attaches.</summary>
    public int[] OpenEnds { get; }

    public int SlotOf(int compartment) => slotOf[compartment];

    /// <summary>Slot of a node of a cell's discretization; the complement of its index where it is one of <see cref="OpenEnds"/>.</summary>
    public int SlotOfNode(int cell, int node) => pointOf[firstNode[cell] + node];

    /// <summary>-1 for slots without area and idle ones.</summary>
    public int CompartmentOf(int slot) => compartmentOf[slot];

    public Pack PackOf(int cell) => Packs[packOf[cell]];

    /// <summary>Slot of the first row of a cell; the others follow at <see cref="Pack.Stride"/>.</summary>
    public int FirstSlotOf(int cell) => Packs[packOf[cell]].FirstSlot + laneOf[cell];

    public int SlotOfRow(int cell, int row) => FirstSlotOf(cell) + Packs[packOf[cell]].Stride * row;

    /// <summary>Per cell; equal topologies are one object.</summary>
    private static (CellTopology[] Topologies, int[][] RowsOf) TopologiesOf(NeuronLayout cells)
    {
        int count = cells.Discretizations.Length;
        var (topologies, rowsOf) = (new CellTopology[count], new int[count][]);
        var byCut = new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
        var distinct = new Dictionary<CellTopology, CellTopology>();
        for (int cell = 0; cell < count; cell++)
        {
            var cut = cells.Discretizations[cell];
            if (!byCut.TryAdd(cut, cell))
            {
                (topologies[cell], rowsOf[cell]) = (topologies[byCut[cut]], rowsOf[byCut[cut]]);
                continue;
            }
            var tree = new CellTopology(cut, rowsOf[cell] = CellTopology.RowsOf(cut));
            topologies[cell] = distinct.TryGetValue(tree, out var same) ? same : distinct[tree] = tree;
        }
        return (topologies, rowsOf);
    }

    private static List<Pack> Arrange(CellTopology[] topologies)
    {
        var groups = Enumerable.Range(0, topologies.Length).GroupBy(c => topologies[c]).SelectMany(g => g.Chunk(Width))
            .SelectMany(c => c.Length >= FewestInterleaved ? [c] : Array.ConvertAll(c, cell => new[] { cell }));
        var packs = new List<Pack>();
        int block = 0;
        foreach (var cells in groups)
        {
            var tree = topologies[cells[0]];
            bool interleaved = cells.Length > 1;
            int blocks = interleaved ? tree.Rows : (tree.Rows + Width - 1) / Width;
            packs.Add(new Pack(tree, cells, interleaved, block, blocks));
            block += blocks;
        }
        return packs;
    }
}

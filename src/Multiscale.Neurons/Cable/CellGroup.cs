namespace Multiscale.Neurons;

/// <summary>
/// Cells that advance together through all steps between two spike exchanges, while their numbers stay in the cache: consecutive packs.
/// Groups know nothing of each other within such an interval.
/// </summary>
internal sealed class CellGroup
{
    private const int Blocks = 256; // 2048 compartments, about 400 kB

    private CellGroup(CableMatrix matrix, Pack[] packs, int index, int firstPack)
    {
        (Index, FirstPack, EndPack) = (index, firstPack, firstPack + packs.Length);
        FirstBlock = packs[0].FirstBlock;
        EndBlock = packs[^1].FirstBlock + packs[^1].BlockCount;
        Cells = [.. packs.SelectMany(p => p.Cells).Order()];
        Solver = new HinesSolver(matrix, packs);
    }

    public int Index { get; }

    /// <summary>Its packs are [FirstPack, EndPack) of the layout.</summary>
    public int FirstPack { get; }

    public int EndPack { get; }

    public int FirstBlock { get; }

    public int EndBlock { get; }

    public int FirstSlot => CableLayout.Width * FirstBlock;

    public int EndSlot => CableLayout.Width * EndBlock;

    /// <summary>Local cells, ascending.</summary>
    public int[] Cells { get; }

    public HinesSolver Solver { get; }

    /// <summary>Its synapses are [FirstSynapse, EndSynapse).</summary>
    public int FirstSynapse { get; set; }

    public int EndSynapse { get; set; }

    /// <summary>Step for which the factors of its synapses stand [ms].</summary>
    public double SynapseStep { get; set; }

    /// <summary>Events on their way to these cells.</summary>
    public EventQueue Queue { get; } = new();

    /// <summary>Spikes of the present interval.</summary>
    public List<Spike> Fired { get; } = [];

    /// <summary>Cells of which a clamp switches in this step at a point that follows its neighbours faster than the step, each once.</summary>
    public List<int> Jolted { get; } = [];

    public static CellGroup[] Of(CableMatrix matrix)
    {
        var groups = new List<CellGroup>();
        var packs = new List<Pack>();
        int blocks = 0;
        foreach (var pack in matrix.Layout.Packs)
        {
            if (packs.Count > 0 && blocks + pack.BlockCount > Blocks) Close();
            packs.Add(pack);
            blocks += pack.BlockCount;
        }
        if (packs.Count > 0) Close();
        return [.. groups];

        void Close()
        {
            groups.Add(new CellGroup(matrix, [.. packs], groups.Count, groups.Count == 0 ? 0 : groups[^1].EndPack));
            packs.Clear();
            blocks = 0;
        }
    }
}

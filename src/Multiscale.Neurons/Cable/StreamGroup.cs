namespace Multiscale.Neurons;

/// <summary>Consecutive slots of a cell that stands along.</summary>
internal readonly record struct Stretch(int First, int Rows);

/// <summary>
/// Cells along that are solved together: first stretches that know nothing of each other, side by side, then the trunks on which they hang.
/// A stretch is a whole cell or everything below one row of it, so that each row meets its children in the same order as in any other arrangement.
/// </summary>
/// <param name="Stages">Up to <see cref="Width"/> stretches each, the longest first.</param>
/// <param name="Trunk">Slots in descending order, cell by cell.</param>
internal sealed record StreamGroup(Pack[] Packs, Stretch[][] Stages, int[] Trunk)
{
    /// <summary>Stretches side by side: enough to hide the latency of a division.</summary>
    public const int Width = 6;

    private const int Shortest = 4; // rows that are worth a stretch of their own

    public static StreamGroup[] Of(IEnumerable<Pack> packs) => [.. packs.Where(p => !p.Interleaved).OrderByDescending(p => p.Topology.Rows).Chunk(Width).Select(Of)];

    private static StreamGroup Of(Pack[] packs)
    {
        // Longer cells than an even share are cut, and finely enough for the pieces to be dealt out evenly.
        int share = packs.Sum(p => p.Topology.Rows) / Width;
        var stretches = new List<Stretch>();
        var trunk = new List<int>();
        foreach (var pack in packs)
        {
            int rows = pack.Topology.Rows, before = trunk.Count;
            if (rows <= 2 * share + 1)
            {
                stretches.Add(new Stretch(pack.FirstSlot, rows));
                continue;
            }
            for (int r = 0; r < rows; r++)
            {
                trunk.Add(pack.FirstSlot + r);
                int below = pack.Topology.Below[r];
                if (below < Shortest || below > share) continue;
                stretches.Add(new Stretch(pack.FirstSlot + r + 1, below));
                r += below;
            }
            trunk.Reverse(before, trunk.Count - before);
        }
        return new StreamGroup(packs, [.. stretches.OrderByDescending(s => s.Rows).Chunk(Width)], [.. trunk]);
    }
}

namespace Multiscale.Diffusion;

/// <summary>
/// Cells that react with one another: a triangle with molecules of the tets beside it, and whatever these touch in turn. A group is one well-stirred
/// place with its own events, and stays on one rank. Cells with a held species are groups of their own, because their reactions change less.
/// </summary>
internal sealed class CellGroups
{
    private readonly int[] root;

    public CellGroups(ReactionModel model)
    {
        var cells = model.Cells;
        root = [.. Enumerable.Range(0, cells.Count)];
        var reacting = new HashSet<int>();
        foreach (var reaction in model.Reactions)
        {
            if (!cells.Domains[reaction.Domain].IsSurface) continue;
            var sides = reaction.Left.Concat(reaction.Changes).Select(t => t.Side).Where(s => s != Side.Here).Distinct().ToArray();
            foreach (int triangle in cells.Domains[reaction.Domain].Cells)
                foreach (var side in sides)
                {
                    Join(triangle, At(cells, triangle, side));
                    reacting.Add(triangle);
                }
        }
        foreach (var hold in model.Holds) reacting.UnionWith(hold.Cells);
        var members = new SortedDictionary<int, SortedSet<int>>();
        foreach (int c in reacting) members.TryAdd(RootOf(c), []);
        for (int c = 0; c < cells.Count; c++)
            if (members.TryGetValue(RootOf(c), out var group)) group.Add(c);
        All = [.. members.Values.Select(g => g.ToArray())];
    }

    /// <summary>The cells of each group, ascending; groups in the order of their lowest cell.</summary>
    public IReadOnlyList<int[]> All { get; }

    /// <summary>The cell that a side means.</summary>
    public static int At(CellMesh cells, int cell, Side side) => side switch { Side.Here => cell, Side.Inner => cells.Inner(cell), _ => cells.Outer(cell) };

    /// <summary>Owners of all cells: those of the tets, with groups moved to the owner of their lowest cell; a triangle goes with its inner tet.</summary>
    public int[] Owners(CellMesh cells, int[] ownerOfTet)
    {
        var owner = new int[cells.Count];
        ownerOfTet.CopyTo(owner, 0);
        for (int c = cells.Mesh.Count; c < cells.Count; c++) owner[c] = ownerOfTet[cells.Inner(c)];
        foreach (var group in All)
            foreach (int c in group) owner[c] = owner[group[0]];
        return owner;
    }

    private int RootOf(int cell)
    {
        while (root[cell] != cell) cell = root[cell] = root[root[cell]];
        return cell;
    }

    private void Join(int a, int b)
    {
        (a, b) = (RootOf(a), RootOf(b));
        (a, b) = (Math.Min(a, b), Math.Max(a, b));
        root[b] = a;
    }
}

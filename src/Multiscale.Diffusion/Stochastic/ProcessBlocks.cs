namespace Multiscale.Diffusion;

/// <summary>Fills a process table from a model: a block for each domain, a block for each group of cells.</summary>
internal static class ProcessBlocks
{
    /// <summary>The reactions in the cells of a domain; those across a surface, and of order 0, are not among them. Returns the block.</summary>
    /// <param name="added">Told the process and its reaction.</param>
    public static int AddDomain(this ProcessTable table, ReactionModel model, int domain, Action<int, Reaction>? added = null)
    {
        for (int r = 0; r < model.Reactions.Count; r++)
        {
            var reaction = model.Reactions[r];
            if (reaction.Domain != domain || reaction.Order == 0 || reaction.Left.Concat(reaction.Changes).Any(t => t.Side != Side.Here)) continue;
            added?.Invoke(table.Count, reaction);
            table.Add(r, reaction.Rate, reaction.Order, reaction.Left.Select(t => (t.Species, t.Count)), reaction.Changes.Select(t => (t.Species, t.Count)));
            if (reaction.Voltage is { } voltage) table.Follow(voltage, 1, -1);
        }
        return table.EndBlock();
    }

    /// <summary>The reactions in a group of cells, with the sizes in the rates. Returns the block.</summary>
    /// <param name="slot">Position of a species in a cell.</param>
    /// <param name="isHeld">Whether a species is held in a cell, so that reactions do not change it.</param>
    public static int AddGroup(this ProcessTable table, ReactionModel model, int[] cells, Func<int, int, int> slot, Func<int, int, bool> isHeld)
    {
        foreach (int c in cells)
            for (int r = 0; r < model.Reactions.Count; r++)
            {
                var reaction = model.Reactions[r];
                if (reaction.Domain != model.Cells.DomainOf[c] || reaction.Order == 0) continue;
                int At(Side side) => CellGroups.At(model.Cells, c, side);
                double size = model.Cells.Sizes[At(reaction.SizeSide)];
                table.Add(r, reaction.Rate * Math.Pow(size, 1 - reaction.Order), 1, reaction.Left.Select(t => (slot(At(t.Side), t.Species), t.Count)),
                    reaction.Changes.Where(t => !isHeld(At(t.Side), t.Species)).Select(t => (slot(At(t.Side), t.Species), t.Count)));
                if (reaction.Voltage is { } voltage) table.Follow(voltage, Math.Pow(size, 1 - reaction.Order), c - model.Cells.Mesh.Count);
            }
        return table.EndBlock();
    }
}

namespace Multiscale.Diffusion;

/// <summary>
/// Spreads an exact number of molecules over cells by size: each cell gets the whole part of its share, the remainder is drawn by the fractions
/// that are left. Every rank draws all and keeps its own.
/// </summary>
internal static class Placement
{
    /// <param name="entry">Number of the entry: each has a stream of its own.</param>
    public static void Spread(Seeding seeding, CellMesh cells, OwnCells own, Population molecules, long seed, int entry)
    {
        int n = seeding.Cells.Length;
        if (n == 0 || seeding.Count == 0) return;
        double size = 0;
        foreach (int c in seeding.Cells) size += cells.Sizes[c];
        var fractions = new double[n];
        long placed = 0;
        double sum = 0;
        for (int i = 0; i < n; i++)
        {
            double share = seeding.Count * (cells.Sizes[seeding.Cells[i]] / size);
            long whole = (long)Math.Floor(share);
            placed += whole;
            fractions[i] = sum += share - whole;
            Put(i, whole);
        }
        var draws = Draws.Of(Draws.KeyOf(seed, Purpose.Placement, 0), entry);
        for (; placed < seeding.Count; placed++)
        {
            int i = Array.BinarySearch(fractions, draws.Uniform() * sum);
            Put(Math.Min(i < 0 ? ~i : i + 1, n - 1), 1);
        }

        void Put(int i, long number)
        {
            if (number > 0 && own.LocalOf(seeding.Cells[i]) is >= 0 and int local) molecules.Add(local, seeding.Species, number);
        }
    }
}

namespace Multiscale.Geometry;

/// <summary>Takes the rows of a sparse matrix in any order and lays them out in theirs.</summary>
internal sealed class IntersectionRows(int rows)
{
    private readonly int[] starts = new int[rows];
    private readonly int[] counts = new int[rows];
    private readonly double[] outside = new double[rows];
    private int[] columns = new int[4 * rows + 16];
    private double[] values = new double[4 * rows + 16];
    private int used;

    public void Add(int row, PieceList pieces)
    {
        if (used + pieces.Count > columns.Length)
        {
            int size = Math.Max(2 * columns.Length, used + pieces.Count);
            Array.Resize(ref columns, size);
            Array.Resize(ref values, size);
        }
        pieces.Tets.CopyTo(columns.AsSpan(used));
        pieces.Shares.CopyTo(values.AsSpan(used));
        (starts[row], counts[row], outside[row]) = (used, pieces.Count, pieces.Outside);
        used += pieces.Count;
    }

    public SegmentIntersection Build()
    {
        var offsets = new int[rows + 1];
        for (int r = 0; r < rows; r++) offsets[r + 1] = offsets[r] + counts[r];
        var (sortedColumns, sortedValues) = (new int[used], new double[used]);
        for (int r = 0; r < rows; r++)
        {
            columns.AsSpan(starts[r], counts[r]).CopyTo(sortedColumns.AsSpan(offsets[r]));
            values.AsSpan(starts[r], counts[r]).CopyTo(sortedValues.AsSpan(offsets[r]));
        }
        return new SegmentIntersection(offsets, sortedColumns, sortedValues, outside);
    }
}

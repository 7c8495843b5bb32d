using Multiscale.Core;
using Multiscale.Coupling;
using Multiscale.Parallel;

namespace Multiscale.MpiTests;

/// <summary>Oracle: dense matrices in the same order of summation, so that results are equal to the bit on any number of ranks.</summary>
public static class MappingTests
{
    private const int Segments = 17, Tets = 23, Cells = 9;

    [Ranks(1, 2, 3, 4)]
    public static void Apply_AnyOwnership_EqualsDense(Communicator ranks)
    {
        var a = Dense(Segments, Tets, 1);
        var mapping = Of(a, ranks, Set("segments", Segments, ranks), Set("tets", Tets, ranks));
        double[] x = [.. Enumerable.Range(0, Tets).Select(i => Value(9, i))];
        var y = new double[mapping.Rows.Set.Count];
        mapping.Apply(Own(x, mapping.Columns), y);
        for (int i = 0; i < y.Length; i++)
        {
            double sum = 0;
            for (int j = 0; j < Tets; j++) sum += a[mapping.Rows.Set.OwnedIds[i], j] * x[j];
            Assert.Equal(sum, y[i]);
        }
    }

    [Ranks(1, 2, 3, 4)]
    public static void Transpose_AnyOwnership_EqualsDense(Communicator ranks)
    {
        var a = Dense(Segments, Tets, 2);
        var mapping = Of(a, ranks, Set("segments", Segments, ranks), Set("tets", Tets, ranks));
        AssertEqual(Transposed(a), mapping.Transpose());
        AssertEqual(a, mapping.Transpose().Transpose());
    }

    [Ranks(1, 2, 3, 4)]
    public static void Multiply_AnyOwnership_EqualsDense(Communicator ranks)
    {
        double[,] a = Dense(Segments, Tets, 3), b = Dense(Tets, Cells, 4);
        Distribution segments = Set("segments", Segments, ranks), tets = Set("tets", Tets, ranks), cells = Set("cells", Cells, ranks);
        var expected = new double[Segments, Cells];
        for (int i = 0; i < Segments; i++)
            for (int j = 0; j < Cells; j++)
                for (int k = 0; k < Tets; k++) expected[i, j] += a[i, k] * b[k, j];
        AssertEqual(expected, Of(a, ranks, segments, tets).Multiply(Of(b, ranks, tets, cells)));
    }

    [Ranks(1, 2, 3, 4)]
    public static void Normalize_RowsAndColumns_EqualDense(Communicator ranks)
    {
        var a = Dense(Segments, Tets, 5);
        var mapping = Of(a, ranks, Set("segments", Segments, ranks), Set("tets", Tets, ranks));
        AssertEqual(RowsNormalized(a), mapping.NormalizeRows());
        AssertEqual(Transposed(RowsNormalized(Transposed(a))), mapping.NormalizeColumns());
        // A row without entries stays empty, all others sum to 1.
        Assert.All(mapping.NormalizeRows().RowSums(), sum => Assert.True(sum == 0 || Math.Abs(sum - 1) < 1e-15, $"{sum}"));
    }

    [Ranks(1, 2, 3, 4)]
    public static void Scale_RowsAndColumns_EqualDense(Communicator ranks)
    {
        var a = Dense(Segments, Tets, 6);
        var mapping = Of(a, ranks, Set("segments", Segments, ranks), Set("tets", Tets, ranks));
        double[] left = [.. Enumerable.Range(0, Segments).Select(i => Value(10, i))], right = [.. Enumerable.Range(0, Tets).Select(i => Value(11, i))];
        double[,] rows = new double[Segments, Tets], columns = new double[Segments, Tets];
        for (int i = 0; i < Segments; i++)
            for (int j = 0; j < Tets; j++) (rows[i, j], columns[i, j]) = (a[i, j] * left[i], a[i, j] * right[j]);
        AssertEqual(rows, mapping.ScaleRows(Own(left, mapping.Rows)));
        AssertEqual(columns, mapping.ScaleColumns(Own(right, mapping.Columns)));
    }

    [Ranks(1, 2, 4)]
    public static void FromEntries_SpreadOverRanksWithRepeats_EqualsDense(Communicator ranks)
    {
        // Whole numbers: repeats from several ranks are added exactly in any order.
        Distribution segments = Set("segments", Segments, ranks), tets = Set("tets", Tets, ranks);
        var expected = new double[Segments, Tets];
        var mine = new List<(long Row, long Column, double Value)>();
        for (int e = 0; e < 300; e++)
        {
            long row = (long)(Value(20, e) * Segments), column = (long)(Value(21, e) * Tets);
            expected[row, column] += e;
            if (e % ranks.Size == ranks.Rank) mine.Add((row, column, e));
        }
        AssertEqual(expected, Mapping.FromEntries(segments, tets, [.. mine.Select(m => m.Row)], [.. mine.Select(m => m.Column)], [.. mine.Select(m => m.Value)]));
    }

    private static double Value(ulong stream, int i) => new CounterRandom(stream, 77).Uniform((ulong)i);

    /// <summary>About a third of the entries, none in the second row.</summary>
    private static double[,] Dense(int rows, int columns, ulong stream)
    {
        var a = new double[rows, columns];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++)
                if (i != 1 && Value(stream, 2 * (i * columns + j)) < 1 / 3.0) a[i, j] = 0.1 + Value(stream, 2 * (i * columns + j) + 1);
        return a;
    }

    /// <summary>Ownership by chance; with several ranks the last one owns nothing.</summary>
    private static Distribution Set(string name, int count, Communicator ranks) => new(ranks, new EntitySet(name, count,
        [.. Enumerable.Range(0, count).Where(i => (int)(Value((ulong)name.Length, i) * Math.Max(1, ranks.Size - 1)) == ranks.Rank).Select(i => (long)i)]));

    private static Mapping Of(double[,] a, Communicator ranks, Distribution rows, Distribution columns)
    {
        var offsets = new List<int> { 0 };
        var ids = new List<long>();
        var values = new List<double>();
        foreach (long row in rows.Set.OwnedIds)
        {
            for (int j = 0; j < a.GetLength(1); j++)
            {
                if (a[row, j] == 0) continue;
                ids.Add(j);
                values.Add(a[row, j]);
            }
            offsets.Add(ids.Count);
        }
        return new Mapping(rows, columns, [.. offsets], [.. ids], [.. values]);
    }

    private static double[] Own(double[] all, Distribution set) => Array.ConvertAll(set.Set.OwnedIds, id => all[id]);

    private static double[,] Transposed(double[,] a)
    {
        var t = new double[a.GetLength(1), a.GetLength(0)];
        for (int i = 0; i < a.GetLength(0); i++)
            for (int j = 0; j < a.GetLength(1); j++) t[j, i] = a[i, j];
        return t;
    }

    private static double[,] RowsNormalized(double[,] a)
    {
        var n = new double[a.GetLength(0), a.GetLength(1)];
        for (int i = 0; i < a.GetLength(0); i++)
        {
            double sum = 0;
            for (int j = 0; j < a.GetLength(1); j++) sum += a[i, j];
            for (int j = 0; j < a.GetLength(1); j++) n[i, j] = sum > 0 ? a[i, j] * (1 / sum) : 0;
        }
        return n;
    }

    private static void AssertEqual(double[,] expected, Mapping actual)
    {
        Assert.Equal((expected.GetLength(0), expected.GetLength(1)), (actual.Rows.Set.GlobalCount, actual.Columns.Set.GlobalCount));
        for (int i = 0; i < actual.Rows.Set.Count; i++)
        {
            var row = new double[expected.GetLength(1)];
            for (int k = actual.Offsets[i]; k < actual.Offsets[i + 1]; k++)
            {
                Assert.True(k == actual.Offsets[i] || actual.ColumnIds[k - 1] < actual.ColumnIds[k], "columns ascend");
                row[actual.ColumnIds[k]] = actual.Values[k];
            }
            for (int j = 0; j < row.Length; j++) Assert.Equal(expected[actual.Rows.Set.OwnedIds[i], j], row[j]);
        }
    }
}

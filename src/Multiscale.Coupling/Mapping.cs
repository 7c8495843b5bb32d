using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Coupling;

/// <summary>
/// A sparse matrix between two entity sets: one row per destination entity this rank owns, columns named by global ids, ascending.
/// Every row is summed in that order, so results do not depend on the number of ranks. A conservative mapping has columns that sum
/// to 1; a consistent one has rows that sum to 1.
/// </summary>
public sealed class Mapping
{
    private readonly GhostExchange gather;
    private readonly int[] slots;
    private readonly double[] gathered;

    /// <summary>Collective. Columns ascend within each row and do not repeat.</summary>
    public Mapping(Distribution rows, Distribution columns, int[] offsets, long[] columnIds, double[] values, Unit? unit = null)
    {
        Rows = rows;
        Columns = columns;
        Offsets = offsets;
        ColumnIds = columnIds;
        Values = values;
        Unit = unit ?? Unit.One;
        long[] needed = [.. columnIds.Distinct().Order()];
        gather = new GhostExchange(columns, needed);
        slots = Array.ConvertAll(columnIds, id => Array.BinarySearch(needed, id));
        gathered = new double[needed.Length];
    }

    public Distribution Rows { get; }

    public Distribution Columns { get; }

    public int[] Offsets { get; }

    public long[] ColumnIds { get; }

    public double[] Values { get; }

    /// <summary>What a value is multiplied by besides a number: 1/um^3 when amounts become densities.</summary>
    public Unit Unit { get; }

    private Communicator Ranks => Rows.Ranks;

    /// <summary>destination = matrix x source, both in the order of owned ids; collective, allocates nothing.</summary>
    public void Apply(ReadOnlySpan<double> source, Span<double> destination)
    {
        gather.Update(source, gathered);
        for (int i = 0; i + 1 < Offsets.Length; i++)
        {
            double sum = 0;
            for (int k = Offsets[i]; k < Offsets[i + 1]; k++) sum += Values[k] * gathered[slots[k]];
            destination[i] = sum;
        }
    }

    public double[] RowSums()
    {
        var sums = new double[Offsets.Length - 1];
        for (int i = 0; i < sums.Length; i++)
            for (int k = Offsets[i]; k < Offsets[i + 1]; k++) sums[i] += Values[k];
        return sums;
    }

    /// <summary>Rows divided by their sums, so that a constant stays that constant; empty rows stay empty.</summary>
    public Mapping NormalizeRows()
    {
        var factors = RowSums();
        for (int i = 0; i < factors.Length; i++) factors[i] = factors[i] > 0 ? 1 / factors[i] : 0;
        return ScaleRows(factors);
    }

    /// <summary>Columns divided by their sums, so that amounts are kept. Collective.</summary>
    public Mapping NormalizeColumns() => Transpose().NormalizeRows().Transpose();

    /// <summary>Each row multiplied by a factor of its own, in the order of owned rows; <paramref name="unit"/> is the unit of the factors.</summary>
    public Mapping ScaleRows(ReadOnlySpan<double> factors, Unit? unit = null)
    {
        var scaled = new double[Values.Length];
        for (int i = 0; i + 1 < Offsets.Length; i++)
            for (int k = Offsets[i]; k < Offsets[i + 1]; k++) scaled[k] = Values[k] * factors[i];
        return new Mapping(Rows, Columns, Offsets, ColumnIds, scaled, Product(Unit, unit ?? Unit.One));
    }

    /// <summary>Each column multiplied by a factor of its own, in the order of owned columns. Collective.</summary>
    public Mapping ScaleColumns(ReadOnlySpan<double> factors, Unit? unit = null)
    {
        var scaled = new double[Values.Length];
        gather.Update(factors, gathered);
        for (int k = 0; k < scaled.Length; k++) scaled[k] = Values[k] * gathered[slots[k]];
        return new Mapping(Rows, Columns, Offsets, ColumnIds, scaled, Product(Unit, unit ?? Unit.One));
    }

    /// <summary>The same pattern with every value 1: who touches whom.</summary>
    public Mapping Pattern()
    {
        var ones = new double[Values.Length];
        Array.Fill(ones, 1);
        return new Mapping(Rows, Columns, Offsets, ColumnIds, ones);
    }

    /// <summary>Rows become columns; each entry travels to the owner of its column. Collective.</summary>
    public Mapping Transpose()
    {
        var rowIds = new long[Values.Length];
        for (int i = 0; i + 1 < Offsets.Length; i++)
            for (int k = Offsets[i]; k < Offsets[i + 1]; k++) rowIds[k] = Rows.Set.OwnedIds[i];
        return FromEntries(Columns, Rows, ColumnIds, rowIds, Values, Unit);
    }

    /// <summary>This matrix times <paramref name="right"/>: first right, then this. Collective.</summary>
    public Mapping Multiply(Mapping right)
    {
        // Fetch the rows of the right matrix that our columns name.
        var wanted = ColumnIds.Distinct().Order().ToArray();
        var request = Routing.ToRanks(Ranks, wanted, right.Rows.OwnersOf(wanted));
        var lengths = new int[request.Values.Length];
        var ids = new List<long>();
        var values = new List<double>();
        var perRank = new int[Ranks.Size];
        for (int i = 0; i < lengths.Length; i++)
        {
            int row = right.Rows.LocalOf(request.Values[i]);
            for (int k = right.Offsets[row]; k < right.Offsets[row + 1]; k++)
            {
                ids.Add(right.ColumnIds[k]);
                values.Add(right.Values[k]);
            }
            lengths[i] = right.Offsets[row + 1] - right.Offsets[row];
            perRank[request.SourceOf(i)] += lengths[i];
        }
        var gotLengths = Ranks.Alltoallv<int>(lengths, request.ReceiveCounts, out _);
        var gotIds = Ranks.Alltoallv<long>(ids.ToArray(), perRank, out _);
        var gotValues = Ranks.Alltoallv<double>(values.ToArray(), perRank, out _);
        var start = new int[wanted.Length + 1];
        var rowOf = new int[wanted.Length];
        for (int i = 0, at = 0; i < wanted.Length; at += gotLengths[i], i++)
        {
            rowOf[request.Order[i]] = i;
            start[i + 1] = at + gotLengths[i];
        }

        // Accumulate in ascending order of the inner index: the same order on any number of ranks.
        long[] columns = [.. gotIds.Distinct().Order()];
        var columnOf = Array.ConvertAll(gotIds, id => Array.BinarySearch(columns, id));
        var sums = new double[columns.Length];
        var reached = new bool[columns.Length];
        var inRow = new List<int>();
        var offsets = new int[Offsets.Length];
        var outIds = new List<long>();
        var outValues = new List<double>();
        for (int i = 0; i + 1 < Offsets.Length; i++)
        {
            for (int k = Offsets[i]; k < Offsets[i + 1]; k++)
            {
                int inner = rowOf[slots[k]];
                for (int m = start[inner]; m < start[inner + 1]; m++)
                {
                    int c = columnOf[m];
                    if (!reached[c])
                    {
                        reached[c] = true;
                        inRow.Add(c);
                    }
                    sums[c] += Values[k] * gotValues[m];
                }
            }
            inRow.Sort();
            foreach (int c in inRow)
            {
                outIds.Add(columns[c]);
                outValues.Add(sums[c]);
                (sums[c], reached[c]) = (0, false);
            }
            inRow.Clear();
            offsets[i + 1] = outIds.Count;
        }
        return new Mapping(Rows, right.Columns, offsets, [.. outIds], [.. outValues], Product(Unit, right.Unit));
    }

    /// <summary>Entries (row id, column id, value) in any order on any rank; each goes to the owner of its row, repeats are added in order of arrival rank. Collective.</summary>
    public static Mapping FromEntries(Distribution rows, Distribution columns, long[] rowIds, long[] columnIds, double[] values, Unit? unit = null)
    {
        var owners = rows.OwnersOf(rowIds);
        var r = Routing.ToRanks(rows.Ranks, rowIds, owners).Values;
        var c = Routing.ToRanks(rows.Ranks, columnIds, owners).Values;
        var v = Routing.ToRanks(rows.Ranks, values, owners).Values;
        var order = new int[r.Length];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(order, (a, b) => r[a] != r[b] ? r[a].CompareTo(r[b]) : c[a] != c[b] ? c[a].CompareTo(c[b]) : a.CompareTo(b));
        var offsets = new int[rows.Set.Count + 1];
        var ids = new List<long>(r.Length);
        var kept = new List<double>(r.Length);
        int at = 0;
        for (int i = 0; i < rows.Set.Count; i++)
        {
            long row = rows.Set.OwnedIds[i];
            for (; at < order.Length && r[order[at]] == row; at++)
            {
                long column = c[order[at]];
                if (ids.Count > offsets[i] && ids[^1] == column) kept[^1] += v[order[at]];
                else
                {
                    ids.Add(column);
                    kept.Add(v[order[at]]);
                }
            }
            offsets[i + 1] = ids.Count;
        }
        return new Mapping(rows, columns, offsets, [.. ids], [.. kept], unit);
    }

    private static Unit Product(Unit a, Unit b) =>
        a == Unit.One ? b : b == Unit.One ? a : new Unit($"{a.Text}*{b.Text}", a.Dimension * b.Dimension, a.Scale * b.Scale);
}

using Multiscale.Numerics;

namespace Multiscale.Diffusion;

/// <summary>
/// An implicit stage with the full flux, V / h + De K, K assembled from <see cref="FaceFluxes"/>: at most 17 entries a row,
/// in ascending order of the tets' ids. Consistent, not symmetric.
/// </summary>
internal sealed class CorrectedOperator : ILinearOperator
{
    private readonly TetPartition tets;
    private readonly double[] volumes, coupling, own, diagonal;
    private readonly double[]? loss;
    private readonly int[] rowStart, columns;
    private double diffusivity, perStep = double.NaN;

    /// <param name="loss">Rate of a sink in proportion to the concentration, per tet [1/ms]; null: none.</param>
    public CorrectedOperator(TetPartition tets, FaceFluxes fluxes, double[] volumes, double[]? loss = null)
    {
        this.loss = loss;
        this.tets = tets;
        this.volumes = volumes;
        own = new double[tets.Count];
        diagonal = new double[tets.Count];
        rowStart = new int[tets.Count + 1];
        var allColumns = new List<int>(13 * tets.Count);
        var allValues = new List<double>(13 * tets.Count);
        var row = new SortedDictionary<int, double>(Comparer<int>.Create((a, b) => tets.Ids[a].CompareTo(tets.Ids[b])));
        for (int t = 0; t < tets.Count; t++)
        {
            row.Clear();
            fluxes.AddRow(t, row);
            foreach (var (column, value) in row)
            {
                if (column == t) { own[t] = value; continue; }
                allColumns.Add(column);
                allValues.Add(value);
            }
            rowStart[t + 1] = allColumns.Count;
        }
        columns = [.. allColumns];
        coupling = [.. allValues];
    }

    public int Rows => tets.Count;

    public int Columns => tets.All;

    public ReadOnlySpan<double> Diagonal => diagonal;

    /// <summary>The loss has changed.</summary>
    public void Refresh() => perStep = double.NaN;

    public void Set(double diffusivity, double step)
    {
        if (perStep == 1 / step && this.diffusivity == diffusivity) return;
        this.diffusivity = diffusivity;
        perStep = 1 / step;
        for (int t = 0; t < diagonal.Length; t++) diagonal[t] = perStep * volumes[t] + diffusivity * own[t];
        for (int t = 0; t < diagonal.Length && loss is not null; t++) diagonal[t] += volumes[t] * loss[t];
    }

    public void Apply(Span<double> x, Span<double> y)
    {
        tets.UpdateAll(x);
        int[] start = rowStart, column = columns;
        double[] value = coupling;
        for (int t = 0; t < diagonal.Length; t++)
        {
            double off = 0;
            for (int k = start[t]; k < start[t + 1]; k++) off += value[k] * x[column[k]];
            y[t] = diagonal[t] * x[t] + diffusivity * off;
        }
    }
}

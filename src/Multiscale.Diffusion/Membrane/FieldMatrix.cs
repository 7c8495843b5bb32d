namespace Multiscale.Diffusion;

/// <summary>
/// The matrix C + h (K + G) of a membrane's steps, whole on every rank: K the P1 Galerkin matrix of conduction, C and G diagonal, G different in every step. Rows and columns of held vertices
/// are those of the unit matrix.
/// </summary>
internal sealed class FieldMatrix
{
    private readonly double[] stiffness;
    private readonly int[] diagonal;
    private readonly bool[] held;

    public FieldMatrix(MembraneModel model)
    {
        Size = model.Vertices.Length;
        var rows = new SortedDictionary<int, double>[Size];
        for (int v = 0; v < Size; v++) rows[v] = new() { [v] = 0 };
        for (int t = 0; t < model.Tets.Length / 4; t++)
            for (int i = 0; i < 4; i++)
                for (int j = 0; j < 4; j++)
                {
                    var row = rows[model.Tets[4 * t + i]];
                    int column = model.Tets[4 * t + j];
                    row[column] = row.GetValueOrDefault(column) + model.Stiffness[16 * t + 4 * i + j];
                }
        Offsets = new int[Size + 1];
        for (int v = 0; v < Size; v++) Offsets[v + 1] = Offsets[v] + rows[v].Count;
        Columns = [.. rows.SelectMany(r => r.Keys)];
        stiffness = [.. rows.SelectMany(r => r.Values)];
        diagonal = [.. Enumerable.Range(0, Size).Select(v => Array.IndexOf(Columns, v, Offsets[v], Offsets[v + 1] - Offsets[v]))];
        Values = new double[Columns.Length];
        held = new bool[Size];
    }

    public int Size { get; }

    /// <summary>Row v has the entries [Offsets[v], Offsets[v + 1]), columns ascending.</summary>
    public int[] Offsets { get; }

    public int[] Columns { get; }

    public double[] Values { get; }

    /// <summary>h, in ms.</summary>
    public double Weight { get; private set; } = double.NaN;

    public ref double Diagonal(int vertex) => ref Values[diagonal[vertex]];

    /// <summary>K v [nA].</summary>
    public void Conduct(ReadOnlySpan<double> v, Span<double> current) => Multiply(stiffness, v, current);

    public void Multiply(ReadOnlySpan<double> x, Span<double> y) => Multiply(Values, x, y);

    /// <summary>Sets the values; says whether h or the held vertices are others than before.</summary>
    /// <param name="weight">h [ms].</param>
    /// <param name="capacitance">C [nF].</param>
    /// <param name="conductance">G [uS].</param>
    public bool Assemble(double weight, double[] capacitance, double[] conductance, bool[] holds)
    {
        bool changed = !weight.Equals(Weight) || !held.AsSpan().SequenceEqual(holds);
        if (changed)
        {
            Weight = weight;
            holds.CopyTo(held, 0);
            for (int v = 0; v < Size; v++)
                for (int at = Offsets[v]; at < Offsets[v + 1]; at++) Values[at] = held[v] || held[Columns[at]] ? 0 : weight * stiffness[at];
        }
        for (int v = 0; v < Size; v++)
            Values[diagonal[v]] = held[v] ? 1 : capacitance[v] + weight * (stiffness[diagonal[v]] + conductance[v]);
        return changed;
    }

    private void Multiply(double[] matrix, ReadOnlySpan<double> x, Span<double> y)
    {
        for (int v = 0; v < Size; v++)
        {
            double sum = 0;
            for (int at = Offsets[v]; at < Offsets[v + 1]; at++) sum += matrix[at] * x[Columns[at]];
            y[v] = sum;
        }
    }
}

using System.Runtime.InteropServices;
using Multiscale.Geometry;

namespace Multiscale.Neurons;

/// <summary>Rows <paramref name="Top"/> to <paramref name="Bottom"/> of a cell, each the only child of the one before.</summary>
/// <param name="Parent">Row on which the run hangs, -1 for the root.</param>
/// <param name="Branches">Whether other runs hang on the last row.</param>
internal readonly record struct Run(int Top, int Bottom, int Parent, bool Branches);

/// <summary>
/// The tree of a cell as the solver sees it: its nodes but for ends where nothing else attaches, which hold no charge and draw no current.
/// Cells of equal topology differ in areas and resistances alone.
/// </summary>
internal sealed class CellTopology : IEquatable<CellTopology>
{
    private readonly int hash;

    public CellTopology(Discretization cut, int[] rowOf)
    {
        int rows = rowOf.Max() + 1;
        var nodes = new int[rows];
        for (int i = 0; i < rowOf.Length; i++) if (rowOf[i] >= 0) nodes[rowOf[i]] = i;
        Parent = new int[rows];
        HasArea = new bool[rows];
        Below = new int[rows];
        Types = new SectionType[rows];
        var code = new HashCode();
        for (int r = 0; r < rows; r++)
        {
            int node = nodes[r], c = cut.CompartmentOf[node];
            Parent[r] = cut.Parent[node] < 0 ? -1 : rowOf[cut.Parent[node]];
            HasArea[r] = c >= 0;
            Types[r] = c >= 0 ? cut.Morphology.Sections[cut.SectionOf[c]].Type : Parent[r] >= 0 ? Types[Parent[r]] : default;
            code.Add(Parent[r]);
            code.Add(HasArea[r]);
            code.Add(Types[r]);
        }
        for (int r = rows - 1; r > 0; r--) Below[Parent[r]] += 1 + Below[r];
        hash = code.ToHashCode();
        Runs = FindRuns(Parent);
        Branches = [.. Runs.Where(r => r.Branches).Select(r => r.Bottom)];
    }

    /// <summary>Row of the parent, smaller than the row itself; -1 for the root.</summary>
    public int[] Parent { get; }

    /// <summary>False for points where sections meet.</summary>
    public bool[] HasArea { get; }

    public int Rows => Parent.Length;

    /// <summary>Type of the section of each row; of points without area that of the parent.</summary>
    public SectionType[] Types { get; }

    /// <summary>How many rows hang on each, directly or not; they follow it.</summary>
    public int[] Below { get; }

    /// <summary>All rows, ascending.</summary>
    public Run[] Runs { get; }

    /// <summary>Rows on which runs hang.</summary>
    public int[] Branches { get; }

    /// <summary>Row of each node of a discretization, every subtree on rows of its own; -1 for open ends.</summary>
    public static int[] RowsOf(Discretization cut)
    {
        int n = cut.NodeCount, rows = 0;
        var (degree, rowOf) = (new int[n], new int[n]);
        var children = new List<int>[n];
        for (int i = 0; i < n; i++) children[i] = [];
        for (int i = 0; i < n; i++)
        {
            if (cut.Parent[i] is not (>= 0 and var up)) continue;
            (degree[i], degree[up]) = (degree[i] + 1, degree[up] + 1);
            children[up].Add(i);
        }
        var open = new Stack<int>([0]);
        while (open.TryPop(out int node))
        {
            rowOf[node] = cut.CompartmentOf[node] < 0 && degree[node] <= 1 ? -1 : rows++;
            for (int k = children[node].Count - 1; k >= 0; k--) open.Push(children[node][k]);
        }
        return rowOf;
    }

    public bool Equals(CellTopology? other) => other is not null && (ReferenceEquals(this, other) || (hash == other.hash
        && Parent.AsSpan().SequenceEqual(other.Parent) && HasArea.AsSpan().SequenceEqual(other.HasArea)
        && MemoryMarshal.Cast<SectionType, int>(Types).SequenceEqual(MemoryMarshal.Cast<SectionType, int>(other.Types))));

    public override bool Equals(object? obj) => Equals(obj as CellTopology);

    public override int GetHashCode() => hash;

    private static Run[] FindRuns(int[] parent)
    {
        var children = new int[parent.Length];
        foreach (int p in parent) if (p >= 0) children[p]++;
        var runs = new List<Run>();
        for (int top = 0; top < parent.Length;)
        {
            int bottom = top;
            while (bottom + 1 < parent.Length && parent[bottom + 1] == bottom && children[bottom] == 1) bottom++;
            runs.Add(new Run(top, bottom, parent[top], children[bottom] > 0));
            top = bottom + 1;
        }
        return [.. runs];
    }
}

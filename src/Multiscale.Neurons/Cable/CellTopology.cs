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
    private readonly SectionType[] types; // by row; of points without area that of the parent
    private readonly int hash;

    public CellTopology(Discretization cut, int[] rowOf)
    {
        var nodes = new List<int>(cut.NodeCount);
        for (int i = 0; i < cut.NodeCount; i++) if (rowOf[i] >= 0) nodes.Add(i);
        Parent = new int[nodes.Count];
        HasArea = new bool[nodes.Count];
        types = new SectionType[nodes.Count];
        var code = new HashCode();
        for (int r = 0; r < nodes.Count; r++)
        {
            int node = nodes[r], c = cut.CompartmentOf[node];
            Parent[r] = cut.Parent[node] < 0 ? -1 : rowOf[cut.Parent[node]];
            HasArea[r] = c >= 0;
            types[r] = c >= 0 ? cut.Morphology.Sections[cut.SectionOf[c]].Type : Parent[r] >= 0 ? types[Parent[r]] : default;
            code.Add(Parent[r]);
            code.Add(HasArea[r]);
            code.Add(types[r]);
        }
        hash = code.ToHashCode();
        Runs = FindRuns(Parent);
        Branches = [.. Runs.Where(r => r.Branches).Select(r => r.Bottom)];
    }

    /// <summary>Row of the parent, smaller than the row itself; -1 for the root.</summary>
    public int[] Parent { get; }

    /// <summary>False for points where sections meet.</summary>
    public bool[] HasArea { get; }

    public int Rows => Parent.Length;

    /// <summary>All rows, ascending.</summary>
    public Run[] Runs { get; }

    /// <summary>Rows on which runs hang.</summary>
    public int[] Branches { get; }

    /// <summary>Row of each node of a discretization; -1 for open ends.</summary>
    public static int[] RowsOf(Discretization cut)
    {
        int n = cut.NodeCount, rows = 0;
        var (degree, rowOf) = (new int[n], new int[n]);
        for (int i = 0; i < n; i++) if (cut.Parent[i] is >= 0 and var up) (degree[i], degree[up]) = (degree[i] + 1, degree[up] + 1);
        for (int i = 0; i < n; i++) rowOf[i] = cut.CompartmentOf[i] < 0 && degree[i] <= 1 ? -1 : rows++;
        return rowOf;
    }

    public bool Equals(CellTopology? other) => other is not null && (ReferenceEquals(this, other) || (hash == other.hash
        && Parent.AsSpan().SequenceEqual(other.Parent) && HasArea.AsSpan().SequenceEqual(other.HasArea)
        && MemoryMarshal.Cast<SectionType, int>(types).SequenceEqual(MemoryMarshal.Cast<SectionType, int>(other.types))));

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

namespace Multiscale.Formats;

/// <summary>
/// The columns of a report: those of node NodeIds[i] are [Offsets[i], Offsets[i + 1]); column j is element ElementIds[j] (a section) at ElementPositions[j] (0 to 1 along it).
/// </summary>
public sealed record ReportMapping
{
    public required long[] NodeIds { get; init; }

    /// <summary>One more than nodes.</summary>
    public required long[] Offsets { get; init; }

    public required uint[] ElementIds { get; init; }

    public float[]? ElementPositions { get; init; }

    public int Columns => ElementIds.Length;

    /// <summary>One column per node: somata, point neurons, vessel segments.</summary>
    public static ReportMapping OnePerNode(long[] nodeIds)
    {
        var offsets = new long[nodeIds.Length + 1];
        for (int i = 0; i < offsets.Length; i++) offsets[i] = i;
        return new ReportMapping { NodeIds = nodeIds, Offsets = offsets, ElementIds = new uint[nodeIds.Length] };
    }

    internal void Check()
    {
        if (Offsets.Length != NodeIds.Length + 1 || Offsets[0] != 0 || Offsets[^1] != Columns || ElementPositions is { } p && p.Length != Columns)
            throw new ArgumentException($"a report of {NodeIds.Length} nodes and {Columns} columns needs {NodeIds.Length + 1} offsets from 0 to {Columns}");
    }
}

using Multiscale.Parallel;

namespace Multiscale.Coupling;

/// <summary>Keeps intersections between runs. The key is a hash of everything they are computed from.</summary>
public interface IMappingCache
{
    /// <summary>The rows of <paramref name="rows"/> that this rank owns, computed at most once per key. Collective.</summary>
    IntersectionRows GetOrCompute(string key, Distribution rows, Func<IntersectionRows> compute);
}

/// <summary>Rows of an intersection in CSR form, in the order of owned rows: global column ids and shares.</summary>
public sealed record IntersectionRows(int[] Offsets, long[] Columns, double[] Shares);

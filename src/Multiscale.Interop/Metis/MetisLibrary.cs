using Multiscale.Core;

namespace Multiscale.Interop;

/// <summary>METIS (Karypis and Kumar 1998): graphs cut into parts of equal weight with few edges between them.</summary>
public static unsafe class MetisLibrary
{
    /// <summary>The part of each vertex of a graph in row form; the same arguments give the same parts.</summary>
    /// <param name="offsets">rows of <paramref name="neighbours"/>, one more than there are vertices</param>
    /// <param name="weights">weight per vertex, or empty for equal weights</param>
    /// <exception cref="EnvironmentException">METIS failed, for want of memory as a rule (MS0321).</exception>
    public static int[] Partition(ReadOnlySpan<int> offsets, ReadOnlySpan<int> neighbours, ReadOnlySpan<int> weights, int parts, int seed)
    {
        NativeLibraries.Register();
        var part = new int[offsets.Length - 1];
        int code;
        fixed (int* o = offsets) fixed (int* n = neighbours) fixed (int* w = weights) fixed (int* p = part)
            code = MetisNative.ms_metis_partition(part.Length, o, n, w, parts, seed, p);
        return code == 0 ? part : throw new EnvironmentException("MS0321", $"METIS failed with code {code}", "free memory, or use fewer ranks");
    }
}

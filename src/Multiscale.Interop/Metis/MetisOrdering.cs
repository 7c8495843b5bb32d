using System.Runtime.InteropServices;
using Multiscale.Core;

namespace Multiscale.Interop;

/// <summary>Fill-reducing orderings by nested dissection (METIS; Karypis and Kumar 1998), equal on every rank.</summary>
public static unsafe partial class MetisOrdering
{
    /// <summary>The vertices in order of elimination. The graph is in CSR form, each edge in both rows, no loops.</summary>
    /// <exception cref="EnvironmentException">METIS refused the graph.</exception>
    public static int[] NestedDissection(int[] offsets, int[] neighbours)
    {
        int n = offsets.Length - 1;
        var order = new int[n];
        if (neighbours.Length == 0 || n < 3)
        {
            for (int i = 0; i < n; i++) order[i] = i;
            return order;
        }
        NativeLibraries.Register();
        var position = new int[n];
        fixed (int* o = offsets) fixed (int* a = neighbours) fixed (int* r = order) fixed (int* p = position)
        {
            int code = ms_metis_ordering(n, o, a, 1, r, p);
            if (code != 0) throw new EnvironmentException("MS0620", $"METIS could not order a graph of {n} nodes (code {code})", "check the memory of this machine");
        }
        return order;
    }

    [LibraryImport(NativeLibraries.Shim)] private static partial int ms_metis_ordering(int vertices, int* offsets, int* neighbours, int seed, int* order, int* position);
}

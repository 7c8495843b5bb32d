using System.Runtime.InteropServices;

namespace Multiscale.Interop;

/// <summary>Bindings of native/src/metis.c.</summary>
internal static unsafe partial class MetisNative
{
    [LibraryImport(NativeLibraries.Shim)]
    internal static partial int ms_metis_partition(int vertices, int* offsets, int* neighbours, int* vertexWeights, int parts, int seed, int* part);
}

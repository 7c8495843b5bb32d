using Multiscale.Geometry;
using Multiscale.Interop;

namespace Multiscale.Formats;

/// <summary>Partitions meshes with METIS; it lives here because Geometry sees no native library.</summary>
public sealed class MetisPartitioner : IPartitioner
{
    public int[] Partition(int[] offsets, int[] neighbours, int parts, int seed) => MetisLibrary.Partition(offsets, neighbours, [], parts, seed);
}

namespace Multiscale.Geometry;

/// <summary>Cuts a graph into parts of about equal size with few edges between them.</summary>
public interface IPartitioner
{
    /// <summary>The part of each vertex; vertex v has the neighbours neighbours[offsets[v]..offsets[v + 1]]. Called with 1 &lt; parts &lt; vertices.</summary>
    int[] Partition(int[] offsets, int[] neighbours, int parts, int seed);
}

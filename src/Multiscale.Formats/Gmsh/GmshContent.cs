using Multiscale.Geometry;

namespace Multiscale.Formats;

/// <summary>What one or several Gmsh files hold, as written: node tags, elements by node tags, physical names.</summary>
internal sealed class GmshContent
{
    public List<GmshCursor> Files { get; } = [];

    public Dictionary<(int Dimension, int Tag), string> Names { get; } = [];

    public List<long> NodeTags { get; } = [];

    public List<Point3> Nodes { get; } = [];

    public GmshElements Tets { get; } = new(4);

    public GmshElements Triangles { get; } = new(3);

    /// <summary>Lists of physical tags that elements refer to by number; list 0 is empty.</summary>
    public List<int[]> TagLists { get; } = [[]];

    private readonly Dictionary<string, int> known = [];

    /// <summary>The number of a list of physical tags.</summary>
    public int TagList(int[] tags)
    {
        if (tags.Length == 0) return 0;
        string key = string.Join(' ', tags);
        if (known.TryGetValue(key, out int number)) return number;
        TagLists.Add(tags);
        return known[key] = TagLists.Count - 1;
    }
}

/// <summary>Elements of one shape; element e has the node tags Nodes[corners * e ..].</summary>
internal sealed class GmshElements(int corners)
{
    public int Corners { get; } = corners;

    public int Count => Tags.Count;

    public List<long> Tags { get; } = [];

    public List<long> Nodes { get; } = [];

    /// <summary>Number of the element's list of physical tags.</summary>
    public List<int> TagList { get; } = [];

    /// <summary>Part from 0; -1 where the file says nothing.</summary>
    public List<int> Part { get; } = [];

    /// <summary>File and byte where the element begins, for messages.</summary>
    public List<(int File, int Position)> Place { get; } = [];

    public void Reserve(int more)
    {
        Tags.EnsureCapacity(Count + more);
        Nodes.EnsureCapacity(Nodes.Count + Corners * more);
        TagList.EnsureCapacity(Count + more);
        Part.EnsureCapacity(Count + more);
        Place.EnsureCapacity(Count + more);
    }
}

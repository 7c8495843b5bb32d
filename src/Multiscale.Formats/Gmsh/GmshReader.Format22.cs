namespace Multiscale.Formats;

/// <summary>Format 2.2: each element carries its physical group, its entity and its parts; an element of two groups is listed twice.</summary>
internal sealed partial class GmshReader
{
    private void ReadNodes22()
    {
        int count = file.Count(TextCount(), 7);
        content.NodeTags.EnsureCapacity(content.NodeTags.Count + count);
        content.Nodes.EnsureCapacity(content.Nodes.Count + count);
        for (int i = 0; i < count; i++) AddNode(file.Int(), file.Double(), file.Double(), file.Double());
    }

    private void ReadElements22()
    {
        int count = file.Count(TextCount(), 6);
        content.Tets.Reserve(count);
        for (int i = 0; i < count;)
        {
            if (file.Binary)
            {
                int type = file.Int(), block = file.Int(), tags = file.Int();
                for (int e = 0; e < block; e++, i++) ReadElement22(file.Position, file.Int(), type, tags);
            }
            else
            {
                ReadElement22(file.Position, file.Int(), file.Int(), file.Int());
                i++;
            }
        }
    }

    /// <summary>Tags: physical group (0 for none), entity, number of parts, the owner's part, then ghost parts with a minus sign.</summary>
    private void ReadElement22(int place, int tag, int type, int tags)
    {
        int group = 0, part = -1;
        for (int i = 0; i < tags; i++)
        {
            int value = file.Int();
            if (i == 0) group = Math.Abs(value);
            else if (i == 3 && value > 0) part = value - 1;
        }
        GmshElementType.CheckVolume(file, type);
        int nodes = GmshElementType.Nodes(file, type);
        var elements = type == GmshElementType.Tetrahedron ? content.Tets : type == GmshElementType.Triangle ? content.Triangles : null;
        if (elements is null)
        {
            for (int i = 0; i < nodes; i++) file.Int();
            return;
        }
        for (int i = 0; i < nodes; i++) elements.Nodes.Add(file.Int());
        elements.Tags.Add(tag);
        elements.TagList.Add(group == 0 ? 0 : GroupList(group));
        elements.Part.Add(part);
        elements.Place.Add((number, place));
    }

    /// <summary>Counts are text even in binary files.</summary>
    private long TextCount()
    {
        bool binary = file.Binary;
        file.Binary = false;
        long count = file.Size();
        file.Line();
        file.Binary = binary;
        return count;
    }

    private (int Group, int List) lastGroup;

    /// <summary>The list that holds one group; remembers the last, because groups come in runs.</summary>
    private int GroupList(int group)
    {
        if (lastGroup.Group != group) lastGroup = (group, content.TagList([group]));
        return lastGroup.List;
    }
}

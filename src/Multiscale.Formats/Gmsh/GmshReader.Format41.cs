namespace Multiscale.Formats;

/// <summary>Format 4.1: elements come in blocks of one entity each, and the entity carries the physical groups and the part.</summary>
internal sealed partial class GmshReader
{
    private readonly Dictionary<(int Dimension, int Tag), (int List, int Part)> entities = [];
    private readonly HashSet<int> ghostEntities = [];

    private void ReadEntities(bool partitioned)
    {
        if (partitioned)
        {
            file.Size();
            int ghosts = file.Count(file.Size(), 3);
            for (int i = 0; i < ghosts; i++)
            {
                ghostEntities.Add(file.Int());
                file.Int();
            }
        }
        Span<int> counts = stackalloc int[4];
        for (int dimension = 0; dimension < 4; dimension++) counts[dimension] = file.Count(file.Size(), 8);
        for (int dimension = 0; dimension < 4; dimension++)
            for (int i = 0; i < counts[dimension]; i++)
                ReadEntity(dimension, partitioned);
    }

    private void ReadEntity(int dimension, bool partitioned)
    {
        int tag = file.Int(), parentDimension = dimension, part = -1;
        if (partitioned)
        {
            parentDimension = file.Int();
            file.Int();
            int parts = file.Count(file.Size(), 2);
            for (int i = 0; i < parts; i++)
            {
                int value = file.Int() - 1;
                if (i == 0) part = value;
            }
        }
        for (int i = 0; i < (dimension == 0 ? 3 : 6); i++) file.Double();
        var groups = new int[file.Count(file.Size(), 2)];
        for (int i = 0; i < groups.Length; i++) groups[i] = Math.Abs(file.Int());
        if (dimension > 0)
        {
            int bounding = file.Count(file.Size(), 2);
            for (int i = 0; i < bounding; i++) file.Int();
        }
        // A face between two parts inherits the tags of the volume that it cuts: they name no surface.
        entities[(dimension, tag)] = (parentDimension == dimension ? content.TagList(groups) : 0, part);
    }

    private void ReadNodes41()
    {
        int blocks = file.Count(file.Size(), 4), count = file.Count(file.Size(), 7);
        file.Size();
        file.Size();
        content.NodeTags.EnsureCapacity(content.NodeTags.Count + count);
        content.Nodes.EnsureCapacity(content.Nodes.Count + count);
        for (int b = 0; b < blocks; b++)
        {
            int dimension = file.Int();
            file.Int();
            int extra = file.Int() == 0 ? 0 : dimension;
            int nodes = file.Count(file.Size(), 7);
            for (int i = 0; i < nodes; i++) content.NodeTags.Add(file.Size());
            for (int i = 0; i < nodes; i++)
            {
                content.Nodes.Add(new(file.Double(), file.Double(), file.Double()));
                for (int e = 0; e < extra; e++) file.Double();
            }
        }
    }

    private void ReadElements41()
    {
        int blocks = file.Count(file.Size(), 4);
        file.Size();
        file.Size();
        file.Size();
        for (int b = 0; b < blocks; b++)
        {
            int dimension = file.Int(), entity = file.Int(), type = file.Int();
            GmshElementType.CheckVolume(file, type);
            int nodes = GmshElementType.Nodes(file, type), count = file.Count(file.Size(), 2 * (1 + nodes));
            var (list, part) = entities.GetValueOrDefault((dimension, entity), (0, -1));
            var elements = type == GmshElementType.Tetrahedron ? content.Tets : type == GmshElementType.Triangle ? content.Triangles : null;
            // Copies of another part's tets come under an entity of their own, in the files of split meshes.
            if (dimension == 3 && ghostEntities.Contains(entity) && !entities.ContainsKey((3, entity))) elements = null;
            elements?.Reserve(count);
            for (int e = 0; e < count; e++)
            {
                int place = file.Position;
                long tag = file.Size();
                if (elements is null)
                {
                    for (int i = 0; i < nodes; i++) file.Size();
                    continue;
                }
                for (int i = 0; i < nodes; i++) elements.Nodes.Add(file.Size());
                elements.Tags.Add(tag);
                elements.TagList.Add(list);
                elements.Part.Add(part);
                elements.Place.Add((number, place));
            }
        }
    }
}

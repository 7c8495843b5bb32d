using Multiscale.Geometry;

namespace Multiscale.Formats;

/// <summary>Writes a mesh with its groups and parts; elements with the same groups and part form one entity.</summary>
internal sealed class GmshWriter
{
    private readonly TetMesh mesh;
    private readonly GmshEmitter file;
    private readonly bool fourth;
    private readonly Entities volumes, surfaces;

    private GmshWriter(TetMesh mesh, GmshEmitter file, bool fourth)
    {
        (this.mesh, this.file, this.fourth) = (mesh, file, fourth);
        volumes = new Entities(mesh, 3, mesh.Count, mesh.Partition);
        surfaces = new Entities(mesh, 2, mesh.Triangles.Length / 3, null);
    }

    public static void Write(TetMesh mesh, Stream stream, bool fourth, bool binary)
    {
        using var file = new GmshEmitter(stream, binary);
        var writer = new GmshWriter(mesh, file, fourth);
        file.Text($"$MeshFormat\n{(fourth ? "4.1" : "2.2")} {(binary ? 1 : 0)} 8");
        if (binary) file.Int(1);
        if (binary) file.EndSection("MeshFormat");
        else file.Text("$EndMeshFormat");
        writer.WriteNames();
        if (fourth) writer.Write41();
        else writer.Write22(binary);
    }

    private void WriteNames()
    {
        if (mesh.Groups.Count == 0) return;
        file.Text($"$PhysicalNames\n{mesh.Groups.Count}");
        foreach (var group in mesh.Groups) file.Text($"{group.Dimension} {group.Tag} \"{group.Name}\"");
        file.Text("$EndPhysicalNames");
    }

    private void Write22(bool binary)
    {
        file.Text($"$Nodes\n{mesh.Vertices.Length}");
        for (int v = 0; v < mesh.Vertices.Length; v++)
        {
            file.Int(v + 1);
            WritePoint(mesh.Vertices[v]);
        }
        file.EndSection("Nodes");
        file.Text($"$Elements\n{surfaces.Listings + volumes.Listings}");
        int number = 0;
        WriteElements22(surfaces, GmshElementType.Triangle, mesh.Triangles, 3, binary, ref number);
        WriteElements22(volumes, GmshElementType.Tetrahedron, mesh.Tets, 4, binary, ref number);
        file.EndSection("Elements");
    }

    /// <summary>An element of several groups is listed once for each, as Gmsh does.</summary>
    private void WriteElements22(Entities entities, int type, int[] vertices, int corners, bool binary, ref int number)
    {
        int tags = entities.Parts is null ? 2 : 4;
        if (binary && entities.Listings > 0)
        {
            file.Int(type);
            file.Int(entities.Listings);
            file.Int(tags);
        }
        for (int e = 0; e < entities.Of.Length; e++)
        {
            int entity = entities.Of[e];
            foreach (int group in entities.Tags[entity] is { Length: > 0 } groups ? groups : [0])
            {
                file.Int(++number);
                if (!binary)
                {
                    file.Int(type);
                    file.Int(tags);
                }
                file.Int(group);
                file.Int(entity + 1);
                if (entities.Parts is not null)
                {
                    file.Int(1);
                    file.Int(entities.Parts[entity] + 1);
                }
                for (int c = 0; c < corners; c++) file.Int(vertices[corners * e + c] + 1);
                file.EndLine();
            }
        }
    }

    private void Write41()
    {
        bool parted = volumes.Parts is not null;
        file.Text("$Entities");
        WriteCounts(surfaces.Count, parted ? 1 : volumes.Count);
        for (int s = 0; s < surfaces.Count; s++) WriteEntity(s + 1, surfaces.Tags[s], -1);
        if (parted) WriteEntity(1, [], -1);
        else for (int v = 0; v < volumes.Count; v++) WriteEntity(v + 1, volumes.Tags[v], -1);
        file.EndSection("Entities");
        if (parted)
        {
            file.Text("$PartitionedEntities");
            file.Size(volumes.Parts!.Max() + 1);
            file.EndLine();
            file.Size(0);
            file.EndLine();
            WriteCounts(0, volumes.Count);
            for (int v = 0; v < volumes.Count; v++) WriteEntity(FirstVolume + v, volumes.Tags[v], volumes.Parts![v]);
            file.EndSection("PartitionedEntities");
        }
        WriteNodes41();
        file.Text("$Elements");
        long total = surfaces.Of.Length + mesh.Count;
        WriteSizes(surfaces.Count + volumes.Count, total, 1, total);
        long number = 0;
        WriteElements41(surfaces, 2, 1, GmshElementType.Triangle, mesh.Triangles, 3, ref number);
        WriteElements41(volumes, 3, FirstVolume, GmshElementType.Tetrahedron, mesh.Tets, 4, ref number);
        file.EndSection("Elements");
    }

    /// <summary>Tag of the first volume with elements; 1 is the parent of all parts.</summary>
    private int FirstVolume => volumes.Parts is null ? 1 : 2;

    private void WriteEntity(int tag, int[] groups, int part)
    {
        file.Int(tag);
        if (part >= 0)
        {
            file.Int(3);
            file.Int(1);
            file.Size(1);
            file.Int(part + 1);
        }
        foreach (double bound in Box()) file.Double(bound);
        file.Size(groups.Length);
        foreach (int group in groups) file.Int(group);
        file.Size(0);
        file.EndLine();
    }

    private double[]? box;

    /// <summary>Entities only need a box that holds them: the whole mesh's.</summary>
    private double[] Box() => box ??= mesh.Vertices.Length == 0 ? new double[6] :
    [
        mesh.Vertices.Min(v => v.X), mesh.Vertices.Min(v => v.Y), mesh.Vertices.Min(v => v.Z),
        mesh.Vertices.Max(v => v.X), mesh.Vertices.Max(v => v.Y), mesh.Vertices.Max(v => v.Z),
    ];

    private void WriteNodes41()
    {
        file.Text("$Nodes");
        WriteSizes(1, mesh.Vertices.Length, 1, mesh.Vertices.Length);
        file.Int(3);
        file.Int(FirstVolume);
        file.Int(0);
        file.Size(mesh.Vertices.Length);
        file.EndLine();
        for (int v = 0; v < mesh.Vertices.Length; v++)
        {
            file.Size(v + 1);
            file.EndLine();
        }
        foreach (var vertex in mesh.Vertices) WritePoint(vertex);
        file.EndSection("Nodes");
    }

    private void WriteElements41(Entities entities, int dimension, int firstTag, int type, int[] vertices, int corners, ref long number)
    {
        for (int entity = 0; entity < entities.Count; entity++)
        {
            file.Int(dimension);
            file.Int(firstTag + entity);
            file.Int(type);
            int begin = entities.Offsets[entity], end = entities.Offsets[entity + 1];
            file.Size(end - begin);
            file.EndLine();
            foreach (int e in entities.Members.AsSpan(begin, end - begin))
            {
                file.Size(++number);
                for (int c = 0; c < corners; c++) file.Size(vertices[corners * e + c] + 1);
                file.EndLine();
            }
        }
    }

    private void WriteCounts(int surfaceCount, int volumeCount) => WriteSizes(0, 0, surfaceCount, volumeCount);

    private void WriteSizes(long a, long b, long c, long d)
    {
        file.Size(a);
        file.Size(b);
        file.Size(c);
        file.Size(d);
        file.EndLine();
    }

    private void WritePoint(Point3 p)
    {
        file.Double(p.X);
        file.Double(p.Y);
        file.Double(p.Z);
        file.EndLine();
    }

    /// <summary>Elements of one dimension, classed by their groups and part.</summary>
    private sealed class Entities
    {
        public Entities(TetMesh mesh, int dimension, int elements, int[]? parts)
        {
            Of = new int[elements];
            var tags = new List<int[]>();
            var partOf = new List<int>();
            var next = new Dictionary<(int Class, int Key), int>();
            if (elements > 0)
            {
                tags.Add([]);
                partOf.Add(-1);
            }
            // Each group, and then the part, splits the classes found so far.
            foreach (var group in mesh.Groups.Where(g => g.Dimension == dimension))
            {
                var member = new bool[elements];
                foreach (int e in group.Members) member[e] = true;
                Split(e => member[e] ? 1 : 0, (from, key) => (key == 1 ? [.. tags[from], group.Tag] : tags[from], -1));
            }
            if (parts is not null) Split(e => parts[e], (from, key) => (tags[from], key));
            Count = tags.Count;
            Tags = [.. tags];
            Parts = parts is null ? null : [.. partOf];
            Offsets = new int[Count + 1];
            foreach (int entity in Of)
            {
                Listings += Math.Max(1, Tags[entity].Length);
                Offsets[entity + 1]++;
            }
            for (int entity = 0; entity < Count; entity++) Offsets[entity + 1] += Offsets[entity];
            Members = new int[elements];
            var place = Offsets.ToArray();
            for (int e = 0; e < elements; e++) Members[place[Of[e]]++] = e;

            void Split(Func<int, int> key, Func<int, int, (int[], int)> describe)
            {
                next.Clear();
                var newTags = new List<int[]>();
                var newParts = new List<int>();
                for (int e = 0; e < elements; e++)
                {
                    var at = (Of[e], key(e));
                    if (!next.TryGetValue(at, out int entity))
                    {
                        next[at] = entity = newTags.Count;
                        var (t, p) = describe(at.Item1, at.Item2);
                        newTags.Add(t);
                        newParts.Add(p);
                    }
                    Of[e] = entity;
                }
                (tags, partOf) = (newTags, newParts);
            }
        }

        public int Count { get; }

        /// <summary>Entity of each element.</summary>
        public int[] Of { get; }

        /// <summary>Elements of entity i: Members[Offsets[i]..Offsets[i + 1]].</summary>
        public int[] Offsets { get; }

        public int[] Members { get; }

        /// <summary>Groups of each entity.</summary>
        public int[][] Tags { get; }

        /// <summary>Part of each entity; null when the mesh has none.</summary>
        public int[]? Parts { get; }

        /// <summary>Lines of format 2.2.</summary>
        public int Listings { get; }
    }
}

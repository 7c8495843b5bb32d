using Multiscale.Core;
using Multiscale.Geometry;

namespace Multiscale.Formats;

/// <summary>A SONATA node population; the position of a node in the arrays is its index, Ids[index] its node id.</summary>
public sealed class NodePopulation
{
    private readonly Dictionary<long, int>? indices;

    /// <summary>A population with the ids 0 to n - 1 (or <paramref name="ids"/>), whose attributes are then added.</summary>
    public NodePopulation(string name, long[] typeIds, TypeTable types, long[]? ids = null)
    {
        Name = name;
        TypeIds = typeIds;
        Types = types;
        Ids = ids ?? [.. Enumerable.Range(0, typeIds.Length).Select(i => (long)i)];
        Attributes = new AttributeTable($"nodes of {name}", typeIds, types);
        DynamicsParameters = new AttributeTable($"dynamics_params of {name}", typeIds, types);
        for (int i = 0; i < Ids.Length; i++)
        {
            if (Ids[i] == i) continue;
            indices = [];
            for (int j = 0; j < Ids.Length; j++)
                if (!indices.TryAdd(Ids[j], j)) throw new InputException("MS0724", $"node id {Ids[j]} comes twice in population {name}", "");
            break;
        }
    }

    public string Name { get; }

    public int Count => TypeIds.Length;

    public long[] Ids { get; }

    public long[] TypeIds { get; }

    public TypeTable Types { get; }

    public AttributeTable Attributes { get; }

    public AttributeTable DynamicsParameters { get; }

    /// <summary>Index of a node id, or -1.</summary>
    public int IndexOf(long id) => indices is null ? id >= 0 && id < Count ? (int)id : -1 : indices.GetValueOrDefault(id, -1);

    /// <summary>Positions [um]; 0 where a coordinate is missing.</summary>
    public Point3[] Positions
    {
        get
        {
            double[]? x = Attributes.Numbers("x"), y = Attributes.Numbers("y"), z = Attributes.Numbers("z");
            var positions = new Point3[Count];
            for (int i = 0; i < Count; i++) positions[i] = new Point3(At(x, i, 0), At(y, i, 0), At(z, i, 0));
            return positions;
        }
    }

    /// <summary>Rotations: the quaternion where there is one, else the Euler angles, else none.</summary>
    public Orientation[] Orientations
    {
        get
        {
            double[]? w = Attributes.Numbers("orientation_w"), x = Attributes.Numbers("orientation_x"), y = Attributes.Numbers("orientation_y"), z = Attributes.Numbers("orientation_z");
            double[]? ax = Attributes.Numbers("rotation_angle_xaxis"), ay = Attributes.Numbers("rotation_angle_yaxis"), az = Attributes.Numbers("rotation_angle_zaxis");
            var orientations = new Orientation[Count];
            for (int i = 0; i < Count; i++)
                orientations[i] = !double.IsNaN(At(w, i, double.NaN))
                    ? new Orientation(w![i], At(x, i, 0), At(y, i, 0), At(z, i, 0)).Normalized()
                    : Orientation.FromAngles(At(ax, i, 0), At(ay, i, 0), At(az, i, 0));
            return orientations;
        }
    }

    private static double At(double[]? values, int i, double missing) => values is null || double.IsNaN(values[i]) ? missing : values[i];

    /// <summary>Every population of a nodes file with its types.</summary>
    /// <exception cref="InputException">The file has no /nodes, or arrays of unequal length.</exception>
    public static IReadOnlyList<NodePopulation> Read(string nodesFile, string? typesFile)
    {
        using var file = Hdf5File.Open(nodesFile);
        if (!file.IsGroup("/nodes")) throw SonataFile.Fault("MS0724", nodesFile, "/nodes", "there is no such group", "a SONATA nodes file has /nodes/POPULATION");
        return [.. file.Children("/nodes").Select(name => Read(file, name, typesFile))];
    }

    private static NodePopulation Read(Hdf5File file, string name, string? typesFile)
    {
        string path = $"/nodes/{name}";
        if (!file.Exists(path + "/node_type_id")) throw SonataFile.Fault("MS0724", file.Path, path + "/node_type_id", "there is no such dataset");
        var typeIds = SonataFile.ReadIds(file, path + "/node_type_id");
        var types = typesFile is null ? new TypeTable("node_type_id") : TypeTable.Read(typesFile, "node_type_id", name);
        RequireTypes(typeIds, types, typesFile, path);
        var population = new NodePopulation(name, typeIds, types, PopulationFile.ReadColumn(file, path, "node_id", typeIds.Length));
        PopulationFile.ReadGroups(file, path, "node", typeIds.Length, population.Attributes, population.DynamicsParameters);
        return population;
    }

    internal static void RequireTypes(long[] typeIds, TypeTable types, string? typesFile, string path)
    {
        if (typesFile is null) return;
        long last = -1;
        foreach (long id in typeIds)
        {
            // Negative ids say "no type".
            if (id == last || id < 0) continue;
            if (!types.Ids.Contains(id)) throw new InputException("MS0726", $"{types.IdColumn} {id} of {path} is not in the table", $"it has: {string.Join(", ", types.Ids.Take(20))}", new SourceLocation(typesFile));
            last = id;
        }
    }

    /// <summary>Writes populations to one nodes file (types are written by <see cref="TypeTable.Write"/>).</summary>
    public static void Write(string nodesFile, params IEnumerable<NodePopulation> populations)
    {
        using var file = Hdf5File.Create(nodesFile);
        SonataFile.Mark(file);
        foreach (var nodes in populations)
        {
            PopulationFile.WriteGroup(file, $"/nodes/{nodes.Name}", "node", nodes.TypeIds, nodes.Attributes, nodes.DynamicsParameters);
            file.Write($"/nodes/{nodes.Name}/node_id", Array.ConvertAll(nodes.Ids, i => (ulong)i));
        }
        file.Commit();
    }
}

using Multiscale.Core;
using Multiscale.Geometry;

namespace Multiscale.Formats;

/// <summary>Makes a mesh of what the files hold: tags become indices, elements listed twice become one, flat tets are refused.</summary>
internal sealed class GmshMeshBuilder(GmshContent content, double scale)
{
    private readonly Dictionary<long, int> nodeOf = new(content.NodeTags.Count);
    private readonly List<Point3> vertices = [];
    private int[] vertexOf = [];

    public TetMesh Build()
    {
        if (content.Tets.Count == 0)
            throw new InputException("MS0310", "the mesh holds no tetrahedra", "mesh the volume (gmsh -3) and put it into a physical group, or set Mesh.SaveAll", new SourceLocation(content.Files[0].Path));
        IndexNodes();
        var triangles = content.Triangles;
        var used = new bool[content.Nodes.Count];
        var tetNodes = Resolve(content.Tets, used, e => true);
        var triangleNodes = Resolve(triangles, used, e => triangles.TagList[e] != 0);
        NumberVertices(used);
        var (tets, tetOf) = Unite(tetNodes, 4, e => true);
        CheckVolumes(tets, tetOf);
        var (faces, faceOf) = Unite(triangleNodes, 3, e => triangles.TagList[e] != 0);
        var groups = new List<PhysicalGroup>();
        AddGroups(groups, content.Tets, tetOf, 3);
        AddGroups(groups, triangles, faceOf, 2);
        return new TetMesh([.. vertices], tets, groups, faces, Parts(tetOf, tets.Length / 4));
    }

    /// <summary>Files of one mesh repeat the nodes between their parts: the first counts, and the others must agree with it.</summary>
    private void IndexNodes()
    {
        for (int n = 0; n < content.NodeTags.Count; n++)
        {
            if (nodeOf.TryAdd(content.NodeTags[n], n)) continue;
            Point3 first = content.Nodes[nodeOf[content.NodeTags[n]]], again = content.Nodes[n];
            if (first != again)
                throw new InputException("MS0313", $"node {content.NodeTags[n]} lies at {first} and at {again}", "the files must be parts of one mesh, written together", new SourceLocation(content.Files[^1].Path));
        }
    }

    private int[] Resolve(GmshElements elements, bool[] used, Predicate<int> wanted)
    {
        var nodes = new int[elements.Nodes.Count];
        for (int i = 0; i < nodes.Length; i++)
        {
            int element = i / elements.Corners;
            if (!wanted(element)) continue;
            if (!nodeOf.TryGetValue(elements.Nodes[i], out nodes[i]))
            {
                var (file, position) = elements.Place[element];
                throw content.Files[file].Fail("MS0308", $"element {elements.Tags[element]} has node {elements.Nodes[i]}, which section $Nodes does not hold", "write nodes and elements together", position);
            }
            used[nodes[i]] = true;
        }
        return nodes;
    }

    /// <summary>Nodes without a tet (centres of arcs, corners of helper geometry) are left out.</summary>
    private void NumberVertices(bool[] used)
    {
        vertexOf = new int[used.Length];
        for (int n = 0; n < used.Length; n++)
        {
            if (!used[n]) continue;
            vertexOf[n] = vertices.Count;
            vertices.Add(scale * content.Nodes[n]);
        }
    }

    /// <summary>Elements by vertex, each set of vertices once, in order of first appearance; Of[e] is the element that e became, -1 for none.</summary>
    private (int[] Vertices, int[] Of) Unite(int[] nodes, int corners, Predicate<int> wanted)
    {
        int count = nodes.Length / corners;
        var hashes = new ulong[count];
        var order = new int[count];
        var first = new int[count];
        for (int e = 0; e < count; e++)
        {
            // A sum of mixed numbers does not depend on the order of the corners.
            for (int c = 0; c < corners; c++) hashes[e] += CounterRandom.Mix((ulong)nodes[corners * e + c] + 1);
            order[e] = e;
            first[e] = wanted(e) ? e : -1;
        }
        Array.Sort(hashes, order);
        for (int i = 0, end; i < count; i = end)
        {
            for (end = i + 1; end < count && hashes[end] == hashes[i]; end++) { }
            if (end == i + 1) continue;
            Array.Sort(order, i, end - i);
            for (int j = i + 1; j < end; j++)
                for (int k = i; k < j; k++)
                    if (first[order[j]] >= 0 && first[order[k]] == order[k] && SameCorners(nodes, corners, order[j], order[k]))
                        first[order[j]] = order[k];
        }
        var kept = new List<int>(nodes.Length);
        for (int e = 0; e < count; e++)
        {
            if (first[e] != e)
            {
                if (first[e] >= 0) first[e] = first[first[e]];
                continue;
            }
            first[e] = kept.Count / corners;
            for (int c = 0; c < corners; c++) kept.Add(vertexOf[nodes[corners * e + c]]);
        }
        return ([.. kept], first);
    }

    private static bool SameCorners(int[] nodes, int corners, int e, int f)
    {
        for (int c = 0; c < corners; c++)
            if (!nodes.AsSpan(corners * f, corners).Contains(nodes[corners * e + c])) return false;
        return true;
    }

    /// <summary>Flat: six times the volume is below 1e-14 of the cube of the longest edge, which is rounding.</summary>
    private void CheckVolumes(int[] tets, int[] tetOf)
    {
        for (int t = 0; t < tets.Length / 4; t++)
        {
            Point3 a = vertices[tets[4 * t]], b = vertices[tets[4 * t + 1]] - a, c = vertices[tets[4 * t + 2]] - a, d = vertices[tets[4 * t + 3]] - a;
            double six = Math.Abs(Point3.Dot(b, Point3.Cross(c, d))), edge = Math.Max(b.Length, Math.Max(c.Length, d.Length));
            if (six > 1e-14 * edge * edge * edge) continue;
            int element = Array.IndexOf(tetOf, t);
            var (file, position) = content.Tets.Place[element];
            throw content.Files[file].Fail("MS0309", $"element {content.Tets.Tags[element]} (tetrahedron {t}) has no volume: {six / 6:g3} um^3", "repair the mesh (gmsh -optimize), every tetrahedron needs a positive volume", position);
        }
    }

    private void AddGroups(List<PhysicalGroup> groups, GmshElements elements, int[] of, int dimension)
    {
        var members = new SortedDictionary<int, List<int>>();
        for (int e = 0; e < of.Length; e++)
            foreach (int tag in content.TagLists[elements.TagList[e]])
            {
                if (!members.TryGetValue(tag, out var list)) members[tag] = list = [];
                list.Add(of[e]);
            }
        foreach (var (tag, list) in members)
            groups.Add(new PhysicalGroup(content.Names.GetValueOrDefault((dimension, tag), $"{tag}"), dimension, tag, [.. list.Distinct().Order()]));
    }

    /// <summary>The part of each tet; files without partition tags are parts themselves. Null when nothing says anything.</summary>
    private int[]? Parts(int[] tetOf, int count)
    {
        var parts = new int[count];
        Array.Fill(parts, -1);
        for (int e = 0; e < tetOf.Length; e++)
        {
            int part = content.Tets.Part[e] >= 0 ? content.Tets.Part[e] : content.Files.Count > 1 ? content.Tets.Place[e].File : -1;
            if (parts[tetOf[e]] < 0) parts[tetOf[e]] = part;
        }
        int missing = parts.Count(part => part < 0);
        if (missing == count) return null;
        if (missing > 0)
            throw new InputException("MS0312", $"{missing} of {count} tetrahedra belong to no part, the others do", "partition the whole mesh, or none of it", new SourceLocation(content.Files[0].Path));
        return parts;
    }
}

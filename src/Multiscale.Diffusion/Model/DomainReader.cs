using Multiscale.Core;
using Multiscale.Geometry;

namespace Multiscale.Diffusion;

internal delegate void Fault(string code, string message, string remedy, SourceLocation location);

/// <summary>Reads compartments and patches from the physical groups of a mesh.</summary>
internal sealed class DomainReader(ReactionDiffusionOptions options, TetMesh mesh, Fault fault)
{
    private const string Unnamed = "tissue";

    public CellMesh Read()
    {
        var (names, domainOf) = Compartments();
        var patches = new List<(string, int[], int[], int[])>();
        foreach (var (name, patch) in options.Patches)
            if (PatchOf(name, patch, names, domainOf) is { } read) patches.Add(read);
        return new CellMesh(mesh, names, domainOf, patches) { Distance = options.Distances };
    }

    /// <summary>A tet of several groups belongs to the first; tets of no group are a compartment `tissue`.</summary>
    private (List<string> Names, int[] DomainOf) Compartments()
    {
        var names = new List<string>();
        var domainOf = new int[mesh.Count];
        Array.Fill(domainOf, -1);
        foreach (var group in mesh.Groups.Where(g => g.Dimension == 3))
        {
            int d = names.Count;
            bool any = false;
            foreach (int t in group.Members)
                if (domainOf[t] < 0) (domainOf[t], any) = (d, true);
            if (any) names.Add(group.Name);
        }
        if (domainOf.Contains(-1))
        {
            for (int t = 0; t < domainOf.Length; t++)
                if (domainOf[t] < 0) domainOf[t] = names.Count;
            names.Add(Unnamed);
        }
        return (names, domainOf);
    }

    private (string, int[], int[], int[])? PatchOf(string name, PatchOptions patch, List<string> compartments, int[] domainOf)
    {
        var group = mesh.Groups.FirstOrDefault(g => g.Dimension == 2 && g.Name == name);
        if (group is null)
        {
            fault("MS0523", $"the mesh has no physical surface '{name}'", $"it has {string.Join(", ", mesh.Groups.Where(g => g.Dimension == 2).Select(g => g.Name).DefaultIfEmpty("none"))}", patch.Location);
            return null;
        }
        int innerDomain = Known(patch.Inner), outerDomain = Known(patch.Outer);
        var corners = new int[3 * group.Members.Length];
        int[] inner = new int[group.Members.Length], outer = new int[group.Members.Length];
        var faces = SurfaceFaces.Of(mesh, group);
        for (int i = 0; i < group.Members.Length; i++)
        {
            mesh.Triangles.AsSpan(3 * group.Members[i], 3).CopyTo(corners.AsSpan(3 * i));
            var (a, b) = faces[i];
            inner[i] = patch.Inner is null ? (b < 0 && Is(a) ? a : -1) : Of(innerDomain);
            outer[i] = patch.Outer is null ? -1 : Of(outerDomain);
            if (inner[i] < 0)
            {
                fault("MS0526", $"triangle {i} of '{name}' has no tetrahedron {(patch.Inner is null ? "on one side alone" : $"of '{patch.Inner}'")}", "name the compartment on its inner side: patches: PATCH: {inner: ...}", patch.Location);
                return null;
            }

            int Of(int domain) => Is(a) && domainOf[a] == domain ? a : Is(b) && domainOf[b] == domain ? b : -1;
        }
        return (name, corners, inner, outer);

        static bool Is(int tet) => tet >= 0;

        int Known(string? compartment)
        {
            int d = compartment is null ? -1 : compartments.IndexOf(compartment);
            if (d < 0 && compartment is not null) fault("MS0523", $"'{compartment}' beside '{name}' is no compartment", $"the mesh has {string.Join(", ", compartments)}", patch.Location);
            return d;
        }
    }
}

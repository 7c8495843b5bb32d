using Multiscale.Core;
using Multiscale.Geometry;

namespace Multiscale.Formats;

/// <summary>Meshes in Gmsh's file formats 2.2 and 4.1, text and binary, whole or in parts.</summary>
public static partial class GmshFile
{
    /// <summary>
    /// Reads tets, physical groups (volumes are compartments, surfaces patches) and parts.
    /// Where name.msh does not exist but name_1.msh, name_2.msh, ... do, these are read as the parts of one mesh.
    /// </summary>
    /// <param name="scale">um per unit of length of the file: 1e6 for a file in metres</param>
    /// <exception cref="InputException">The file is missing, cut short or damaged, or holds no valid tetrahedral mesh (MS0301 to MS0314).</exception>
    public static TetMesh Read(string path, double scale = 1)
    {
        if (!(scale > 0) || !double.IsFinite(scale)) throw new InputException("MS0314", $"a mesh cannot be scaled by {scale}", "give a positive number: um per unit of the file", new SourceLocation(path));
        var content = new GmshContent();
        if (File.Exists(path)) GmshReader.Read(path, content);
        else
        {
            for (int part = 1; File.Exists(PartPath(path, part)); part++) GmshReader.Read(PartPath(path, part), content);
            if (content.Files.Count == 0)
                throw new InputException("MS0304", "there is no such mesh file, nor " + Path.GetFileName(PartPath(path, 1)), "check the path", new SourceLocation(path));
        }
        try
        {
            return new GmshMeshBuilder(content, scale).Build();
        }
        catch (InputException fault)
        {
            // Faults of the geometry, such as tetrahedra that overlap, know no line; the file is the place then.
            throw new InputException([.. fault.Diagnostics.Select(d => d.Location is null ? d with { Location = new SourceLocation(path) } : d)]);
        }
    }

    /// <summary>The file of one part (from 1) as gmsh -part_split names it.</summary>
    private static string PartPath(string path, int part) =>
        Path.Combine(Path.GetDirectoryName(path) ?? "", $"{Path.GetFileNameWithoutExtension(path)}_{part}{Path.GetExtension(path)}");
}

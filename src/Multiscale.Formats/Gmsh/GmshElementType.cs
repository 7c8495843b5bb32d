namespace Multiscale.Formats;

/// <summary>Gmsh's element types: how many nodes each has, and which of them a tetrahedral mesh can use.</summary>
internal static class GmshElementType
{
    public const int Triangle = 2, Tetrahedron = 4;

    /// <summary>Nodes of types 1 to 31 (Gmsh reference manual, MSH file format).</summary>
    private static ReadOnlySpan<byte> NodeCounts => [0, 2, 3, 4, 4, 8, 6, 5, 3, 6, 9, 10, 27, 18, 14, 1, 8, 20, 15, 13, 9, 10, 12, 15, 15, 21, 4, 5, 6, 20, 35, 56];

    public static int Nodes(GmshCursor file, int type) => type > 0 && type < NodeCounts.Length
        ? NodeCounts[type]
        : throw file.Fail("MS0311", $"element type {type} is not known", "export tetrahedra of first order");

    /// <summary>Refuses volume elements that are not linear tets: leaving them out would leave holes.</summary>
    public static void CheckVolume(GmshCursor file, int type)
    {
        string? name = type switch
        {
            5 or 12 or 17 => "a hexahedron",
            6 or 13 or 18 => "a prism",
            7 or 14 or 19 => "a pyramid",
            11 or 29 or 30 or 31 => "a tetrahedron of higher order",
            _ => null,
        };
        if (name is not null) throw file.Fail("MS0311", $"element type {type} is {name}", "mesh with tetrahedra of first order (gmsh -3 -order 1)");
    }
}

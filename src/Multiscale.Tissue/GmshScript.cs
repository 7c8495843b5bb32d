using System.Globalization;

namespace Multiscale.Tissue;

/// <summary>The Gmsh script of a box: one volume "tissue", its six faces "boundary", one element size, a fixed seed.</summary>
internal static class GmshScript
{
    public static string Box(TissueBox box, double elementSize) => string.Create(CultureInfo.InvariantCulture, $$"""
        // Made by multiscale; mesh it again with: gmsh -3 -nt 1 -format msh41 tissue.geo
        Mesh.RandomSeed = 1;
        Mesh.MeshSizeMin = {{elementSize:r}};
        Mesh.MeshSizeMax = {{elementSize:r}};
        Mesh.Optimize = 1;
        Point(1) = { {{box.Low.X:r}}, {{box.Low.Y:r}}, {{box.Low.Z:r}} };
        edge[] = Extrude { {{box.Size.X:r}}, 0, 0 } { Point{1}; };
        face[] = Extrude { 0, {{box.Size.Y:r}}, 0 } { Line{edge[1]}; };
        body[] = Extrude { 0, 0, {{box.Size.Z:r}} } { Surface{face[1]}; };
        Physical Volume("tissue", 1) = { body[1] };
        Physical Surface("boundary", 2) = Boundary{ Volume{body[1]}; };

        """);
}

using Multiscale.Core;
using Multiscale.Geometry;

namespace Multiscale.Diffusion;

/// <summary>Finds the cells of a region.</summary>
internal sealed class RegionReader(CellMesh cells, Fault fault)
{
    public int[] Read(string name, RegionOptions region, Func<string, SourceLocation, int[]> place)
    {
        if ((region.Low ?? [0, 0, 0]).Length != 3 || (region.High ?? [0, 0, 0]).Length != 3 || (region.Centre ?? [0, 0, 0]).Length != 3)
        {
            fault("MS0525", $"the corners and the centre of region '{name}' have three coordinates", "write [x, y, z] with units", region.Location);
            return [];
        }
        IEnumerable<int> found = region.Within is { } within ? place(within, region.Location) : Enumerable.Range(0, cells.Mesh.Count);
        if (region.Low is { } low) found = found.Where(c => cells.Barycentre(c) is var b && b.X >= low[0] && b.Y >= low[1] && b.Z >= low[2]);
        if (region.High is { } high) found = found.Where(c => cells.Barycentre(c) is var b && b.X <= high[0] && b.Y <= high[1] && b.Z <= high[2]);
        if (region.Touching is { } surface)
        {
            if (cells.Mesh.Groups.FirstOrDefault(g => g.Dimension == 2 && g.Name == surface) is not { } group)
            {
                fault("MS0523", $"region '{name}' touches '{surface}', which is no physical surface of the mesh", $"it has {string.Join(", ", cells.Mesh.Groups.Where(g => g.Dimension == 2).Select(g => g.Name).DefaultIfEmpty("none"))}", region.Location);
                return [];
            }
            var beside = SurfaceFaces.Of(cells.Mesh, group).SelectMany(f => (int[])[f.A, f.B]).ToHashSet();
            found = found.Where(beside.Contains);
        }
        if (region.Centre is { } at)
        {
            var centre = new Point3(at[0], at[1], at[2]);
            if (region.Radius is { } radius) found = found.Where(c => Point3.Distance(cells.Barycentre(c), centre) <= radius);
            else if (found.Any()) found = [Containing(found, centre)];
        }
        int[] read = [.. found];
        if (read.Length == 0) fault("MS0525", $"region '{name}' holds no cell", "check its coordinates: they are in um, and barycentres count", region.Location);
        return read;
    }

    private int Containing(IEnumerable<int> candidates, Point3 point)
    {
        var all = candidates.ToArray();
        if (!cells.IsTriangle(all[0]) && new TetLocator(cells.Mesh).Find(point) is >= 0 and int tet && Array.BinarySearch(all, tet) >= 0) return tet;
        return all.MinBy(c => Point3.Distance(cells.Barycentre(c), point));
    }
}

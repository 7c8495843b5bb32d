using Multiscale.Core;
using Multiscale.Geometry;

namespace Multiscale.Formats;

/// <summary>
/// Reads HDF5 morphologies as the Blue Brain Project writes them (version 1): /points [n, 4] with x, y, z and diameter [um], /structure [m, 3] with the
/// first point, the type and the parent of each section. The soma's points are its contour: they become a cylinder of equal area, as morphologies
/// with a soma of one sample do. Sections are renumbered in SONATA's order; a section starts at its parent's last point where it repeats it.
/// </summary>
public static class MorphologyH5File
{
    /// <exception cref="InputException">MS0754: a dataset is missing, of another shape, or contradicts itself.</exception>
    public static Morphology Read(string path)
    {
        if (!File.Exists(path)) throw new InputException("MS0201", "cannot read the morphology: it does not exist", "check the path", new SourceLocation(path));
        using var file = Hdf5File.Open(path);
        if (!file.Exists("/points") || !file.Exists("/structure")) throw Fault("/points or /structure is missing", "write the morphology in version 1 of the format");
        long[] shape = file.Shape("/points"), rows = file.Shape("/structure");
        if (shape.Length != 2 || shape[1] != 4 || rows.Length != 2 || rows[1] != 3) throw Fault("/points must have 4 columns and /structure 3", "");
        var values = file.Read<double>("/points");
        var structure = file.Read<long>("/structure");
        int count = (int)rows[0];
        if (count == 0 || structure[1] != (long)SectionType.Soma) throw Fault("the first section is no soma", "its type must be 1");
        var runs = new (int First, int End, int Type, int Parent)[count];
        for (int s = 0; s < count; s++)
        {
            long first = structure[3 * s], end = s + 1 < count ? structure[3 * s + 3] : shape[0], parent = structure[3 * s + 2];
            if (first < 0 || end <= first || end > shape[0]) throw Fault($"section {s} has the points {first} to {end - 1} of {shape[0]}", "sections follow one another in /points");
            if (s > 0 && (parent < -1 || parent >= s)) throw Fault($"section {s} has the parent {parent}", "parents come before their children");
            runs[s] = ((int)first, (int)end, (int)structure[3 * s + 1], (int)parent);
        }
        // Soma 0, then axon, basal, apical and the rest, each in the order of the file.
        int[] order = [0, .. Enumerable.Range(1, count - 1).OrderBy(s => runs[s].Type is 2 or 3 or 4 ? runs[s].Type : 5)];
        var number = new int[count];
        for (int i = 0; i < count; i++) number[order[i]] = i;
        var sections = new Section[count];
        for (int i = 0; i < count; i++)
        {
            var (first, end, type, parent) = runs[order[i]];
            if (i == 0)
            {
                sections[0] = new Section(0, SectionType.Soma, -1, 0, Soma(first, end));
                continue;
            }
            bool fromSoma = parent <= 0;
            var points = Enumerable.Range(first, end - first).Select(Point).ToList();
            if (!fromSoma && Point3.Distance(points[0].Position, Point(runs[parent].End - 1).Position) > 1e-6) points.Insert(0, Point(runs[parent].End - 1));
            if (points.Count < 2) throw Fault($"section {order[i]} has one point", "a section has at least two");
            sections[i] = new Section(i, type is 2 or 3 or 4 ? (SectionType)type : SectionType.Undefined, fromSoma ? 0 : number[parent], fromSoma ? 0.5 : 1, [.. points]);
        }
        return new Morphology(Path.GetFileNameWithoutExtension(path), sections);

        MorphologyPoint Point(int i) => new(new Point3(values[4 * i], values[4 * i + 1], values[4 * i + 2]), values[4 * i + 3]);

        MorphologyPoint[] Soma(int first, int end)
        {
            int n = end - first;
            if (n == 2) return [Point(first), Point(first + 1)];
            double x = 0, y = 0, z = 0;
            for (int i = first; i < end; i++) (x, y, z) = (x + Point(i).Position.X / n, y + Point(i).Position.Y / n, z + Point(i).Position.Z / n);
            var centre = new Point3(x, y, z);
            double radius = n == 1 ? 0.5 * Point(first).Diameter : Enumerable.Range(first, n).Average(i => Point3.Distance(Point(i).Position, centre));
            if (!(radius > 0)) throw Fault($"the soma has radius {radius} um", "give it a contour, or one point with a diameter");
            return [new MorphologyPoint(new Point3(x - radius, y, z), 2 * radius), new MorphologyPoint(new Point3(x + radius, y, z), 2 * radius)];
        }

        InputException Fault(string message, string remedy) => new("MS0754", message, remedy, new SourceLocation(path));
    }
}

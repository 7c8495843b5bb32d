using Multiscale.Geometry;

namespace Multiscale.Cli;

/// <summary>
/// Allen's models replace the axon by two cylinders of 30 um: aibs_perisomatic of 1 um diameter at the middle of the soma, aibs_allactive of the diameters
/// of the first and the last axon section at the soma's end; they come after all other sections, as BMTK numbers them. Blue Brain's replace_axon takes the diameters
/// of the first two and puts the stub in the axon's place among the sections.
/// </summary>
internal static class AxonStub
{
    private const double Length = 30;

    public enum Kind { None, Perisomatic, AllActive, Replaced }

    /// <summary>Whether a model_processing asks for a stub; the ones that are directed differ in where it points, which no voltage sees.</summary>
    public static bool IsAsked(string? processing, out bool allActive)
    {
        allActive = processing is "aibs_allactive" or "aibs_allactive_directed";
        return allActive || processing is "aibs_perisomatic" or "aibs_perisomatic_directed";
    }

    /// <param name="numberOf">New number of each section; of the axon's, the stub's.</param>
    public static Morphology Replace(Morphology shape, Kind kind, out int[] numberOf)
    {
        var axons = shape.Sections.Where(s => s.Type == SectionType.Axon).ToArray();
        bool wide = kind != Kind.Perisomatic && axons.Length > 0, allActive = kind != Kind.Perisomatic;
        double first = wide ? MiddleDiameter(axons[0]) : 1, last = wide ? MiddleDiameter(kind == Kind.AllActive ? axons[^1] : axons[Math.Min(1, axons.Length - 1)]) : 1;
        var kept = shape.Sections.Where(s => s.Type != SectionType.Axon).ToArray();
        var number = new Dictionary<int, int>();
        foreach (var section in kept) number.Add(section.Index, number.Count);
        // What hung on the axon is lost with it, as in NEURON: there it would no longer be reached from the soma.
        var sections = new List<Section>();
        foreach (var section in kept)
        {
            if (section.Parent >= 0 && !number.ContainsKey(section.Parent)) throw new Core.InputException("MS0141", $"morphology {shape.Name}: a section hangs on the axon that is to be replaced", "take model_processing away, or correct the morphology");
            sections.Add(section with { Index = number[section.Index], Parent = section.Parent < 0 ? -1 : number[section.Parent] });
        }
        var soma = kept[0];
        var from = allActive ? soma.Points[^1].Position : Middle(soma);
        Add(first, 0, allActive ? 1 : 0.5);
        Add(last, sections.Count - 1, 1);
        int[] place = [.. Enumerable.Range(0, sections.Count)];
        if (kind == Kind.Replaced) place = [0, .. Enumerable.Range(3, sections.Count - 3), 1, 2];
        numberOf = Array.ConvertAll([.. shape.Sections], s => place[number.TryGetValue(s.Index, out int at) ? at : s == axons[0] ? sections.Count - 2 : sections.Count - 1]);
        return new Morphology(shape.Name, [.. sections.Select(s => s with { Index = place[s.Index], Parent = s.Parent < 0 ? -1 : place[s.Parent] }).OrderBy(s => s.Index)]);

        void Add(double diameter, int parent, double at)
        {
            // Away from the dendrites of most cells: their apical one points up.
            var to = new Point3(from.X, from.Y - Length, from.Z);
            sections.Add(new Section(sections.Count, SectionType.Axon, parent, at, [new MorphologyPoint(from, diameter), new MorphologyPoint(to, diameter)]));
            from = to;
        }
    }

    private static Point3 Middle(Section section) => Point3.Lerp(section.Points[0].Position, section.Points[^1].Position, 0.5);

    /// <summary>Diameter in the middle compartment, as sec.diam shows it for one compartment: the mean along the length.</summary>
    private static double MiddleDiameter(Section section)
    {
        double sum = 0;
        for (int i = 1; i < section.Points.Length; i++)
            sum += 0.5 * (section.Points[i - 1].Diameter + section.Points[i].Diameter) * Point3.Distance(section.Points[i - 1].Position, section.Points[i].Position);
        return sum / section.Length;
    }
}

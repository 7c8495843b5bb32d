using Multiscale.Formats;
using Multiscale.Geometry;

namespace Multiscale.Cli;

/// <summary>Path distances [um] from the middle of the soma, as hoc's distance(0, 0.5) measures them, to the centres of compartments.</summary>
internal static class DistanceFromSoma
{
    /// <summary>A parameter of each compartment; NaN outside the sections of the rule.</summary>
    public static double[] Along(Discretization cut, DistanceRule rule)
    {
        var values = new double[cut.Count];
        Array.Fill(values, double.NaN);
        foreach (var section in cut.Morphology.Sections)
        {
            if (!IsOf(section.Type, rule.Section)) continue;
            int n = cut.CountOf(section.Index);
            for (int k = 0; k < n; k++) values[cut.FirstOf(section.Index) + k] = rule.Value(At(cut.Morphology, section, (k + 0.5) / n));
        }
        return values;
    }

    private static double At(Morphology shape, Section section, double x) => section.Parent < 0
        ? Math.Abs(x - 0.5) * section.Length
        : At(shape, shape.Sections[section.Parent], section.ParentPosition) + x * section.Length;

    private static bool IsOf(SectionType type, string kind) => kind switch
    {
        "soma" => type == SectionType.Soma,
        "axon" => type == SectionType.Axon,
        "apic" => type == SectionType.ApicalDendrite,
        _ => type is not (SectionType.Soma or SectionType.Axon or SectionType.ApicalDendrite),
    };
}

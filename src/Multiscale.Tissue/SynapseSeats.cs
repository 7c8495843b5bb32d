using Multiscale.Geometry;

namespace Multiscale.Tissue;

/// <summary>Places on a morphology where synapses may sit, found by a number from 0 to 1 in proportion to length.</summary>
internal sealed class SynapseSeats
{
    private readonly Morphology morphology;
    private readonly int[] dendrites;
    private readonly int[] nearSoma;

    public SynapseSeats(Morphology morphology)
    {
        this.morphology = morphology;
        var sections = morphology.Sections;
        dendrites = [.. sections.Where(s => s.Type is SectionType.BasalDendrite or SectionType.ApicalDendrite).Select(s => s.Index)];
        nearSoma = [0, .. dendrites.Where(i => sections[i].Parent == 0)];
    }

    public (int Section, double Position) OnDendrites(double u) => Find(dendrites, u);

    public (int Section, double Position) NearSoma(double u) => Find(nearSoma, u);

    private (int, double) Find(int[] candidates, double u)
    {
        double total = 0;
        foreach (int i in candidates) total += morphology.Sections[i].Length;
        double at = u * total;
        foreach (int i in candidates)
        {
            double length = morphology.Sections[i].Length;
            if (at < length) return (i, at / length);
            at -= length;
        }
        return (candidates[^1], 1);
    }
}

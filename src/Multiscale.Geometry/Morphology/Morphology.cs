namespace Multiscale.Geometry;

/// <summary>SWC structure identifiers.</summary>
public enum SectionType { Undefined = 0, Soma = 1, Axon = 2, BasalDendrite = 3, ApicalDendrite = 4 }

/// <summary>A point of a section with the diameter there [um].</summary>
public readonly record struct MorphologyPoint(Point3 Position, double Diameter);

/// <summary>
/// An unbranched stretch of a neuron. Sections come in SONATA order: soma 0, then axon, basal, apical, each in order of first appearance in the file.
/// </summary>
/// <param name="Parent">Index of the parent section, -1 for the root; smaller than the own index except where an axon leaves a dendrite.</param>
/// <param name="ParentPosition">Where on the parent it attaches, from 0 to 1; NEURON puts children of the soma at its middle.</param>
/// <param name="Points">At least two, in order from the parent outward.</param>
public sealed record Section(int Index, SectionType Type, int Parent, double ParentPosition, MorphologyPoint[] Points)
{
    public double Length
    {
        get
        {
            double length = 0;
            for (int i = 1; i < Points.Length; i++) length += Point3.Distance(Points[i - 1].Position, Points[i].Position);
            return length;
        }
    }
}

/// <summary>The shape of one neuron in its own coordinates; shared by all cells that have it.</summary>
public sealed record Morphology(string Name, IReadOnlyList<Section> Sections);

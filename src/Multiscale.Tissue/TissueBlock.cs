using Multiscale.Formats;
using Multiscale.Geometry;

namespace Multiscale.Tissue;

/// <summary>One shape of the block's library, with what follows from it.</summary>
/// <param name="Area">Membrane [um^2].</param>
/// <param name="Volume">[um^3]</param>
/// <param name="Compartments">When none may be longer than <see cref="TissueOptions.MaxCompartmentLength"/>.</param>
public sealed record CellShape(Morphology Morphology, bool Excitatory, double SomaRadius, double Area, double Volume, int Compartments)
{
    internal static CellShape Of(Morphology morphology, bool excitatory, double maxCompartmentLength)
    {
        var cut = Discretization.ByLength(morphology, maxCompartmentLength);
        return new(morphology, excitatory, 0.5 * morphology.Sections[0].Points[0].Diameter, cut.Area.Sum(), cut.Volume.Sum(), cut.Count);
    }
}

/// <summary>One cell of the block: its id is its place in <see cref="TissueBlock.Cells"/>.</summary>
/// <param name="Shape">Index of its shape in the library.</param>
/// <param name="Position">Centre of the soma [um].</param>
public readonly record struct PlacedCell(int Shape, bool Excitatory, Point3 Position, Orientation Orientation)
{
    /// <summary>A point of the morphology in the coordinates of the tissue.</summary>
    public Point3 Place(Point3 local) => Position + Orientation.Rotate(local);
}

/// <summary>The four kinds of connection; the value is the SONATA edge type id.</summary>
public enum SynapseKind { ExcitatoryToExcitatory = 0, ExcitatoryToInhibitory = 1, InhibitoryToExcitatory = 2, InhibitoryToInhibitory = 3 }

/// <summary>One synapse.</summary>
/// <param name="Section">Section of the target where it sits.</param>
/// <param name="SectionPosition">Where on that section, from 0 to 1.</param>
/// <param name="Delay">[ms]</param>
/// <param name="Weight">Peak conductance [uS].</param>
public readonly record struct Synapse(int Source, int Target, SynapseKind Kind, int Section, double SectionPosition, double Delay, double Weight);

/// <summary>Kind of vessel, as written to the graph files.</summary>
public enum VesselType { Arteriole = 0, Capillary = 1, Venule = 2 }

/// <summary>The vessels of the block with the two nodes through which blood enters and leaves.</summary>
public sealed record VesselTree(VesselGraph Graph, int Entry, int Exit);

/// <summary>A generated cube of tissue from (0, 0, 0) to (size, size, size): data only.</summary>
/// <param name="Synapses">Sorted by target, then source.</param>
/// <param name="Stimulated">Ids of the cells in the node set of that name, ascending.</param>
public sealed record TissueBlock(
    TissueOptions Options,
    IReadOnlyList<CellShape> Shapes,
    IReadOnlyList<PlacedCell> Cells,
    IReadOnlyList<Synapse> Synapses,
    VesselTree Vessels,
    IReadOnlyList<int> Stimulated)
{
    /// <summary>Every point that the mesh has to contain: those of the placed cells and the nodes of the vessels [um].</summary>
    public IEnumerable<Point3> Points()
    {
        foreach (var cell in Cells)
            foreach (var section in Shapes[cell.Shape].Morphology.Sections)
                foreach (var point in section.Points)
                    yield return cell.Place(point.Position);
        foreach (var node in Vessels.Graph.Positions) yield return node;
    }
}

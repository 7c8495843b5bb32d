using Multiscale.Geometry;

namespace Multiscale.Tissue;

/// <summary>Builds a block of tissue from its options alone.</summary>
public static class TissueGenerator
{
    /// <exception cref="Multiscale.Core.InputException">MS0801 to MS0803: the options contradict one another.</exception>
    public static TissueBlock Generate(TissueOptions options)
    {
        var shapes = ShapeLibrary.Grow(options);
        var vessels = VesselGrower.Grow(options);
        var cells = new CellPlacement(options, shapes, vessels.Graph).Place();
        var synapses = Wiring.Connect(options, shapes, cells);
        return new TissueBlock(options, shapes, cells, synapses, vessels, Stimulated(options, cells));
    }

    /// <summary>The excitatory cells nearest to the centre.</summary>
    private static int[] Stimulated(TissueOptions options, IReadOnlyList<PlacedCell> cells)
    {
        var centre = 0.5 * options.Size * new Point3(1, 1, 1);
        var excitatory = Enumerable.Range(0, cells.Count).Where(i => cells[i].Excitatory).ToArray();
        int count = (int)Math.Round(options.StimulatedFraction * excitatory.Length);
        return [.. excitatory.OrderBy(i => Point3.Distance(cells[i].Position, centre)).Take(count).Order()];
    }
}

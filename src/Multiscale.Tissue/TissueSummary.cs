using System.Globalization;

namespace Multiscale.Tissue;

/// <summary>The figures of a generated block that a user checks first.</summary>
public sealed record TissueSummary
{
    public required int Cells { get; init; }
    public required int Excitatory { get; init; }
    public required int Morphologies { get; init; }

    /// <summary>Compartments at the longest allowed length, over all cells.</summary>
    public required int Compartments { get; init; }

    public required int Synapses { get; init; }

    /// <summary>[ms]</summary>
    public required double MinDelay { get; init; }

    /// <summary>Volume of all neurons over that of the tissue; no part of a neuron lies outside.</summary>
    public required double NeuronVolumeFraction { get; init; }

    /// <summary>Smallest and largest leak (Na and K together) that balances the resting pump [S/cm2].</summary>
    public required (double Low, double High) RestingLeak { get; init; }

    public required int Vessels { get; init; }
    public required double VesselVolumeFraction { get; init; }

    /// <summary>Length of the capillaries per tissue volume [1/um^2].</summary>
    public required double CapillaryLengthDensity { get; init; }

    /// <summary>0 until the mesh is made.</summary>
    public int Tets { get; init; }

    /// <summary>False where Gmsh is not installed and the box was cut into cubes instead.</summary>
    public bool MeshedByGmsh { get; init; }

    public static TissueSummary Of(TissueBlock block)
    {
        var graph = block.Vessels.Graph;
        double vesselVolume = 0, capillaryLength = 0;
        for (int e = 0; e < graph.EdgeCount; e++)
        {
            vesselVolume += Math.PI * graph.Radii[e] * graph.Radii[e] * graph.Lengths[e];
            if (graph.Types[e] == (int)VesselType.Capillary) capillaryLength += graph.Lengths[e];
        }
        var leaks = block.Shapes.Select(RestingLeakOf).ToArray();
        double volume = block.Options.Volume;
        return new TissueSummary
        {
            Cells = block.Cells.Count,
            Excitatory = block.Cells.Count(c => c.Excitatory),
            Morphologies = block.Shapes.Count,
            Compartments = block.Cells.Sum(c => block.Shapes[c.Shape].Compartments),
            Synapses = block.Synapses.Count,
            MinDelay = block.Synapses.Count == 0 ? 0 : block.Synapses.Min(s => s.Delay),
            NeuronVolumeFraction = block.Cells.Sum(c => block.Shapes[c.Shape].Volume) / volume,
            RestingLeak = (leaks.Min(), leaks.Max()),
            Vessels = graph.EdgeCount,
            VesselVolumeFraction = vesselVolume / volume,
            CapillaryLengthDensity = capillaryLength / volume,
        };
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        cells          {Cells} ({Excitatory} excitatory) of {Morphologies} shapes, {Compartments} compartments
        neurons fill   {NeuronVolumeFraction:p1} of the tissue; resting leak {RestingLeak.Low:0.0e-0} to {RestingLeak.High:0.0e-0} S/cm2
        synapses       {Synapses}, shortest delay {MinDelay:g3} ms
        vessels        {Vessels} pieces, {VesselVolumeFraction:p2} of the tissue, capillaries {1e3 * CapillaryLengthDensity:g3} m/mm^3
        mesh           {(Tets == 0 ? "not made" : $"{Tets} tetrahedra{(MeshedByGmsh ? "" : " of a regular grid, as gmsh is not installed")}")}
        """);

    /// <summary>
    /// The leak of a cell whose pump at rest runs at 0.1786307 mM/s of its volume, from one worked cell:
    /// 4,500 um^3 and 12,000 um^2 need 5.1e-5 S/cm2.
    /// </summary>
    private static double RestingLeakOf(CellShape shape) => 5.1e-5 * (shape.Volume / shape.Area) / (4500.0 / 12000.0);
}

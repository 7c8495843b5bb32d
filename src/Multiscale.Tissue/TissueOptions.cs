using Multiscale.Core;

namespace Multiscale.Tissue;

/// <summary>What <c>multiscale init tissue</c> builds: a cube of cortex-like tissue, the same for the same options and seed.</summary>
[Summary("a generated cube of tissue: cells, synapses, vessels and a mesh")]
public sealed record TissueOptions
{
    [Quantity("um", Min = 120, Max = 500), Summary("edge of the tissue cube")]
    public double Size { get; init; } = 150;

    [Summary("seed of every random choice")]
    public long Seed { get; init; } = 1;

    [Quantity("1/mm^3", Min = 1000, Max = 110000), Summary("neurons per tissue volume")]
    public double CellDensity { get; init; } = 9e4;

    [Quantity("1", Min = 0, Max = 1), Summary("share of the cells that are excitatory")]
    public double ExcitatoryFraction { get; init; } = 0.8;

    [Quantity("1", Min = 6, Max = 40), Summary("number of different cell shapes; two thirds of them are excitatory")]
    public int Morphologies { get; init; } = 12;

    [Quantity("1", Min = 0.05, Max = 0.6), Summary("share of the tissue volume inside neurons at the default density; sets the diameters of the dendrites")]
    public double NeuronVolumeFraction { get; init; } = 0.42;

    [Quantity("um", Min = 5), Summary("longest compartment of the neuron solver; the generated branches are made to fit it")]
    public double MaxCompartmentLength { get; init; } = 20;

    [Quantity("1", Min = 0), Summary("mean number of synapses that a cell receives")]
    public double SynapsesPerCell { get; init; } = 18;

    [Quantity("um", Min = 0, Above = true), Summary("distance over which the probability of a connection falls by e")]
    public double ConnectionLength { get; init; } = 100;

    [Quantity("ms", Min = 0.1), Summary("synaptic delay at zero distance")]
    public double SynapticDelay { get; init; } = 0.5;

    [Quantity("um/ms", Min = 0, Above = true), Summary("conduction speed of the axons")]
    public double AxonSpeed { get; init; } = 300;

    [Quantity("nS", Min = 0), Summary("peak conductance of an excitatory synapse")]
    public double ExcitatoryWeight { get; init; } = 0.5;

    [Quantity("nS", Min = 0), Summary("peak conductance of an inhibitory synapse")]
    public double InhibitoryWeight { get; init; } = 1.0;

    [Quantity("1", Min = 0, Max = 1), Summary("share of the excitatory cells, nearest to the centre, in the node set Stimulated")]
    public double StimulatedFraction { get; init; } = 0.2;

    [Quantity("um", Min = 25), Summary("distance between the branching points of the capillaries before jitter")]
    public double CapillarySpacing { get; init; } = 50;

    [Quantity("um", Min = 2), Summary("longest piece of a vessel")]
    public double VesselPiece { get; init; } = 7;

    [Quantity("um", Min = 1), Summary("edge length of the tetrahedra")]
    public double ElementSize { get; init; } = 15.5;

    /// <summary>[um^3]</summary>
    public double Volume => Size * Size * Size;

    /// <summary>Cells in the cube.</summary>
    public int CellCount => (int)Math.Round(CellDensity * Volume * 1e-9);
}

using Multiscale.Core;
using Multiscale.Geometry;

namespace Multiscale.Tissue;

/// <summary>The shapes of a block: the diameters of all dendrites share one factor, so that neurons fill the wanted part of the tissue.</summary>
internal static class ShapeLibrary
{
    /// <summary>The density for which the volume fraction is meant [1/mm^3].</summary>
    private const double ReferenceDensity = 9e4;

    public static CellShape[] Grow(TissueOptions options)
    {
        double wanted = options.NeuronVolumeFraction * 1e9 / ReferenceDensity;
        // Somas and axons keep their size; the volume of the dendrites goes with the square of the factor.
        double whole = MeanVolume(options, 1), doubled = MeanVolume(options, 2);
        double branches = (doubled - whole) / 3, rest = whole - branches;
        double scale = Math.Sqrt((wanted - rest) / branches);
        if (!(scale is > 0.3 and < 2.5))
            throw new InputException("MS0801",
                $"a neuron volume fraction of {options.NeuronVolumeFraction:g3} needs dendrites {scale:g3} times as thick as usual",
                "choose a neuron volume fraction between 0.3 and 0.5");
        return Shapes(options, scale);
    }

    private static CellShape[] Shapes(TissueOptions options, double scale)
    {
        int excitatory = ExcitatoryCount(options);
        var shapes = new CellShape[options.Morphologies];
        for (int i = 0; i < shapes.Length; i++)
        {
            bool exc = i < excitatory;
            shapes[i] = CellShape.Of(MorphologyGrower.Grow(options, exc, exc ? i : i - excitatory, scale), exc, options.MaxCompartmentLength);
        }
        return shapes;
    }

    private static int ExcitatoryCount(TissueOptions options) => (2 * options.Morphologies + 1) / 3;

    /// <summary>Mean volume of the cells to come [um^3].</summary>
    private static double MeanVolume(TissueOptions options, double scale)
    {
        var shapes = Shapes(options, scale);
        double Mean(bool excitatory) => shapes.Where(s => s.Excitatory == excitatory).Average(s => s.Volume);
        return options.ExcitatoryFraction * Mean(true) + (1 - options.ExcitatoryFraction) * Mean(false);
    }
}

using Multiscale.Core;
using Multiscale.Geometry;

namespace Multiscale.BloodFlow;

/// <summary>
/// Flow and red cells that fit each other: the flow carries the cells, and the cells thicken the blood. Repeated until neither changes;
/// a step that does not come closer halves the next ones.
/// </summary>
public sealed class FlowOfRedCells
{
    private readonly HematocritOptions options;
    private readonly bool thickens;
    private readonly FlowNetwork network;
    private readonly RedCellTransport cells;
    private readonly double[] assumed;

    public FlowOfRedCells(BloodFlowOptions options, VesselGraph graph, FlowNetwork network)
    {
        this.options = options.Hematocrit;
        this.network = network;
        thickens = options.Viscosity is ViscosityModel.PriesInVivo or ViscosityModel.PriesInVitro;
        cells = new RedCellTransport(graph, options.Hematocrit.Entering);
        assumed = (double[])cells.Hematocrit.Clone();
    }

    /// <summary>Discharge hematocrit of each vessel.</summary>
    public ReadOnlySpan<double> Hematocrit => cells.Hematocrit;

    /// <summary>Repetitions of the last solve.</summary>
    public int Iterations { get; private set; }

    /// <summary>Solves for radii [um], growing volumes [um^3/s] and a factor on all given flows. Collective.</summary>
    /// <exception cref="NumericalException">Flow and red cells did not come to fit.</exception>
    public void Solve(ReadOnlySpan<double> radii, ReadOnlySpan<double> growth, double inflowFactor)
    {
        double step = 1, before = double.PositiveInfinity;
        for (Iterations = 1; ; Iterations++)
        {
            network.SetRadii(radii, assumed);
            network.Solve(growth, inflowFactor);
            cells.Follow(network.Flows, radii, network.BoundaryInflow);
            double change = Change();
            if (!thickens || change <= options.Tolerance) break;
            if (Iterations == options.MaxIterations)
                throw new NumericalException("MS0638", $"flow and hematocrit still differ by {change:g3} of the largest flow after {Iterations} repetitions", "raise hematocrit.max_iterations or hematocrit.tolerance");
            step = change < 0.9 * before ? Math.Min(1, 1.2 * step) : Math.Max(0.5 * step, 0.02);
            before = change;
            for (int e = 0; e < assumed.Length; e++) assumed[e] += step * (cells.Hematocrit[e] - assumed[e]);
        }
        cells.Hematocrit.CopyTo(assumed, 0);
    }

    /// <summary>Imbalance of red cells at a node over their largest flow, of the last solve.</summary>
    public double Imbalance(ReadOnlySpan<double> growth) => cells.Imbalance(network.Flows, network.BoundaryInflow, growth);

    /// <summary>Takes an earlier hematocrit over. Collective.</summary>
    public void Restore(ReadOnlySpan<double> hematocrit, ReadOnlySpan<double> radii)
    {
        hematocrit.CopyTo(cells.Hematocrit);
        hematocrit.CopyTo(assumed);
        network.SetRadii(radii, assumed);
    }

    /// <summary>Red cells that go elsewhere than assumed: the largest difference of a vessel, over the largest flow of blood.</summary>
    private double Change()
    {
        double worst = 0;
        for (int e = 0; e < assumed.Length; e++) worst = Math.Max(worst, Math.Abs(network.Flows[e]) * Math.Abs(cells.Hematocrit[e] - assumed[e]));
        return network.LargestFlow > 0 ? worst / network.LargestFlow : 0;
    }
}

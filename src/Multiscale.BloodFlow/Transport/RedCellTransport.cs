using Multiscale.Geometry;

namespace Multiscale.BloodFlow;

/// <summary>
/// Red cells in a given flow: node by node downstream, what arrives leaves again. It mixes, and where blood divides the phases separate;
/// what leaves the graph or swells the vessels at a node is mixed. Nothing here jumps when the flow of a vessel turns.
/// </summary>
public sealed class RedCellTransport
{
    /// <summary>More than this no vessel carries; what a bifurcation would send beyond it goes to the other branch.</summary>
    public const double Densest = 0.95;

    private readonly double entering;
    private readonly Downstream downstream;

    /// <param name="entering">Discharge hematocrit of the blood that enters.</param>
    public RedCellTransport(VesselGraph graph, double entering)
    {
        this.entering = entering;
        downstream = new Downstream(graph);
        Hematocrit = new double[graph.EdgeCount];
        Array.Fill(Hematocrit, entering);
    }

    /// <summary>Discharge hematocrit of each vessel; blood that stands keeps its own.</summary>
    public double[] Hematocrit { get; }

    /// <summary>Follows the red cells through the flow [um^3/s].</summary>
    /// <param name="radii">[um]</param>
    /// <param name="boundaryInflow">What enters the graph at each node [um^3/s].</param>
    public void Follow(ReadOnlySpan<double> flows, ReadOnlySpan<double> radii, ReadOnlySpan<double> boundaryInflow)
    {
        foreach (int node in downstream.Order(flows)) Divide(node, flows, radii, boundaryInflow[node]);
    }

    /// <summary>Largest difference between the red cells that reach a node and those that leave it, over the largest flow of red cells.</summary>
    /// <param name="growth">Swelling of each vessel [um^3/s], half at each end.</param>
    public double Imbalance(ReadOnlySpan<double> flows, ReadOnlySpan<double> boundaryInflow, ReadOnlySpan<double> growth)
    {
        double worst = 0, largest = 0;
        for (int i = 0; i < boundaryInflow.Length; i++)
        {
            double blood = Math.Max(0, boundaryInflow[i]), cells = blood * entering, net = 0, mixed = Math.Min(0, boundaryInflow[i]);
            foreach (int e in downstream.Around(i))
            {
                double arriving = downstream.Arriving(e, i, flows);
                mixed -= 0.5 * growth[e];
                net += arriving * Hematocrit[e];
                if (arriving <= 0) continue;
                blood += arriving;
                cells += arriving * Hematocrit[e];
                largest = Math.Max(largest, arriving * Hematocrit[e]);
            }
            double mixture = blood > 0 ? cells / blood : entering;
            worst = Math.Max(worst, Math.Abs(net + Math.Max(0, boundaryInflow[i]) * entering + mixed * mixture));
        }
        return largest > 0 ? worst / largest : 0;
    }

    /// <summary>Mixes what reaches a node and divides it among the vessels that carry it away.</summary>
    private void Divide(int node, ReadOnlySpan<double> flows, ReadOnlySpan<double> radii, double boundaryInflow)
    {
        var around = downstream.Around(node);
        double arriving = 0, cells = 0, feeding = 0, leaving = 0, sections = 0;
        foreach (int e in around)
        {
            double flow = downstream.Arriving(e, node, flows);
            if (flow > 0)
            {
                arriving += flow;
                cells += flow * Hematocrit[e];
                feeding += flow * 2 * radii[e];
            }
            else
            {
                leaving -= flow;
                sections -= flow * radii[e] * radii[e];
            }
        }
        if (leaving == 0) return;
        double blood = arriving + Math.Max(0, boundaryInflow);
        double mixture = blood > 0 ? Math.Min((cells + (blood - arriving) * entering) / blood, Densest) : entering;
        double taken = 0;
        foreach (int e in around)
            if (downstream.Arriving(e, node, flows) is < 0 and var flow) taken += Hematocrit[e] = Share(-flow, radii[e], leaving, sections, feeding / arriving, mixture);

        // Two branches share the red cells exactly; of more, each against all the others, what is left over goes with the blood, and what is overdrawn all give back.
        double left = Math.Max(0, 1 - taken), kept = 1 / Math.Max(1, taken), excess = 0, room = 0;
        foreach (int e in around)
        {
            if (downstream.Arriving(e, node, flows) is not (< 0 and var flow)) continue;
            double hematocrit = (kept * Hematocrit[e] * leaving / -flow + left) * mixture;
            excess -= flow * Math.Max(0, hematocrit - Densest);
            Hematocrit[e] = Math.Min(hematocrit, Densest);
            room -= flow * (Densest - Hematocrit[e]);
        }
        if (excess == 0) return;
        foreach (int e in around)
            if (downstream.Arriving(e, node, flows) < 0) Hematocrit[e] += (Densest - Hematocrit[e]) * Math.Min(1, excess / room);
    }

    /// <summary>Share of the red cells that one branch takes against all the others together; where nothing feeds the node but its boundary, that of the blood.</summary>
    private static double Share(double flow, double radius, double leaving, double sections, double feeding, double mixture)
    {
        double others = leaving - flow;
        if (!(others > 0)) return 1;
        double otherRadius = Math.Sqrt(Math.Max(0, sections - flow * radius * radius) / others);
        return double.IsNaN(feeding) || !(otherRadius > 0) ? flow / leaving : PhaseSeparation.Share(flow / leaving, radius, otherRadius, feeding, mixture);
    }
}

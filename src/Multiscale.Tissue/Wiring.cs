using Multiscale.Core;
using Multiscale.Geometry;

namespace Multiscale.Tissue;

/// <summary>
/// Recurrent synapses: cell i reaches cell j with probability p0 exp(-d / length), p0 set by the wanted number of synapses per cell
/// (the exponential fall with distance of Holmgren et al. 2003 and Perin et al. 2011, one contact per pair).
/// Excitatory ones sit on dendrites, in proportion to length; inhibitory ones on the soma and the stems of the dendrites.
/// </summary>
internal static class Wiring
{
    /// <summary>Spread of the weights: uniform in 1 +- this.</summary>
    private const double WeightSpread = 0.2;

    /// <exception cref="InputException">MS0803: more synapses than pairs of cells.</exception>
    public static IReadOnlyList<Synapse> Connect(TissueOptions options, IReadOnlyList<CellShape> shapes, IReadOnlyList<PlacedCell> cells)
    {
        double peak = PeakProbability(options, cells);
        var seats = shapes.Select(s => new SynapseSeats(s.Morphology)).ToArray();
        var synapses = new List<Synapse>((int)(1.1 * options.SynapsesPerCell * cells.Count));
        for (int target = 0; target < cells.Count; target++)
        {
            var chance = new RandomSequence(options.Seed, Purpose.Connection, target);
            var draw = new RandomSequence(options.Seed, Purpose.Synapse, target);
            for (int source = 0; source < cells.Count; source++)
            {
                double distance = Point3.Distance(cells[source].Position, cells[target].Position);
                bool connected = chance.Uniform() < peak * Math.Exp(-distance / options.ConnectionLength) && source != target;
                if (connected) synapses.Add(Make(options, source, target, cells, seats[cells[target].Shape], distance, draw));
            }
        }
        return synapses;
    }

    private static Synapse Make(TissueOptions options, int source, int target, IReadOnlyList<PlacedCell> cells, SynapseSeats seats, double distance, RandomSequence draw)
    {
        bool excitatory = cells[source].Excitatory;
        var kind = (SynapseKind)((excitatory ? 0 : 2) + (cells[target].Excitatory ? 0 : 1));
        var (section, position) = excitatory ? seats.OnDendrites(draw.Uniform()) : seats.NearSoma(draw.Uniform());
        double weight = 1e-3 * (excitatory ? options.ExcitatoryWeight : options.InhibitoryWeight) * draw.Uniform(1 - WeightSpread, 1 + WeightSpread);
        return new Synapse(source, target, kind, section, position, options.SynapticDelay + distance / options.AxonSpeed, weight);
    }

    private static double PeakProbability(TissueOptions options, IReadOnlyList<PlacedCell> cells)
    {
        double sum = 0;
        for (int i = 0; i < cells.Count; i++)
            for (int j = 0; j < i; j++)
                sum += 2 * Math.Exp(-Point3.Distance(cells[i].Position, cells[j].Position) / options.ConnectionLength);
        double peak = options.SynapsesPerCell == 0 ? 0 : options.SynapsesPerCell * cells.Count / sum;
        if (peak > 1)
            throw new InputException("MS0803", $"{options.SynapsesPerCell} synapses per cell ask for a connection probability of {peak:g3}",
                "lower synapses_per_cell or raise connection_length: two cells share one synapse at most");
        return peak;
    }
}

using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.BloodFlow;

/// <summary>A solute of the blood with its ports: takes the concentration in the tissue beside each vessel, offers what has left through its wall.</summary>
internal sealed class CarriedSolute
{
    private readonly EntitySet vessels;
    private readonly Communicator ranks;
    private readonly long[] gatheredIds;
    private readonly Port tissue, released;
    private readonly double[] given; // to the tissue since the start, as a debt [amol]

    /// <summary>Collective.</summary>
    public CarriedSolute(SoluteTransport transport, EntitySet vessels, Communicator ranks)
    {
        (Transport, this.vessels, this.ranks) = (transport, vessels, ranks);
        gatheredIds = ranks.Allgatherv<long>(vessels.OwnedIds);
        tissue = Port.Takes(transport.Name + "-tissue", vessels, "mM", Measure.Intensive, Sampling.Instant);
        released = Port.Offers(transport.Name + "-release", vessels, "amol", Measure.Extensive, Sampling.Integral);
        for (int v = 0; v < vessels.Count; v++) tissue.Values[v] = transport.Tissue[vessels.OwnedIds[v]];
        given = new double[vessels.Count];
        Account = new Account(transport.Name, "blood", Unit.Parse("amol"), () => given);
    }

    public SoluteTransport Transport { get; }

    public IReadOnlyList<Port> Ports => [tissue, released];

    public Account Account { get; }

    /// <summary>Follows it through the flow of the last span. Collective.</summary>
    public void Advance(FlowNetwork flow, ReadOnlySpan<double> radii, ReadOnlySpan<double> hematocrit, double seconds)
    {
        var gathered = ranks.Allgatherv<double>(tissue.Values);
        for (int k = 0; k < gathered.Length; k++) Transport.Tissue[gatheredIds[k]] = gathered[k];
        Transport.Follow(flow.Flows, radii, flow.BoundaryInflow, hematocrit);
        for (int v = 0; v < vessels.Count; v++)
        {
            released.Values[v] = Transport.Released[vessels.OwnedIds[v]] * seconds;
            given[v] -= released.Values[v];
        }
    }

    public void Save(ICheckpoint checkpoint) => checkpoint.Put("blood-flow/given/" + Transport.Name, vessels, given);

    public void Restore(ICheckpoint checkpoint) => checkpoint.Get("blood-flow/given/" + Transport.Name, vessels, given);
}

using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.BloodFlow;

/// <summary>A solute that blood holds and tissue draws, with its ports: offers what is free of it behind each wall and how fast the wall would empty it, takes what the tissue returns (less than nothing: what it drew).</summary>
internal sealed class DeliveredSolute
{
    private readonly EntitySet vessels;
    private readonly Communicator ranks;
    private readonly long[] gatheredIds;
    private readonly Port free, emptying, returned;
    private readonly double[] all, held, crossed;

    /// <summary>Collective.</summary>
    public DeliveredSolute(SoluteStore store, EntitySet vessels, Communicator ranks, int count)
    {
        (Store, this.vessels, this.ranks) = (store, vessels, ranks);
        gatheredIds = ranks.Allgatherv<long>(vessels.OwnedIds);
        free = Port.Offers(store.Name + "-free", vessels, "mM", Measure.Intensive, Sampling.Instant);
        emptying = Port.Offers(store.Name + "-emptying", vessels, "1/s", Measure.Intensive, Sampling.Instant);
        returned = Port.Takes(store.Name + "-returned", vessels, "amol", Measure.Extensive, Sampling.Integral);
        (all, held, crossed) = (new double[count], new double[vessels.Count], new double[ranks.IsRoot ? 1 : 0]);
        var unit = Unit.Parse("amol");
        Accounts = [new Account(store.Name, "blood", unit, Held), new Account(store.Name, "boundary", unit, Out)];
    }

    public SoluteStore Store { get; }

    public IReadOnlyList<Port> Ports => [free, emptying, returned];

    /// <summary>In the vessels, and what the outside has received since the start (negative: given).</summary>
    public IReadOnlyList<Account> Accounts { get; }

    /// <summary>Carries it through the flow of the last span. Collective.</summary>
    public void Advance(FlowNetwork flow, ReadOnlySpan<double> growth, ReadOnlySpan<double> volumes, ReadOnlySpan<double> hematocrit, double seconds)
    {
        Gather();
        Store.Advance(flow.Flows, growth, volumes, flow.BoundaryInflow, hematocrit, all, seconds);
        Publish();
    }

    /// <summary>See <see cref="SoluteStore.Rest"/>. Collective.</summary>
    public double Rest(FlowNetwork flow, ReadOnlySpan<double> volumes, ReadOnlySpan<double> hematocrit, double seconds)
    {
        Gather();
        double distance = Store.Rest(flow.Flows, volumes, flow.BoundaryInflow, hematocrit, all, seconds);
        Publish();
        return distance;
    }

    public void Publish()
    {
        for (int v = 0; v < vessels.Count; v++) (free.Values[v], emptying.Values[v]) = (Store.Free[vessels.OwnedIds[v]], Store.Emptying[vessels.OwnedIds[v]]);
    }

    public void Save(ICheckpoint checkpoint)
    {
        checkpoint.PutGlobal("blood-flow/held/" + Store.Name, Store.Contents);
        checkpoint.PutGlobal("blood-flow/crossed/" + Store.Name, [Store.Crossed]);
    }

    public void Restore(ICheckpoint checkpoint, ReadOnlySpan<double> volumes, ReadOnlySpan<double> hematocrit)
    {
        Store.Restore(checkpoint.GetGlobal("blood-flow/held/" + Store.Name), checkpoint.GetGlobal("blood-flow/crossed/" + Store.Name)[0], volumes, hematocrit);
        Publish();
    }

    private void Gather()
    {
        var gathered = ranks.Allgatherv<double>(returned.Values);
        for (int k = 0; k < gathered.Length; k++) all[gatheredIds[k]] = gathered[k];
    }

    private ReadOnlySpan<double> Held()
    {
        for (int v = 0; v < held.Length; v++) held[v] = Store.Contents[vessels.OwnedIds[v]];
        return held;
    }

    /// <summary>All ranks follow the same blood: one of them books it.</summary>
    private ReadOnlySpan<double> Out()
    {
        if (crossed.Length > 0) crossed[0] = Store.Crossed;
        return crossed;
    }
}

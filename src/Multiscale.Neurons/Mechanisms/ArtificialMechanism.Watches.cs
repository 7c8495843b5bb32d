using Multiscale.Modeling;

namespace Multiscale.Neurons;

/// <summary>WATCH: conditions that hold sooner or later between events, since they depend on the time.</summary>
internal sealed partial class ArtificialMechanism
{
    private readonly SortedDictionary<int, List<(int Condition, bool Above)>> watched = []; // by instance
    private readonly double[] known; // until when an instance's conditions are known [ms]

    /// <summary>
    /// Looks whether a condition of a cell becomes true between events, until a time at the latest: the first that does sends its event, at the time found by
    /// bisection. It is seen where it holds at that time and did not before.
    /// </summary>
    /// <returns>Whether there is such an event, to act first.</returns>
    public bool Look(int instance, double until)
    {
        if (!watched.TryGetValue(instance, out var list) || known[instance] >= until) return false;
        double first = double.PositiveInfinity;
        for (int i = 0; i < list.Count; i++)
            if (!list[i].Above && Value(instance, list[i].Condition, until, out _) > 0) first = Math.Min(first, Crossing(instance, list[i].Condition, known[instance], until));
        known[instance] = Math.Min(first, until);
        Tell(instance, list, known[instance]);
        return first <= until;
    }

    /// <summary>After an event has changed a cell: conditions that it has made true send theirs at the same time.</summary>
    public void LookNow(int instance, double time)
    {
        if (!watched.TryGetValue(instance, out var list)) return;
        known[instance] = time;
        Tell(instance, list, time);
    }

    /// <summary>All cells until a time.</summary>
    /// <returns>Whether any sent an event.</returns>
    public bool LookAll(double until)
    {
        bool any = false;
        if (watched.Count == 0) return any;
        foreach (int k in watched.Keys) any |= Look(k, until);
        return any;
    }

    /// <summary>At the end of a step alone, as NEURON does.</summary>
    public void LookAllNow(double time)
    {
        if (watched.Count == 0) return;
        foreach (int k in watched.Keys) LookNow(k, time);
    }

    private void Tell(int instance, List<(int Condition, bool Above)> list, double time)
    {
        for (int i = 0; i < list.Count; i++)
        {
            bool above = Value(instance, list[i].Condition, time, out double flag) > 0;
            // A cell's own clock: others may have acted later already.
            if (above && !list[i].Above) queue.Add(new SynapticEvent(time, ~gids[instance], sent[instance]++, instance, index, flag));
            list[i] = (list[i].Condition, above);
        }
    }

    private double Crossing(int instance, int condition, double before, double after)
    {
        for (double middle = 0.5 * (before + after); before < middle && middle < after; middle = 0.5 * (before + after))
            if (Value(instance, condition, middle, out _) > 0) after = middle;
            else before = middle;
        return after;
    }

    void IEventHost.Watch(int instance, ReadOnlySpan<int> conditions)
    {
        var list = WatchesOf(instance);
        list.Clear();
        foreach (int condition in conditions) list.Add((condition, Value(instance, condition, now, out _) > 0));
    }

    private List<(int Condition, bool Above)> WatchesOf(int instance) => watched.TryGetValue(instance, out var list) ? list : watched[instance] = [];

    private double Value(int instance, int condition, double time, out double flag) => arrays.WatchValue(compiled.Watch!, instance, 0, condition, time, out flag);
}

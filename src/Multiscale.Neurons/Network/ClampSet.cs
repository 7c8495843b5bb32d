namespace Multiscale.Neurons;

/// <summary>All current clamps of this rank.</summary>
internal sealed class ClampSet
{
    private readonly CurrentClamp[] clamps;
    private readonly int[] cells, compartment, node;
    private readonly double[] perArea; // 1 nA in mA/cm2

    public ClampSet(NeuronLayout layout, CableTree cable, IEnumerable<CurrentClamp> all)
    {
        clamps = [.. all.OrderBy(c => c.Gid)];
        cells = Array.ConvertAll(clamps, c => layout.LocalOf(c.Gid));
        Jolted = new List<int>(layout.Descriptions.Length);
        compartment = new int[clamps.Length];
        node = new int[clamps.Length];
        perArea = new double[clamps.Length];
        for (int i = 0; i < clamps.Length; i++)
        {
            var clamp = clamps[i];
            int cell = cells[i];
            node[i] = cable.NodeOf(cell, layout.Discretizations[cell].NodeAt(clamp.Section, clamp.Position));
            compartment[i] = cable.CompartmentOf(node[i]);
            // A point without volume cannot hold ions.
            if (compartment[i] < 0 && clamp.Carrier != CurrentCarrier.None) compartment[i] = layout.CompartmentAt(clamp.Gid, clamp.Section, clamp.Position);
            perArea[i] = compartment[i] < 0 ? 0 : 100 / layout.Area[compartment[i]];
        }
    }

    /// <summary>Cells of which a clamp switches in this step at a point that follows its neighbours faster than the step, each once.</summary>
    public List<int> Jolted { get; }

    /// <summary>Adds each clamp's mean current over [from, to] ms, its edges taken exactly.</summary>
    public void AddMeans(Membrane membrane, CableTree cable, double from, double to, bool findJolts)
    {
        Array.Clear(cable.NodeCurrent);
        Jolted.Clear();
        for (int i = 0; i < clamps.Length; i++)
        {
            var clamp = clamps[i];
            double stop = clamp.Start + clamp.Duration;
            if (findJolts && ((clamp.Start >= from && clamp.Start < to) || (stop >= from && stop < to)) && cable.IsStiff(node[i], to - from) && !Jolted.Contains(cells[i])) Jolted.Add(cells[i]);
            double overlap = Math.Min(to, stop) - Math.Max(from, clamp.Start);
            if (overlap > 0) Add(i, clamp.Amplitude * overlap / (to - from), membrane, cable);
        }
    }

    /// <summary>Adds the currents at one time.</summary>
    public void AddAt(Membrane membrane, CableTree cable, double time)
    {
        Array.Clear(cable.NodeCurrent);
        for (int i = 0; i < clamps.Length; i++)
            if (time >= clamps[i].Start && time < clamps[i].Start + clamps[i].Duration) Add(i, clamps[i].Amplitude, membrane, cable);
    }

    /// <summary>Currents at a time, into points without area alone.</summary>
    public void SetEnds(CableTree cable, double time)
    {
        for (int i = 0; i < clamps.Length; i++) if (compartment[i] < 0) cable.NodeCurrent[node[i]] = 0;
        for (int i = 0; i < clamps.Length; i++)
            if (compartment[i] < 0 && time >= clamps[i].Start && time < clamps[i].Start + clamps[i].Duration) cable.NodeCurrent[node[i]] += clamps[i].Amplitude;
    }

    private void Add(int i, double current, Membrane membrane, CableTree cable)
    {
        if (compartment[i] < 0)
        {
            cable.NodeCurrent[node[i]] += current;
            return;
        }
        var carrier = clamps[i].Carrier switch
        {
            CurrentCarrier.Potassium => membrane.K,
            CurrentCarrier.Sodium => membrane.Na,
            _ => membrane.None,
        };
        carrier.Current[compartment[i]] -= current * perArea[i];
    }
}

namespace Multiscale.Neurons;

/// <summary>All current clamps of this rank.</summary>
internal sealed class ClampSet
{
    private readonly CurrentClamp[] clamps;
    private readonly int[] cells, compartment, point;
    private readonly double[] perArea; // 1 nA in mA/cm2
    private readonly int[] firstOf; // by local cell

    public ClampSet(NeuronLayout layout, CableLayout cable, IEnumerable<CurrentClamp> all)
    {
        clamps = [.. all.OrderBy(c => c.Gid)];
        cells = Array.ConvertAll(clamps, c => layout.LocalOf(c.Gid));
        firstOf = new int[layout.Descriptions.Length + 1];
        foreach (int cell in cells) firstOf[cell + 1]++;
        for (int cell = 0; cell < layout.Descriptions.Length; cell++) firstOf[cell + 1] += firstOf[cell];
        compartment = new int[clamps.Length];
        point = new int[clamps.Length];
        perArea = new double[clamps.Length];
        for (int i = 0; i < clamps.Length; i++)
        {
            var clamp = clamps[i];
            int cell = cells[i], node = layout.Discretizations[cell].NodeAt(clamp.Section, clamp.Position);
            compartment[i] = layout.Discretizations[cell].CompartmentOf[node];
            if (compartment[i] >= 0) compartment[i] += layout.CellOffsets[cell];
            // A point without volume cannot hold ions, and one without capacitance no conductance.
            else if (clamp.Carrier != CurrentCarrier.None || clamp.Reversal is not null) compartment[i] = layout.CompartmentAt(clamp.Gid, clamp.Section, clamp.Position);
            point[i] = compartment[i] >= 0 ? cable.SlotOf(compartment[i]) : cable.SlotOfNode(cell, node);
            perArea[i] = compartment[i] < 0 ? 0 : 100 / layout.AreaOf(compartment[i]);
        }
    }

    /// <summary>Adds each clamp's mean current over [from, to] ms, its edges taken exactly; finds the group's jolted cells.</summary>
    public void AddMeans(CellGroup group, Membrane membrane, CableMatrix matrix, double from, double to, bool findJolts)
    {
        group.Jolted.Clear();
        if (clamps.Length == 0) return;
        foreach (int cell in group.Cells)
            for (int i = firstOf[cell]; i < firstOf[cell + 1]; i++)
            {
                var clamp = clamps[i];
                double stop = clamp.Start + clamp.Duration;
                if (findJolts && ((clamp.Start >= from && clamp.Start < to) || (stop >= from && stop < to)) && matrix.IsStiff(point[i], to - from) && !group.Jolted.Contains(cell)) group.Jolted.Add(cell);
                double begin = Math.Max(from, clamp.Start), end = Math.Min(to, stop);
                if (!(end > begin)) continue;
                double mean = clamp.Amplitude * (clamp.Course?.Integral(begin, end) ?? end - begin) / (to - from);
                // The trapezoidal rule lets a conductance that is large for the step ring around its voltage.
                if (findJolts && clamp.Reversal is not null && mean * (to - from) > 2 * matrix.Capacitance[point[i]] && !group.Jolted.Contains(cell)) group.Jolted.Add(cell);
                Add(i, mean, membrane, matrix);
            }
    }

    /// <summary>Adds the currents at one time.</summary>
    public void AddAt(CellGroup group, Membrane membrane, CableMatrix matrix, double time)
    {
        if (clamps.Length == 0) return;
        foreach (int cell in group.Cells)
            for (int i = firstOf[cell]; i < firstOf[cell + 1]; i++)
                if (time >= clamps[i].Start && time < clamps[i].Start + clamps[i].Duration) Add(i, AmplitudeAt(i, time), membrane, matrix);
    }

    /// <summary>Adds the currents that electrodes bring into the rows of a cell at a time [nA].</summary>
    public void AddElectrodes(int cell, CableMatrix matrix, double time, double[] inflow)
    {
        int first = matrix.Layout.FirstSlotOf(cell), stride = matrix.Layout.PackOf(cell).Stride;
        for (int i = firstOf[cell]; i < firstOf[cell + 1]; i++)
        {
            if (clamps[i].IsMembrane || time < clamps[i].Start || time >= clamps[i].Start + clamps[i].Duration) continue;
            int slot = point[i] >= 0 ? point[i] : matrix.Layout.OpenEnds[~point[i]];
            inflow[(slot - first) / stride] += AmplitudeAt(i, time) * (clamps[i].Reversal is { } held ? held - matrix.Voltage[slot] : 1);
        }
    }

    /// <summary>Tells points without area which currents stand at a time.</summary>
    /// <param name="extrapolate">Whether open ends do as in NEURON's second-order step.</param>
    public void HoldEnds(CellGroup group, CableMatrix matrix, double time, bool extrapolate = false)
    {
        if (clamps.Length == 0) return;
        foreach (int cell in group.Cells)
            for (int i = firstOf[cell]; i < firstOf[cell + 1]; i++)
            {
                if (compartment[i] >= 0 || Array.IndexOf(point, point[i], firstOf[cell]) < i) continue; // each point once
                double sum = 0;
                for (int j = i; j < firstOf[cell + 1]; j++)
                    if (compartment[j] < 0 && point[j] == point[i] && time >= clamps[j].Start && time < clamps[j].Start + clamps[j].Duration) sum += AmplitudeAt(j, time);
                if (extrapolate) matrix.ExtrapolateAt(point[i], sum);
                else matrix.HoldAt(point[i], sum);
            }
    }

    private double AmplitudeAt(int i, double time) => clamps[i].Amplitude * (clamps[i].Course?.At(time) ?? 1);

    private void Add(int i, double amount, Membrane membrane, CableMatrix matrix)
    {
        double conductance = clamps[i].Reversal is null ? 0 : amount, current = clamps[i].Reversal is { } held ? conductance * (held - membrane.V[point[i]]) : amount;
        matrix.Inject(point[i], current);
        if (conductance != 0) matrix.PointSlope[point[i]] += conductance;
        if (compartment[i] < 0) return;
        var carrier = clamps[i].Carrier switch
        {
            CurrentCarrier.Potassium => membrane.K,
            CurrentCarrier.Sodium => membrane.Na,
            _ => null,
        };
        if (carrier is null) return;
        carrier.Current[point[i]] -= current * perArea[i];
        carrier.Slope[point[i]] += conductance * perArea[i];
    }
}

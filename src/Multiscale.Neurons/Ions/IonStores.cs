using Multiscale.Core;

namespace Multiscale.Neurons;

/// <summary>
/// Na, K and Ca inside each compartment. What a compartment has released is the state; its concentration follows from it, so that the outside
/// receives exactly what the inside loses. Within a span a cell also sees its own release outside, spread over its extracellular volume ("local source").
/// Numbers stand by slot while steps run (<see cref="CableLayout"/>), and by compartment in the ports.
/// </summary>
internal sealed partial class IonStores
{
    private const double Amount = Constants.AttomolePerMilliampereSquareMicronMillisecond;

    private readonly Membrane membrane;
    private readonly CableMatrix matrix;
    private readonly NeuronOptions options;
    private readonly NeuronLayout layout;
    private readonly DensityMechanism? pump;
    private readonly SlotArray? pumpCurrent;
    private readonly SegmentPorts ports;
    private readonly double[] shell, calciumAtStart; // [um3], [mM] by compartment
    private double[]? sodiumHolding, potassiumHolding, calciumHolding, sodiumGain, potassiumGain, calciumGain, atpGain;

    /// <param name="outsideVolume">[um3] per cell; null: no local source.</param>
    /// <param name="followsCalcium">Whether calcium inside is this class's affair: not where there is none, or a mechanism writes it.</param>
    public IonStores(Membrane membrane, CableMatrix matrix, NeuronOptions options, NeuronLayout layout, DensityMechanism? pump, double[]? outsideVolume, SegmentPorts ports, bool followsCalcium)
    {
        (this.membrane, this.matrix, this.options, this.layout, this.pump, this.ports) = (membrane, matrix, options, layout, pump, ports);
        (FollowsSodiumAndPotassium, FollowsCalcium, pumpCurrent) = (membrane.Na is not null, followsCalcium, pump?.Column("ip"));
        // What is not followed takes no memory.
        int slots = matrix.Layout.SlotCount, n = FollowsSodiumAndPotassium ? slots : 0, calcium = followsCalcium ? slots : 0, atp = FollowsAtp ? slots : 0;
        perDensity = Slots(n, 0, c => Amount * layout.Area[c]);
        perVolume = Slots(n, 1, c => 1 / layout.Volume[c]);
        (sodium, potassium) = (new Store(n, 2, options.SodiumOutside), new Store(n, 7, options.PotassiumOutside));
        uptake = new SlotArray(n, 12);
        (pumpArea, atpBefore, atpUsed) = (Slots(atp, 0, c => pump!.Has(matrix.Layout.SlotOf(c)) ? Amount * layout.Area[c] : 0), new SlotArray(atp, 13), new SlotArray(atp, 14));
        (cai, calciumCurrent, calciumShift) = (new SlotArray(calcium, 3, options.CalciumInside), new SlotArray(calcium, 4), Slots(calcium, 5, c => options.CalciumDecay * Amount / 2 / DepthOf(c)));
        shell = followsCalcium ? Array.ConvertAll(Enumerable.Range(0, layout.Count).ToArray(), c => DepthOf(c) * layout.Area[c]) : [];
        calciumAtStart = new double[shell.Length];
        perOutside = LocalSource(outsideVolume);
        (Nai, Ki, Cai) = (new double[n == 0 ? 0 : layout.Count], new double[n == 0 ? 0 : layout.Count], new double[shell.Length]);
        Take();
        Publish();

        double DepthOf(int c) => Math.Min(options.CalciumDepth, layout.Volume[c] / layout.Area[c]);
    }

    /// <summary>Whether there are the arrays of these ions.</summary>
    public bool FollowsSodiumAndPotassium { get; }

    public bool FollowsCalcium { get; }

    public bool FollowsAtp => pump is not null;

    // [mM] by compartment, at the end of the last span or sample
    public double[] Nai { get; }
    public double[] Ki { get; }
    public double[] Cai { get; }

    /// <summary>What must be saved for the run to go on as if never stopped, beside the ports.</summary>
    public IEnumerable<(string Name, SlotArray Values)> States
    {
        get
        {
            if (FollowsSodiumAndPotassium)
            {
                yield return ("na-released", sodium.Before);
                yield return ("k-released", potassium.Before);
                yield return ("na-rate", sodium.Rate);
                yield return ("k-rate", potassium.Rate);
            }
            if (FollowsCalcium)
            {
                yield return ("cai", cai);
                yield return ("ca-current", calciumCurrent);
            }
            if (FollowsAtp) yield return ("atp-used", atpBefore);
        }
    }

    /// <summary>Reads what was delivered to the ports.</summary>
    public void Take()
    {
        if (FollowsSodiumAndPotassium)
        {
            ToSlots(ports.SodiumOutside.Values, sodium.Outside);
            ToSlots(ports.PotassiumOutside.Values, potassium.Outside);
            if (perOutside is not null) ToSlots(ports.PotassiumUptakeRate.Values, uptake);
        }
        if (FollowsCalcium) ToSlots(ports.CalciumOutside.Values, membrane.Cao);
    }

    /// <summary>Starts a span: integrals begin at zero, and the ports are read.</summary>
    public void Begin()
    {
        Take();
        if (FollowsSodiumAndPotassium)
        {
            Close(sodium.Before, ports.SodiumRelease.Values, sodium.Released);
            Close(potassium.Before, ports.PotassiumRelease.Values, potassium.Released);
            StartLocalSource();
        }
        if (FollowsAtp) Close(atpBefore, ports.AtpUse.Values, atpUsed);
        if (FollowsCalcium) ToCompartments(cai, calciumAtStart);
    }

    /// <summary>Ends a span: the ports get its integrals.</summary>
    public void End()
    {
        if (FollowsSodiumAndPotassium)
        {
            ToCompartments(sodium.Released, ports.SodiumRelease.Values);
            ToCompartments(potassium.Released, ports.PotassiumRelease.Values);
        }
        if (FollowsAtp) ToCompartments(atpUsed, ports.AtpUse.Values);
        Publish();
        for (int c = 0; c < shell.Length; c++) ports.CalciumRelease.Values[c] = (calciumAtStart[c] - Cai[c]) * shell[c];
    }

    /// <summary>Takes up what <see cref="States"/> and the ports were given.</summary>
    public void Resume()
    {
        Take();
        if (FollowsSodiumAndPotassium)
        {
            ToSlots(ports.SodiumRelease.Values, sodium.Released);
            ToSlots(ports.PotassiumRelease.Values, potassium.Released);
        }
        Publish();
    }

    /// <summary>Brings concentrations by compartment to the end of the last step.</summary>
    public void Publish()
    {
        for (int c = 0; c < Nai.Length; c++)
        {
            int s = matrix.Layout.SlotOf(c);
            Nai[c] = options.SodiumInside - (options.Accumulation ? (sodium.Before[s] + sodium.Released[s]) * perVolume[s] : 0);
            Ki[c] = options.PotassiumInside - (options.Accumulation ? (potassium.Before[s] + potassium.Released[s]) * perVolume[s] : 0);
        }
        if (FollowsCalcium) ToCompartments(cai, Cai);
    }

    public ReadOnlySpan<double> SodiumHoldings() => Holdings(sodiumHolding ??= new double[layout.Count], options.SodiumInside, SodiumGains());

    public ReadOnlySpan<double> PotassiumHoldings() => Holdings(potassiumHolding ??= new double[layout.Count], options.PotassiumInside, PotassiumGains());

    public ReadOnlySpan<double> CalciumHoldings()
    {
        calciumHolding ??= new double[layout.Count];
        for (int c = 0; c < Cai.Length; c++) calciumHolding[c] = Cai[c] * shell[c];
        return calciumHolding;
    }

    // What has entered since the start [amol]: the state itself, so that the ledger sees no rounding of what is inside.
    public ReadOnlySpan<double> SodiumGains() => Gains(sodiumGain ??= new double[layout.Count], sodium.Before, ports.SodiumRelease);

    public ReadOnlySpan<double> PotassiumGains() => Gains(potassiumGain ??= new double[layout.Count], potassium.Before, ports.PotassiumRelease);

    /// <summary>ATP used since the start, negative.</summary>
    public ReadOnlySpan<double> AtpGains() => Gains(atpGain ??= new double[layout.Count], atpBefore, ports.AtpUse);

    public ReadOnlySpan<double> CalciumGains()
    {
        calciumGain ??= new double[layout.Count];
        for (int c = 0; c < Cai.Length; c++) calciumGain[c] = (Cai[c] - options.CalciumInside) * shell[c];
        return calciumGain;
    }

    private double[] Holdings(double[] amounts, double inside, ReadOnlySpan<double> gains)
    {
        for (int c = 0; c < amounts.Length; c++) amounts[c] = inside * layout.Volume[c] + gains[c];
        return amounts;
    }

    private double[] Gains(double[] gains, SlotArray before, Port release)
    {
        if (before.Count > 0) for (int c = 0; c < gains.Length; c++) gains[c] = -(before[matrix.Layout.SlotOf(c)] + release.Values[c]);
        return gains;
    }

    private void Close(SlotArray before, double[] ofSpan, SlotArray released)
    {
        for (int c = 0; c < ofSpan.Length; c++) before[matrix.Layout.SlotOf(c)] += ofSpan[c];
        released.Values.Clear();
    }

    private void ToSlots(double[] values, SlotArray slots)
    {
        for (int c = 0; c < values.Length; c++) slots[matrix.Layout.SlotOf(c)] = values[c];
    }

    private void ToCompartments(SlotArray slots, double[] values)
    {
        for (int c = 0; c < values.Length; c++) values[c] = slots[matrix.Layout.SlotOf(c)];
    }

    private SlotArray Slots(int count, int place, Func<int, double> value)
    {
        var array = new SlotArray(count, place);
        if (count > 0) for (int c = 0; c < layout.Count; c++) array[matrix.Layout.SlotOf(c)] = value(c);
        return array;
    }
}

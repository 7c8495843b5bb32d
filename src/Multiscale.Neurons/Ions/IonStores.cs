using Multiscale.Core;

namespace Multiscale.Neurons;

/// <summary>
/// Na, K and Ca inside each compartment. What a compartment has released is the state; its concentration follows from it, so that the outside
/// receives exactly what the inside loses. Within a span a cell also sees its own release outside, spread over its extracellular volume ("local source").
/// </summary>
internal sealed class IonStores
{
    private const double Amount = Constants.AttomolePerMilliampereSquareMicronMillisecond;

    private readonly Membrane membrane;
    private readonly CableMatrix matrix;
    private readonly NeuronOptions options;
    private readonly NeuronLayout layout;
    private readonly DensityMechanism? pump;
    private readonly SlotArray? pumpCurrent;
    private readonly double[]? outsideVolume; // [um3] per cell
    private readonly double[] shell, depth; // [um3], [um]
    private readonly SegmentPorts ports;
    private readonly double[] calciumAtStart;
    private double[]? sodiumHolding, potassiumHolding, calciumHolding, sodiumGain, potassiumGain, calciumGain, atpGain;

    /// <param name="followsCalcium">Whether calcium inside is this class's affair: not where there is none, or a mechanism writes it.</param>
    public IonStores(Membrane membrane, CableMatrix matrix, NeuronOptions options, NeuronLayout layout, DensityMechanism? pump, double[]? outsideVolume, SegmentPorts ports, bool followsCalcium)
    {
        (this.membrane, this.matrix, this.options, this.layout, this.pump, this.outsideVolume) = (membrane, matrix, options, layout, pump, outsideVolume);
        this.ports = ports;
        (FollowsSodiumAndPotassium, FollowsCalcium, pumpCurrent) = (membrane.Na is not null, followsCalcium, pump?.Column("ip"));
        // What is not followed takes no memory.
        int n = FollowsSodiumAndPotassium ? layout.Count : 0, calcium = followsCalcium ? layout.Count : 0;
        (Nai, Ki, Cai) = (new double[n], new double[n], new double[calcium]);
        Array.Fill(Nai, options.SodiumInside);
        Array.Fill(Ki, options.PotassiumInside);
        Array.Fill(Cai, options.CalciumInside);
        (SodiumBefore, PotassiumBefore, AtpBefore) = (new double[n], new double[n], new double[FollowsAtp ? layout.Count : 0]);
        (SodiumRate, PotassiumRate, CalciumCurrent) = (new double[n], new double[n], new double[calcium]);
        (shell, depth) = (new double[calcium], new double[calcium]);
        calciumAtStart = (double[])Cai.Clone();
        for (int c = 0; c < calcium; c++)
        {
            depth[c] = Math.Min(options.CalciumDepth, layout.Volume[c] / layout.Area[c]);
            shell[c] = depth[c] * layout.Area[c];
        }
    }

    /// <summary>Whether there are the arrays of these ions.</summary>
    public bool FollowsSodiumAndPotassium { get; }

    public bool FollowsCalcium { get; }

    public bool FollowsAtp => pump is not null;

    // [mM], at the end of the last step
    public double[] Nai { get; }
    public double[] Ki { get; }
    public double[] Cai { get; }

    // net release before this span [amol]
    public double[] SodiumBefore { get; }
    public double[] PotassiumBefore { get; }

    /// <summary>ATP used before this span [amol].</summary>
    public double[] AtpBefore { get; }

    // release in the last step [amol/ms], for the mid-point of the next
    public double[] SodiumRate { get; }
    public double[] PotassiumRate { get; }

    /// <summary>Calcium current of the last step [mA/cm2].</summary>
    public double[] CalciumCurrent { get; }

    /// <summary>Starts a span: integrals begin at zero.</summary>
    public void Begin()
    {
        if (FollowsSodiumAndPotassium)
        {
            Close(SodiumBefore, ports.SodiumRelease.Values);
            Close(PotassiumBefore, ports.PotassiumRelease.Values);
        }
        if (FollowsAtp) Close(AtpBefore, ports.AtpUse.Values);
        if (!FollowsCalcium) return;
        Cai.CopyTo(calciumAtStart, 0);
        Array.Clear(ports.CalciumRelease.Values);
    }

    private static void Close(double[] before, double[] ofSpan)
    {
        for (int c = 0; c < before.Length; c++) before[c] += ofSpan[c];
        Array.Clear(ofSpan);
    }

    /// <summary>Concentrations that the membrane of a group sees <paramref name="ahead"/> ms after the last step, <paramref name="sinceStart"/> ms into the span.</summary>
    public void Show(CellGroup group, double ahead, double sinceStart)
    {
        if (FollowsSodiumAndPotassium) foreach (int cell in group.Cells) ShowSodiumAndPotassium(cell, ahead, sinceStart);
        if (FollowsCalcium) foreach (int cell in group.Cells) ShowCalcium(cell, ahead);
    }

    /// <summary>
    /// Books a step of h ms: its mean currents are those of the membrane, moved by the change of voltage just solved for unless they stand as they are.
    /// </summary>
    public void Book(CellGroup group, double h, bool moved)
    {
        if (FollowsSodiumAndPotassium) foreach (int cell in group.Cells) BookSodiumAndPotassium(cell, h, moved);
        if (FollowsCalcium) foreach (int cell in group.Cells) BookCalcium(cell, h, moved);
        if (FollowsAtp) foreach (int cell in group.Cells) BookPump(cell, ports.AtpUse.Values, h);
    }

    private void ShowSodiumAndPotassium(int cell, double ahead, double sinceStart)
    {
        var released = ports.PotassiumRelease.Values;
        var sodiumReleased = ports.SodiumRelease.Values;
        var ko = membrane.Ko.Values;
        var nao = membrane.Nao.Values;
        var ki = membrane.Ki.Values;
        var nai = membrane.Nai.Values;
        int first = layout.CellOffsets[cell], end = layout.CellOffsets[cell + 1];
        double ownPotassium = 0, ownSodium = 0; // [mM] outside
        if (outsideVolume is not null)
        {
            for (int c = first; c < end; c++)
            {
                ownPotassium += released[c] + ahead * PotassiumRate[c];
                ownSodium += sodiumReleased[c] + ahead * SodiumRate[c];
            }
            ownPotassium /= outsideVolume[cell];
            ownSodium /= outsideVolume[cell];
        }
        for (int c = first; c < end; c++)
        {
            int s = matrix.Layout.SlotOf(c);
            ko[s] = ports.PotassiumOutside.Values[c] + ownPotassium - (outsideVolume is null ? 0 : ports.PotassiumUptakeRate.Values[c] * sinceStart);
            nao[s] = ports.SodiumOutside.Values[c] + ownSodium;
            if (!options.Accumulation) continue;
            nai[s] = Nai[c] - ahead * SodiumRate[c] / layout.Volume[c];
            ki[s] = Ki[c] - ahead * PotassiumRate[c] / layout.Volume[c];
        }
    }

    private void ShowCalcium(int cell, double ahead)
    {
        var cao = membrane.Cao.Values;
        var cai = membrane.Cai.Values;
        double factor = Math.Exp(-ahead / options.CalciumDecay);
        for (int c = layout.CellOffsets[cell]; c < layout.CellOffsets[cell + 1]; c++)
        {
            int s = matrix.Layout.SlotOf(c);
            cao[s] = ports.CalciumOutside.Values[c];
            double steady = SteadyCalcium(c, CalciumCurrent[c]);
            cai[s] = Math.Max(1e-12, steady + (Cai[c] - steady) * factor);
        }
    }

    private void BookSodiumAndPotassium(int cell, double h, bool moved)
    {
        var (na, k) = (membrane.Na!, membrane.K!);
        var naCurrent = na.Current.Values;
        var naSlope = na.Slope.Values;
        var kCurrent = k.Current.Values;
        var kSlope = k.Slope.Values;
        var change = matrix.Change.Values;
        var naRelease = ports.SodiumRelease.Values;
        var kRelease = ports.PotassiumRelease.Values;
        for (int c = layout.CellOffsets[cell]; c < layout.CellOffsets[cell + 1]; c++)
        {
            int s = matrix.Layout.SlotOf(c);
            double dv = moved ? change[s] : 0, perDensity = Amount * layout.Area[c];
            SodiumRate[c] = perDensity * (naCurrent[s] + naSlope[s] * dv);
            PotassiumRate[c] = perDensity * (kCurrent[s] + kSlope[s] * dv);
            naRelease[c] += h * SodiumRate[c];
            kRelease[c] += h * PotassiumRate[c];
            if (!options.Accumulation) continue;
            Nai[c] = options.SodiumInside - (SodiumBefore[c] + naRelease[c]) / layout.Volume[c];
            Ki[c] = options.PotassiumInside - (PotassiumBefore[c] + kRelease[c]) / layout.Volume[c];
        }
    }

    private void BookCalcium(int cell, double h, bool moved)
    {
        var current = membrane.Ca!.Current.Values;
        var slope = membrane.Ca.Slope.Values;
        var change = matrix.Change.Values;
        var release = ports.CalciumRelease.Values;
        double factor = Math.Exp(-h / options.CalciumDecay);
        for (int c = layout.CellOffsets[cell]; c < layout.CellOffsets[cell + 1]; c++)
        {
            int s = matrix.Layout.SlotOf(c);
            CalciumCurrent[c] = current[s] + slope[s] * (moved ? change[s] : 0);
            double steady = SteadyCalcium(c, CalciumCurrent[c]);
            Cai[c] = steady + (Cai[c] - steady) * factor;
            release[c] = (calciumAtStart[c] - Cai[c]) * shell[c];
        }
    }

    /// <summary>One ATP per net charge that the pump moves.</summary>
    private void BookPump(int cell, double[] atp, double h)
    {
        for (int c = layout.CellOffsets[cell]; c < layout.CellOffsets[cell + 1]; c++)
        {
            int s = matrix.Layout.SlotOf(c);
            if (pump!.Has(s)) atp[c] += h * Amount * layout.Area[c] * pumpCurrent![pump.InstanceAt(s)];
        }
    }

    /// <summary>Where cai' = -i / (2 F depth) - (cai - rest)/tau comes to rest [mM].</summary>
    private double SteadyCalcium(int c, double current) => options.CalciumInside - options.CalciumDecay * Amount / 2 * current / depth[c];

    public ReadOnlySpan<double> SodiumHoldings() => Holdings(sodiumHolding ??= new double[layout.Count], options.SodiumInside, SodiumGains());

    public ReadOnlySpan<double> PotassiumHoldings() => Holdings(potassiumHolding ??= new double[layout.Count], options.PotassiumInside, PotassiumGains());

    public ReadOnlySpan<double> CalciumHoldings()
    {
        calciumHolding ??= new double[layout.Count];
        for (int c = 0; c < Cai.Length; c++) calciumHolding[c] = Cai[c] * shell[c];
        return calciumHolding;
    }

    // What has entered since the start [amol]: the state itself, so that the ledger sees no rounding of what is inside.
    public ReadOnlySpan<double> SodiumGains() => Gains(sodiumGain ??= new double[layout.Count], SodiumBefore, ports.SodiumRelease);

    public ReadOnlySpan<double> PotassiumGains() => Gains(potassiumGain ??= new double[layout.Count], PotassiumBefore, ports.PotassiumRelease);

    /// <summary>ATP used since the start, negative.</summary>
    public ReadOnlySpan<double> AtpGains() => Gains(atpGain ??= new double[layout.Count], AtpBefore, ports.AtpUse);

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

    private static double[] Gains(double[] gains, double[] before, Port release)
    {
        for (int c = 0; c < before.Length; c++) gains[c] = -(before[c] + release.Values[c]);
        return gains;
    }
}

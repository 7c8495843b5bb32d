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
    private readonly NeuronOptions options;
    private readonly NeuronLayout layout;
    private readonly double[]? outsideVolume; // [um3] per cell
    private readonly bool calcium;
    private readonly double[] shell, depth; // [um3], [um]
    private readonly SegmentPorts ports;
    private readonly double[] sodiumHolding, potassiumHolding, calciumHolding, sodiumGain, potassiumGain, calciumGain, calciumAtStart;

    public IonStores(Membrane membrane, NeuronOptions options, NeuronLayout layout, bool calcium, double[]? outsideVolume, SegmentPorts ports)
    {
        (this.membrane, this.options, this.layout, this.calcium, this.outsideVolume) = (membrane, options, layout, calcium, outsideVolume);
        this.ports = ports;
        int n = layout.Count;
        (Nai, Ki, Cai) = (new double[n], new double[n], new double[n]);
        Array.Fill(Nai, options.SodiumInside);
        Array.Fill(Ki, options.PotassiumInside);
        Array.Fill(Cai, options.CalciumInside);
        (SodiumBefore, PotassiumBefore, AtpBefore) = (new double[n], new double[n], new double[n]);
        (SodiumRate, PotassiumRate, CalciumCurrent) = (new double[n], new double[n], new double[n]);
        (sodiumHolding, potassiumHolding, calciumHolding) = (new double[n], new double[n], new double[n]);
        (sodiumGain, potassiumGain, calciumGain) = (new double[n], new double[n], new double[n]);
        (shell, depth) = (new double[n], new double[n]);
        calciumAtStart = (double[])Cai.Clone();
        for (int c = 0; c < n; c++)
        {
            depth[c] = Math.Min(options.CalciumDepth, layout.Volume[c] / layout.Area[c]);
            shell[c] = depth[c] * layout.Area[c];
        }
    }

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
        for (int c = 0; c < Nai.Length; c++)
        {
            SodiumBefore[c] += ports.SodiumRelease.Values[c];
            PotassiumBefore[c] += ports.PotassiumRelease.Values[c];
            AtpBefore[c] += ports.AtpUse.Values[c];
            calciumAtStart[c] = Cai[c];
        }
        Array.Clear(ports.SodiumRelease.Values);
        Array.Clear(ports.PotassiumRelease.Values);
        Array.Clear(ports.CalciumRelease.Values);
        Array.Clear(ports.AtpUse.Values);
    }

    /// <summary>Concentrations that the membrane sees <paramref name="ahead"/> ms after the last step, <paramref name="sinceStart"/> ms into the span.</summary>
    public void Show(double ahead, double sinceStart)
    {
        var (released, sodiumReleased) = (ports.PotassiumRelease.Values, ports.SodiumRelease.Values);
        for (int cell = 0; cell < layout.Descriptions.Length; cell++)
        {
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
                membrane.Ko[c] = ports.PotassiumOutside.Values[c] + ownPotassium - (outsideVolume is null ? 0 : ports.PotassiumUptakeRate.Values[c] * sinceStart);
                membrane.Nao[c] = ports.SodiumOutside.Values[c] + ownSodium;
                membrane.Nai[c] = Nai[c] - ahead * SodiumRate[c] / layout.Volume[c];
                membrane.Ki[c] = Ki[c] - ahead * PotassiumRate[c] / layout.Volume[c];
            }
        }
        if (!options.Accumulation)
        {
            Nai.CopyTo(membrane.Nai, 0);
            Ki.CopyTo(membrane.Ki, 0);
        }
        if (!calcium) return;
        double factor = Math.Exp(-ahead / options.CalciumDecay);
        for (int c = 0; c < Cai.Length; c++)
        {
            membrane.Cao[c] = ports.CalciumOutside.Values[c];
            double steady = SteadyCalcium(c, CalciumCurrent[c]);
            membrane.Cai[c] = Math.Max(1e-12, steady + (Cai[c] - steady) * factor);
        }
    }

    /// <summary>
    /// Books a step of h ms: its mean currents are those of the membrane, moved by the change of voltage just solved for unless they stand as they are.
    /// </summary>
    public void Book(double h, CableTree cable, bool moved)
    {
        var (na, k, ca, pump) = (membrane.Na, membrane.K, membrane.Ca, membrane.PumpCurrent);
        var (naRelease, kRelease, caRelease, atp) = (ports.SodiumRelease.Values, ports.PotassiumRelease.Values, ports.CalciumRelease.Values, ports.AtpUse.Values);
        double factor = calcium ? Math.Exp(-h / options.CalciumDecay) : 0;
        for (int c = 0; c < Nai.Length; c++)
        {
            double dv = moved ? cable.Change[cable.NodeOf(c)] : 0, perDensity = Amount * layout.Area[c];
            SodiumRate[c] = perDensity * (na.Current[c] + na.Slope[c] * dv);
            PotassiumRate[c] = perDensity * (k.Current[c] + k.Slope[c] * dv);
            naRelease[c] += h * SodiumRate[c];
            kRelease[c] += h * PotassiumRate[c];
            atp[c] += h * perDensity * pump[c];
            if (options.Accumulation)
            {
                Nai[c] = options.SodiumInside - (SodiumBefore[c] + naRelease[c]) / layout.Volume[c];
                Ki[c] = options.PotassiumInside - (PotassiumBefore[c] + kRelease[c]) / layout.Volume[c];
            }
            if (!calcium) continue;
            CalciumCurrent[c] = ca.Current[c] + ca.Slope[c] * dv;
            double steady = SteadyCalcium(c, CalciumCurrent[c]);
            Cai[c] = steady + (Cai[c] - steady) * factor;
            caRelease[c] = (calciumAtStart[c] - Cai[c]) * shell[c];
        }
    }

    /// <summary>Where cai' = -i / (2 F depth) - (cai - rest)/tau comes to rest [mM].</summary>
    private double SteadyCalcium(int c, double current) => options.CalciumInside - options.CalciumDecay * Amount / 2 * current / depth[c];

    public ReadOnlySpan<double> SodiumHoldings() => Holdings(sodiumHolding, options.SodiumInside, SodiumGains());

    public ReadOnlySpan<double> PotassiumHoldings() => Holdings(potassiumHolding, options.PotassiumInside, PotassiumGains());

    public ReadOnlySpan<double> CalciumHoldings()
    {
        for (int c = 0; c < Cai.Length; c++) calciumHolding[c] = Cai[c] * shell[c];
        return calciumHolding;
    }

    // What has entered since the start [amol]: the state itself, so that the ledger sees no rounding of what is inside.
    public ReadOnlySpan<double> SodiumGains() => Gains(sodiumGain, SodiumBefore, ports.SodiumRelease);

    public ReadOnlySpan<double> PotassiumGains() => Gains(potassiumGain, PotassiumBefore, ports.PotassiumRelease);

    public ReadOnlySpan<double> CalciumGains()
    {
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
        for (int c = 0; c < gains.Length; c++) gains[c] = -(before[c] + release.Values[c]);
        return gains;
    }
}

using Multiscale.Numerics;
using static Multiscale.Metabolism.Jolivet;
using static Multiscale.Metabolism.UnitState;

namespace Multiscale.Metabolism;

/// <summary>What drives one unit from outside; constant over one Advance.</summary>
/// <param name="NeuronPump">ATP used by the neuron's Na/K pump [mM/s of the neuron]; the stand-alone form computes its own.</param>
/// <param name="GliaPump">ATP the astrocyte spends on taking up potassium [mM/s of the astrocyte].</param>
/// <param name="Excitation">Excitatory conductance g_e [mS/cm2].</param>
/// <param name="Inflow">Blood inflow per volume of tissue F [1/s].</param>
/// <param name="CapillaryFraction">V_cap, share of the tissue.</param>
public readonly record struct UnitDrive(double NeuronPump, double GliaPump, double Excitation, double Inflow, double CapillaryFraction)
{
    /// <summary>The drive of the published model at rest.</summary>
    public static UnitDrive Rest { get; } = new(RestingDemand, 0, 0, InflowRest, Capillary);

    /// <summary>Pump of the stand-alone model at its fixed point (no excitation, F = 0.012 1/s) [mM/s].</summary>
    public const double RestingDemand = 0.1786307273742651;
}

/// <summary>
/// The rates [mM/s] of the 28 states that both forms share (Jolivet et al. 2015, PLoS Comput Biol 11:e1004036, Text S1),
/// written once for values and for exact derivatives.
/// </summary>
internal static class UnitEquations
{
    public static void Rates<T>(ReadOnlySpan<T> y, Span<T> d, T neuronPump, in UnitDrive drive, bool capillaryFrozen = false)
        where T : unmanaged, IReal<T>
    {
        const double perNeuron = Extracellular / Neuronal, perGlia = Extracellular / Glial;
        double capillaryPerOutside = drive.CapillaryFraction / Extracellular, capillaryPerNeuron = drive.CapillaryFraction / Neuronal, capillaryPerGlia = drive.CapillaryFraction / Glial;

        T sodiumLeak = (SurfaceGlia * SodiumLeakGlia / F) * (RTF * T.Log(SodiumOutside / y[NaG]) - GliaPotential);
        T gliaPump = (SurfaceGlia * PumpGlia) * Pumping(y[Atp + 1], y[NaG]);
        d[NaG] = sodiumLeak - 3 * gliaPump + SurfaceGlia / F * GlutamateDrive * drive.Excitation;

        T glucoseEN = GlucoseEN * Exchange(y[GlcE], y[Glc], GlucoseK), glucoseEG = GlucoseEG * Exchange(y[GlcE], y[Glc + 1], GlucoseK);
        T glucoseCG = GlucoseCG * Exchange(y[GlcC], y[Glc + 1], GlucoseK), glucoseCE = GlucoseCE * Exchange(y[GlcC], y[GlcE], GlucoseK);
        T lactateNE = LactateNE * Exchange(y[Lac], y[LacE], LactateKNE), lactateGE = LactateGE * Exchange(y[Lac + 1], y[LacE], LactateKGE);
        T lactateGC = LactateGC * Exchange(y[Lac + 1], y[LacC], LactateKGC), lactateEC = LactateEC * Exchange(y[LacE], y[LacC], LactateKEC);
        T oxygenPlasma = OxygenK * T.Pow(HaemoglobinOxygen / y[O2C] - 1, -1 / Hill);

        Cell(y, d, 0, CellKinetics.Neuron, neuronPump, glucoseEN, lactateNE, oxygenPlasma, out T oxygenN);
        // The astrocyte's pump costs 7/4 of its rate, less the 3/4 of the resting rate that the basal use already contains.
        Cell(y, d, 1, CellKinetics.Glia, 1.75 * gliaPump - 0.75 * PumpGliaRest + drive.GliaPump, glucoseCG + glucoseEG, lactateGE + lactateGC, oxygenPlasma, out T oxygenG);

        d[GlcE] = glucoseCE - glucoseEG / perGlia - glucoseEN / perNeuron;
        d[LacE] = lactateNE / perNeuron + lactateGE / perGlia - lactateEC;
        Venous(y, d, drive.Inflow);
        if (capillaryFrozen)
        {
            d[O2C] = d[GlcC] = d[LacC] = d[DHb] = T.Of(0);
            return;
        }
        double renewal = 2 * drive.Inflow / drive.CapillaryFraction;
        d[O2C] = renewal * (ArterialOxygen - y[O2C]) - oxygenN / capillaryPerNeuron - oxygenG / capillaryPerGlia;
        d[GlcC] = renewal * (ArterialGlucose - y[GlcC]) - glucoseCE / capillaryPerOutside - glucoseCG / capillaryPerGlia;
        d[LacC] = renewal * (ArterialLactate - y[LacC]) + lactateEC / capillaryPerOutside + lactateGC / capillaryPerGlia;
    }

    /// <summary>Na/K pump: ATP [Na] / (1 + ATP / Km), before surface and rate constant.</summary>
    public static T Pumping<T>(T atp, T sodium) where T : unmanaged, IReal<T> => atp * sodium / (atp / PumpKm + 1);

    /// <summary>ADP and dAMP/dATP; NaN outside 0 &lt; ATP &lt; pool.</summary>
    public static (T Adp, T Amp) Adenylate<T>(T atp) where T : unmanaged, IReal<T>
    {
        if (!(atp.Value > 0 && atp.Value < AdenylatePool)) return (T.Of(double.NaN), T.Of(double.NaN));
        T root = T.Sqrt((4 * AdenylateQ * AdenylatePool) / atp + (AdenylateQ * AdenylateQ - 4 * AdenylateQ));
        return (0.5 * atp * (root - AdenylateQ), (AdenylateQ * AdenylatePool) / (atp * root) - 0.5 * root + (AdenylateQ / 2 - 1));
    }

    /// <summary>Glycolysis, lactate dehydrogenase, mitochondrion, NADH shuttle, creatine kinase and oxygen of one cell (0 neuron, 1 astrocyte).</summary>
    private static void Cell<T>(ReadOnlySpan<T> y, Span<T> d, int cell, CellKinetics k, T pump, T glucoseIn, T lactateOut, T oxygenPlasma, out T oxygen)
        where T : unmanaged, IReal<T>
    {
        T atp = y[Atp + cell], nadh = y[Nadh + cell], nadhM = y[NadhM + cell], pcr = y[PCr + cell], glucose = y[Glc + cell], pyruvate = y[Pyr + cell], o2 = y[O2 + cell];
        T nad = NadPool - nadh, nadM = NadPool - nadhM;
        var (adp, amp) = Adenylate(atp);

        T inhibition = atp / InhibitionATP * (atp / InhibitionATP);
        T hexokinase = k.Hexokinase * atp * (glucose / (glucose + GlucoseKm)) / (inhibition * inhibition + 1);
        T pgk = k.Pgk * y[Gap + cell] * adp * nad / nadh;
        T pyruvateKinase = k.PyruvateKinase * y[Pep + cell] * adp;
        T ldh = k.LdhForward * pyruvate * nadh - k.LdhBackward * y[Lac + cell] * nad;
        T mitoIn = k.MitochondriaIn * pyruvate / (pyruvate + PyruvateKm) * (nadM / (nadM + k.NadKm));
        T mitoOut = k.MitochondriaOut * o2 / (o2 + OxygenKm) * (adp / (adp + k.AdpKm)) * (nadhM / (nadhM + k.NadhKm));
        T cytosol = nadh / nad, mitochondria = nadM / nadhM;
        T shuttle = k.Shuttle * cytosol / (cytosol + k.ShuttleCytosol) * (mitochondria / (mitochondria + k.ShuttleMitochondria));
        T creatine = k.CreatineForward * pcr * adp - k.CreatineBackward * (CreatinePool - pcr) * atp;
        oxygen = k.OxygenPermeability * (oxygenPlasma - o2);

        d[Glc + cell] = glucoseIn - hexokinase;
        d[Gap + cell] = 2 * hexokinase - pgk;
        d[Pep + cell] = pgk - pyruvateKinase;
        d[Pyr + cell] = pyruvateKinase - ldh - mitoIn;
        d[Lac + cell] = ldh - lactateOut;
        d[Nadh + cell] = (pgk - ldh - shuttle) / (1 - MitochondrialShare);
        d[NadhM + cell] = (4 * mitoIn - mitoOut + shuttle) / MitochondrialShare;
        d[Atp + cell] = (pgk + pyruvateKinase - 2 * hexokinase - k.AtpBasal - pump + 3.6 * mitoOut + creatine) / (1 - amp);
        d[PCr + cell] = -creatine;
        d[O2 + cell] = oxygen - 0.6 * mitoOut;
    }

    /// <summary>Venous balloon and deoxyhaemoglobin (Buxton et al. 1998), with 1/alpha_v = 2.</summary>
    private static void Venous<T>(ReadOnlySpan<T> y, Span<T> d, double inflow) where T : unmanaged, IReal<T>
    {
        T volume = y[Vv] / VenousRest;
        T viscoelastic = (InflowRest * VenousTau / VenousRest) / T.Sqrt(volume);
        T growth = (inflow - InflowRest * (volume * volume)) / (viscoelastic + 1);
        T outflow = InflowRest * (volume * volume) + growth * viscoelastic;
        d[Vv] = growth;
        d[DHb] = inflow * (2 * ArterialOxygen - 2 * y[O2C]) - outflow * y[DHb] / y[Vv];
    }

    /// <summary>Michaelis-Menten exchange from a to b.</summary>
    private static T Exchange<T>(T a, T b, double km) where T : unmanaged, IReal<T> => a / (a + km) - b / (b + km);
}

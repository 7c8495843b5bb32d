namespace Multiscale.Metabolism;

/// <summary>
/// Positions of the states (mM; V_v is a volume fraction; V_m in mV). Neuron and astrocyte lie side by side: X + 1 is X of the astrocyte.
/// The coupled form integrates the 28 of <see cref="Coupled"/>; the stand-alone form adds the neuron's sodium and membrane.
/// </summary>
public static class UnitState
{
    internal const int NaG = 0, Glc = 1, Gap = 3, Pep = 5, Pyr = 7, Lac = 9, Nadh = 11, Atp = 13, PCr = 15, O2 = 17,
        O2C = 19, GlcC = 20, LacC = 21, Vv = 22, DHb = 23, GlcE = 24, LacE = 25, NadhM = 26, SharedCount = 28;

    internal const int FullNaN = 0, FullVm = 27, FullH = 28, FullN = 29, FullCa = 30, FullCount = 33;

    /// <summary>Names of the 28 states of the coupled form.</summary>
    public static IReadOnlyList<string> Coupled { get; } =
    [
        "Na_g", "GLC_n", "GLC_g", "GAP_n", "GAP_g", "PEP_n", "PEP_g", "PYR_n", "PYR_g", "LAC_n", "LAC_g", "NADH_n", "NADH_g", "ATP_n", "ATP_g",
        "PCr_n", "PCr_g", "O2_n", "O2_g", "O2_c", "GLC_c", "LAC_c", "V_v", "dHb", "GLC_e", "LAC_e", "NADHm_n", "NADHm_g",
    ];

    /// <summary>Names of the 33 states of the stand-alone form, in the order of the publication.</summary>
    public static IReadOnlyList<string> StandAlone { get; } =
    [
        "Na_n", "Na_g", "GLC_n", "GLC_g", "GAP_n", "GAP_g", "PEP_n", "PEP_g", "PYR_n", "PYR_g", "LAC_n", "LAC_g", "NADH_n", "NADH_g", "ATP_n", "ATP_g",
        "PCr_n", "PCr_g", "O2_n", "O2_g", "O2_c", "GLC_c", "LAC_c", "V_v", "dHb", "GLC_e", "LAC_e", "V_m", "h", "n", "Ca_n", "NADHm_n", "NADHm_g",
    ];

    /// <summary>Published initial values of the stand-alone form; not exactly at rest (V_m drifts by 0.38 mV/s at first).</summary>
    public static ReadOnlySpan<double> Published =>
    [
        7.9717478717769090, 15.105962705116731, 1.1952401106798076, 1.1916831724306007, 0.0046031315201704066, 0.004592153756399458,
        0.016409369231409576, 0.014203935093932973, 0.17389794176222959, 0.16297929416942439, 0.5981237834039330, 0.6001383440530418,
        0.006243658877436395, 0.10386865243459381, 2.1973762129517347, 2.1951002997965290, 4.9460223423181864, 4.9242059083825644,
        0.027584951432999300, 0.027594056537295686, 6.9808721131857396, 4.500386628495174, 0.5488507807424990, 0.021,
        0.057503371246197574, 2.479690857581554, 0.5991310930946384, -73.59279632137904, 0.9937194195642355, 0.018509072079738374,
        0.00005100694314844131, 0.12345447794054716, 0.12483363148236443,
    ];

    /// <summary>Where shared state <paramref name="shared"/> lies among the 33.</summary>
    internal static int InFull(int shared) => shared <= LacE ? shared + 1 : shared + 5;

    /// <summary>The 28 shared values out of the 33.</summary>
    internal static double[] SharedOf(ReadOnlySpan<double> full)
    {
        var shared = new double[SharedCount];
        for (int s = 0; s < SharedCount; s++) shared[s] = full[InFull(s)];
        return shared;
    }

    /// <summary>ADP [mM] in equilibrium with ATP [mM] by adenylate kinase; NaN unless 0 &lt; ATP &lt; 2.212 mM (the adenylate pool).</summary>
    public static double Adp(double atp) => UnitEquations.Adenylate(new Multiscale.Numerics.Scalar(atp)).Adp.Value;
}

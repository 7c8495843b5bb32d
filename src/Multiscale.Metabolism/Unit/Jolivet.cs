namespace Multiscale.Metabolism;

/// <summary>
/// Parameters of the neuron-glia-vasculature unit: Jolivet, Coggan, Allaman and Magistretti 2015, PLoS Comput Biol 11:e1004036.
/// Published values, kept as printed (also F and RT/F). Rates in mM/s, concentrations in mM, potentials in mV.
/// </summary>
internal static class Jolivet
{
    // Volume fractions of the unit.
    public const double Extracellular = 0.2, Capillary = 0.0055, Glial = 0.25, Neuronal = 0.45, MitochondrialShare = 0.07;

    // Membranes: surface to volume [1/cm], sodium leaks [mS/cm2], F [C/mol], RT/F and glial potential [mV], outside sodium [mM].
    public const double SurfaceNeuron = 2.5e4, SurfaceGlia = 2.5e4, SodiumLeakNeuron = 0.0136, SodiumLeakGlia = 0.0061;
    public const double F = 9.64853e4, RTF = 26.73, SodiumOutside = 150, GliaPotential = -70;

    // Na/K pumps [cm/(mM s)], [mM]; resting glial pump [mM/s].
    public const double PumpNeuron = 2.2e-6, PumpGlia = 4.5e-7, PumpKm = 0.5, PumpGliaRest = 0.0687;

    // Glucose and lactate transport [mM/s], [mM].
    public const double GlucoseEN = 0.041, GlucoseCE = 0.239, GlucoseEG = 0.147, GlucoseCG = 0.0016, GlucoseK = 8;
    public const double LactateNE = 24.3, LactateGE = 106.1, LactateEC = 0.25, LactateGC = 2.59e-3;
    public const double LactateKNE = 0.74, LactateKGE = 3.5, LactateKGC = 1, LactateKEC = 1;

    // Glycolysis, mitochondria, pools [mM].
    public const double InhibitionATP = 1, GlucoseKm = 0.05, NadPool = 0.212, CreatinePool = 10, PyruvateKm = 0.04, OxygenKm = 0.001;

    // Adenylate kinase: equilibrium constant and pool [mM].
    public const double AdenylateQ = 0.92, AdenylatePool = 2.212;

    // Haemoglobin [mM], Hill exponent; arterial blood [mM].
    public const double OxygenK = 0.0361, HaemoglobinOxygen = 8.6, Hill = 2.73, ArterialOxygen = 8.35, ArterialGlucose = 4.75, ArterialLactate = 0.506;

    // Venous balloon: resting flow [1/s], volume, time constant [s], 1/alpha_v = 2.
    public const double InflowRest = 0.012, VenousRest = 0.021, VenousTau = 35;

    // Glutamate: sodium load of the astrocyte per conductance [mV].
    public const double GlutamateDrive = 2.0 / 3 * 50;

    // Neuronal membrane of the stand-alone form: [mF/cm2], [mS/cm2], [mV], [mM], [s].
    public const double Capacitance = 1e-3, Leak = 0.02, PassivePotassium = 0.2035, Sodium = 40, Potassium = 18, Calcium = 0.02, Afterhyperpolarisation = 6.5;
    public const double CalciumK = 0.03, CalciumTau = 0.15, CalciumRest = 0.5e-4, EK = -80, ECa = 120, GateSpeed = 4;
}

/// <summary>Kinetics that neuron and astrocyte share in form and not in value (Jolivet et al. 2015).</summary>
internal sealed record CellKinetics
{
    public required double Hexokinase { get; init; }
    public required double Pgk { get; init; }
    public required double PyruvateKinase { get; init; }
    public required double LdhForward { get; init; }
    public required double LdhBackward { get; init; }
    public required double Shuttle { get; init; }
    public required double ShuttleCytosol { get; init; }
    public required double ShuttleMitochondria { get; init; }
    public required double NadKm { get; init; }
    public required double NadhKm { get; init; }
    public required double AtpBasal { get; init; }
    public required double AdpKm { get; init; }
    public required double MitochondriaIn { get; init; }
    public required double MitochondriaOut { get; init; }
    public required double CreatineForward { get; init; }
    public required double CreatineBackward { get; init; }
    public required double OxygenPermeability { get; init; }

    public static CellKinetics Neuron { get; } = new()
    {
        Hexokinase = 0.0504, Pgk = 3.97, PyruvateKinase = 36.7, LdhForward = 72.3, LdhBackward = 0.72,
        Shuttle = 10330, ShuttleCytosol = 4.9e-8, ShuttleMitochondria = 3.93e5, NadKm = 0.409, NadhKm = 0.0444,
        AtpBasal = 0.1695, AdpKm = 3.41e-3, MitochondriaIn = 0.1303, MitochondriaOut = 0.164,
        CreatineForward = 0.0433, CreatineBackward = 0.00028, OxygenPermeability = 1.66,
    };

    public static CellKinetics Glia { get; } = new()
    {
        Hexokinase = 0.185, Pgk = 401.7, PyruvateKinase = 135.2, LdhForward = 1.59, LdhBackward = 0.071,
        Shuttle = 150, ShuttleCytosol = 2.5e-4, ShuttleMitochondria = 1.06e4, NadKm = 40.3, NadhKm = 0.0269,
        AtpBasal = 0.1404, AdpKm = 4.83e-4, MitochondriaIn = 5.7, MitochondriaOut = 0.064,
        CreatineForward = 0.00135, CreatineBackward = 0.00001, OxygenPermeability = 0.87,
    };
}

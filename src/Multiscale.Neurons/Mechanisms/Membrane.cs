using System.Runtime.Intrinsics;
using Multiscale.Core;

namespace Multiscale.Neurons;

/// <summary>
/// What the mechanisms of all compartments of this rank share, by slot: voltage, concentrations and reversal potentials to read, and sums of outward
/// currents and their slopes by voltage to add to. Mechanisms know the arrays by the names of NMODL.
/// </summary>
internal sealed class Membrane
{
    private readonly Dictionary<string, SlotArray> places = [];
    private readonly Dictionary<string, IonCurrent> ions = [];
    private readonly Dictionary<string, double> starts;
    private readonly CableMatrix matrix;
    private readonly NeuronLayout layout;
    private SlotArray? nai, ki, cai, nao, ko, cao, atp, ena, ek, eca;
    private readonly int slots;
    private readonly bool accumulation;

    /// <param name="tracked">Ions whose currents are summed for themselves.</param>
    public Membrane(CableMatrix matrix, NeuronLayout layout, NeuronOptions options, IReadOnlySet<string> tracked)
    {
        (this.matrix, this.layout) = (matrix, layout);
        accumulation = options.Accumulation;
        slots = matrix.Voltage.Count;
        places["v"] = matrix.Voltage;
        places["sum:i"] = matrix.Current;
        places["sum:g"] = matrix.Slope;
        starts = Defaults(options).ToDictionary(d => d.Name, d => d.Value);
        foreach (string ion in tracked.Order(StringComparer.Ordinal)) ions[ion] = Summed(ion);
        (Na, K, Ca) = (ions.GetValueOrDefault("na"), ions.GetValueOrDefault("k"), ions.GetValueOrDefault("ca"));
    }

    /// <summary>Whether calcium reverses at its Nernst potential: where somebody follows its concentration. Elsewhere eca is NEURON's default.</summary>
    public bool CalciumMoves { get; set; }

    /// <summary>[mV].</summary>
    public SlotArray V => matrix.Voltage;

    // [mM]: inside and outside, at the time for which currents are asked
    public SlotArray Nai => nai ??= Place("nai");
    public SlotArray Ki => ki ??= Place("ki");
    public SlotArray Cai => cai ??= Place("cai");
    public SlotArray Nao => nao ??= Place("nao");
    public SlotArray Ko => ko ??= Place("ko");
    public SlotArray Cao => cao ??= Place("cao");
    public SlotArray Atp => atp ??= Place("atpi");

    // [mV]
    public SlotArray ENa => ena ??= Place("ena");
    public SlotArray EK => ek ??= Place("ek");
    public SlotArray ECa => eca ??= Place("eca");

    /// <summary>Null where nobody asks for the currents by ion.</summary>
    public IonCurrent? Na { get; }

    public IonCurrent? K { get; }

    public IonCurrent? Ca { get; }

    /// <summary>The sums of one ion; null where nobody asks for them.</summary>
    public IonCurrent? IonOf(string ion) => ions.GetValueOrDefault(ion);

    /// <summary>Moves the stored currents by what a change of voltage made of them.</summary>
    public void MoveCurrents(SlotArray change)
    {
        foreach (var ion in ions.Values) for (int s = 0; s < matrix.Layout.SlotCount; s++) ion.Current[s] += ion.Slope[s] * change[s];
    }

    /// <summary>Whether there is an array of that name.</summary>
    public bool Has(string name) => name == "atp" || starts.ContainsKey(name) || Holds(name);

    /// <summary>Whether anyone has asked for that array: others take no memory.</summary>
    public bool Holds(string name) => places.ContainsKey(name);

    /// <summary>
    /// An array by its NMODL name. Ions that the solver does not know by themselves have the concentrations 1 mM and reverse at 0 mV.
    /// </summary>
    public SlotArray Place(string name)
    {
        if (places.TryGetValue(name, out var array)) return array;
        bool isConcentration = name[^1] is 'i' or 'o' && !name.StartsWith("sum:", StringComparison.Ordinal);
        array = places[name] = new SlotArray(slots, places.Count, starts.TryGetValue(name, out double start) ? start : isConcentration || name is "area" or "diam" ? 1 : 0);
        if (name is "area" or "diam")
            for (int c = 0; c < layout.Count; c++)
            {
                var cut = layout.Discretizations[layout.CellOf[c]];
                int within = c - layout.CellOffsets[layout.CellOf[c]];
                array[matrix.Layout.SlotOf(c)] = name == "area" ? cut.Area[within] : cut.Diameter[within];
            }
        return array;
    }

    /// <summary>Nernst potentials of the slots [first, end) from their concentrations; <paramref name="thermal"/> is RT/F [mV].</summary>
    public void Nernst(double thermal, int first, int end)
    {
        if (accumulation)
        {
            Nernst(ENa, Nao, Nai, thermal, first, end);
            Nernst(EK, Ko, Ki, thermal, first, end);
        }
        if (CalciumMoves) Nernst(ECa, Cao, Cai, thermal / 2, first, end);
    }

    public void ClearCurrents(int first, int end)
    {
        matrix.Current.Values[first..end].Clear();
        matrix.Slope.Values[first..end].Clear();
        matrix.PointCurrent.Values[first..end].Clear();
        matrix.PointSlope.Values[first..end].Clear();
        foreach (var ion in ions.Values)
        {
            ion.Current.Values[first..end].Clear();
            ion.Slope.Values[first..end].Clear();
        }
    }

    private static IEnumerable<(string Name, double Value)> Defaults(NeuronOptions o) =>
    [
        ("nai", o.SodiumInside), ("ki", o.PotassiumInside), ("cai", o.CalciumInside),
        ("nao", o.SodiumOutside), ("ko", o.PotassiumOutside), ("cao", o.CalciumOutside),
        ("atpi", o.Atp), ("adpi", o.Adp), ("ena", o.SodiumReversal), ("ek", o.PotassiumReversal), ("eca", 132.4579341637009),
    ];

    private IonCurrent Summed(string ion)
    {
        var current = new IonCurrent(new SlotArray(slots, places.Count), new SlotArray(slots, places.Count + 1));
        places["sum:i" + ion] = places["i" + ion] = current.Current;
        places["sum:di" + ion] = current.Slope;
        return current;
    }

    private static unsafe void Nernst(SlotArray reversal, SlotArray outside, SlotArray inside, double factor, int first, int end)
    {
        double* e = reversal.Pointer, o = outside.Pointer, i = inside.Pointer;
        if (Vector512.IsHardwareAccelerated)
            for (int k = first; k < end; k += Vector512<double>.Count) (factor * Vector512.Log(Vector512.Load(o + k) / Vector512.Load(i + k))).Store(e + k);
        else
            for (int k = first; k < end; k += Vector256<double>.Count) (factor * Vector256.Log(Vector256.Load(o + k) / Vector256.Load(i + k))).Store(e + k);
    }
}

/// <summary>Outward current density of one ion [mA/cm2] and its derivative by voltage [S/cm2], by slot.</summary>
internal sealed record IonCurrent(SlotArray Current, SlotArray Slope);

using System.Numerics;
using System.Runtime.CompilerServices;

namespace Multiscale.Neurons;

/// <summary>
/// What the mechanisms of all compartments of this rank share: voltage, concentrations and reversal potentials to read; per carrier the outward
/// current density at the present voltage and its slope to add to. Arrays are padded to whole vectors; padding holds harmless values.
/// </summary>
public sealed class Membrane
{
    internal Membrane(int count, NeuronOptions options)
    {
        Count = count;
        V = Lanes.Padded(count, options.InitialVoltage);
        Nai = Lanes.Padded(count, options.SodiumInside);
        Ki = Lanes.Padded(count, options.PotassiumInside);
        Cai = Lanes.Padded(count, options.CalciumInside);
        Nao = Lanes.Padded(count, options.SodiumOutside);
        Ko = Lanes.Padded(count, options.PotassiumOutside);
        Cao = Lanes.Padded(count, options.CalciumOutside);
        Atp = Lanes.Padded(count, options.Atp);
        ENa = Lanes.Padded(count, options.SodiumReversal);
        EK = Lanes.Padded(count, options.PotassiumReversal);
        ECa = Lanes.Padded(count);
        (Na, K, Ca, None) = (new(count), new(count), new(count), new(count));
        PumpCurrent = Lanes.Padded(count);
    }

    /// <summary>Compartments on this rank.</summary>
    public int Count { get; }

    /// <summary>[mV].</summary>
    public double[] V { get; }

    // [mM]: inside and outside, at the time for which currents are asked
    public double[] Nai { get; }
    public double[] Ki { get; }
    public double[] Cai { get; }
    public double[] Nao { get; }
    public double[] Ko { get; }
    public double[] Cao { get; }
    public double[] Atp { get; }

    // [mV]
    public double[] ENa { get; }
    public double[] EK { get; }
    public double[] ECa { get; }

    public IonCurrent Na { get; }

    public IonCurrent K { get; }

    public IonCurrent Ca { get; }

    /// <summary>Charge carried by no ion.</summary>
    public IonCurrent None { get; }

    /// <summary>Net current of the Na/K pump [mA/cm2]: one ATP per net charge.</summary>
    public double[] PumpCurrent { get; }

    /// <summary>Nernst potentials from the concentrations; <paramref name="thermal"/> is RT/F [mV].</summary>
    internal void Nernst(double thermal, bool sodiumPotassium, bool calcium)
    {
        if (sodiumPotassium)
        {
            Nernst(ENa, Nao, Nai, thermal);
            Nernst(EK, Ko, Ki, thermal);
        }
        if (calcium) Nernst(ECa, Cao, Cai, thermal / 2);
    }

    private static void Nernst(double[] reversal, double[] outside, double[] inside, double factor)
    {
        var (e, o, i) = (Lanes.Of(reversal), Lanes.Of(outside), Lanes.Of(inside));
        for (int k = 0; k < e.Length; k++) e[k] = factor * Vector.Log(o[k] / i[k]);
    }

    internal void ClearCurrents()
    {
        Na.Clear();
        K.Clear();
        Ca.Clear();
        None.Clear();
        Array.Clear(PumpCurrent);
    }
}

/// <summary>Outward current density of one carrier [mA/cm2] and its derivative by voltage [S/cm2].</summary>
public sealed class IonCurrent
{
    internal IonCurrent(int count) => (Current, Slope) = (Lanes.Padded(count), Lanes.Padded(count));

    public double[] Current { get; }

    public double[] Slope { get; }

    internal void Clear()
    {
        Array.Clear(Current);
        Array.Clear(Slope);
    }

    /// <summary>Adds g (v - e) for vector k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void AddOhmic(int k, Vector<double> g, Vector<double> drive)
    {
        Lanes.Of(Current)[k] += g * drive;
        Lanes.Of(Slope)[k] += g;
    }
}

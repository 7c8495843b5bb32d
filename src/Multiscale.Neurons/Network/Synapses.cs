using Multiscale.Core;

namespace Multiscale.Neurons;

/// <summary>
/// Conductances of all synapses of this rank, in the order of their ids. Between events each is a difference of two exponentials, so a step uses its
/// exact mean over the step, events at any time within it included.
/// </summary>
internal sealed class Synapses
{
    private readonly int[] compartment, slot;
    private readonly Dictionary<long, int> indexOf = [];
    private readonly double[] perArea; // 1 nA of this synapse in mA/cm2 of its compartment
    private readonly double[] sodiumShare, potassiumShare, otherShare, reversal;
    private readonly double[] rise, decay, scale; // [ms], [ms], factor that makes the peak 1
    private readonly double[] decaying, rising; // [uS]
    private readonly double[] decayFactor, riseFactor, decayMean, riseMean; // for the present step
    private readonly double[] decayingNew, risingNew, meanNew; // what events of this step add
    private readonly double[] mean; // [uS], over the present step

    /// <param name="sorted">Synapses by group of cells, then by id.</param>
    public Synapses(NeuronLayout layout, CableLayout cable, SynapseDescription[] sorted, double sodiumReversal, double potassiumReversal)
    {
        int n = sorted.Length;
        Ids = Array.ConvertAll(sorted, s => s.Id);
        for (int i = 0; i < n; i++) indexOf[Ids[i]] = i;
        Weight = Array.ConvertAll(sorted, s => s.Weight);
        Excitatory = Array.ConvertAll(sorted, s => s.Kinetics.Excitatory);
        compartment = Array.ConvertAll(sorted, s => layout.CompartmentAt(s.TargetGid, s.Section, s.Position));
        slot = Array.ConvertAll(compartment, cable.SlotOf);
        perArea = Array.ConvertAll(compartment, c => 100 / layout.AreaOf(c));
        reversal = Array.ConvertAll(sorted, s => s.Kinetics.Reversal);
        rise = Array.ConvertAll(sorted, s => s.Kinetics.Rise);
        decay = Array.ConvertAll(sorted, s => s.Kinetics.Decay);
        (sodiumShare, potassiumShare, otherShare, scale) = (new double[n], new double[n], new double[n], new double[n]);
        (decaying, rising, decayFactor, riseFactor, decayMean, riseMean) = (new double[n], new double[n], new double[n], new double[n], new double[n], new double[n]);
        (decayingNew, risingNew, meanNew, mean) = (new double[n], new double[n], new double[n], new double[n]);
        for (int i = 0; i < n; i++)
        {
            if (sorted[i].Kinetics.Carrier == SynapticCarrier.None) otherShare[i] = 1;
            else
            {
                sodiumShare[i] = (reversal[i] - potassiumReversal) / (sodiumReversal - potassiumReversal);
                potassiumShare[i] = 1 - sodiumShare[i];
                if (sodiumShare[i] is < 0 or > 1)
                    throw new InputException("MS0222", $"synapse {Ids[i]}: Na and K cannot give a reversal potential of {reversal[i]} mV between {potassiumReversal:g4} and {sodiumReversal:g4} mV", "set its carrier to none, or its reversal between those of K and Na");
            }
            double tr = rise[i], td = decay[i];
            double peak = tr > 0 ? tr * td / (td - tr) * Math.Log(td / tr) : 0;
            scale[i] = tr > 0 ? 1 / (Math.Exp(-peak / td) - Math.Exp(-peak / tr)) : 1;
        }
    }

    public int Count => Ids.Length;

    public long[] Ids { get; }

    /// <summary>Local index of a synapse; -1 where another rank has it.</summary>
    public int IndexOf(long id) => indexOf.GetValueOrDefault(id, -1);

    public double[] Weight { get; }

    public bool[] Excitatory { get; }

    public int CompartmentOf(int synapse) => compartment[synapse];

    /// <summary>Conductance now [uS].</summary>
    public double ConductanceOf(int synapse) => decaying[synapse] - rising[synapse];

    /// <summary>Conductance as NEURON shows it [uS]: that of a rising and decaying synapse is the one its last current used.</summary>
    public double StoredConductanceOf(int synapse) => rise[synapse] > 0 ? mean[synapse] : decaying[synapse];

    public (double Decaying, double Rising) StateOf(int synapse) => (decaying[synapse], rising[synapse]);

    public void SetState(int synapse, double decayingPart, double risingPart) => (decaying[synapse], rising[synapse]) = (decayingPart, risingPart);

    /// <summary>An event that acts at once.</summary>
    public void Deliver(int s)
    {
        double w = Weight[s] * scale[s];
        decaying[s] += w;
        if (rise[s] > 0) rising[s] += w;
    }

    /// <summary>An event <paramref name="remaining"/> ms before the end of a step of h.</summary>
    public void Deliver(int s, double remaining, double h)
    {
        double w = Weight[s] * scale[s];
        if (w == 0) return;
        double e = Math.Exp(-remaining / decay[s]);
        decayingNew[s] += w * e;
        meanNew[s] += w * decay[s] / h * (1 - e);
        if (rise[s] <= 0) return;
        e = Math.Exp(-remaining / rise[s]);
        risingNew[s] += w * e;
        meanNew[s] -= w * rise[s] / h * (1 - e);
    }

    /// <summary>Means over the coming step of h, and states at its end; for the synapses of a group.</summary>
    public void Step(CellGroup group, double h)
    {
        Prepare(group, h);
        for (int i = group.FirstSynapse; i < group.EndSynapse; i++)
        {
            mean[i] = decaying[i] * decayMean[i] - rising[i] * riseMean[i] + meanNew[i];
            decaying[i] = decaying[i] * decayFactor[i] + decayingNew[i];
            rising[i] = rising[i] * riseFactor[i] + risingNew[i];
            decayingNew[i] = risingNew[i] = meanNew[i] = 0;
        }
    }

    /// <summary>The present conductances act on the coming step (NEURON).</summary>
    public void Freeze(int first, int end)
    {
        for (int i = first; i < end; i++) mean[i] = decaying[i] - rising[i];
    }

    /// <summary>Decay over h.</summary>
    public void Decay(CellGroup group, double h)
    {
        Prepare(group, h);
        for (int i = group.FirstSynapse; i < group.EndSynapse; i++)
        {
            decaying[i] *= decayFactor[i];
            rising[i] *= riseFactor[i];
        }
    }

    public void AddCurrents(int first, int end, Membrane membrane, CableMatrix matrix)
    {
        var v = membrane.V.Values;
        var current = matrix.PointCurrent.Values;
        var slope = matrix.PointSlope.Values;
        var ena = membrane.ENa.Values;
        var ek = membrane.EK.Values;
        var na = membrane.Na;
        var k = membrane.K;
        for (int i = first; i < end; i++)
        {
            int s = slot[i];
            double g = mean[i];
            if (g == 0) continue;
            slope[s] += g;
            if (otherShare[i] > 0)
            {
                current[s] += g * (v[s] - reversal[i]);
                continue;
            }
            double gna = g * sodiumShare[i], gk = g * potassiumShare[i], ina = gna * (v[s] - ena[s]), ik = gk * (v[s] - ek[s]);
            current[s] += ina + ik;
            if (na is null || k is null) continue;
            na.Current[s] += ina * perArea[i];
            na.Slope[s] += gna * perArea[i];
            k.Current[s] += ik * perArea[i];
            k.Slope[s] += gk * perArea[i];
        }
    }

    private void Prepare(CellGroup group, double h)
    {
        if (h == group.SynapseStep) return;
        for (int i = group.FirstSynapse; i < group.EndSynapse; i++)
        {
            decayFactor[i] = Math.Exp(-h / decay[i]);
            decayMean[i] = decay[i] / h * (1 - decayFactor[i]);
            riseFactor[i] = rise[i] > 0 ? Math.Exp(-h / rise[i]) : 0;
            riseMean[i] = rise[i] > 0 ? rise[i] / h * (1 - riseFactor[i]) : 0;
        }
        group.SynapseStep = h;
    }
}

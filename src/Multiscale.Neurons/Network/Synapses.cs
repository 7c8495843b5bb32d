using Multiscale.Core;

namespace Multiscale.Neurons;

/// <summary>
/// Conductances of all synapses of this rank, in the order of their ids. Between events each is a difference of two exponentials, so a step uses its
/// exact mean over the step, events at any time within it included.
/// </summary>
internal sealed class Synapses
{
    private readonly long[] ids;
    private readonly int[] compartment;
    private readonly double[] perArea; // 1 uS of this synapse in S/cm2 of its compartment
    private readonly double[] sodiumShare, potassiumShare, otherShare, reversal;
    private readonly double[] rise, decay, scale; // [ms], [ms], factor that makes the peak 1
    private readonly double[] decaying, rising; // [uS]
    private readonly double[] decayFactor, riseFactor, decayMean, riseMean; // for the present step
    private readonly double[] decayingNew, risingNew, meanNew; // what events of this step add
    private readonly double[] mean; // [uS], over the present step
    private double preparedStep;

    public Synapses(NeuronLayout layout, SynapseDescription[] sorted, double sodiumReversal, double potassiumReversal)
    {
        int n = sorted.Length;
        ids = Array.ConvertAll(sorted, s => s.Id);
        Weight = Array.ConvertAll(sorted, s => s.Weight);
        Excitatory = Array.ConvertAll(sorted, s => s.Kinetics.Excitatory);
        compartment = Array.ConvertAll(sorted, s => layout.CompartmentAt(s.TargetGid, s.Section, s.Position));
        perArea = Array.ConvertAll(compartment, c => 100 / layout.Area[c]);
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
                    throw new InputException("MS0222", $"synapse {ids[i]}: Na and K cannot give a reversal potential of {reversal[i]} mV between {potassiumReversal:g4} and {sodiumReversal:g4} mV", "set its carrier to none, or its reversal between those of K and Na");
            }
            double tr = rise[i], td = decay[i];
            double peak = tr > 0 ? tr * td / (td - tr) * Math.Log(td / tr) : 0;
            scale[i] = tr > 0 ? 1 / (Math.Exp(-peak / td) - Math.Exp(-peak / tr)) : 1;
        }
    }

    public int Count => ids.Length;

    public ReadOnlySpan<long> Ids => ids;

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

    /// <summary>Means over the coming step of h, and states at its end.</summary>
    public void Step(double h)
    {
        Prepare(h);
        for (int i = 0; i < mean.Length; i++)
        {
            mean[i] = decaying[i] * decayMean[i] - rising[i] * riseMean[i] + meanNew[i];
            decaying[i] = decaying[i] * decayFactor[i] + decayingNew[i];
            rising[i] = rising[i] * riseFactor[i] + risingNew[i];
            decayingNew[i] = risingNew[i] = meanNew[i] = 0;
        }
    }

    /// <summary>The present conductances act on the coming step (NEURON).</summary>
    public void Freeze()
    {
        for (int i = 0; i < mean.Length; i++) mean[i] = decaying[i] - rising[i];
    }

    /// <summary>Decay over h.</summary>
    public void Decay(double h)
    {
        Prepare(h);
        for (int i = 0; i < mean.Length; i++)
        {
            decaying[i] *= decayFactor[i];
            rising[i] *= riseFactor[i];
        }
    }

    public void AddCurrents(Membrane membrane)
    {
        var (v, ena, ek) = (membrane.V, membrane.ENa, membrane.EK);
        for (int i = 0; i < mean.Length; i++)
        {
            int c = compartment[i];
            double g = mean[i] * perArea[i];
            double gna = g * sodiumShare[i], gk = g * potassiumShare[i], other = g * otherShare[i];
            membrane.Na.Current[c] += gna * (v[c] - ena[c]);
            membrane.Na.Slope[c] += gna;
            membrane.K.Current[c] += gk * (v[c] - ek[c]);
            membrane.K.Slope[c] += gk;
            membrane.None.Current[c] += other * (v[c] - reversal[i]);
            membrane.None.Slope[c] += other;
        }
    }

    private void Prepare(double h)
    {
        if (h == preparedStep) return;
        preparedStep = h;
        for (int i = 0; i < mean.Length; i++)
        {
            decayFactor[i] = Math.Exp(-h / decay[i]);
            decayMean[i] = decay[i] / h * (1 - decayFactor[i]);
            riseFactor[i] = rise[i] > 0 ? Math.Exp(-h / rise[i]) : 0;
            riseMean[i] = rise[i] > 0 ? rise[i] / h * (1 - riseFactor[i]) : 0;
        }
    }
}

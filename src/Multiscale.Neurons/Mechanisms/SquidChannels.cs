using System.Numerics;

namespace Multiscale.Neurons;

/// <summary>Sodium, potassium and leak of the squid giant axon, Hodgkin and Huxley 1952, J Physiol 117:500; rates x 3^((T - 6.3)/10).</summary>
public sealed class SquidChannels(double[] sodium, double[] potassium, double[] leak, double[] leakReversal, double celsius) : Mechanism
{
    private readonly double[] m = new double[sodium.Length], h = new double[sodium.Length], n = new double[sodium.Length];
    private readonly double q10 = Math.Pow(3, (celsius - 6.3) / 10);

    public override string Name => "hh";

    public override IReadOnlyList<RangeVariable> States => [new("m", m), new("h", h), new("n", n)];

    public override void AdvanceStates(Membrane membrane, double h)
    {
        var (v, ms, hs, ns) = (Lanes.Of(membrane.V), Lanes.Of(m), Lanes.Of(this.h), Lanes.Of(n));
        h *= q10;
        for (int k = 0; k < v.Length; k++)
        {
            var u = v[k];
            var c65 = u + new Vector<double>(65.0);
            ms[k] = Lanes.Relax(ms[k], 0.1 * Lanes.ExpRatio(-(u + new Vector<double>(40.0)), 10), 4 * Lanes.Exp(c65 * (-1.0 / 18)), h);
            hs[k] = Lanes.Relax(hs[k], 0.07 * Lanes.Exp(c65 * -0.05), Lanes.Logistic(0.1 * (u + new Vector<double>(35.0))), h);
            ns[k] = Lanes.Relax(ns[k], 0.01 * Lanes.ExpRatio(-(u + new Vector<double>(55.0)), 10), 0.125 * Lanes.Exp(c65 * (-1.0 / 80)), h);
        }
    }

    public override void AddCurrents(Membrane membrane)
    {
        var (v, ena, ek, el) = (Lanes.Of(membrane.V), Lanes.Of(membrane.ENa), Lanes.Of(membrane.EK), Lanes.Of(leakReversal));
        var (gna, gk, gl) = (Lanes.Of(sodium), Lanes.Of(potassium), Lanes.Of(leak));
        var (ms, hs, ns) = (Lanes.Of(m), Lanes.Of(h), Lanes.Of(n));
        for (int k = 0; k < v.Length; k++)
        {
            var n2 = ns[k] * ns[k];
            membrane.Na.AddOhmic(k, gna[k] * ms[k] * ms[k] * ms[k] * hs[k], v[k] - ena[k]);
            membrane.K.AddOhmic(k, gk[k] * n2 * n2, v[k] - ek[k]);
            membrane.None.AddOhmic(k, gl[k], v[k] - el[k]);
        }
    }
}

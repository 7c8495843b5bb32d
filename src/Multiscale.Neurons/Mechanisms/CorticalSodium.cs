using System.Numerics;

namespace Multiscale.Neurons;

/// <summary>Fast sodium current of cortical cells, m^3 h: Pospischil et al. 2008, Biol Cybern 99:427 (Traub and Miles kinetics), V_T = -56.2 mV; rates x 3^((T - 36)/10).</summary>
public sealed class CorticalSodium(double[] density, double celsius) : Mechanism
{
    internal const double VT = -56.2;

    private readonly double[] m = new double[density.Length], h = new double[density.Length];
    private readonly double q10 = Math.Pow(3, (celsius - 36) / 10);

    public override string Name => "cna";

    public override IReadOnlyList<RangeVariable> States => [new("m", m), new("h", h)];

    public override void AdvanceStates(Membrane membrane, double h)
    {
        var (v, ms, hs) = (Lanes.Of(membrane.V), Lanes.Of(m), Lanes.Of(this.h));
        h *= q10;
        for (int k = 0; k < v.Length; k++)
        {
            var u = v[k] - new Vector<double>(VT);
            var alphaM = 0.32 * Lanes.ExpRatio(new Vector<double>(13.0) - u, 4);
            var betaM = 0.28 * Lanes.ExpRatio(u - new Vector<double>(40.0), 5);
            var alphaH = 0.128 * Lanes.Exp((new Vector<double>(17.0) - u) * (1.0 / 18));
            var betaH = 4 * Lanes.Logistic((u - new Vector<double>(40.0)) * 0.2);
            ms[k] = Lanes.Relax(ms[k], alphaM, betaM, h);
            hs[k] = Lanes.Relax(hs[k], alphaH, betaH, h);
        }
    }

    public override void AddCurrents(Membrane membrane)
    {
        var (v, e, g, ms, hs) = (Lanes.Of(membrane.V), Lanes.Of(membrane.ENa), Lanes.Of(density), Lanes.Of(m), Lanes.Of(h));
        for (int k = 0; k < v.Length; k++) membrane.Na.AddOhmic(k, g[k] * ms[k] * ms[k] * ms[k] * hs[k], v[k] - e[k]);
    }
}

using System.Numerics;

namespace Multiscale.Neurons;

/// <summary>
/// High-threshold calcium current I_L, q^2 r: Reuveni et al. 1993, J Neurosci 13:4609, as in Pospischil et al. 2008, Biol Cybern 99:427;
/// the reversal potential is Nernst's instead of their constant 120 mV; rates x 3^((T - 36)/10).
/// </summary>
public sealed class CorticalCalcium(double[] density, double celsius) : Mechanism
{
    private readonly double[] q = new double[density.Length], r = new double[density.Length];
    private readonly double q10 = Math.Pow(3, (celsius - 36) / 10);

    public override string Name => "ccal";

    public override IReadOnlyList<RangeVariable> States => [new("q", q), new("r", r)];

    public override void AdvanceStates(Membrane membrane, double h)
    {
        var (v, qs, rs) = (Lanes.Of(membrane.V), Lanes.Of(q), Lanes.Of(r));
        h *= q10;
        for (int k = 0; k < v.Length; k++)
        {
            var u = v[k];
            var alphaQ = 0.055 * Lanes.ExpRatio(new Vector<double>(-27.0) - u, 3.8);
            var betaQ = 0.94 * Lanes.Exp((new Vector<double>(-75.0) - u) * (1.0 / 17));
            var alphaR = 0.000457 * Lanes.Exp((new Vector<double>(-13.0) - u) * (1.0 / 50));
            var betaR = 0.0065 * Lanes.Logistic((u + new Vector<double>(15.0)) * (1.0 / 28));
            qs[k] = Lanes.Relax(qs[k], alphaQ, betaQ, h);
            rs[k] = Lanes.Relax(rs[k], alphaR, betaR, h);
        }
    }

    public override void AddCurrents(Membrane membrane)
    {
        var (v, e, g, qs, rs) = (Lanes.Of(membrane.V), Lanes.Of(membrane.ECa), Lanes.Of(density), Lanes.Of(q), Lanes.Of(r));
        for (int k = 0; k < v.Length; k++) membrane.Ca.AddOhmic(k, g[k] * qs[k] * qs[k] * rs[k], v[k] - e[k]);
    }
}

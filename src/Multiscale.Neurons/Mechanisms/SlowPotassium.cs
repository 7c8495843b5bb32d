using System.Numerics;

namespace Multiscale.Neurons;

/// <summary>Slow non-inactivating potassium current I_M (Yamada et al. 1989) as in Pospischil et al. 2008, Biol Cybern 99:427, tau_max = 608 ms; rate x 2.3^((T - 36)/10).</summary>
public sealed class SlowPotassium(double[] density, double celsius) : Mechanism
{
    private const double TauMax = 608;

    private readonly double[] p = new double[density.Length];
    private readonly double q10 = Math.Pow(2.3, (celsius - 36) / 10);

    public override string Name => "cm";

    public override IReadOnlyList<RangeVariable> States => [new("p", p)];

    public override void AdvanceStates(Membrane membrane, double h)
    {
        var (v, ps) = (Lanes.Of(membrane.V), Lanes.Of(p));
        for (int k = 0; k < v.Length; k++)
        {
            var e = Lanes.Exp((v[k] + new Vector<double>(35.0)) * 0.05);
            var steady = e * e / (e * e + Vector<double>.One); // 1 / (1 + exp(-(V + 35)/10))
            var rate = (3.3 * e + Vector<double>.One / e) * (q10 / TauMax);
            ps[k] = double.IsPositiveInfinity(h) ? steady : steady + (ps[k] - steady) * Lanes.Exp(rate * -h);
        }
    }

    public override void AddCurrents(Membrane membrane)
    {
        var (v, e, g, ps) = (Lanes.Of(membrane.V), Lanes.Of(membrane.EK), Lanes.Of(density), Lanes.Of(p));
        for (int k = 0; k < v.Length; k++) membrane.K.AddOhmic(k, g[k] * ps[k], v[k] - e[k]);
    }
}

using System.Numerics;

namespace Multiscale.Neurons;

/// <summary>Delayed rectifier of cortical cells, n^4: Pospischil et al. 2008, Biol Cybern 99:427 (Traub and Miles kinetics), V_T = -56.2 mV; rates x 3^((T - 36)/10).</summary>
public sealed class CorticalPotassium(double[] density, double celsius) : Mechanism
{
    private readonly double[] n = new double[density.Length];
    private readonly double q10 = Math.Pow(3, (celsius - 36) / 10);

    public override string Name => "ckd";

    public override IReadOnlyList<RangeVariable> States => [new("n", n)];

    public override void AdvanceStates(Membrane membrane, double h)
    {
        var (v, ns) = (Lanes.Of(membrane.V), Lanes.Of(n));
        h *= q10;
        for (int k = 0; k < v.Length; k++)
        {
            var u = v[k] - new Vector<double>(CorticalSodium.VT);
            var alpha = 0.032 * Lanes.ExpRatio(new Vector<double>(15.0) - u, 5);
            var beta = 0.5 * Lanes.Exp((new Vector<double>(10.0) - u) * (1.0 / 40));
            ns[k] = Lanes.Relax(ns[k], alpha, beta, h);
        }
    }

    public override void AddCurrents(Membrane membrane)
    {
        var (v, e, g, ns) = (Lanes.Of(membrane.V), Lanes.Of(membrane.EK), Lanes.Of(density), Lanes.Of(n));
        for (int k = 0; k < v.Length; k++)
        {
            var n2 = ns[k] * ns[k];
            membrane.K.AddOhmic(k, g[k] * n2 * n2, v[k] - e[k]);
        }
    }
}

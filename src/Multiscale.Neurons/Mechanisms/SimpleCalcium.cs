using System.Numerics;

namespace Multiscale.Neurons;

/// <summary>High-voltage calcium channel with one squared gate: m_inf = 1/(1 + exp(-(V + 10)/6)), tau = 0.5 + 2/(1 + exp((V + 30)/10)) ms.</summary>
public sealed class SimpleCalcium(double[] density) : Mechanism
{
    private readonly double[] m = new double[density.Length];

    public override string Name => "cahva";

    public override IReadOnlyList<RangeVariable> States => [new("m", m)];

    public override void AdvanceStates(Membrane membrane, double h)
    {
        var (v, ms) = (Lanes.Of(membrane.V), Lanes.Of(m));
        for (int k = 0; k < v.Length; k++)
        {
            var steady = Lanes.Logistic((v[k] + new Vector<double>(10.0)) * (1.0 / 6));
            var tau = new Vector<double>(0.5) + 2 * Lanes.Logistic((v[k] + new Vector<double>(30.0)) * -0.1);
            ms[k] = double.IsPositiveInfinity(h) ? steady : steady + (ms[k] - steady) * Lanes.Exp(new Vector<double>(-h) / tau);
        }
    }

    public override void AddCurrents(Membrane membrane)
    {
        var (v, e, g, ms) = (Lanes.Of(membrane.V), Lanes.Of(membrane.ECa), Lanes.Of(density), Lanes.Of(m));
        for (int k = 0; k < v.Length; k++) membrane.Ca.AddOhmic(k, g[k] * ms[k] * ms[k], v[k] - e[k]);
    }
}

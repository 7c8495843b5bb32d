namespace Multiscale.Neurons;

/// <summary>g (V - e), carried by no ion.</summary>
public sealed class PassiveLeak(double[] conductance, double[] reversal) : Mechanism
{
    public override string Name => "pas";

    public override void AddCurrents(Membrane membrane)
    {
        var (v, g, e) = (Lanes.Of(membrane.V), Lanes.Of(conductance), Lanes.Of(reversal));
        for (int k = 0; k < v.Length; k++) membrane.None.AddOhmic(k, g[k], v[k] - e[k]);
    }
}

using System.Numerics;

namespace Multiscale.Neurons;

/// <summary>A constant outward calcium current [mA/cm2] that balances the influx through the channels at rest.</summary>
public sealed class CalciumExtrusion(double[] current) : Mechanism
{
    public override string Name => "capump";

    public override void AddCurrents(Membrane membrane)
    {
        var (i, own) = (Lanes.Of(membrane.Ca.Current), Lanes.Of(current));
        for (int k = 0; k < i.Length; k++) i[k] += own[k];
    }
}

namespace Multiscale.Neurons;

/// <summary>The leak, split into a sodium and a potassium conductance [S/cm2], so that its charge is carried by ions.</summary>
public sealed class IonLeak(double[] sodium, double[] potassium) : Mechanism
{
    public override string Name => "leak";

    public double[] Sodium => sodium;

    public double[] Potassium => potassium;

    public override void AddCurrents(Membrane membrane)
    {
        var (v, ena, ek, gna, gk) = (Lanes.Of(membrane.V), Lanes.Of(membrane.ENa), Lanes.Of(membrane.EK), Lanes.Of(sodium), Lanes.Of(potassium));
        for (int k = 0; k < v.Length; k++)
        {
            membrane.Na.AddOhmic(k, gna[k], v[k] - ena[k]);
            membrane.K.AddOhmic(k, gk[k], v[k] - ek[k]);
        }
    }
}

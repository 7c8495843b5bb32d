using System.Numerics;

namespace Multiscale.Neurons;

/// <summary>
/// Na/K ATPase, 3 Na out for 2 K in and one ATP: net current ip = imax (nai/(nai + 10))^3 ko/(ko + 1.5) ATP/(ATP + 0.3) [mA/cm2, mM].
/// </summary>
public sealed class SodiumPotassiumPump(double[] density) : Mechanism
{
    private const double HalfSodium = 10, HalfPotassium = 1.5, HalfAtp = 0.3; // mM

    public override string Name => "nakpump";

    /// <summary>imax [mA/cm2].</summary>
    public double[] Density => density;

    /// <summary>ip / imax.</summary>
    public static double Activity(double nai, double ko, double atp)
    {
        double site = nai / (nai + HalfSodium);
        return site * site * site * ko / (ko + HalfPotassium) * atp / (atp + HalfAtp);
    }

    public override void AddCurrents(Membrane membrane)
    {
        var (nai, ko, atp, imax) = (Lanes.Of(membrane.Nai), Lanes.Of(membrane.Ko), Lanes.Of(membrane.Atp), Lanes.Of(density));
        var (ina, ik, ip) = (Lanes.Of(membrane.Na.Current), Lanes.Of(membrane.K.Current), Lanes.Of(membrane.PumpCurrent));
        for (int k = 0; k < ip.Length; k++)
        {
            var site = nai[k] / (nai[k] + new Vector<double>(HalfSodium));
            var i = imax[k] * site * site * site * ko[k] / (ko[k] + new Vector<double>(HalfPotassium)) * atp[k] / (atp[k] + new Vector<double>(HalfAtp));
            ip[k] = i;
            ina[k] += 3 * i;
            ik[k] -= 2 * i;
        }
    }
}

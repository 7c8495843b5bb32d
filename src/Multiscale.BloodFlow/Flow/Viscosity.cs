namespace Multiscale.BloodFlow;

/// <summary>Resistance of a vessel to Poiseuille flow.</summary>
public static class Viscosity
{
    /// <summary>8 mu L / (pi r^4) [g/(um^4 s)] of a vessel of radius r and length L [um] at viscosity mu [g/(um s)].</summary>
    public static double Resistance(ViscosityModel model, double plasma, double radius, double length)
    {
        double square = radius * radius;
        double poiseuille = 8 * plasma * length / (Math.PI * square * square);
        return model == ViscosityModel.Constant ? poiseuille : poiseuille * RadiusFactor(radius);
    }

    /// <summary>Apparent over plasma viscosity at hematocrit 0.45 (Reichold et al. 2009, J Cereb Blood Flow Metab 29:1429), radius in um.</summary>
    public static double RadiusFactor(double radius) => 4 * (1 - 0.863 * Math.Exp(-radius / 14.3) + 27.5 * Math.Exp(-radius / 0.351));
}

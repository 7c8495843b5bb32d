namespace Multiscale.BloodFlow;

/// <summary>Resistance of a vessel to Poiseuille flow.</summary>
public static class Viscosity
{
    /// <summary>Hematocrit at which Pries's laws give their reference viscosity.</summary>
    private const double Reference = 0.45;

    /// <summary>8 mu L / (pi r^4) [g/(um^4 s)] of a vessel of radius r and length L [um] for plasma of viscosity [g/(um s)] and a discharge hematocrit.</summary>
    public static double Resistance(ViscosityModel model, double plasma, double radius, double length, double hematocrit = Reference)
    {
        double square = radius * radius;
        return 8 * plasma * length / (Math.PI * square * square) * Relative(model, radius, hematocrit);
    }

    /// <summary>Apparent over plasma viscosity.</summary>
    public static double Relative(ViscosityModel model, double radius, double hematocrit) => model switch
    {
        ViscosityModel.Constant => 1,
        ViscosityModel.PriesInVivo => PriesInVivo(2 * radius, hematocrit),
        ViscosityModel.PriesInVitro => PriesInVitro(2 * radius, hematocrit),
        _ => RadiusFactor(radius),
    };

    /// <summary>At hematocrit 0.45 (Reichold et al. 2009, J Cereb Blood Flow Metab 29:1429), radius in um.</summary>
    public static double RadiusFactor(double radius) => 4 * (1 - 0.863 * Math.Exp(-radius / 14.3) + 27.5 * Math.Exp(-radius / 0.351));

    /// <summary>In living vessels of diameter D > 1.1 um (Pries, Secomb et al. 1994, Circ Res 75:904).</summary>
    public static double PriesInVivo(double diameter, double hematocrit)
    {
        double at45 = 6 * Math.Exp(-0.085 * diameter) + LargeTubes(diameter);
        double wall = diameter / (diameter - 1.1);
        wall *= wall;
        return (1 + (at45 - 1) * HematocritFactor(diameter, hematocrit) * wall) * wall;
    }

    /// <summary>In glass tubes (Pries, Neuhaus and Gaehtgens 1992, Am J Physiol 263:H1770).</summary>
    public static double PriesInVitro(double diameter, double hematocrit)
    {
        double at45 = 220 * Math.Exp(-1.3 * diameter) + LargeTubes(diameter);
        return 1 + (at45 - 1) * HematocritFactor(diameter, hematocrit);
    }

    private static double LargeTubes(double diameter) => 3.2 - 2.44 * Math.Exp(-0.06 * Math.Pow(diameter, 0.645));

    /// <summary>((1-H)^C - 1) / ((1-0.45)^C - 1) with the exponent's dependence on the diameter; 1 at the reference.</summary>
    private static double HematocritFactor(double diameter, double hematocrit)
    {
        double wide = 1 / (1 + 1e-11 * Math.Pow(diameter, 12));
        double exponent = (0.8 + Math.Exp(-0.075 * diameter)) * (wide - 1) + wide;
        return (Math.Pow(1 - hematocrit, exponent) - 1) / (Math.Pow(1 - Reference, exponent) - 1);
    }
}

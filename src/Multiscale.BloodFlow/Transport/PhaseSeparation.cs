namespace Multiscale.BloodFlow;

/// <summary>How red cells divide at a bifurcation (Pries and Secomb 2005, Am J Physiol 289:H2657): the branch with more blood takes more than its share.</summary>
public static class PhaseSeparation
{
    /// <summary>Share of the red cells that branch a takes.</summary>
    /// <param name="share">Its share of the blood.</param>
    /// <param name="diameter">Its diameter [um].</param>
    /// <param name="other">Diameter of the other branch [um].</param>
    /// <param name="feeding">Diameter of the vessel that feeds both [um].</param>
    /// <param name="hematocrit">Discharge hematocrit there.</param>
    public static double Share(double share, double diameter, double other, double feeding, double hematocrit)
    {
        double plasma = (1 - hematocrit) / feeding;
        double threshold = 0.964 * plasma;
        if (share <= threshold) return 0;
        if (share >= 1 - threshold) return 1;
        double ratio = diameter / other * (diameter / other);
        double asymmetry = -13.29 * (ratio - 1) / (ratio + 1) * plasma;
        double steepness = 1 + 6.98 * plasma;
        double above = share - threshold, below = 1 - threshold - share;
        return 1 / (1 + Math.Exp(-asymmetry) * Math.Pow(below / above, steepness));
    }
}

using Multiscale.Core;

namespace Multiscale.Brain;

/// <summary>
/// A simple EEG: each region is a radial current dipole at its centre in a homogeneous conductor, phi = p (r_s - r_c).n / (4 pi sigma |r_s - r_c|^3), with n from
/// the middle of the brain through the region; electrodes lie on a sphere around the brain, evenly by the golden angle over its upper half; average reference.
/// </summary>
public sealed class EegProjection
{
    private const double Conductivity = 0.3; // [S/m], brain

    /// <param name="electrodes">Number of electrodes.</param>
    /// <exception cref="InputException">MS1508: the centres of the regions are not known.</exception>
    public EegProjection(Connectome connectome, int electrodes)
    {
        var c = connectome.Centres ?? throw new InputException("MS1508", "the EEG needs the centres of the regions", "use a connectome with centres, or leave out the EEG");
        int n = connectome.Count;
        (Electrodes, Regions) = (electrodes, n);
        double[] middle = new double[3];
        for (int r = 0; r < n; r++)
            for (int d = 0; d < 3; d++) middle[d] += c[3 * r + d] / n;
        double radius = 0;
        for (int r = 0; r < n; r++) radius = Math.Max(radius, Distance(c.AsSpan(3 * r, 3), middle));
        radius *= 1.2;
        Gain = new double[electrodes * n];
        for (int e = 0; e < electrodes; e++)
        {
            double z = 1 - (e + 0.5) / electrodes, angle = e * Math.PI * (3 - Math.Sqrt(5)), rho = Math.Sqrt(1 - z * z);
            double[] at = [middle[0] + radius * rho * Math.Cos(angle), middle[1] + radius * rho * Math.Sin(angle), middle[2] + radius * z];
            for (int r = 0; r < n; r++)
            {
                var centre = c.AsSpan(3 * r, 3);
                double distance = Distance(at, centre), outward = Distance(centre, middle), along = 0;
                for (int d = 0; d < 3; d++) along += (at[d] - centre[d]) * (outward > 0 ? (centre[d] - middle[d]) / outward : 0);
                Gain[e * n + r] = along / (4 * Math.PI * Conductivity * distance * distance * distance);
            }
        }
        // Average reference: the electrodes add up to nothing.
        for (int r = 0; r < n; r++)
        {
            double mean = 0;
            for (int e = 0; e < electrodes; e++) mean += Gain[e * n + r] / electrodes;
            for (int e = 0; e < electrodes; e++) Gain[e * n + r] -= mean;
        }
    }

    public int Electrodes { get; }

    public int Regions { get; }

    /// <summary>Potential at an electrode for a unit dipole in a region, [electrode * Regions + region]; the scale is arbitrary.</summary>
    public double[] Gain { get; }

    public void Project(ReadOnlySpan<double> activity, Span<double> eeg)
    {
        for (int e = 0; e < Electrodes; e++)
        {
            double sum = 0;
            for (int r = 0; r < Regions; r++) sum += Gain[e * Regions + r] * activity[r];
            eeg[e] = sum;
        }
    }

    private static double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b) =>
        Math.Sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]) + (a[2] - b[2]) * (a[2] - b[2]));
}

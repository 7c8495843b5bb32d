using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.Diffusion;

/// <summary>A field on a mesh read as a function of x: volume means over slabs and fitted points. The whole field is gathered on every rank.</summary>
public sealed class AxialProfile
{
    private readonly TetMesh mesh;
    private readonly double[] values;

    /// <summary>Collective.</summary>
    public AxialProfile(TetMesh mesh, EntitySet tets, ReadOnlySpan<double> owned, Communicator ranks)
    {
        this.mesh = mesh;
        values = VerificationRun.Gather(mesh, tets, owned, ranks);
    }

    /// <summary>The largest extent of a tet along x [um].</summary>
    public double Thickness
    {
        get
        {
            double most = 0;
            for (int t = 0; t < values.Length; t++) most = Math.Max(most, Extent(t).High - Extent(t).Low);
            return most;
        }
    }

    /// <summary>Mean over the tets whose barycentres lie in [low, high).</summary>
    public double Mean(double low, double high)
    {
        double sum = 0, volume = 0;
        for (int t = 0; t < values.Length; t++)
        {
            double x = mesh.Barycentre(t).X;
            if (x < low || x >= high) continue;
            sum += mesh.Volumes[t] * values[t];
            volume += mesh.Volumes[t];
        }
        return sum / volume;
    }

    /// <summary>
    /// Value at x: the constant term of a cubic fitted by volume-weighted least squares to the tets within <paramref name="reach"/> of x on one
    /// side of it; where x is the interface, the mean of both sides, because the second derivative jumps there.
    /// </summary>
    public double At(double x, double reach, double interfaceAt)
    {
        if (x != interfaceAt) return Fit(x, Math.Max(x - reach, x > interfaceAt ? interfaceAt : double.NegativeInfinity), x + reach);
        return 0.5 * (Fit(x, x - reach, x) + Fit(x, x, x + reach));
    }

    private double Fit(double x, double low, double high)
    {
        const int Terms = 4;
        var a = new double[Terms, Terms + 1];
        for (int t = 0; t < values.Length; t++)
        {
            double centre = mesh.Barycentre(t).X;
            if (centre < low || centre > high) continue;
            var basis = new double[Terms];
            for (int power = 0; power < Terms; power++) basis[power] = MeanPower(t, x, power);
            for (int i = 0; i < Terms; i++)
            {
                for (int j = 0; j < Terms; j++) a[i, j] += mesh.Volumes[t] * basis[i] * basis[j];
                a[i, Terms] += mesh.Volumes[t] * basis[i] * values[t];
            }
        }
        for (int k = 0; k < Terms; k++) // normal equations, positive definite
            for (int i = 0; i < Terms; i++)
            {
                if (i == k) continue;
                double factor = a[i, k] / a[k, k];
                for (int j = k; j <= Terms; j++) a[i, j] -= factor * a[k, j];
            }
        return a[0, Terms] / a[0, 0];
    }

    /// <summary>Mean of (X - x)^power over a tet: the complete homogeneous polynomial of its corners over the binomial (power + 3 over 3).</summary>
    private double MeanPower(int tet, double x, int power)
    {
        Span<double> h = [1, 0, 0, 0];
        for (int i = 0; i < 4; i++)
        {
            double d = mesh.Vertex(tet, i).X - x;
            for (int p = 1; p <= power; p++) h[p] += d * h[p - 1];
        }
        return h[power] * 6.0 / ((power + 1) * (power + 2) * (power + 3));
    }

    /// <summary>No tet crosses a multiple of <paramref name="spacing"/> below <paramref name="length"/>.</summary>
    public bool IsConforming(double spacing, double length)
    {
        for (int t = 0; t < values.Length; t++)
        {
            var (low, high) = Extent(t);
            if (high <= length && Math.Floor((low + 1e-9) / spacing) < Math.Floor((high - 1e-9) / spacing)) return false;
        }
        return true;
    }

    private (double Low, double High) Extent(int tet)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (int i = 0; i < 4; i++) (low, high) = (Math.Min(low, mesh.Vertex(tet, i).X), Math.Max(high, mesh.Vertex(tet, i).X));
        return (low, high);
    }
}

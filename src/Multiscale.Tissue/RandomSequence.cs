using Multiscale.Core;
using Multiscale.Geometry;

namespace Multiscale.Tissue;

/// <summary>What a random sequence is for; together with an entity number it names the stream.</summary>
internal enum Purpose { Shape = 1, Place = 2, Connection = 3, Synapse = 4, Vessels = 5, Branch = 6 }

/// <summary>Draws one after the other from the stream of one entity, so that no entity's draws move those of another.</summary>
internal sealed class RandomSequence(long seed, Purpose purpose, int entity)
{
    private readonly CounterRandom random = new((ulong)seed, ((ulong)purpose << 40) + (ulong)entity);
    private ulong count;

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform() => random.Uniform(count++);

    public double Uniform(double low, double high) => low + (high - low) * Uniform();

    /// <summary>Uniform in 0 .. n - 1.</summary>
    public int Below(int n) => (int)(n * Uniform());

    /// <summary>Uniform on the unit sphere.</summary>
    public Point3 Direction()
    {
        double z = Uniform(-1, 1), angle = Uniform(0, 2 * Math.PI), r = Math.Sqrt(1 - z * z);
        return new Point3(r * Math.Cos(angle), z, r * Math.Sin(angle));
    }

    /// <summary>Standard normal in each coordinate.</summary>
    public Point3 Normal() => new(NormalNumber(), NormalNumber(), NormalNumber());

    /// <summary>The numbers 0 .. n - 1 in random order (Fisher and Yates).</summary>
    public int[] Permutation(int n)
    {
        var order = new int[n];
        for (int i = 0; i < n; i++) order[i] = i;
        for (int i = n - 1; i > 0; i--)
        {
            int j = Below(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    private double NormalNumber()
    {
        double u = 1 - Uniform(), v = Uniform();
        return Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(2 * Math.PI * v);
    }
}

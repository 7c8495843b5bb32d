using Multiscale.Geometry;

namespace Multiscale.Cli;

/// <summary>
/// A synthetic vasculature for benchmarks: a jittered cubic lattice of 40 um whose edges exist with probability 1/2, fed by three entries from above.
/// Random numbers are splitmix64 by index (Steele, Lea and Flood 2014), so that other programs can build the same graph.
/// </summary>
internal static class VesselLattice
{
    private const double Spacing = 40, Jitter = 10, Keep = 0.5;

    private static readonly double[] EntryDiameters = [12, 14, 16];

    /// <param name="n">Nodes along each axis.</param>
    public static VesselGraph Create(int n, ulong seed)
    {
        int count = n * n * n, entries = EntryDiameters.Length;
        var positions = new Point3[count + entries];
        var diameters = new double[count + entries];
        List<int> starts = [], ends = [];
        for (int i = 0; i < count; i++)
        {
            int x = i / (n * n), y = i / n % n, z = i % n;
            ulong k = 8 * (ulong)i;
            positions[i] = new Point3(Place(x, k), Place(y, k + 1), Place(z, k + 2));
            diameters[i] = 4 + 4 * Uniform(k + 3);
            // Ascending by start, then by end.
            if (z < n - 1 && Uniform(k + 6) < Keep) Join(i, i + 1);
            if (y < n - 1 && Uniform(k + 5) < Keep) Join(i, i + n);
            if (x < n - 1 && Uniform(k + 4) < Keep) Join(i, i + n * n);
        }
        for (int j = 0; j < entries; j++)
        {
            int x = (j + 1) * n / (entries + 1), z = x;
            positions[count + j] = new Point3(x * Spacing, (n - 1) * Spacing + 80, z * Spacing);
            diameters[count + j] = EntryDiameters[j];
            Join(count + j, (x * n + n - 1) * n + z);
        }
        return VesselGraph.FromNodes(positions, diameters, [.. starts], [.. ends]);

        double Place(int index, ulong k) => index * Spacing + Jitter * (2 * Uniform(k) - 1);

        void Join(int from, int to)
        {
            starts.Add(from);
            ends.Add(to);
        }

        double Uniform(ulong k)
        {
            ulong z = seed + (k + 1) * 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return ((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
        }
    }
}

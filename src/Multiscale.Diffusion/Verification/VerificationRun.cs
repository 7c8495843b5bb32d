using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.Diffusion;

/// <summary>What the diffusion cases share: plain space, a partition in slices, fields by tet.</summary>
internal static class VerificationRun
{
    /// <summary>One species in plain space: no obstacles, no uptake.</summary>
    public static DiffusionOptions SingleSpecies(string name, double diffusivity, double initial) => new()
    {
        VolumeFraction = 1,
        Tortuosity = 1,
        Species = [new() { Name = name, Diffusivity = diffusivity, Initial = initial }],
        Uptake = new() { Mode = UptakeMode.Off },
    };

    /// <summary>Owners in order of tet id, equal numbers each.</summary>
    public static int[] Slices(TetMesh mesh, Communicator ranks)
    {
        var owner = new int[mesh.Count];
        for (int t = 0; t < owner.Length; t++) owner[t] = (int)((long)t * ranks.Size / owner.Length);
        return owner;
    }

    public static double[] Fill(TetMesh mesh, EntitySet tets, Func<int, double> value)
    {
        var result = new double[tets.Count];
        for (int i = 0; i < result.Length; i++) result[i] = value((int)tets.OwnedIds[i]);
        return result;
    }

    /// <summary>The whole field on every rank, by tet id. Collective.</summary>
    public static double[] Gather(TetMesh mesh, EntitySet tets, ReadOnlySpan<double> owned, Communicator ranks)
    {
        var result = new double[mesh.Count];
        var ids = ranks.Allgatherv<long>(tets.OwnedIds);
        var all = ranks.Allgatherv(owned);
        for (int i = 0; i < ids.Length; i++) result[ids[i]] = all[i];
        return result;
    }
}

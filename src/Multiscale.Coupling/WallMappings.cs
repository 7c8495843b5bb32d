using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Coupling;

/// <summary>
/// The walls through which tissue and blood exchange: one for each vessel in each tetrahedron that it crosses, numbered by tetrahedron, then vessel, owned with the
/// tetrahedron. An amount that crosses a wall belongs to one vessel and one tetrahedron, so both sides book the same.
/// </summary>
public sealed class WallMappings
{
    /// <summary>Collective.</summary>
    /// <param name="vesselTet">Rows: vessels, columns: tets, values: length shares.</param>
    /// <param name="areas">Wall of each owned vessel that exchanges [um^2]; zero: none.</param>
    public WallMappings(Distribution tets, Mapping vesselTet, ReadOnlySpan<double> areas)
    {
        var byTet = vesselTet.NormalizeRows().ScaleRows(areas).Transpose();
        var (local, vessels, walls) = (new List<int>(), new List<long>(), new List<double>());
        var counts = new long[tets.Set.Count];
        for (int t = 0; t < counts.Length; t++)
            for (int k = byTet.Offsets[t]; k < byTet.Offsets[t + 1]; k++)
            {
                if (!(byTet.Values[k] > 0)) continue;
                counts[t]++;
                local.Add(t);
                vessels.Add(byTet.ColumnIds[k]);
                walls.Add(byTet.Values[k]);
            }
        var set = Numbered(tets, counts);
        (Tets, Areas) = ([.. local], [.. walls]);
        var distribution = new Distribution(tets.Ranks, set);
        var ones = new double[set.Count];
        Array.Fill(ones, 1);
        FromVessels = new Mapping(distribution, vesselTet.Rows, [.. Enumerable.Range(0, set.Count + 1)], [.. vessels], ones);
        ToVessels = FromVessels.Transpose();
    }

    /// <summary>Own tetrahedron of each own wall.</summary>
    public int[] Tets { get; }

    /// <summary>[um^2].</summary>
    public double[] Areas { get; }

    public EntitySet Set => FromVessels.Rows.Set;

    /// <summary>A vessel's value at each of its walls.</summary>
    public Mapping FromVessels { get; }

    /// <summary>The sum over a vessel's walls.</summary>
    public Mapping ToVessels { get; }

    private static EntitySet Numbered(Distribution tets, long[] counts)
    {
        var ids = tets.Ranks.Allgatherv<long>(tets.Set.OwnedIds);
        var of = tets.Ranks.Allgatherv<long>(counts);
        var first = new long[tets.Set.GlobalCount + 1];
        for (int i = 0; i < ids.Length; i++) first[ids[i] + 1] = of[i];
        for (int t = 1; t < first.Length; t++) first[t] += first[t - 1];
        var owned = new List<long>();
        for (int t = 0; t < counts.Length; t++)
            for (long k = 0; k < counts[t]; k++) owned.Add(first[tets.Set.OwnedIds[t]] + k);
        return new EntitySet("walls", first[^1], [.. owned]);
    }
}

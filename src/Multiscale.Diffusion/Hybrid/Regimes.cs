using System.Numerics;
using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Diffusion;

/// <summary>
/// Which species are continuous in which cells: from a threshold of molecules on, until they fall below a share of it. Numbers are whole in both regimes, so nothing is
/// converted when one changes. A held species is discrete where it is held.
/// </summary>
internal sealed class Regimes
{
    private readonly Population molecules;
    private readonly OwnCells own;
    private readonly JumpTable jumps;
    private readonly Communicator ranks;
    private readonly long enter;
    private readonly ulong[] allowed; // bit s: the species may be continuous

    public Regimes(ReactionModel model, HybridOptions options, Population molecules, OwnCells own, JumpTable jumps, Communicator ranks)
    {
        (this.molecules, this.own, this.jumps, this.ranks) = (molecules, own, jumps, ranks);
        enter = (long)Math.Ceiling(options.Threshold);
        Least = (long)Math.Ceiling(options.Threshold * options.Release);
        allowed = new ulong[molecules.Words];
        foreach (string name in options.Continuous ?? [.. model.Species.Select(s => s.Name)])
        {
            int s = model.IndexOf(name);
            if (s < 0) throw new InputException("MS0521", $"there is no species '{name}', which `hybrid.continuous` names", $"use some of {string.Join(", ", model.Species.Select(x => x.Name))}");
            allowed[s >> 6] |= 1UL << (s & 63);
        }
        molecules.Bulk = new ulong[molecules.Marks.Length];
    }

    /// <summary>A continuous species has at least so many molecules in its cell.</summary>
    public long Least { get; }

    /// <summary>(cell, species) pairs of this rank that are continuous, as of the last update.</summary>
    public long Pairs { get; private set; }

    /// <summary>1 where species s is continuous in own cell c, at [c * species + s].</summary>
    public double[] Flags()
    {
        var flags = new double[molecules.Counts.Length];
        for (int k = 0; k < flags.Length; k++) flags[k] = molecules.IsBulk(k / molecules.Species, k % molecules.Species) ? 1 : 0;
        return flags;
    }

    public void Restore(ReadOnlySpan<double> flags)
    {
        Array.Clear(molecules.Bulk);
        for (int k = 0; k < flags.Length; k++)
            if (flags[k] != 0) molecules.Bulk[k / molecules.Species * molecules.Words + (k % molecules.Species >> 6)] |= 1UL << (k % molecules.Species & 63);
    }

    /// <summary>Decides anew in own cells; true where anything is continuous on any rank. Collective.</summary>
    public bool Update()
    {
        Pairs = 0;
        foreach (int cell in molecules.Visits(molecules.Occupied))
            for (int w = 0; w < molecules.Words; w++)
            {
                ref ulong bulk = ref molecules.Bulk[cell * molecules.Words + w];
                ulong now = 0;
                for (ulong mark = molecules.Marks[cell * molecules.Words + w] & allowed[w]; mark != 0; mark &= mark - 1)
                {
                    int s = (w << 6) + BitOperations.TrailingZeroCount(mark);
                    ulong bit = mark & (0 - mark);
                    long n = molecules.Counts[cell * molecules.Species + s];
                    if ((bulk & bit) != 0 ? n >= Least : n >= enter && !jumps.IsHeld(own.Ids[cell], s)) now |= bit;
                }
                bulk = now;
                Pairs += BitOperations.PopCount(now);
            }
        return ranks.Any(Pairs > 0);
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace Multiscale.Diffusion;

/// <summary>
/// Molecules of every species in this rank's cells, with two levels of marks that lead to the occupied ones: a bit per cell that holds anything, and
/// a bit per species in each cell.
/// </summary>
internal sealed class Population
{
    private const int WordBits = 64;

    private readonly int[] visits;

    public Population(int cells, int species)
    {
        Species = species;
        Words = (species + WordBits - 1) / WordBits;
        Counts = new long[(long)cells * species];
        Marks = new ulong[cells * Words];
        visits = new int[cells];
        Occupied = new ulong[(cells + WordBits - 1) / WordBits];
    }

    public int Species { get; }

    /// <summary>Words of <see cref="Marks"/> per cell.</summary>
    public int Words { get; }

    /// <summary>Molecules of species s in own cell c at [c * Species + s].</summary>
    public long[] Counts { get; }

    /// <summary>Bit s of the words of cell c at [c * Words + s / 64].</summary>
    public ulong[] Marks { get; }

    /// <summary>Bit c: the cell holds something.</summary>
    public ulong[] Occupied { get; }

    /// <summary>As <see cref="Marks"/>: the species is continuous in the cell. Empty where everything is discrete.</summary>
    public ulong[] Bulk { get; set; } = [];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsBulk(int cell, int species) => Bulk.Length > 0 && (Bulk[cell * Words + (species >> 6)] >> (species & 63) & 1) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int cell, int species, long number)
    {
        ref long n = ref Counts[cell * Species + species];
        if (n == 0)
        {
            Marks[cell * Words + (species >> 6)] |= 1UL << (species & 63);
            Occupied[cell >> 6] |= 1UL << (cell & 63);
        }
        n += number;
    }

    /// <summary>The cells of a set of bits, ascending; valid until the next call.</summary>
    public ReadOnlySpan<int> Visits(ReadOnlySpan<ulong> bits)
    {
        int n = 0;
        for (int w = 0; w < bits.Length; w++)
            for (ulong word = bits[w]; word != 0; word &= word - 1) visits[n++] = (w << 6) + BitOperations.TrailingZeroCount(word);
        return visits.AsSpan(0, n);
    }

    /// <summary>Marks a cell anew after its counts were written to.</summary>
    public void Mark(int cell)
    {
        ulong any = 0;
        for (int w = 0; w < Words; w++)
        {
            ulong mark = 0;
            int first = w * WordBits, last = Math.Min(Species, first + WordBits);
            for (int s = first; s < last; s++)
                if (Counts[cell * Species + s] != 0) mark |= 1UL << (s - first);
            Marks[cell * Words + w] = mark;
            if (Bulk.Length > 0) Bulk[cell * Words + w] &= mark;
            any |= mark;
        }
        ulong bit = 1UL << (cell & 63);
        if (any == 0) Occupied[cell >> 6] &= ~bit;
        else Occupied[cell >> 6] |= bit;
    }

    /// <summary>Molecules of each species in this rank's cells.</summary>
    public void Total(Span<long> totals)
    {
        totals.Clear();
        for (int w = 0; w < Occupied.Length; w++)
            for (ulong word = Occupied[w]; word != 0; word &= word - 1)
            {
                int at = ((w << 6) + BitOperations.TrailingZeroCount(word)) * Species;
                for (int s = 0; s < Species; s++) totals[s] += Counts[at + s];
            }
    }
}

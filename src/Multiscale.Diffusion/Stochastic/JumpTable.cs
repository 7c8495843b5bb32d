using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiscale.Diffusion;

/// <summary>Where molecules may jump from a cell: four neighbours and their cumulative rates; one cache line.</summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal struct Jumps
{
    public int To0, To1, To2, To3;

    /// <summary>Cumulative rates over the diffusion coefficient [1/um^2]; R3 is their sum. With it included [1/ms] in entries of special cells.</summary>
    public double R0, R1, R2, R3;

    /// <summary>Domain of the cell; in entries of special cells 1 where the species is held and its molecules vanish.</summary>
    public int Domain;

    /// <summary>First entry, one per species, in the table of special cells; -1 for most.</summary>
    public int Special;
}

/// <summary>
/// The jumps out of every cell of the mesh, whole on every rank: a molecule is followed through foreign cells too. Special are the cells beside another
/// compartment that some species enter, and those with a held species: they have entries of their own for each species.
/// </summary>
internal sealed unsafe class JumpTable
{
    private readonly ReactionModel model;
    private readonly byte[] memory;
    private readonly Jumps* cells;

    public JumpTable(ReactionModel model)
    {
        this.model = model;
        var mesh = model.Cells;
        memory = GC.AllocateUninitializedArray<byte>((mesh.Count + 1) * sizeof(Jumps), pinned: true);
        // Entries begin where cache lines begin.
        cells = (Jumps*)(((nuint)Unsafe.AsPointer(ref memory[0]) + (nuint)sizeof(Jumps) - 1) & ~((nuint)sizeof(Jumps) - 1));
        var special = new SortedSet<int>(model.Holds.SelectMany(h => h.Cells));
        Span<int> to = stackalloc int[4];
        Span<double> rates = stackalloc double[4], own = stackalloc double[4];
        for (int c = 0; c < mesh.Count; c++)
        {
            mesh.Jumps(c, to, rates);
            for (int f = 0; f < 4; f++)
            {
                if (to[f] < 0 || mesh.DomainOf[to[f]] == mesh.DomainOf[c]) continue;
                if (model.Crossings.Count > 0) special.Add(c);
                rates[f] = 0;
            }
            cells[c] = Entry(to, rates, mesh.DomainOf[c]);
        }
        Specials = new Jumps[special.Count * model.Species.Count];
        int next = 0;
        foreach (int c in special)
        {
            cells[c].Special = next;
            mesh.Jumps(c, to, rates);
            for (int s = 0; s < model.Species.Count; s++)
            {
                for (int f = 0; f < 4; f++) own[f] = to[f] < 0 ? 0 : rates[f] * model.DiffusivityBetween(c, to[f], s);
                Specials[next++] = Entry(to, own, 0);
            }
        }
        foreach (var hold in model.Holds)
            foreach (int c in hold.Cells) Specials[cells[c].Special + hold.Species].Domain = 1;
    }

    public ref readonly Jumps this[int cell]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref cells[cell];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int cell) => Diffusion.Prefetch.Line(ref cells[cell]);

    /// <summary>Entries of special cells, with the diffusion coefficients in the rates.</summary>
    public Jumps[] Specials { get; }

    /// <summary>Rate at which a molecule leaves a cell [1/ms].</summary>
    public double LeaveRate(int cell, int species)
    {
        ref var jumps = ref cells[cell];
        return jumps.Special >= 0 ? Specials[jumps.Special + species].R3 : jumps.R3 * model.Diffusivity(jumps.Domain, species);
    }

    /// <summary>The same for an entry of a special cell; 0 where the species is held.</summary>
    public double FreeRate(int special) => Specials[special].Domain == 1 ? 0 : Specials[special].R3;

    public bool IsHeld(int cell, int species) => cells[cell].Special is >= 0 and int at && Specials[at + species].Domain == 1;

    private static Jumps Entry(ReadOnlySpan<int> to, ReadOnlySpan<double> rates, int domain)
    {
        double r0 = rates[0], r1 = r0 + rates[1], r2 = r1 + rates[2], r3 = r2 + rates[3];
        return new Jumps { To0 = to[0], To1 = to[1], To2 = to[2], To3 = to[3], R0 = r0, R1 = r1, R2 = r2, R3 = r3, Domain = domain, Special = -1 };
    }
}

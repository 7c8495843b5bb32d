using System.Runtime.CompilerServices;

namespace Multiscale.Neurons;

/// <summary>Cells one by one, four streams of them side by side so that one's divisions hide another's.</summary>
internal sealed unsafe partial class HinesSolver
{
    private const int Streams = 4;

    private void Assemble<T>(Pack pack) where T : struct, IBlock<T>
    {
        double* diagonal = matrix.Diagonal.Pointer, change = matrix.Change.Pointer;
        var balance = new Balance<T>(matrix);
        nint end = pack.FirstSlot + Width * pack.BlockCount;
        for (nint i = pack.FirstSlot; i < end; i += Width)
        {
            T.Store(balance.Diagonal(i), diagonal + i);
            T.Store(balance.Right(i), change + i);
        }
    }

    private void Eliminate(Pack[] packs)
    {
        double* voltage = matrix.Voltage.Pointer, axial = matrix.Axial.Pointer, factor = matrix.Factor.Pointer;
        double* diagonal = matrix.Diagonal.Pointer, change = matrix.Change.Pointer;
        nint spare = matrix.Layout.SlotCount;
        int* parent = matrix.Parent;
        // A stream that has ended stays at the spare block, whose balance changes nothing.
        for (int done = 0, live = packs.Length; live > 0; live--)
        {
            int rows = packs[live - 1].Topology.Rows - done; // of the shortest that still runs
            var (a, stepA) = Start(0);
            var (b, stepB) = Start(1);
            var (c, stepC) = Start(2);
            var (d, stepD) = Start(3);
            for (int k = 0; k < rows; k++)
            {
                Reduce(a, parent, voltage, axial, factor, diagonal, change);
                Reduce(b, parent, voltage, axial, factor, diagonal, change);
                Reduce(c, parent, voltage, axial, factor, diagonal, change);
                Reduce(d, parent, voltage, axial, factor, diagonal, change);
                a -= stepA;
                b -= stepB;
                c -= stepC;
                d -= stepD;
            }
            done += rows;

            (nint Slot, nint Step) Start(int s) => s < live ? (packs[s].FirstSlot + packs[s].Topology.Rows - 1 - done, 1) : (spare + s, 0);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Reduce(nint i, int* parent, double* voltage, double* axial, double* factor, double* diagonal, double* change)
        {
            nint p = parent[i];
            double g = axial[i], r = 1 / diagonal[i], f = g * r, t = voltage[p] - voltage[i];
            double b = Math.FusedMultiplyAdd(g, t, change[i]);
            diagonal[p] = Math.FusedMultiplyAdd(-f, g, diagonal[p]);
            change[p] = Math.FusedMultiplyAdd(f, b, Math.FusedMultiplyAdd(-g, t, change[p]));
            factor[i] = f;
            change[i] = b * r; // last: a root is its own parent
        }
    }

    private void Substitute(Pack[] packs)
    {
        double* factor = matrix.Factor.Pointer, change = matrix.Change.Pointer;
        nint spare = matrix.Layout.SlotCount;
        int* parent = matrix.Parent;
        for (int done = 0, live = packs.Length; live > 0; live--)
        {
            int rows = packs[live - 1].Topology.Rows - done;
            var (a, stepA) = Start(0);
            var (b, stepB) = Start(1);
            var (c, stepC) = Start(2);
            var (d, stepD) = Start(3);
            for (int k = 0; k < rows; k++)
            {
                change[a] = Math.FusedMultiplyAdd(factor[a], change[parent[a]], change[a]);
                change[b] = Math.FusedMultiplyAdd(factor[b], change[parent[b]], change[b]);
                change[c] = Math.FusedMultiplyAdd(factor[c], change[parent[c]], change[c]);
                change[d] = Math.FusedMultiplyAdd(factor[d], change[parent[d]], change[d]);
                a += stepA;
                b += stepB;
                c += stepC;
                d += stepD;
            }
            done += rows;

            (nint Slot, nint Step) Start(int s) => s < live ? (packs[s].FirstSlot + done, 1) : (spare + s, 0);
        }
    }
}

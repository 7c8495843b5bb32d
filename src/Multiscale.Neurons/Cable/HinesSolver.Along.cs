using System.Runtime.CompilerServices;

namespace Multiscale.Neurons;

/// <summary>Cells or parts of cells one by one, six of them side by side: a row waits for the division of the one below, and the others fill that time.</summary>
internal sealed unsafe partial class HinesSolver
{
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

    private void Eliminate(StreamGroup group)
    {
        double* voltage = matrix.Voltage.Pointer, axial = matrix.Axial.Pointer, factor = matrix.Factor.Pointer;
        double* diagonal = matrix.Diagonal.Pointer, change = matrix.Change.Pointer;
        int* parent = matrix.Parent;
        int spare = FirstSpare;
        foreach (var stage in group.Stages)
        {
            nint k = 0;
            for (int live = stage.Length; live > 0; live--)
            {
                nint end = stage[live - 1].Rows; // of the shortest that still runs
                nint a = Last(0), b = Last(1), c = Last(2), d = Last(3), e = Last(4), f = Last(5);
                for (; k < end; k++)
                {
                    Reduce(a - k, parent, voltage, axial, factor, diagonal, change);
                    Reduce(b - k, parent, voltage, axial, factor, diagonal, change);
                    Reduce(c - k, parent, voltage, axial, factor, diagonal, change);
                    Reduce(d - k, parent, voltage, axial, factor, diagonal, change);
                    Reduce(e - k, parent, voltage, axial, factor, diagonal, change);
                    Reduce(f - k, parent, voltage, axial, factor, diagonal, change);
                }

                // A stream that has ended runs over spare slots, whose balance changes nothing.
                nint Last(int s) => s < live ? stage[s].First + stage[s].Rows - 1 : spare + matrix.SpareSlots - 1 - Width * s;
            }
        }
        foreach (int i in group.Trunk) Reduce(i, parent, voltage, axial, factor, diagonal, change);

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

    private void Substitute(StreamGroup group)
    {
        double* factor = matrix.Factor.Pointer, change = matrix.Change.Pointer;
        int* parent = matrix.Parent;
        int spare = FirstSpare;
        for (int k = group.Trunk.Length - 1; k >= 0; k--) Follow(group.Trunk[k], parent, factor, change);
        for (int n = group.Stages.Length - 1; n >= 0; n--)
        {
            var stage = group.Stages[n];
            nint k = 0;
            for (int live = stage.Length; live > 0; live--)
            {
                nint end = stage[live - 1].Rows;
                nint a = First(0), b = First(1), c = First(2), d = First(3), e = First(4), f = First(5);
                for (; k < end; k++)
                {
                    Follow(a + k, parent, factor, change);
                    Follow(b + k, parent, factor, change);
                    Follow(c + k, parent, factor, change);
                    Follow(d + k, parent, factor, change);
                    Follow(e + k, parent, factor, change);
                    Follow(f + k, parent, factor, change);
                }

                nint First(int s) => s < live ? stage[s].First : spare + Width * s;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Follow(nint i, int* parent, double* factor, double* change) => change[i] = Math.FusedMultiplyAdd(factor[i], change[parent[i]], change[i]);
    }
}

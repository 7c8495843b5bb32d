using Multiscale.Modeling;

namespace Multiscale.Neurons;

/// <summary>What the POINTERs of a mechanism's instances stand for: brought into its columns before a kernel or event runs, and taken back where that assigns them.</summary>
internal sealed unsafe class PointerLinks
{
    private readonly (SlotArray Column, nint[] Targets, bool IsWritten)[] pointers;

    /// <param name="names">Of the columns.</param>
    public PointerLinks(MechanismArrays arrays, IReadOnlyList<string> names, int count) =>
        pointers = [.. names.Select(n => (arrays.Column(n)!, new nint[count], arrays.Program.WrittenPointers.Contains(n)))];

    /// <summary>Connects one pointer of an instance.</summary>
    public void Set(int pointer, int instance, double* target) => pointers[pointer].Targets[instance] = (nint)target;

    public void Bring(int first, int end)
    {
        foreach (var (column, targets, _) in pointers)
            for (int k = first; k < end; k++) if (targets[k] != 0) column[k] = *(double*)targets[k];
    }

    public void Take(int first, int end)
    {
        foreach (var (column, targets, isWritten) in pointers)
            if (isWritten)
                for (int k = first; k < end; k++) if (targets[k] != 0) *(double*)targets[k] = column[k];
    }
}

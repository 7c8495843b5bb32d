using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Multiscale.Core;
using Multiscale.Modeling;

namespace Multiscale.Neurons;

/// <summary>
/// A compiled mechanism on the membrane of this rank. It exists on every block of slots in which some compartment has it; lanes of compartments that
/// do not have it compute with the defaults and are masked.
/// </summary>
internal sealed unsafe class DensityMechanism
{
    private const int Line = 64; // bytes

    private readonly CompiledMechanism compiled;
    private readonly SlotArray[] columns;
    private readonly SlotArray? members;
    private readonly int[] table; // block of slots of each block of instances, ascending
    private readonly nint[] columnPointers, placePointers;
    private readonly double[] uniforms;
    private readonly int[] instanceOf; // first instance of a block of slots, or -1
    private readonly bool[] has; // by slot

    /// <param name="isMember">Whether a compartment has the mechanism, by slot.</param>
    public DensityMechanism(CompiledMechanism compiled, Membrane membrane, CableLayout layout, double celsius, bool[] isMember)
    {
        this.compiled = compiled;
        has = isMember;
        var program = compiled.Program;
        instanceOf = new int[layout.BlockCount];
        Array.Fill(instanceOf, -1);
        var blocks = new List<int>();
        bool complete = true;
        for (int b = 0; b < layout.BlockCount; b++)
        {
            bool any = false, all = true;
            for (int s = b * CableLayout.Width; s < (b + 1) * CableLayout.Width; s++)
            {
                any |= has[s];
                all &= has[s] || layout.CompartmentOf(s) < 0;
            }
            if (!any) continue;
            complete &= all;
            instanceOf[b] = CableLayout.Width * blocks.Count;
            blocks.Add(b);
        }
        table = GC.AllocateUninitializedArray<int>(blocks.Count + 1, pinned: true);
        blocks.CopyTo(table);
        int count = CableLayout.Width * blocks.Count;
        columns = [.. program.Columns.Select((c, i) => new SlotArray(count, i + 8, c.Default))];
        if (!complete)
        {
            members = new SlotArray(count, 7);
            for (int k = 0; k < count; k++) members[k] = has[SlotOf(k)] ? BitConverter.Int64BitsToDouble(-1) : 0;
        }
        columnPointers = Pinned(columns.Select(c => (nint)c.Pointer));
        placePointers = Pinned(program.Places.Select(p => (nint)membrane.Place(p).Pointer));
        uniforms = [.. program.Uniforms.Select(u => u.Default)];
        uniforms[2] = celsius;
    }

    public string Name => compiled.Program.Name;

    public MechanismProgram Program => compiled.Program;

    /// <summary>Instances, those that only fill a block included.</summary>
    public int Count => CableLayout.Width * (table.Length - 1);

    public bool Has(int slot) => has[slot];

    public int SlotOf(int instance) => CableLayout.Width * table[instance / CableLayout.Width] + instance % CableLayout.Width;

    /// <summary>Instance on a slot; only where <see cref="Has"/>.</summary>
    public int InstanceAt(int slot) => instanceOf[slot / CableLayout.Width] + slot % CableLayout.Width;

    /// <summary>A parameter, state or kept variable of all instances; null where there is none of that name.</summary>
    public SlotArray? Column(string name)
    {
        for (int i = 0; i < columns.Length; i++) if (program(i) == name) return columns[i];
        return null;

        string program(int i) => compiled.Program.Columns[i].Name;
    }

    /// <summary>Sets a parameter at a slot; one that is global, for all.</summary>
    /// <exception cref="InputException">MS0232: the mechanism has no such parameter.</exception>
    public void Set(string parameter, int slot, double value)
    {
        for (int i = 0; i < columns.Length; i++)
            if (Program.Columns[i] is { Role: ColumnRole.Parameter } column && column.Name == parameter)
            {
                columns[i][InstanceAt(slot)] = value;
                return;
            }
        for (int i = 3; i < uniforms.Length; i++)
            if (Program.Uniforms[i].Name == parameter)
            {
                uniforms[i] = value;
                return;
            }
        throw new InputException("MS0232", $"mechanism {Name} has no parameter '{parameter}'",
            "use one of " + string.Join(", ", Program.Columns.Where(c => c.Role == ColumnRole.Parameter).Select(c => c.Name).Concat(Program.Uniforms.Skip(3).Select(u => u.Name))));
    }

    /// <summary>Value of a kept variable on a slot; 0 where the mechanism is not.</summary>
    public double ValueAt(int slot, string name) => has[slot] ? Column(name)![InstanceAt(slot)] : 0;

    /// <summary>Names and values of what must be saved for the run to go on as if never stopped.</summary>
    public IEnumerable<(string Name, SlotArray Values)> States =>
        compiled.Program.Columns.Select((c, i) => (c, i)).Where(p => p.c.Role is ColumnRole.State or ColumnRole.Assigned).Select(p => (p.c.Name, columns[p.i]));

    /// <summary>States and assigned variables at the present voltage.</summary>
    public void Initialize() => Call(compiled.Initialize, 0, table.Length - 1, 0, 0);

    /// <summary>Adds outward currents at the present voltage, and their slopes, in the blocks of slots [first, end).</summary>
    public void AddCurrents(int first, int end, double time, double step)
    {
        if (compiled.Currents is { } kernel) Call(kernel, Instances(first), Instances(end), time, step);
    }

    /// <summary>Moves the states by <paramref name="step"/> [ms] at constant voltage.</summary>
    public void Advance(int first, int end, double time, double step)
    {
        if (compiled.Advance is { } kernel) Call(kernel, Instances(first), Instances(end), time, step);
    }

    /// <summary>Blocks of instances below a block of slots.</summary>
    private int Instances(int block)
    {
        int at = table.AsSpan(0, table.Length - 1).BinarySearch(block);
        return at < 0 ? ~at : at;
    }

    private void Call(KernelMethod kernel, int first, int end, double time, double step)
    {
        if (first == end) return;
        // A kernel with more values than registers keeps vectors on the stack, and the compiler aligns them relative to where its caller's frame ends. That is
        // put on a cache line here, so that none crosses two: a KINETIC scheme would take twice as long (measured: .NET 10, x64).
        byte* here = stackalloc byte[16];
        byte* aligned = stackalloc byte[(int)((nint)here & (Line - 1)) + (sizeof(double) * uniforms.Length + Line - 1) / Line * Line];
        double* own = (double*)aligned;
        uniforms.CopyTo(new Span<double>(own, uniforms.Length));
        (own[0], own[1]) = (time, step);
        var frame = new KernelFrame
        {
            Columns = (double**)Address(columnPointers),
            Places = (double**)Address(placePointers),
            Uniforms = own,
            Table = (int*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(table)),
            Members = members is null ? null : members.Pointer,
            First = first,
            End = end,
        };
        kernel(&frame);
        GC.KeepAlive(this);
    }

    private static nint[] Pinned(IEnumerable<nint> values)
    {
        nint[] list = [.. values];
        var pinned = GC.AllocateUninitializedArray<nint>(list.Length + 1, pinned: true);
        list.CopyTo(pinned, 0);
        return pinned;
    }

    private static void* Address(nint[] pinned) => Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
}

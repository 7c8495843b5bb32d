using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Multiscale.Core;
using Multiscale.Modeling;

namespace Multiscale.Neurons;

/// <summary>The numbers of all instances of a mechanism, as its kernels see them: columns by instance, places by slot, uniforms.</summary>
internal sealed unsafe class MechanismArrays
{
    private const int FirstParameter = 3; // of the uniforms: after t, dt and celsius

    private readonly SlotArray[] columns;
    private readonly nint[] columnPointers, placePointers;
    private readonly double[] uniforms;

    /// <param name="places">The array of a name, by slot.</param>
    public MechanismArrays(MechanismProgram program, int count, double celsius, Func<string, SlotArray> places)
    {
        Program = program;
        columns = [.. program.Columns.Select((c, i) => new SlotArray(count, i + 8, c.Default))];
        columnPointers = Pinned(columns.Select(c => (nint)c.Pointer));
        placePointers = Pinned(program.Places.Select(p => (nint)places(p).Pointer));
        uniforms = [.. program.Uniforms.Select(u => u.Default)];
        uniforms[2] = celsius;
    }

    public MechanismProgram Program { get; }

    /// <summary>What each POINTER of each instance points to; null: the mechanism has none.</summary>
    public PointerLinks? Pointers { get; set; }

    /// <summary>In the order of <see cref="MechanismProgram.Columns"/>.</summary>
    public ReadOnlySpan<SlotArray> Columns => columns;

    /// <summary>A parameter, state or kept variable of all instances; null where there is none of that name.</summary>
    public SlotArray? Column(string name) => Find(name, c => c != ColumnRole.Output);

    /// <summary>What a point process gives to its place.</summary>
    public SlotArray? Output(string name) => Find(name, c => c == ColumnRole.Output);

    /// <summary>Names and values of what must be saved for the run to go on as if never stopped.</summary>
    public IEnumerable<(string Name, SlotArray Values)> States =>
        Program.Columns.Select((c, i) => (c, i)).Where(p => p.c.Role is ColumnRole.State or ColumnRole.Assigned or ColumnRole.Stream).Select(p => (p.c.Name, columns[p.i]));

    /// <summary>Sets a parameter of an instance; one that is global, for all.</summary>
    /// <exception cref="InputException">MS0232: the mechanism has no such parameter.</exception>
    public void Set(string parameter, int instance, double value)
    {
        if (Find(parameter, c => c == ColumnRole.Parameter) is { } column)
        {
            column[instance] = value;
            return;
        }
        for (int i = FirstParameter; i < uniforms.Length; i++)
            if (Program.Uniforms[i].Name == parameter)
            {
                uniforms[i] = value;
                return;
            }
        throw new InputException("MS0232", $"mechanism {Program.Name} has no parameter '{parameter}'",
            "use one of " + string.Join(", ", Program.Columns.Where(c => c.Role == ColumnRole.Parameter).Select(c => c.Name).Concat(Program.Uniforms.Skip(FirstParameter).Select(u => u.Name))));
    }

    /// <summary>Gives each RANDOM of an instance a stream of its own, the same on any number of ranks.</summary>
    /// <param name="cell">Global id of what the instance belongs to.</param>
    /// <param name="id">Its own global id.</param>
    public void SetStreams(int instance, int seed, long cell, long id)
    {
        for (int i = 0; i < columns.Length; i++)
            if (Program.Columns[i] is { Role: ColumnRole.Stream } column && column.Name.EndsWith(MechanismProgram.KeySuffix, StringComparison.Ordinal))
                columns[i][instance] = RandomStream.Key(seed, cell, id, $"{Program.Name}.{column.Name}");
    }

    /// <summary>Calls a kernel for the blocks of instances [first, end).</summary>
    /// <param name="table">Pinned: see <see cref="KernelFrame.Table"/>.</param>
    public void Call(KernelMethod kernel, int[] table, SlotArray? members, int first, int end, double time, double step)
    {
        if (first == end) return;
        Pointers?.Bring(CableLayout.Width * first, CableLayout.Width * end);
        double* own = stackalloc double[uniforms.Length];
        Uniforms(own, time, step);
        var frame = new KernelFrame
        {
            Columns = (double**)Address(columnPointers),
            Places = (double**)Address(placePointers),
            Uniforms = own,
            Table = (int*)Address(table),
            Members = members is null ? null : members.Pointer,
            First = first,
            End = end,
        };
        AlignedStack.Call(kernel, &frame);
        Pointers?.Take(CableLayout.Width * first, CableLayout.Width * end);
        GC.KeepAlive(this);
    }

    /// <summary>Calls a kernel for one instance that stands alone in other columns.</summary>
    public void CallAlone(KernelMethod kernel, nint[] alone, int[] table, double time, double step)
    {
        double* own = stackalloc double[uniforms.Length];
        Uniforms(own, time, step);
        var frame = new KernelFrame { Columns = (double**)Address(alone), Places = (double**)Address(placePointers), Uniforms = own, Table = (int*)Address(table), First = 0, End = 1 };
        AlignedStack.Call(kernel, &frame);
        GC.KeepAlive(this);
    }

    /// <summary>Runs the code of an event of one instance; what it does to uniforms stays.</summary>
    /// <param name="place">Its slot.</param>
    /// <param name="arguments">Of NET_RECEIVE.</param>
    public void Run(EventMethod method, IEventHost host, int instance, int place, double* arguments, double time, double flag)
    {
        Pointers?.Bring(instance, instance + 1);
        double* own = stackalloc double[uniforms.Length];
        Uniforms(own, time, 0);
        var frame = Frame(own, instance, place);
        frame.Arguments = arguments;
        frame.Flag = flag;
        method(&frame, host);
        Pointers?.Take(instance, instance + 1);
        // Written only where the code has changed one: other threads read them.
        var after = new Span<double>(own + FirstParameter, uniforms.Length - FirstParameter);
        if (!after.SequenceEqual(uniforms.AsSpan(FirstParameter))) after.CopyTo(uniforms.AsSpan(FirstParameter));
        GC.KeepAlive(this);
    }

    public double WatchValue(WatchMethod method, int instance, int place, int condition, double time, out double flag)
    {
        double* own = stackalloc double[uniforms.Length];
        Uniforms(own, time, 0);
        var frame = Frame(own, instance, place);
        double value = method(&frame, condition, out flag);
        GC.KeepAlive(this);
        return value;
    }

    public static nint[] Pinned(IEnumerable<nint> values)
    {
        nint[] list = [.. values];
        var pinned = GC.AllocateUninitializedArray<nint>(list.Length + 1, pinned: true);
        list.CopyTo(pinned, 0);
        return pinned;
    }

    public static void* Address<T>(T[] pinned) => Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));

    private EventFrame Frame(double* own, int instance, int place) =>
        new() { Columns = (double**)Address(columnPointers), Places = (double**)Address(placePointers), Uniforms = own, Instance = instance, Place = place };

    private void Uniforms(double* own, double time, double step)
    {
        uniforms.CopyTo(new Span<double>(own, uniforms.Length));
        (own[0], own[1]) = (time, step);
    }

    private SlotArray? Find(string name, Func<ColumnRole, bool> role)
    {
        for (int i = 0; i < columns.Length; i++) if (Program.Columns[i].Name == name && role(Program.Columns[i].Role)) return columns[i];
        return null;
    }
}

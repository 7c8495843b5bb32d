using Multiscale.Core;
using Multiscale.Modeling;

namespace Multiscale.Neurons;

/// <summary>
/// A compiled mechanism on the membrane of this rank. It exists on every block of slots in which some compartment has it; lanes of compartments that
/// do not have it compute with the defaults and are masked.
/// </summary>
internal sealed class DensityMechanism
{
    private readonly CompiledMechanism compiled;
    private readonly MechanismArrays arrays;
    private readonly SlotArray? members;
    private readonly int[] table; // block of slots of each block of instances, ascending
    private readonly int[] instanceOf; // first instance of a block of slots, or -1
    private readonly bool[] has; // by slot
    private readonly CableDiffusion? diffusion;

    /// <param name="isMember">Whether a compartment has the mechanism, by slot.</param>
    public DensityMechanism(CompiledMechanism compiled, Membrane membrane, CableLayout layout, NeuronOptions options, NeuronLayout cells, bool[] isMember)
    {
        this.compiled = compiled;
        has = isMember;
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
        arrays = new MechanismArrays(compiled.Program, count, options.Celsius, membrane.Place);
        for (int k = 0; k < count; k++)
            if (has[SlotOf(k)]) arrays.SetStreams(k, options.Seed, cells.Segments.OwnedIds[layout.CompartmentOf(SlotOf(k))], 0);
        if (!complete)
        {
            members = new SlotArray(count, 7);
            for (int k = 0; k < count; k++) members[k] = has[SlotOf(k)] ? BitConverter.Int64BitsToDouble(-1) : 0;
        }
        if (compiled.Diffuse is not null) diffusion = new CableDiffusion(this, arrays, membrane, layout, cells, secondOrder: options.Compatibility == Compatibility.None);
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
    public SlotArray? Column(string name) => arrays.Column(name);

    /// <summary>Sets a parameter at a slot; one that is global, for all.</summary>
    /// <exception cref="InputException">MS0232: the mechanism has no such parameter.</exception>
    public void Set(string parameter, int slot, double value) => arrays.Set(parameter, InstanceAt(slot), value);

    /// <summary>Its numbers, for pointers from and to them.</summary>
    public MechanismArrays Arrays => arrays;

    /// <summary>Value of a kept variable on a slot; 0 where the mechanism is not.</summary>
    public double ValueAt(int slot, string name) => has[slot] ? Column(name)![InstanceAt(slot)] : 0;

    /// <summary>Names and values of what must be saved for the run to go on as if never stopped.</summary>
    public IEnumerable<(string Name, SlotArray Values)> States => arrays.States;

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
        if (compiled.Advance is not { } kernel) return;
        if (diffusion is { SecondOrder: true }) Diffuse(first, end, time, 0.5 * step);
        Call(kernel, Instances(first), Instances(end), time, step);
        if (diffusion is not null) Diffuse(first, end, time, diffusion.SecondOrder ? 0.5 * step : step);
    }

    /// <summary>Lets states that diffuse spread between compartments.</summary>
    private void Diffuse(int first, int end, double time, double step)
    {
        Call(compiled.Diffuse!, Instances(first), Instances(end), time, step);
        diffusion!.Advance(first, end, step);
    }

    /// <summary>Blocks of instances below a block of slots.</summary>
    private int Instances(int block)
    {
        int at = table.AsSpan(0, table.Length - 1).BinarySearch(block);
        return at < 0 ? ~at : at;
    }

    private void Call(KernelMethod kernel, int first, int end, double time, double step) => arrays.Call(kernel, table, members, first, end, time, step);
}

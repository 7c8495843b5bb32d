using Multiscale.Modeling;

namespace Multiscale.Neurons;

/// <summary>
/// All point processes of one mechanism on this rank, by group of cells, then by id. States stand at the ends of steps; a step uses the mean of each
/// process's current over the step: the current at its middle, or, where events act within it, at the middle of each piece between them.
/// </summary>
internal sealed partial class PointMechanism
{
    private const int Width = CableLayout.Width;

    private readonly CompiledMechanism compiled;
    private readonly Membrane membrane;
    private readonly CableMatrix matrix;
    private readonly MechanismArrays arrays;
    private readonly ConnectionTable connections;
    private readonly int[] table; // slot of each instance
    private readonly int[] compartments; // of each instance, -1 where it only fills a block
    private readonly double[] perArea; // 1 nA in mA/cm2
    private readonly int[] firstBlock; // of each group of cells, one more at the end
    private readonly long[] ids;
    private readonly Dictionary<long, int> instanceOf = [];
    private readonly SlotArray? current, slope;
    private readonly (SlotArray Current, SlotArray? Slope, IonCurrent Ion)[] ions;

    /// <param name="index">Number of this mechanism among those of point processes.</param>
    /// <param name="processes">Those of this rank.</param>
    /// <param name="connections">Those that reach them.</param>
    public PointMechanism(int index, CompiledMechanism compiled, Membrane membrane, CableMatrix matrix, NeuronLayout layout, CellGroup[] groups, NeuronOptions options,
        IEnumerable<PointProcess> processes, IEnumerable<Connection> connections)
    {
        (this.compiled, this.membrane, this.matrix, this.groups, this.index) = (compiled, membrane, matrix, groups, index);
        var program = compiled.Program;
        var groupOf = new int[layout.Descriptions.Length];
        for (int g = 0; g < groups.Length; g++) foreach (int cell in groups[g].Cells) groupOf[cell] = g;
        var byGroup = processes.OrderBy(p => p.Id).ToLookup(p => groupOf[layout.LocalOf(p.Gid)]);
        firstBlock = new int[groups.Length + 1];
        for (int g = 0; g < groups.Length; g++) firstBlock[g + 1] = firstBlock[g] + (byGroup[g].Count() + Width - 1) / Width;
        Count = Width * firstBlock[^1];
        table = GC.AllocateArray<int>(Count + 1, pinned: true);
        (compartments, perArea, ids, Excitatory, groupOfInstance) = (new int[Count], new double[Count], new long[Count], new bool[Count], new int[Count]);
        Array.Fill(compartments, -1);
        arrays = new MechanismArrays(program, Count, options.Celsius, membrane.Place);
        for (int g = 0; g < groups.Length; g++)
        {
            int k = Width * firstBlock[g];
            Array.Fill(table, groups[g].FirstSlot, k, Width * (firstBlock[g + 1] - firstBlock[g]));
            foreach (var process in byGroup[g])
            {
                compartments[k] = layout.CompartmentAt(process.Gid, process.Section, process.Position);
                table[k] = matrix.Layout.SlotOf(compartments[k]);
                perArea[k] = 100 / layout.Area[compartments[k]];
                (ids[k], Excitatory[k], groupOfInstance[k]) = (process.Id, process.Excitatory, g);
                instanceOf[process.Id] = k;
                foreach (var (name, value) in process.Parameters) arrays.Set(name, k, value);
                arrays.SetStreams(k, options.Seed, process.Gid, process.Id);
                k++;
            }
        }
        (current, slope) = (arrays.Output("i"), arrays.Output("g"));
        ions = [.. program.Ions.Select(i => i.Name).Where(i => arrays.Output("i" + i) is not null).Select(i => (arrays.Output("i" + i)!, arrays.Output("di" + i), membrane.IonOf(i)!))];
        (progress, touchedBefore, sent) = (new double[Count], new bool[Count], new long[Count]);
        events = [.. groups.Select(_ => new GroupEvents())];
        this.connections = new ConnectionTable(program, connections, Count, c => instanceOf[c.Target]);
    }

    public string Name => compiled.Program.Name;

    public MechanismProgram Program => compiled.Program;

    /// <summary>Instances, those that only fill a block included.</summary>
    public int Count { get; }

    public bool[] Excitatory { get; }

    public int CompartmentOf(int instance) => compartments[instance];

    /// <summary>Its numbers, for pointers from them.</summary>
    public MechanismArrays Arrays => arrays;

    /// <summary>Id of the process, where <see cref="IsReal"/>.</summary>
    public long IdOf(int instance) => ids[instance];

    public bool IsReal(int instance) => compartments[instance] >= 0;

    /// <summary>Instance of a process; -1 where another rank has it.</summary>
    public int InstanceOf(long id) => instanceOf.GetValueOrDefault(id, -1);

    public SlotArray? Column(string name) => arrays.Column(name);

    /// <summary>What the process gave to its place in the last step; null where it gives nothing of that name.</summary>
    public SlotArray? Output(string name) => arrays.Output(name);

    /// <summary>What must be saved for the run to go on as if never stopped.</summary>
    public IEnumerable<(string Name, SlotArray Values)> States => arrays.States;

    /// <summary>States at the present voltage, variables of connections, and events that INITIAL sends.</summary>
    public void Initialize()
    {
        Call(compiled.Initialize, 0, firstBlock[^1], 0, 0);
        StartEvents();
    }

    /// <summary>Moves the states of a group by <paramref name="step"/> ms at constant voltage.</summary>
    public void Advance(int group, double time, double step)
    {
        if (compiled.Advance is { } kernel) Call(kernel, firstBlock[group], firstBlock[group + 1], time, step);
    }

    /// <summary>Adds the currents of a group at the present voltage and states.</summary>
    public void AddCurrents(int group, double time, double step)
    {
        if (compiled.Currents is not { } kernel) return;
        Call(kernel, firstBlock[group], firstBlock[group + 1], time, step);
        Scatter(Width * firstBlock[group], Width * firstBlock[group + 1]);
    }

    /// <summary>Adds what the instances on one cell brought into its rows in the last step [nA]; for mechanisms that are electrodes.</summary>
    public void AddElectrodes(int cell, NeuronLayout cells, CableLayout layout, double[] inflow)
    {
        int first = layout.FirstSlotOf(cell), stride = layout.PackOf(cell).Stride;
        for (int k = 0; k < Count; k++)
            if (compartments[k] >= 0 && cells.CellOf[compartments[k]] == cell) inflow[(table[k] - first) / stride] -= current![k];
    }

    private void Scatter(int first, int end)
    {
        var (total, conductance) = (matrix.PointCurrent, matrix.PointSlope);
        for (int k = first; k < end; k++)
        {
            if (compartments[k] < 0) continue;
            int s = table[k];
            total[s] += current![k];
            if (slope is not null) conductance[s] += slope[k];
            foreach (var (own, ownSlope, ion) in ions)
            {
                ion.Current[s] += own[k] * perArea[k];
                if (ownSlope is not null) ion.Slope[s] += ownSlope[k] * perArea[k];
            }
        }
    }

    private void Call(KernelMethod kernel, int first, int end, double time, double step) => arrays.Call(kernel, table, null, first, end, time, step);
}

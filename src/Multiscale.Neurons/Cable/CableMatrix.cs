using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiscale.Neurons;

/// <summary>
/// The charge balance of every slot [nA]: what stands on both sides of (C/h' + G + axial) dv = -I + axial currents at v. Mechanisms add densities to
/// <see cref="Current"/> and <see cref="Slope"/>, synapses and clamps absolute numbers to <see cref="PointCurrent"/> and <see cref="PointSlope"/>.
/// Idle slots and the spare ones at the end have the balance 1 dv = 0.
/// </summary>
internal sealed unsafe partial class CableMatrix
{
    /// <summary>1 mA/cm2 through 1 um2 in nA, and 1 S/cm2 through 1 um2 in uS.</summary>
    public const double PerSquareMicron = 1e-2;

    private readonly int[] meetings, meetingOffsets, neighbours; // points where sections meet and the slots around them
    private readonly double[] conductances; // of those neighbours [uS]
    private readonly Dictionary<int, int> meetingAt = []; // by slot
    private readonly double[] openConductance, openCurrent, meetingCurrent; // [uS], [nA], [nA]
    private readonly int[] parent;

    /// <param name="threads">How many solvers work at once.</param>
    public CableMatrix(CableLayout layout, NeuronLayout cells, double initialVoltage, int threads = 1)
    {
        Layout = layout;
        SpareSlots = layout.Packs.Select(p => p.Topology.Rows).DefaultIfEmpty().Max() + CableLayout.Width * StreamGroup.Width;
        int count = layout.SlotCount + threads * SpareSlots;
        (Voltage, Change, Current, Slope) = (new(count, 0, initialVoltage), new(count, 1), new(count, 2), new(count, 3));
        (PointCurrent, PointSlope, Area, Leading) = (new(count, 4), new(count, 5), new(count, 6), new(count, 7));
        (Axial, Factor, Diagonal, AxialSum, Capacitance) = (new(count, 8), new(count, 9), new(count, 10, 1), new(count, 11), new(count, 12));
        parent = GC.AllocateUninitializedArray<int>(count, pinned: true);
        Parent = (int*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(parent));
        for (int s = 0; s < count; s++) Parent[s] = s;
        openConductance = new double[layout.OpenEnds.Length];
        openCurrent = new double[layout.OpenEnds.Length];
        var around = new SortedDictionary<int, List<(int Slot, double Conductance)>>();
        for (int cell = 0; cell < cells.Descriptions.Length; cell++) Build(cells, cell, around);
        for (int s = 0; s < count; s++) if (AxialSum[s] == 0 && (s >= layout.SlotCount || layout.CompartmentOf(s) < 0)) AxialSum[s] = 1;
        meetings = [.. around.Keys];
        meetingOffsets = new int[meetings.Length + 1];
        meetingCurrent = new double[meetings.Length];
        for (int i = 0; i < meetings.Length; i++)
        {
            meetingOffsets[i + 1] = meetingOffsets[i] + around[meetings[i]].Count;
            meetingAt[meetings[i]] = i;
        }
        neighbours = [.. around.Values.SelectMany(a => a).Select(a => a.Slot)];
        conductances = [.. around.Values.SelectMany(a => a).Select(a => a.Conductance)];
    }

    public CableLayout Layout { get; }

    /// <summary>Slots behind all others, as many for each thread, for streams of the solver that have nothing to do.</summary>
    public int SpareSlots { get; }

    /// <summary>[mV].</summary>
    public SlotArray Voltage { get; }

    /// <summary>Change of voltage found by the solve [mV].</summary>
    public SlotArray Change { get; }

    /// <summary>Outward membrane current at the present voltage [mA/cm2].</summary>
    public SlotArray Current { get; }

    /// <summary>Its derivative by voltage [S/cm2].</summary>
    public SlotArray Slope { get; }

    /// <summary>Outward current of synapses and, negative, of clamps [nA].</summary>
    public SlotArray PointCurrent { get; }

    /// <summary>Its derivative by voltage [uS].</summary>
    public SlotArray PointSlope { get; }

    /// <summary>Membrane area times <see cref="PerSquareMicron"/>; 0 where a slot has none.</summary>
    public SlotArray Area { get; }

    /// <summary>[nA ms/mV].</summary>
    public SlotArray Capacitance { get; }

    /// <summary>Conductance to the parent [uS]; 0 for roots.</summary>
    public SlotArray Axial { get; }

    /// <summary>Sum of the conductances to all neighbours [uS].</summary>
    public SlotArray AxialSum { get; }

    /// <summary>Slot of the parent; roots and idle slots are their own.</summary>
    public int* Parent { get; }

    /// <summary>The diagonal but for the membrane: C/h' + axial [uS]; as <see cref="ShiftBy"/> left it.</summary>
    internal SlotArray Leading { get; }

    internal SlotArray Diagonal { get; }

    /// <summary>What a slot's change takes over from its parent's.</summary>
    internal SlotArray Factor { get; }

    /// <summary>Adds an inward current [nA] to the coming solve; one into an open end all enters the slot next to it.</summary>
    /// <param name="point">As <see cref="CableLayout.SlotOfNode"/> gives it.</param>
    public void Inject(int point, double current) => PointCurrent[point >= 0 ? point : Layout.OpenEnds[~point]] -= current;

    /// <summary>Sets the inward current [nA] that stands at a point without area now, for its voltage; nothing for other points.</summary>
    public void HoldAt(int point, double current)
    {
        if (point < 0) openCurrent[~point] = current;
        else if (meetingAt.TryGetValue(point, out int i)) meetingCurrent[i] = current;
    }

    /// <summary>As <see cref="HoldAt"/>, but an open end is extrapolated through the middle of the step, as NEURON does: its error is never damped.</summary>
    public void ExtrapolateAt(int point, double current)
    {
        if (point < 0) openCurrent[~point] = 2 * current - openCurrent[~point];
    }

    /// <summary>[mV] of any point: that of an open end is its neighbour's plus what a current into it makes of it.</summary>
    public double VoltageAt(int point) =>
        point >= 0 ? Voltage[point] : Voltage[Layout.OpenEnds[~point]] + openCurrent[~point] / openConductance[~point];

    /// <summary>Whether the trapezoidal rule with this step [ms] would let a jump at the point ring: axial conductance above 2 C / h.</summary>
    public bool IsStiff(int point, double step) => point < 0 || AxialSum[point] * step > 2 * Capacitance[point];

    /// <summary>
    /// Points without capacitance take the voltage at which their currents balance; extrapolating them like the others would leave an error
    /// that the trapezoidal rule never damps. For the slots [first, end).
    /// </summary>
    public void BalanceEnds(int first, int end)
    {
        var v = Voltage.Values;
        int start = Array.BinarySearch(meetings, first);
        for (int e = start < 0 ? ~start : start; e < meetings.Length && meetings[e] < end; e++)
        {
            double sum = meetingCurrent[e], conductance = 0;
            for (int j = meetingOffsets[e]; j < meetingOffsets[e + 1]; j++)
            {
                sum += conductances[j] * v[neighbours[j]];
                conductance += conductances[j];
            }
            v[meetings[e]] = sum / conductance;
        }
    }

    /// <summary>Puts C/h' on the diagonal of the slots [first, end); <paramref name="rate"/> = 1/h' [1/ms].</summary>
    internal void ShiftBy(double rate, int first, int end)
    {
        double* lead = Leading.Pointer, c = Capacitance.Pointer, sum = AxialSum.Pointer;
        for (int s = first; s < end; s++) lead[s] = Math.FusedMultiplyAdd(c[s], rate, sum[s]);
    }

    private void Build(NeuronLayout cells, int cell, SortedDictionary<int, List<(int Slot, double Conductance)>> around)
    {
        var cut = cells.Discretizations[cell];
        for (int node = 0; node < cut.NodeCount; node++)
        {
            int point = Layout.SlotOfNode(cell, node), c = cut.CompartmentOf[node], up = cut.Parent[node];
            if (c >= 0)
            {
                double area = cut.Area[c];
                Area[point] = PerSquareMicron * area;
                Capacitance[point] = 1e-3 * PerSquareMicron * cells.MembraneOf(cells.CellOffsets[cell] + c).Capacitance * area;
            }
            if (up < 0) continue;
            int carrier = c >= 0 ? c : cut.CompartmentOf[up]; // whose section the resistance lies in
            double conductance = 1 / (0.01 * cells.MembraneOf(cells.CellOffsets[cell] + carrier).Resistivity * cut.ResistanceToParent[node]); // [uS]
            int parent = Layout.SlotOfNode(cell, up);
            if (point < 0) openConductance[~point] = conductance;
            else if (parent < 0) openConductance[~parent] = conductance;
            else
            {
                Parent[point] = parent;
                Axial[point] = conductance;
                AxialSum[point] += conductance;
                AxialSum[parent] += conductance;
                if (c < 0) Around(point).Add((parent, conductance));
                if (cut.CompartmentOf[up] < 0) Around(parent).Add((point, conductance));
            }
        }

        List<(int Slot, double Conductance)> Around(int slot) => around.TryGetValue(slot, out var list) ? list : around[slot] = [];
    }
}

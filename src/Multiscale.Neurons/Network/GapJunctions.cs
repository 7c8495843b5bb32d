using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Neurons;

/// <summary>
/// Electrical synapses: each side is a point process whose `vgap` is the voltage of the other side, which every step brings anew, also from other ranks.
/// NEURON's fixed step takes that voltage as it was after the last step. Here it is extrapolated to the middle of the coming one: second order.
/// </summary>
internal sealed class GapJunctions
{
    /// <summary>Sides are point processes with ids from here on: two for each junction. Doubles of checkpoints hold them exactly.</summary>
    public const long FirstProcess = 1L << 52;

    /// <summary>The variable or POINTER that is the voltage of the other side.</summary>
    public const string OtherSide = "vgap";

    private readonly record struct Side(PointMechanism Mechanism, SlotArray Gap, int Instance, int Ghost);

    private readonly NeuronLayout layout;
    private readonly CableLayout cable;
    private readonly SlotArray v, capacitance; // [mV], [nF]
    private readonly GhostExchange? exchange;
    private readonly Side[] sides;
    private readonly int[] shown; // compartments of this rank whose voltage others see
    private readonly Dictionary<int, double> conductance = []; // of all junctions of a compartment of this rank [uS]
    private readonly double[] own, last, before; // [mV]: of all compartments of this rank; of the other sides, after the last step and the one before

    /// <summary>Collective.</summary>
    /// <param name="points">Hold the processes that <see cref="Processes"/> names.</param>
    public GapJunctions(Communicator ranks, NeuronLayout layout, CableMatrix matrix, IReadOnlyList<GapJunction> junctions, IReadOnlyList<PointMechanism> points)
    {
        (this.layout, cable, v, capacitance) = (layout, matrix.Layout, matrix.Voltage, matrix.Capacitance);
        (sides, shown, own, last, before) = ([], [], [], [], []);
        Any = ranks.Any(junctions.Count > 0);
        if (!Any) return;
        // Only a cell's own rank knows how it is cut: it tells the others which compartment a side is.
        var mine = junctions.SelectMany(Ends).Where(e => layout.LocalOf(e.End.Gid) >= 0).ToArray();
        shown = Array.ConvertAll(mine, e => layout.CompartmentAt(e.End.Gid, e.End.Section, e.End.Position));
        var conductanceOf = junctions.SelectMany(j => Ends(j).Select(e => (e.Process, j.Conductance))).ToDictionary();
        for (int i = 0; i < mine.Length; i++) conductance[shown[i]] = conductance.GetValueOrDefault(shown[i]) + conductanceOf[mine[i].Process];
        var segmentOf = new Dictionary<long, long>();
        foreach (long[] pair in ranks.Allgatherv<long>(mine.Zip(shown, (e, c) => new[] { e.Process, layout.Segments.OwnedIds[c] }).SelectMany(p => p).ToArray()).Chunk(2)) segmentOf[pair[0]] = pair[1];
        foreach (var (process, end) in junctions.SelectMany(Ends))
            if (!segmentOf.ContainsKey(process)) throw new InputException("MS0217", $"gap junction {(process - FirstProcess) / 2} leads to cell {end.Gid}, whose rank does not list it", "hand each junction to the ranks of both its cells");
        exchange = new GhostExchange(new Distribution(ranks, layout.Segments), [.. mine.Select(e => segmentOf[Other(e.Process)]).Distinct().Order()]);
        own = new double[layout.Count];
        (last, before) = (new double[exchange.Needed.Length], new double[exchange.Needed.Length]);
        sides = Array.ConvertAll(mine, e =>
        {
            var mechanism = points.First(p => p.InstanceOf(e.Process) >= 0);
            var gap = mechanism.Column(OtherSide) ?? throw new InputException("MS0232", $"mechanism {mechanism.Name} of a gap junction has no variable '{OtherSide}'", "declare it as POINTER, or as ASSIGNED and RANGE: the voltage on the other side");
            return new Side(mechanism, gap, mechanism.InstanceOf(e.Process), Array.BinarySearch(exchange.Needed, segmentOf[Other(e.Process)]));
        });
        Exchange();
        last.CopyTo(before, 0);
    }

    /// <summary>Whether any rank has any.</summary>
    public bool Any { get; }

    /// <summary>The sides on cells of this rank as point processes.</summary>
    public static IEnumerable<PointProcess> Processes(NeuronLayout layout, IEnumerable<GapJunction> junctions) =>
        from junction in junctions
        from side in Ends(junction)
        where layout.LocalOf(side.End.Gid) >= 0
        select new PointProcess(side.Process, junction.Mechanism, side.End.Gid, side.End.Section, side.End.Position) { Parameters = new Dictionary<string, double> { ["g"] = junction.Conductance } };

    /// <summary>What to say of junctions whose extrapolated voltages a step of this length [ms] may let swing; null: nothing.</summary>
    public string? Warning(double step)
    {
        var loose = conductance.Where(c => c.Value * step > capacitance[cable.SlotOf(c.Key)]).OrderBy(c => c.Key).ToArray();
        if (loose.Length == 0) return null;
        var (compartment, sum) = loose[0];
        double longest = loose.Min(c => capacitance[cable.SlotOf(c.Key)] / c.Value);
        return FormattableString.Invariant($"gap junctions of {sum:g3} uS on cell {layout.Cells.OwnedIds[layout.CellOf[compartment]]}, section {layout.SectionOf[compartment]}, may make voltages swing (on {loose.Length} compartments): take steps of at most {longest:g3} ms, or compatibility: neuron");
    }

    /// <summary>Brings the voltages of the other sides. Collective.</summary>
    public void Exchange()
    {
        if (exchange is null) return;
        last.CopyTo(before, 0);
        foreach (int c in shown) own[c] = v[cable.SlotOf(c)];
        exchange.Update(own, last);
    }

    /// <summary>Sets the voltages that the coming step sees: <paramref name="ahead"/> times the last change beyond the last ones.</summary>
    public void Show(double ahead)
    {
        foreach (var side in sides) side.Gap[side.Instance] = Math.FusedMultiplyAdd(ahead, last[side.Ghost] - before[side.Ghost], last[side.Ghost]);
    }

    /// <summary>Saves the voltages of the other sides, by process.</summary>
    public void Save(ICheckpoint checkpoint, string key)
    {
        var rows = new double[3 * sides.Length];
        for (int i = 0; i < sides.Length; i++)
            (rows[3 * i], rows[3 * i + 1], rows[3 * i + 2]) = (sides[i].Mechanism.IdOf(sides[i].Instance), last[sides[i].Ghost], before[sides[i].Ghost]);
        checkpoint.PutRows(key, layout.Cells, Array.ConvertAll(sides, s => layout.Cells.OwnedIds[layout.CellOf[s.Mechanism.CompartmentOf(s.Instance)]]), 3, rows);
    }

    public void Restore(ICheckpoint checkpoint, string key)
    {
        var (_, rows) = checkpoint.GetRows(key, layout.Cells, 3);
        for (int r = 0; r < rows.Length; r += 3)
        {
            int ghost = Array.Find(sides, s => s.Mechanism.IdOf(s.Instance) == (long)rows[r]).Ghost;
            (last[ghost], before[ghost]) = (rows[r + 1], rows[r + 2]);
        }
    }

    private static (long Process, GapEnd End)[] Ends(GapJunction junction) => [(FirstProcess + 2 * junction.Id, junction.One), (FirstProcess + 2 * junction.Id + 1, junction.Other)];

    private static long Other(long process) => process ^ 1;
}

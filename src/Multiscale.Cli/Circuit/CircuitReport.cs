using Multiscale.Core;
using Multiscale.Formats;
using Multiscale.Geometry;
using Multiscale.Neurons;

namespace Multiscale.Cli;

/// <summary>
/// One report that a simulation_config.json or a case asks for. Samples gather between windows and go to the file of rank 0 at their ends; columns stand by cell, then by
/// compartment or synapse. Frame k shows the state at start_time + k dt, the first one that of the start.
/// </summary>
internal sealed class CircuitReport : IDisposable
{
    private readonly CoupledTissue tissue;
    private readonly NeuronSolver neurons;
    private readonly ReportKind kind;
    private readonly ReportedVariable[] variables;
    private readonly bool scaled;
    private readonly SimTime start, end, step;
    private readonly int[] columnOf; // column of each compartment of this rank, -1 where it is not reported
    private readonly (long Process, int Column)[][] processes; // by variable: whose values are added where
    private readonly int[] place; // column in the file of each gathered column
    private readonly int columns;
    private readonly CompartmentReport? file;
    private readonly ElectrodeArray? electrodes;
    private readonly int[] reported = []; // cells of this rank whose potentials are wanted
    private readonly double[] currents; // through the membrane [nA], by compartment
    private readonly ChannelReport? channels; // potentials of all cells together
    private readonly List<double[]> samples = [];
    private readonly List<SimTime> sampledAt = [];

    /// <summary>Collective.</summary>
    /// <param name="goesOn">With the file of an earlier run, after the time at which the tissue starts.</param>
    /// <exception cref="InputException">MS0147: what it asks for does not exist.</exception>
    public CircuitReport(CoupledTissue tissue, ReportRequest request, RunFolder folder, bool goesOn)
    {
        (this.tissue, neurons, kind) = (tissue, tissue.Neurons!, ReportRules.KindOf(request)!.Value);
        var (cells, layout) = (tissue.Cells!, tissue.Layout!);
        var at = cells.ReportsAt;
        variables = [.. ReportedVariable.Of(request)];
        scaled = kind == ReportKind.Summation && request.Scaling != "none";
        double dt = Math.Max(request.Step ?? cells.Solver.TimeStep, cells.Solver.TimeStep);
        (start, step) = (SimTime.FromMilliseconds(request.Start ?? 0), SimTime.FromMilliseconds(dt));
        end = SimTime.FromMilliseconds(Math.Min(request.End ?? double.PositiveInfinity, tissue.Options.Duration.Milliseconds));
        if (!step.IsMultipleOf(SimTime.FromMilliseconds(cells.Solver.TimeStep)) || !start.IsMultipleOf(SimTime.FromMilliseconds(cells.Solver.TimeStep)))
            throw Fault($"dt {dt} ms from {request.Start ?? 0} ms on, while steps take {cells.Solver.TimeStep} ms", "give multiples of the time step");
        var chosen = cells.CellsOf(request.Cells ?? cells.Config?.NodeSet, at).Where(g => layout.LocalOf(g) >= 0).ToArray();
        columnOf = new int[layout.Count];
        currents = new double[layout.Count];
        Array.Fill(columnOf, -1);
        processes = new (long, int)[variables.Length][];
        List<long> gids = [];
        List<long> elements = [];
        List<double> positions = [];
        if (kind is ReportKind.Lfp or ReportKind.Extracellular)
        {
            var table = ElectrodeTable.Read(request.Electrodes!);
            electrodes = new ElectrodeArray(layout, [.. Enumerable.Range(0, table.Count).Select(e => new Point3(table.X[e], table.Y[e], table.Z[e]))], request.Conductivity, request.Sources == "point" ? SourceShape.Point : SourceShape.Line);
            reported = Array.ConvertAll(chosen, layout.LocalOf);
            foreach (long gid in chosen)
                for (int e = 0; e < table.Count; e++) Add(gid, table.Channels[e], 0);
        }
        else if (kind == ReportKind.Synapse) OfSynapses();
        else OfCompartments();
        columns = gids.Count;

        // Each cell is on one rank: a stable order by gid puts all columns in place.
        long[] allGids = tissue.Ranks.Allgatherv<long>([.. gids]);
        int[] order = [.. Enumerable.Range(0, allGids.Length).OrderBy(i => allGids[i])];
        place = new int[order.Length];
        for (int i = 0; i < order.Length; i++) place[order[i]] = i;
        long[] allElements = tissue.Ranks.Allgatherv<long>([.. elements]);
        double[] allPositions = tissue.Ranks.Allgatherv<double>([.. positions]);
        if (order.Length == 0) throw Fault(kind == ReportKind.Synapse ? $"no synapse of these cells has {request.Variable}" : "no such compartments", "choose other cells, sections or variables");
        if (!tissue.Ranks.IsRoot) return;
        string name = request.FileName ?? request.Name;
        string path = folder.File(name.EndsWith(".h5", StringComparison.Ordinal) ? name : name + ".h5");
        if (kind == ReportKind.Extracellular)
        {
            channels = goesOn ? ChannelReport.Continue(path, tissue.Start, step) : ChannelReport.Create(path, allElements[..electrodes!.Count], First, step);
            return;
        }
        var headers = Headers(cells, [.. order.Select(i => allGids[i])], [.. order.Select(i => (uint)allElements[i])],
            kind == ReportKind.Compartment || (kind == ReportKind.Summation && request.Sections != "soma") ? [.. order.Select(i => (float)allPositions[i])] : null,
            new ReportHeader
            {
                Population = "", Mapping = ReportMapping.OnePerNode([]), Start = First, Step = step, Variable = electrodes is null ? request.Variable : "lfp",
                Unit = request.Unit ?? (electrodes is not null ? "mV" : kind == ReportKind.Summation && scaled ? "nA" : kind == ReportKind.Synapse ? "" : variables[0].Unit),
            });
        file = goesOn ? CompartmentReport.Continue(path, tissue.Start, headers) : CompartmentReport.Create(path, headers);

        void OfCompartments()
        {
            bool sum = kind == ReportKind.Summation && request.Sections == "soma", centre = (request.Compartments ?? (request.Sections == "soma" && kind == ReportKind.Compartment ? "center" : "all")) == "center";
            foreach (long gid in chosen)
            {
                int cell = layout.LocalOf(gid);
                var cut = layout.Discretizations[cell];
                if (sum)
                {
                    for (int c = layout.CellOffsets[cell]; c < layout.CellOffsets[cell + 1]; c++) columnOf[c] = gids.Count;
                    Add(gid, 0, 0.5);
                    continue;
                }
                foreach (var section in cut.Morphology.Sections)
                {
                    if (!IsChosen(section.Type, request.Sections)) continue;
                    int n = cut.CountOf(section.Index);
                    for (int k = centre ? n / 2 : 0; k < (centre ? n / 2 + 1 : n); k++)
                    {
                        columnOf[layout.CellOffsets[cell] + cut.FirstOf(section.Index) + k] = gids.Count;
                        Add(gid, section.Index, (k + 0.5) / n);
                    }
                }
            }
            for (int v = 0; v < variables.Length; v++)
                processes[v] = [.. cells.Network.PointProcesses.Where(p => p.Mechanism == variables[v].Mechanism && columnOf[layout.CompartmentAt(p.Gid, p.Section, p.Position)] >= 0)
                    .OrderBy(p => p.Id).Select(p => (p.Id, columnOf[layout.CompartmentAt(p.Gid, p.Section, p.Position)]))];
        }

        void OfSynapses()
        {
            if (variables.Length != 1) throw Fault("a report of synapses shows one variable", "make one report of each");
            var wanted = chosen.ToHashSet();
            List<(long, int)> list = [];
            foreach (var p in cells.Network.PointProcesses.Where(p => wanted.Contains(p.Gid) && (variables[0].Mechanism.Length == 0 || p.Mechanism == variables[0].Mechanism)).OrderBy(p => p.Gid).ThenBy(p => p.Id))
            {
                if (variables[0].Mechanism.Length == 0 && !neurons.HasPointVariable(p.Mechanism, variables[0].Name)) continue;
                list.Add((p.Id, gids.Count));
                Add(p.Gid, p.Id, p.Position);
            }
            processes[0] = [.. list];
        }

        void Add(long gid, long element, double position)
        {
            gids.Add(gid);
            elements.Add(element);
            positions.Add(position);
        }

        InputException Fault(string message, string remedy) => new("MS0147", $"$.reports.{request.Name}: {message}", remedy, at);
    }

    /// <summary>Frames lie at the first of these plus multiples of the second.</summary>
    public SimTime[] Clock => [start, step];

    private SimTime First => tissue.Start <= start ? start : start + step * (((tissue.Start - start).Picoseconds + step.Picoseconds - 1) / step.Picoseconds);

    /// <summary>One header for each population among the cells, whose columns follow one another.</summary>
    public static ReportHeader[] Headers(CircuitCells cells, long[] gids, uint[] elements, float[]? positions, ReportHeader like)
    {
        var headers = new List<ReportHeader>();
        for (int first = 0, next; first < gids.Length; first = next)
        {
            string population = cells.NodeOf(gids[first]).Population;
            List<long> nodes = [], offsets = [];
            for (next = first; next < gids.Length && cells.NodeOf(gids[next]) is var node && node.Population == population; next++)
            {
                if (next > first && gids[next] == gids[next - 1]) continue;
                nodes.Add(node.Id);
                offsets.Add(next - first);
            }
            offsets.Add(next - first);
            headers.Add(like with { Population = population, Mapping = new ReportMapping { NodeIds = [.. nodes], Offsets = [.. offsets], ElementIds = elements[first..next], ElementPositions = positions?[first..next] } });
        }
        return [.. headers];
    }

    /// <summary>Takes a frame where one is due.</summary>
    public void Sample(SimTime time)
    {
        if (time < start || time >= end || !(time - start).IsMultipleOf(step)) return;
        // A repeated window comes twice: the second pass replaces the first.
        while (samples.Count > 0 && sampledAt[^1] >= time)
        {
            samples.RemoveAt(samples.Count - 1);
            sampledAt.RemoveAt(sampledAt.Count - 1);
        }
        var frame = new double[columns];
        if (electrodes is not null)
        {
            neurons.MembraneCurrents(currents);
            for (int k = 0; k < frame.Length; k++)
                frame[k] = electrodes.Potential(k % electrodes.Count, currents, tissue.Layout!.CellOffsets[reported[k / electrodes.Count]], tissue.Layout.CellOffsets[reported[k / electrodes.Count] + 1]);
        }
        else for (int v = 0; v < variables.Length; v++)
        {
            foreach (var (process, column) in processes[v]) frame[column] += neurons.PointVariable(process, variables[v].Name);
            if (kind == ReportKind.Synapse || neurons.HasPointVariable(variables[v].Mechanism, variables[v].Name)) continue;
            bool inAll = variables[v] == ReportedVariable.Membrane;
            if (inAll) neurons.MembraneCurrents(currents);
            var values = inAll ? currents : neurons.Variable(variables[v].InMembrane);
            for (int c = 0; c < columnOf.Length; c++)
                // mA/cm2 times um2 is 1e-2 nA.
                if (columnOf[c] >= 0) frame[columnOf[c]] += scaled && !inAll ? 1e-2 * values[c] * tissue.Layout!.Area[c] : values[c];
        }
        samples.Add(frame);
        sampledAt.Add(time);
    }

    /// <summary>Brings what was sampled to the file. Collective.</summary>
    public void Write()
    {
        int count = samples.Count;
        var own = new double[columns * count];
        for (int k = 0; k < count; k++)
            for (int i = 0; i < columns; i++) own[i * count + k] = samples[k][i];
        samples.Clear();
        sampledAt.Clear();
        var all = tissue.Ranks.Allgatherv<double>(own);
        if (!tissue.Ranks.IsRoot || count == 0) return;
        var frame = new double[place.Length];
        for (int k = 0; k < count; k++)
        {
            for (int i = 0; i < place.Length; i++) frame[place[i]] = all[i * count + k];
            file?.Append(frame);
            channels?.Append(Summed(frame));
        }
        file?.Flush();
        channels?.Flush();
    }

    public void Dispose()
    {
        file?.Dispose();
        channels?.Dispose();
    }

    /// <summary>Of all cells, in the order of their ids.</summary>
    private double[] Summed(double[] frame)
    {
        var sum = new double[electrodes!.Count];
        for (int i = 0; i < frame.Length; i++) sum[i % sum.Length] += frame[i];
        return sum;
    }

    private static bool IsChosen(SectionType type, string sections) => sections switch
    {
        "all" => true,
        "soma" => type == SectionType.Soma,
        "axon" => type == SectionType.Axon,
        "apic" => type == SectionType.ApicalDendrite,
        _ => type is SectionType.BasalDendrite,
    };
}

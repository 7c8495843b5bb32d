using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Neurons;

/// <summary>
/// A network of neurons with morphologies. Per compartment C dV/dt = -(I_Na + I_K + I_Ca + I_other) + axial currents + stimulus, per ion its amount
/// changes by exactly what crosses the membrane. Voltage and gates live half a step apart, so that one trapezoidal (Crank-Nicolson) step is linear
/// (Hines 1984); concentrations enter at mid-step; synaptic events act at their exact times; spikes are interpolated. All of it is second order.
/// <see cref="Compatibility.Neuron"/> takes the steps of NEURON's fixed-step method instead. Between two spike exchanges groups of cells advance one
/// after the other through all steps, so that their numbers stay in the cache.
/// </summary>
public sealed partial class NeuronSolver : ISolver
{
    private readonly NeuronOptions options;
    private readonly Communicator ranks;
    private readonly NeuronLayout layout;
    private readonly CableMatrix cable;
    private readonly CellGroup[] groups;
    private readonly Membrane membrane;
    private readonly List<DensityMechanism> mechanisms;
    private readonly List<PointMechanism> points;
    private readonly ArtificialCells artificial;
    private readonly RestingState? rest;
    private readonly IonStores ions;
    private readonly SegmentPorts ports;
    private readonly Synapses synapses;
    private readonly ClampSet clamps;
    private readonly GapJunctions gaps;
    private readonly SpikeExchange exchange;
    private readonly TransmitterTrace transmitter;
    private readonly ThresholdDetector detector;
    private readonly List<Spike> spikes = [];
    private readonly List<string> warnings = [];
    private readonly HashSet<string> written; // ion variables that mechanisms write
    private readonly HashSet<string> electrodeProcesses;
    private readonly double thermal;
    private readonly Crew? crew; // null: one thread does it all
    private double lastStep; // [ms]; 0 before the first
    private long span, steps, fromStep, toStep; // of the present advance [ps], how many steps it has, and those that groups take next
    private SimTime spanStart;

    /// <summary>Collective.</summary>
    /// <param name="cellExtracellularVolume">[um3] per cell of this rank in gid order: a cell sees its own release within a span; null: it does not.</param>
    /// <param name="catalog">Where mechanisms come from; null: those shipped.</param>
    /// <exception cref="InputException">MS0211-MS0222.</exception>
    public NeuronSolver(NeuronOptions options, NeuronNetwork network, Communicator ranks, double[]? cellExtracellularVolume = null, MechanismCatalog? catalog = null)
    {
        (this.options, this.ranks) = (options, ranks);
        layout = new NeuronLayout(options, network, ranks);
        long artificialCount = ArtificialCells.Count(network, layout.Cells.GlobalCount, ranks);
        NetworkRules.Check(options, network, layout, artificialCount);
        network = network with { PointProcesses = [.. network.PointProcesses, .. GapJunctions.Processes(layout, network.GapJunctions)] };
        thermal = Constants.ThermalVoltage(options.Celsius);
        ports = new SegmentPorts(layout.Segments, options);
        cable = new CableMatrix(new CableLayout(layout), layout, options.InitialVoltage, options.Threads);
        groups = CellGroup.Of(cable);
        if (options.Threads > 1) crew = new Crew(options.Threads, (group, thread) => AdvanceGroup(groups[group], thread));
        bool rests = ranks.Any(layout.Descriptions.Any(d => d.Model.Rest));
        catalog ??= new MechanismCatalog();
        var present = PresentMechanisms(catalog);
        var processes = PresentProcesses(network);
        written = [.. present.Concat(processes).SelectMany(name => catalog.Find(name).Ions).SelectMany(u => u.Writes)];
        var uses = present.Concat(processes).SelectMany(name => catalog.Find(name).Ions).ToArray();
        electrodeProcesses = [.. processes.Where(name => catalog.Find(name).ElectrodeCurrents.Count > 0)];
        Uncarried = [.. present.Concat(processes).Where(name => catalog.Find(name).Nonspecific.Count > 0)];
        var tracked = TrackedIons(uses, rests);
        membrane = new Membrane(cable, layout, options, tracked);
        bool followed = options.Accumulation && membrane.Ca is not null && !written.Contains("cai");
        membrane.CalciumMoves = followed || uses.Any(u => u.Name == "ca" && u.Reads.Concat(u.Writes).Any(n => n is "cai" or "cao"));
        (mechanisms, points, artificial) = Insert(present, processes, PresentArtificial(network), network, catalog, tracked, artificialCount);
        ions = new IonStores(membrane, cable, options, layout, mechanisms.Find(m => m.Name == "nakpump"), cellExtracellularVolume, ports, followsCalcium: followed);
        ShowAtp();
        SetReversals();
        membrane.Nernst(thermal, 0, cable.Layout.SlotCount);
        foreach (var m in mechanisms) m.Initialize();
        if (rests)
        {
            rest = new RestingState(membrane, cable, options, layout, mechanisms, ranks);
            SolveRest();
        }
        SynapseDescription[] sorted = SortedSynapses(network.Synapses);
        var (ena, ek) = InitialReversals();
        synapses = new Synapses(layout, cable.Layout, sorted, ena, ek);
        clamps = new ClampSet(layout, cable.Layout, network.Clamps);
        gaps = new GapJunctions(ranks, layout, cable, network.GapJunctions, points);
        exchange = new SpikeExchange(ranks, Send, Links(sorted), network.SpikeSources, layout.Cells.GlobalCount + artificialCount);
        transmitter = new TransmitterTrace(layout.Count, options.Transmitter);
        detector = new ThresholdDetector(layout, cable.Layout, options);
        OpenVariables();
        Ports = [.. ports.All, .. offered.Concat(taken).Select(o => o.Port)];
        var amol = Unit.Parse("amol");
        Accounts =
        [
            new Account("K", "inside", amol, ions.PotassiumHoldings, ions.PotassiumGains),
            new Account("Na", "inside", amol, ions.SodiumHoldings, ions.SodiumGains),
            new Account("Ca", "inside", amol, ions.CalciumHoldings, ions.CalciumGains),
            new Account("ATP", "owed", amol, ions.AtpGains),
        ];
        foreach (var group in groups) ions.Show(group, 0, 0);
        foreach (var p in points) p.Initialize();
        gaps.Show(0);
        artificial.Initialize();
        BookStart();
        OfferVariables();
    }

    public string Name => "neurons";

    public IReadOnlyList<Port> Ports { get; }

    public IReadOnlyList<Account> Accounts { get; }

    public SimTime Time { get; private set; }

    /// <summary>The cells and compartments of this rank.</summary>
    public NeuronLayout Layout => layout;

    /// <summary>What the user should know and that is no fault.</summary>
    public IReadOnlyList<string> Warnings => [.. warnings, .. Trapezoidal && gaps.Warning(options.TimeStep) is { } swing ? [swing] : Array.Empty<string>(), .. mechanisms.Select(m => m.Program).Concat(points.Select(p => p.Program)).Concat(artificial.Mechanisms.Select(a => a.Program)).SelectMany(p => p.Remarks)];

    /// <summary>Mechanisms with a current that no ion carries: concentrations do not feel it.</summary>
    public IReadOnlyList<string> Uncarried { get; }

    /// <summary>Called after steps, with the time reached; until it is due groups of cells run ahead of each other between spike exchanges.</summary>
    public event Action<SimTime>? Stepped;

    /// <summary>How often <see cref="Stepped"/> is called: at multiples of this that a step reaches; zero: after every step.</summary>
    public SimTime SteppedPeriod { get; set; }

    /// <summary>Advances all cells to <paramref name="end"/> in equal steps of at most the time step. Collective.</summary>
    /// <exception cref="NumericalException">MS0230: a voltage or concentration is no longer meaningful.</exception>
    public void Advance(SimTime end)
    {
        span = (end - Time).Picoseconds;
        if (span <= 0) return;
        spanStart = Time;
        long step = SimTime.FromMilliseconds(options.TimeStep).Picoseconds;
        steps = (span + step - 1) / step;
        long between = exchange.Interval((double)span / steps / SimTime.PicosecondsPerMillisecond, steps);
        TakeVariables();
        ions.Begin();
        transmitter.Begin(Time.Milliseconds, end.Milliseconds, ports.Exposure.Values, ports.ReleaseEvents.Values);
        ShowAtp();
        for (fromStep = 0; fromStep < steps;)
        {
            long next = Math.Min(steps, fromStep + between);
            exchange.Impose(Time.Milliseconds, At(next).Milliseconds);
            while (fromStep < next)
            {
                toStep = gaps.Any ? fromStep + 1 : Stepped is null ? next : NextCall(fromStep, next);
                if (gaps.Any) ShowGaps(At(toStep) - At(fromStep));
                AdvanceGroups();
                for (long s = fromStep; s < toStep; s++) artificial.Advance(At(s).Milliseconds, At(s + 1).Milliseconds);
                CollectSpikes();
                (Time, lastStep) = (At(toStep), (At(toStep) - At(toStep - 1)).Milliseconds);
                gaps.Exchange();
                (sampled, voltagesKnown) = (false, false);
                fromStep = toStep;
                if (IsCalled(toStep)) Stepped?.Invoke(Time);
            }
            exchange.Exchange(isLast: next == steps);
        }
        ions.End();
        CheckState();
        OfferVariables();
    }

    private SimTime At(long step) => new(spanStart.Picoseconds + (long)((Int128)span * step / steps));

    private bool IsCalled(long step) => SteppedPeriod == SimTime.Zero || At(step).IsMultipleOf(SteppedPeriod);

    private long NextCall(long step, long last)
    {
        do step++;
        while (step < last && !IsCalled(step));
        return step;
    }

    /// <summary>Groups know nothing of each other until spikes are exchanged, so threads share them out as they come.</summary>
    private void AdvanceGroups()
    {
        if (crew is not null) crew.Run(groups.Length);
        else foreach (var group in groups) AdvanceGroup(group, 0);
    }

    private void AdvanceGroup(CellGroup group, int thread)
    {
        group.Solver.Thread = thread;
        double previous = lastStep;
        for (long s = fromStep; s < toStep; s++)
        {
            SimTime from = At(s), to = At(s + 1);
            if (options.Compatibility == Compatibility.Neuron) StepAsNeuron(group, from, to, previous);
            else Step(group, from, to, previous);
            previous = (to - from).Milliseconds;
        }
    }

    /// <summary>To the middle of the coming step; NEURON takes what the last one left.</summary>
    private void ShowGaps(SimTime step) => gaps.Show(options.Compatibility == Compatibility.Neuron || lastStep == 0 ? 0 : 0.5 * step.Milliseconds / lastStep);

    private void Step(CellGroup group, SimTime start, SimTime end, double previous)
    {
        double from = start.Milliseconds, to = end.Milliseconds, h = (end - start).Milliseconds;
        if (previous > 0) foreach (var m in mechanisms) m.Advance(group.FirstBlock, group.EndBlock, from, 0.5 * (previous + h));
        ions.Show(group, 0.5 * h, (start - spanStart).Milliseconds + 0.5 * h);
        DeliverEvents(group, from, to);
        synapses.Step(group, h);
        if (previous == 0) Begin(group, from, to);
        FillCurrents(group, from, h);
        foreach (var p in points) p.Step(group.Index, from, to);
        clamps.AddMeans(group, membrane, cable, from, to, Trapezoidal);
        group.Solver.Solve((Trapezoidal ? 2 : 1) / h);
        foreach (int cell in group.Jolted) group.Solver.Restart(cell, h);
        ions.Book(group, h, true);
        group.Solver.Move(Trapezoidal ? 2 : 1);
        foreach (int cell in group.Jolted) group.Solver.TakeRestarted(cell);
        clamps.HoldEnds(group, cable, to);
        cable.BalanceEnds(group.FirstSlot, group.EndSlot);
        DetectSpikes(group, start, end, previous);
        foreach (var p in points) p.CheckWatches(group.Index, to);
    }

    /// <summary>
    /// Before the first step gates stand at its start. They move to its middle at the mean voltage of that half step, found by a trial, since the voltage may
    /// start with a slope: at the voltage of the start they would lag by a part of second order for good.
    /// </summary>
    private void Begin(CellGroup group, double from, double to)
    {
        double h = to - from;
        FillCurrents(group, from, h);
        clamps.AddMeans(group, membrane, cable, from, to, findJolts: false);
        group.Solver.Solve(2 / h);
        group.Solver.Move(0.5);
        foreach (var m in mechanisms) m.Advance(group.FirstBlock, group.EndBlock, from, 0.5 * h);
        group.Solver.Move(-0.5);
    }

    private bool Trapezoidal => options.Method == IntegrationMethod.CrankNicolson;

    private void FillCurrents(CellGroup group, double time, double step)
    {
        membrane.Nernst(thermal, group.FirstSlot, group.EndSlot);
        membrane.ClearCurrents(group.FirstSlot, group.EndSlot);
        foreach (var m in mechanisms) m.AddCurrents(group.FirstBlock, group.EndBlock, time, step);
        synapses.AddCurrents(group.FirstSynapse, group.EndSynapse, membrane, cable);
    }

    private void Send(SynapticEvent e)
    {
        if (e.Mechanism >= points.Count) artificial.Add(e);
        else groups[e.Mechanism < 0 ? groupOfSynapse[e.Synapse] : points[e.Mechanism].GroupOf(e)].Queue.Add(e);
    }

    private void DeliverEvents(CellGroup group, double from, double to)
    {
        double h = to - from;
        while (group.Queue.Count > 0 && group.Queue.Next.Time < to)
        {
            var e = group.Queue.Take();
            if (e.Mechanism < 0) synapses.Deliver(e.Synapse, Math.Min(h, to - e.Time), h);
            else points[e.Mechanism].Deliver(e, from, to);
            ReleaseTransmitter(e);
        }
    }

    private void ReleaseTransmitter(in SynapticEvent e)
    {
        if (e.IsOwn) return;
        int compartment = e.Mechanism < 0 ? synapses.Excitatory[e.Synapse] ? synapses.CompartmentOf(e.Synapse) : -1 : points[e.Mechanism].ExcitedCompartment(e.Synapse);
        if (compartment >= 0) transmitter.Release(compartment, e.Time, ports.Exposure.Values, ports.ReleaseEvents.Values);
    }

    private void DetectSpikes(CellGroup group, SimTime start, SimTime end, double previous)
    {
        double h = (end - start).Milliseconds;
        foreach (int cell in group.Cells)
        {
            if (!detector.Crosses(cell, membrane.V, h, previous, out double share)) continue;
            double time = options.Compatibility == Compatibility.Neuron ? end.Milliseconds : start.Milliseconds + share * h;
            group.Fired.Add(new Spike(layout.Cells.OwnedIds[cell], time));
        }
    }

    private void CollectSpikes()
    {
        int known = spikes.Count;
        foreach (var group in groups)
        {
            foreach (var spike in group.Fired) exchange.Fire(spike.Gid, spike.Time);
            spikes.AddRange(group.Fired);
            group.Fired.Clear();
        }
        foreach (var (spike, cause) in artificial.Fired)
        {
            exchange.Fire(spike.Gid, spike.Time, cause);
            spikes.Add(spike);
        }
        artificial.Fired.Clear();
        if (spikes.Count - known > 1) spikes.Sort(known, spikes.Count - known, SpikeOrder);
    }

    private static readonly Comparer<Spike> SpikeOrder = Comparer<Spike>.Create((a, b) => a.Time != b.Time ? a.Time.CompareTo(b.Time) : a.Gid.CompareTo(b.Gid));

    private void CheckState()
    {
        for (int c = 0; c < layout.Count; c++)
        {
            double v = membrane.V[cable.Layout.SlotOf(c)];
            string? what = !(Math.Abs(v) < 1e4) ? $"voltage {v} mV"
                : ions.FollowsSodiumAndPotassium && !(ions.Nai[c] > 0) ? $"sodium {ions.Nai[c]} mM"
                : ions.FollowsSodiumAndPotassium && !(ions.Ki[c] > 0) ? $"potassium {ions.Ki[c]} mM"
                : ions.FollowsCalcium && !(ions.Cai[c] > 0) ? $"calcium {ions.Cai[c]} mM" : null;
            if (what is not null)
                throw new NumericalException("MS0230", $"cell {layout.Cells.OwnedIds[layout.CellOf[c]]}, section {layout.SectionOf[c]}: {what} inside at {Time}",
                    "shorten the time step, or look for a stimulus or conductance that is far too large");
        }
    }
}

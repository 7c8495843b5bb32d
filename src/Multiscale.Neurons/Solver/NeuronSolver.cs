using System.Numerics;
using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.Neurons;

/// <summary>
/// A network of neurons with morphologies. Per compartment C dV/dt = -(I_Na + I_K + I_Ca + I_other) + axial currents + stimulus, per ion its amount
/// changes by exactly what crosses the membrane. Voltage and gates live half a step apart, so that one trapezoidal (Crank-Nicolson) step is linear
/// (Hines 1984); concentrations enter at mid-step; synaptic events act at their exact times; spikes are interpolated. All of it is second order.
/// <see cref="Compatibility.Neuron"/> takes the steps of NEURON's fixed-step method instead.
/// </summary>
public sealed partial class NeuronSolver : ISolver
{
    private readonly NeuronOptions options;
    private readonly Communicator ranks;
    private readonly NeuronLayout layout;
    private readonly Membrane membrane;
    private readonly CableTree cable;
    private readonly IonStores ions;
    private readonly RestingState rest;
    private readonly SegmentPorts ports;
    private readonly Synapses synapses;
    private readonly ClampSet clamps;
    private readonly EventQueue queue = new();
    private readonly SpikeExchange exchange;
    private readonly TransmitterTrace transmitter;
    private readonly ThresholdDetector detector;
    private readonly List<Mechanism> mechanisms;
    private readonly List<Spike> spikes = [];
    private readonly List<string> warnings = [];
    private readonly double[] conductance, current, area, capacitance; // [uS], [nA], [1e-2 um2], [nA ms/mV]
    private readonly double thermal;
    private readonly bool calcium;
    private double lastStep; // [ms]; 0 before the first
    private SimTime spanStart;

    /// <summary>Collective.</summary>
    /// <param name="cellExtracellularVolume">[um3] per cell of this rank in gid order: a cell sees its own release within a span; null: it does not.</param>
    /// <exception cref="InputException">MS0211-MS0222.</exception>
    public NeuronSolver(NeuronOptions options, NeuronNetwork network, Communicator ranks, double[]? cellExtracellularVolume = null)
    {
        (this.options, this.ranks) = (options, ranks);
        layout = new NeuronLayout(options, network, ranks);
        NetworkRules.Check(options, network, layout);
        int n = layout.Count;
        thermal = Constants.ThermalVoltage(options.Celsius);
        membrane = new Membrane(n, options);
        ports = new SegmentPorts(layout.Segments, options);
        (conductance, current) = (Lanes.Padded(n), Lanes.Padded(n));
        area = Lanes.Padded(n);
        atpOwed = new double[n];
        capacitance = Lanes.Padded(n);
        for (int c = 0; c < n; c++)
        {
            area[c] = 1e-2 * layout.Area[c];
            capacitance[c] = 1e-5 * layout.MembraneOf(c).Capacitance * layout.Area[c];
        }
        cable = new CableTree(layout, capacitance, options.InitialVoltage);
        mechanisms = Channels();
        calcium = mechanisms.Exists(m => m is SimpleCalcium or CorticalCalcium);
        foreach (var m in mechanisms) m.AdvanceStates(membrane, double.PositiveInfinity);
        rest = new RestingState(membrane, options, layout, mechanisms, ranks);
        AddRest();
        ions = new IonStores(membrane, options, layout, calcium, cellExtracellularVolume, ports);
        SynapseDescription[] sorted = [.. network.Synapses.OrderBy(s => s.Id)];
        var (ena, ek) = InitialReversals();
        synapses = new Synapses(layout, sorted, ena, ek);
        clamps = new ClampSet(layout, cable, network.Clamps);
        exchange = new SpikeExchange(ranks, queue, sorted, network.SpikeSources, layout.Cells.GlobalCount);
        transmitter = new TransmitterTrace(n, options.Transmitter);
        detector = new ThresholdDetector(layout, options);
        Ports = ports.All;
        var amol = Unit.Parse("amol");
        Accounts =
        [
            new Account("K", "inside", amol, ions.PotassiumHoldings, ions.PotassiumGains),
            new Account("Na", "inside", amol, ions.SodiumHoldings, ions.SodiumGains),
            new Account("Ca", "inside", amol, ions.CalciumHoldings, ions.CalciumGains),
            new Account("ATP", "owed", amol, AtpOwed),
        ];
        ions.Show(0, 0);
        Book();
    }

    public string Name => "neurons";

    public IReadOnlyList<Port> Ports { get; }

    public IReadOnlyList<Account> Accounts { get; }

    public SimTime Time { get; private set; }

    /// <summary>The cells and compartments of this rank.</summary>
    public NeuronLayout Layout => layout;

    /// <summary>What the user should know and that is no fault.</summary>
    public IReadOnlyList<string> Warnings => warnings;

    /// <summary>Called after every step, with the time reached.</summary>
    public event Action<SimTime>? Stepped;

    /// <summary>Advances all cells to <paramref name="end"/> in equal steps of at most the time step. Collective.</summary>
    /// <exception cref="NumericalException">MS0230: a voltage or concentration is no longer meaningful.</exception>
    public void Advance(SimTime end)
    {
        long span = (end - Time).Picoseconds;
        if (span <= 0) return;
        spanStart = Time;
        long step = SimTime.FromMilliseconds(options.TimeStep).Picoseconds;
        long count = (span + step - 1) / step;
        long between = double.IsPositiveInfinity(exchange.MinDelay) ? count
            : Math.Max(1, (long)(exchange.MinDelay * SimTime.PicosecondsPerMillisecond / ((double)span / count) + 1e-9)); // steps per exchange
        ions.Begin();
        transmitter.Begin(Time.Milliseconds, end.Milliseconds, ports.Exposure.Values, ports.ReleaseEvents.Values);
        Array.Copy(ports.Atp.Values, membrane.Atp, layout.Count);
        for (long k = 0; k < count;)
        {
            long next = Math.Min(count, k + between);
            exchange.Impose(Time.Milliseconds, At(next).Milliseconds);
            for (; k < next; k++)
            {
                if (options.Compatibility == Compatibility.Neuron) StepAsNeuron(At(k + 1));
                else Step(At(k + 1));
                Stepped?.Invoke(Time);
            }
            exchange.Exchange();
        }
        CheckState();

        SimTime At(long k) => new(spanStart.Picoseconds + (long)((Int128)span * k / count));
    }

    private void Step(SimTime end)
    {
        double from = Time.Milliseconds, to = end.Milliseconds, h = (end - Time).Milliseconds;
        foreach (var m in mechanisms) m.AdvanceStates(membrane, 0.5 * (lastStep + h));
        ions.Show(0.5 * h, (Time - spanStart).Milliseconds + 0.5 * h);
        DeliverEvents(to, h);
        synapses.Step(h);
        FillCurrents();
        clamps.AddMeans(membrane, cable, from, to, Trapezoidal);
        SolveVoltage(h);
        foreach (int cell in clamps.Jolted) cable.Restart(cell, h, conductance, current);
        ions.Book(h, cable, true);
        cable.Move(Trapezoidal ? 2 : 1);
        foreach (int cell in clamps.Jolted) cable.TakeRestarted(cell);
        clamps.SetEnds(cable, to);
        cable.BalanceEnds();
        FinishStep(end, h);
    }

    private bool Trapezoidal => options.Method == IntegrationMethod.CrankNicolson;

    private void FillCurrents()
    {
        membrane.Nernst(thermal, options.Accumulation, calcium);
        membrane.ClearCurrents();
        foreach (var m in mechanisms) m.AddCurrents(membrane);
        synapses.AddCurrents(membrane);
    }

    /// <summary>Solves for the change of voltage to the middle (trapezoidal) or the end (implicit Euler) of a step of h.</summary>
    private void SolveVoltage(double h)
    {
        var (na, k, ca, none) = (membrane.Na, membrane.K, membrane.Ca, membrane.None);
        var (g, i, a, cm) = (Lanes.Of(conductance), Lanes.Of(current), Lanes.Of(area), Lanes.Of(capacitance));
        double rate = (Trapezoidal ? 2 : 1) / h;
        for (int v = 0; v < g.Length; v++)
        {
            g[v] = a[v] * (Lanes.Of(na.Slope)[v] + Lanes.Of(k.Slope)[v] + Lanes.Of(ca.Slope)[v] + Lanes.Of(none.Slope)[v]) + cm[v] * rate;
            i[v] = a[v] * (Lanes.Of(na.Current)[v] + Lanes.Of(k.Current)[v] + Lanes.Of(ca.Current)[v] + Lanes.Of(none.Current)[v]);
        }
        cable.Solve(conductance, current);
    }

    private void DeliverEvents(double to, double h)
    {
        while (queue.Count > 0 && queue.Next.Time < to)
        {
            var e = queue.Take();
            synapses.Deliver(e.Synapse, Math.Min(h, to - e.Time), h);
            ReleaseTransmitter(e);
        }
    }

    private void ReleaseTransmitter(in SynapticEvent e)
    {
        if (synapses.Excitatory[e.Synapse])
            transmitter.Release(synapses.CompartmentOf(e.Synapse), e.Time, ports.Exposure.Values, ports.ReleaseEvents.Values);
    }

    private void FinishStep(SimTime end, double h)
    {
        CopyVoltages();
        double start = Time.Milliseconds, previous = lastStep;
        Time = end;
        lastStep = h;
        sampled = false;
        for (int cell = 0; cell < detector.Count; cell++)
        {
            if (!detector.Crosses(cell, membrane.V, h, previous, out double share)) continue;
            long gid = layout.Cells.OwnedIds[cell];
            double time = options.Compatibility == Compatibility.Neuron ? end.Milliseconds : start + share * h;
            spikes.Add(new Spike(gid, time));
            exchange.Fire(gid, time);
        }
    }

    private void CopyVoltages()
    {
        for (int c = 0; c < layout.Count; c++) membrane.V[c] = cable.Voltage[cable.NodeOf(c)];
    }

    private ReadOnlySpan<double> AtpOwed()
    {
        for (int c = 0; c < layout.Count; c++) atpOwed[c] = -(ions.AtpBefore[c] + ports.AtpUse.Values[c]);
        return atpOwed.AsSpan(0, layout.Count);
    }

    private void CheckState()
    {
        for (int c = 0; c < layout.Count; c++)
        {
            string? what = !(Math.Abs(membrane.V[c]) < 1e4) ? $"voltage {membrane.V[c]} mV"
                : !(ions.Nai[c] > 0) ? $"sodium {ions.Nai[c]} mM"
                : !(ions.Ki[c] > 0) ? $"potassium {ions.Ki[c]} mM"
                : !(ions.Cai[c] > 0) ? $"calcium {ions.Cai[c]} mM" : null;
            if (what is not null)
                throw new NumericalException("MS0230", $"cell {layout.Cells.OwnedIds[layout.CellOf[c]]}, section {layout.SectionOf[c]}: {what} inside at {Time}",
                    "shorten the time step, or look for a stimulus or conductance that is far too large");
        }
    }
}

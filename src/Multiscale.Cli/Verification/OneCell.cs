using System.Text.Json;
using Multiscale.BloodFlow;
using Multiscale.Core;
using Multiscale.Diffusion;
using Multiscale.Metabolism;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>
/// The oracle of the coupling: one neuron, its extracellular space, an astrocyte and its metabolism, written as one system of ordinary
/// differential equations without windows (reference.json), against the coupled program with its four solvers and real exchanges:
/// one folded cylinder in a box of strongly diffusing tetrahedra, supplied by one capillary.
/// </summary>
internal sealed class OneCell(string folder, Communicator ranks)
{
    // Spikes are upward crossings of -20 mV in the reference.
    private const double Threshold = -20;

    // Diffusion across the box of 22 um within a small part of any window: the reference's space is well mixed.
    private const double WellMixed = 1e6;

    private readonly JsonElement reference = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "reference.json"))).RootElement;

    /// <summary>What one run of a protocol came to, at the times that the reference tabulates.</summary>
    internal sealed record Outcome(double[] Spikes, Dictionary<double, Dictionary<string, double>> Values, double LedgerWorst)
    {
        public double this[double time, string quantity] => Values[time][quantity];
    }

    public double ReferenceValue(string protocol, double time, string quantity) =>
        reference.GetProperty("protocols").GetProperty(protocol).GetProperty("values_at_ms").GetProperty(time.ToString()).GetProperty(quantity).GetDouble();

    public double[] ReferenceSpikes(string protocol) =>
        [.. reference.GetProperty("protocols").GetProperty(protocol).GetProperty("spikes_ms").EnumerateArray().Select(s => s.GetDouble())];

    /// <summary>The error that the windowed scheme itself makes in this table, with exact sub-solvers.</summary>
    public double? WindowedError(string protocol, string scheme, double w, double slow, string quantity)
    {
        foreach (var row in reference.GetProperty("windowed_errors").GetProperty(protocol).EnumerateArray())
            if (row.GetProperty("scheme").GetString() == scheme && row.GetProperty("w_ms").GetDouble() == w && row.GetProperty("W_ms").GetDouble() == slow)
                return row.GetProperty(quantity).GetDouble();
        return null;
    }

    /// <summary>A value of the reference with one exchange cut.</summary>
    public double CutValue(string cut, string quantity) => reference.GetProperty("sensitivity").GetProperty("runs").GetProperty(cut).GetProperty(quantity).GetDouble();

    /// <param name="step">Longest step of the neuron solver [ms].</param>
    public Outcome Run(string protocol, ScheduleKind schedule, double window, double slow, double step, double end, CouplingOptions? coupling = null)
    {
        var tissue = TissueBuilder.Build(Case(protocol, schedule, window, slow, step, end) with { Coupling = coupling ?? new() }, ranks, new NoCache());
        var values = new Dictionary<double, Dictionary<string, double>>();
        double[] wanted = [600, 1100, 2200, 5000, end];
        tissue.Run(w =>
        {
            // Windows need not end on the tabulated times: the reference's emulation reads the nearest window, so do we.
            foreach (double t in wanted)
                if (t <= end && Math.Abs(w.End.Milliseconds - t) <= 0.5 * window + 1e-9) values[t] = Read(tissue);
            return true;
        });
        var spikes = ranks.Allgatherv<double>([.. tissue.Neurons!.Spikes.Select(s => s.Time)]);
        return new Outcome(spikes, values, tissue.Coupler.Ledger.Worst);
    }

    private Dictionary<string, double> Read(CoupledTissue tissue)
    {
        double Only(ReadOnlySpan<double> own) => ranks.Allgatherv(own)[0];
        double State(string name)
        {
            var own = new double[tissue.Layout!.Cells.Count];
            tissue.Metabolism!.CopyState(name, own);
            return Only(own);
        }
        return new Dictionary<string, double>
        {
            ["ko"] = Only(tissue.Diffusion!.Concentration("k")), ["nao"] = Only(tissue.Diffusion.Concentration("na")),
            ["nai"] = Only(tissue.Neurons!.Variable("nai")), ["ki"] = Only(tissue.Neurons.Variable("ki")), ["V"] = Only(tissue.Neurons.Voltages),
            ["ATP_n"] = State("ATP_n"), ["ATP_g"] = State("ATP_g"), ["PCr_n"] = State("PCr_n"), ["O2_c"] = State("O2_c"), ["Na_g"] = State("Na_g"),
        };
    }

    private CaseOptions Case(string protocol, ScheduleKind schedule, double window, double slow, double step, double end)
    {
        InputPath Input(string name) => new(Path.Combine(folder, name), new SourceLocation(name));
        double box = Math.Cbrt(1e9 / 9e4), current = protocol switch { "P1" => 0, "P2s" => 0.10, _ => 0.17 };
        var k = new SpeciesOptions { Name = "k", Valence = 1, Diffusivity = WellMixed, Initial = 3 };
        return new CaseOptions
        {
            Name = $"onecell {protocol}", Duration = SimTime.FromMilliseconds(end), Schedule = schedule,
            Windows = new WindowOptions { Tissue = SimTime.FromMilliseconds(window), Slow = SimTime.FromMilliseconds(slow) },
            Box = new BoxOptions { High = [box, box, box], Cubes = [2, 2, 2] },
            Neurons = new NetworkCase
            {
                Cells = [new CellCase { Morphology = Input("cell.swc") }],
                Solver = new NeuronOptions { TimeStep = step, SpikeThreshold = Threshold, MaxCompartmentLength = 3000 },
                Stimuli = current == 0 ? [] : [new StimulusCase { Cells = [0], Start = 100, Duration = 1000, Amplitude = current, Carrier = CurrentCarrier.None }],
                SpikeTrains = protocol == "P1" ? [] : [new SpikeTrainCase { Cells = [0], Times = [.. Enumerable.Range(1, 10).Select(i => 100.0 * i)] }],
            },
            Diffusion = new DiffusionOptions { Species = [k, k with { Name = "na", Initial = 145 }] },
            BloodFlow = new BloodFlowCase
            {
                Vessels = Input("vessel_edges.csv"), Nodes = Input("vessel_nodes.csv"),
                Solver = new BloodFlowOptions
                {
                    Boundaries = [new BoundaryOptions { Node = 0, Flow = 0.012 * 1e9 / 9e4 }, new BoundaryOptions { Node = 1, Pressure = 1.33e-3 }],
                    InflowCourse = protocol != "P3" ? null
                        : new CourseOptions { Times = [600, 800, 3000, 3200], Values = [1, 1.3, 1.3, 1], Interpolation = Interpolation.Smoothstep },
                },
            },
            Metabolism = new MetabolismOptions { RelativeTolerance = 1e-10, Start = MetabolicStart.Rest },
        };
    }
}

using Multiscale.Brain;
using Multiscale.Formats;

namespace Multiscale.Cli;

/// <summary>What a run of one brain leaves: averages, and what the monitors saw.</summary>
internal sealed class BrainRecord : IBrainObserver
{
    private readonly BrainCase brain;
    private readonly List<double[]>[] averages;
    private readonly double[] activity;
    private readonly BoldKernel? kernel;
    private readonly BalloonWindkessel? balloon;
    private readonly EegProjection? eeg;

    public BrainRecord(BrainCase brain)
    {
        this.brain = brain;
        var monitors = brain.Options.Monitors;
        var program = brain.Batch.Program;
        int regions = brain.Connectome.Count;
        averages = [.. program.Observed.Select(_ => new List<double[]>())];
        activity = new double[regions];
        double period = program.Options.Average;
        if (monitors.Bold == BoldKind.Kernel) kernel = new BoldKernel(regions, period);
        if (monitors.Bold == BoldKind.Balloon) balloon = new BalloonWindkessel(regions, 1e-3 * period, monitors.Balloon);
        if (monitors.EegElectrodes > 0) eeg = new EegProjection(brain.Connectome, monitors.EegElectrodes);
    }

    /// <summary>End of each period [ms].</summary>
    public List<double> Times { get; } = [];

    public List<double> BoldTimes { get; } = [];

    /// <summary>BOLD images, a value per region.</summary>
    public List<double[]> Bold { get; } = [];

    /// <summary>Potentials, a value per electrode.</summary>
    public List<double[]> Eeg { get; } = [];

    public List<double> RawTimes { get; } = [];

    /// <summary>States, [state][region] at each time.</summary>
    public List<double[]> Raw { get; } = [];

    /// <summary>Periods of one observed variable, a value per region.</summary>
    public IReadOnlyList<double[]> Averages(int variable) => averages[variable];

    public void Sample(in BrainSample sample)
    {
        for (int v = 0; v < averages.Length; v++) averages[v].Add(sample.Variable(v).ToArray());
        Times.Add(sample.Time);
        sample.Variable(0).CopyTo(activity);
        kernel?.Add(activity);
        balloon?.Advance(activity);
        if (eeg is not null)
        {
            Eeg.Add(new double[eeg.Electrodes]);
            eeg.Project(activity, Eeg[^1]);
        }
        double every = brain.Options.Monitors.BoldPeriod.Milliseconds;
        if ((kernel is null && balloon is null) || Math.Floor(sample.Time / every + 1e-9) <= BoldTimes.Count) return;
        Bold.Add(new double[activity.Length]);
        BoldTimes.Add(sample.Time);
        kernel?.Read(Bold[^1]);
        balloon?.Read(Bold[^1]);
    }

    public void SampleStates()
    {
        var states = brain.Batch.Program.Model.States;
        int regions = brain.Connectome.Count;
        var values = new double[states.Count * regions];
        for (int s = 0; s < states.Count; s++)
            for (int r = 0; r < regions; r++) values[s * regions + r] = brain.Batch.State(states[s].Name, 0, r);
        Raw.Add(values);
        RawTimes.Add(brain.Batch.Time);
    }

    /// <summary>Mean, least and most over the regions after the transient, by the name of the series; rates in Hz.</summary>
    public IReadOnlyDictionary<string, double[]> Series()
    {
        var series = new Dictionary<string, double[]>();
        int from = Times.FindIndex(t => t > brain.Options.Transient.Milliseconds);
        for (int v = 0; v < averages.Length; v++)
        {
            double scale = Scale(v);
            var kept = averages[v].Skip(Math.Max(0, from)).ToArray();
            string name = brain.Batch.Program.Observed[v];
            series[name + ", mean"] = [.. kept.Select(x => scale * x.Average())];
            series[name + ", least"] = [.. kept.Select(x => scale * x.Min())];
            series[name + ", most"] = [.. kept.Select(x => scale * x.Max())];
            series[name + ", FC"] = [MeanOffDiagonal(Connectivity(v))];
        }
        return series;
    }

    /// <summary>Rates are held in kHz and shown in Hz.</summary>
    public double Scale(int variable) => UnitOf(variable) == "Hz" ? 1e3 : 1;

    public string UnitOf(int variable)
    {
        string name = brain.Batch.Program.Observed[variable];
        string unit = brain.Batch.Program.Model.States.FirstOrDefault(s => s.Name == name)?.Unit ?? "";
        return unit == "kHz" ? "Hz" : unit.Length > 0 ? unit : "1";
    }

    /// <summary>Functional connectivity: Pearson's correlation of the averages of each pair of regions after the transient.</summary>
    public double[] Connectivity(int variable)
    {
        var kept = averages[variable].Skip(Math.Max(0, Times.FindIndex(t => t > brain.Options.Transient.Milliseconds))).ToArray();
        int n = brain.Connectome.Count;
        var mean = new double[n];
        foreach (var x in kept) for (int r = 0; r < n; r++) mean[r] += x[r] / kept.Length;
        var c = new double[n * n];
        foreach (var x in kept)
            for (int i = 0; i < n; i++)
                for (int j = 0; j <= i; j++) c[i * n + j] += (x[i] - mean[i]) * (x[j] - mean[j]);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < i; j++)
            {
                double size = Math.Sqrt(c[i * n + i] * c[j * n + j]);
                c[i * n + j] = c[j * n + i] = size > 0 ? c[i * n + j] / size : 0;
            }
        for (int i = 0; i < n; i++) c[i * n + i] = 1;
        return c;
    }

    private double MeanOffDiagonal(double[] c)
    {
        int n = brain.Connectome.Count;
        return n > 1 ? (c.Sum() - n) / ((double)n * (n - 1)) : 0;
    }

    /// <summary>Writes brain.h5: the connectome, and [time][region] for everything recorded.</summary>
    public void Write(string path)
    {
        using var file = Hdf5File.Create(path);
        int n = brain.Connectome.Count;
        file.CreateGroup("connectome");
        file.WriteStrings("connectome/labels", brain.Connectome.Labels);
        file.Write("connectome/weights", brain.Connectome.Weights, n, n);
        file.Write("connectome/tract_lengths", brain.Connectome.TractLengths, n, n);
        file.CreateGroup("averages");
        file.Write("averages/time", Times.ToArray());
        for (int v = 0; v < averages.Length; v++) Rows($"averages/{brain.Batch.Program.Observed[v]}", averages[v], n);
        if (Raw.Count > 0)
        {
            file.CreateGroup("raw");
            file.Write("raw/time", RawTimes.ToArray());
            var states = brain.Batch.Program.Model.States;
            for (int s = 0; s < states.Count; s++) Rows($"raw/{states[s].Name}", [.. Raw.Select(x => x[(s * n)..((s + 1) * n)])], n);
        }
        if (Bold.Count > 0)
        {
            file.CreateGroup("bold");
            file.Write("bold/time", BoldTimes.ToArray());
            Rows("bold/signal", Bold, n);
        }
        if (eeg is not null)
        {
            file.CreateGroup("eeg");
            file.Write("eeg/gain", eeg.Gain, eeg.Electrodes, n);
            Rows("eeg/potential", Eeg, eeg.Electrodes);
        }
        file.Commit();

        void Rows(string name, IReadOnlyList<double[]> rows, int width) => file.Write<double>(name, rows.SelectMany(r => r).ToArray(), rows.Count, width);
    }
}

namespace Multiscale.Neurons;

/// <summary>Upward crossings of the threshold at one place, which a case compares.</summary>
/// <param name="Key">Their name in the reference.</param>
/// <param name="Section">Section and position of a place that is no cell's soma; -1: the spikes that the solver itself finds.</param>
internal sealed record SpikeTrain(string Key, long Gid, int Section = -1, double Position = 0.5)
{
    /// <summary>Starts listening; the list fills while the solver advances [ms].</summary>
    public List<double> Watch(NeuronSolver solver, NeuronOptions options)
    {
        var times = new List<double>();
        double before = options.InitialVoltage, last = options.InitialVoltage, at = 0, previous = 0;
        solver.Stepped += time =>
        {
            double v = solver.VoltageAt(Gid, Section, Position), h = time.Milliseconds - at;
            if (ThresholdDetector.Crosses(options.SpikeThreshold, before, last, v, h, previous, out double share))
                times.Add(options.Compatibility == Compatibility.Neuron ? time.Milliseconds : at + share * h);
            (before, last, at, previous) = (last, v, time.Milliseconds, h);
        };
        return times;
    }
}

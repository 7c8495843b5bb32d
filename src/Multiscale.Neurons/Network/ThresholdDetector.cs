namespace Multiscale.Neurons;

/// <summary>Finds where the voltage of each soma rises through the threshold.</summary>
internal sealed class ThresholdDetector
{
    private readonly double threshold;
    private readonly int[] slot;

    public ThresholdDetector(NeuronLayout layout, CableLayout cable, NeuronOptions options)
    {
        threshold = options.SpikeThreshold;
        int n = layout.Descriptions.Length;
        slot = new int[n];
        (Before, Last) = (new double[n], new double[n]);
        for (int cell = 0; cell < n; cell++) slot[cell] = cable.SlotOf(layout.CellOffsets[cell] + layout.Discretizations[cell].CompartmentAt(0, 0.5));
        Array.Fill(Before, options.InitialVoltage);
        Array.Fill(Last, options.InitialVoltage);
    }

    /// <summary>Soma voltages one step before the last [mV].</summary>
    public double[] Before { get; }

    /// <summary>Soma voltages after the last step [mV].</summary>
    public double[] Last { get; }

    public int Count => slot.Length;

    /// <summary>Takes the voltages after a step of h ms; true where one crossed, with the share of the step at which it did.</summary>
    /// <param name="previous">Length of the step before [ms].</param>
    public bool Crosses(int cell, SlotArray v, double h, double previous, out double share)
    {
        double v0 = Last[cell], v1 = v[slot[cell]], vm = Before[cell];
        Before[cell] = v0;
        Last[cell] = v1;
        return Crosses(threshold, vm, v0, v1, h, previous, out share);
    }

    /// <summary>As above, for voltages before the step of <paramref name="previous"/> ms, after it, and after the step of h ms that followed.</summary>
    public static bool Crosses(double threshold, double vm, double v0, double v1, double h, double previous, out double share)
    {
        share = 1;
        if (!(v0 <= threshold && v1 > threshold)) return false;
        // The parabola through the last three voltages: v(x) = v0 + s x + c x (x - h).
        double s = (v1 - v0) / h, c = previous > 0 ? (s - (v0 - vm) / previous) / (h + previous) : 0;
        double low = 0, high = h;
        for (int i = 0; i < 50 && high - low > 1e-12 * h; i++)
        {
            double x = 0.5 * (low + high);
            if (v0 + s * x + c * x * (x - h) > threshold) high = x;
            else low = x;
        }
        share = high / h;
        return true;
    }
}

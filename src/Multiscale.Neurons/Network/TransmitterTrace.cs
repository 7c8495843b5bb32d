namespace Multiscale.Neurons;

/// <summary>Conductance s of the astrocyte around each compartment: s' = -s/tau, plus a jump at every excitatory release event; integrated exactly.</summary>
internal sealed class TransmitterTrace(int count, TransmitterOptions options)
{
    private double end; // of the present span [ms]

    /// <summary>s at the end of the last span [mS/cm2].</summary>
    public double[] Trace { get; } = new double[count];

    /// <summary>Starts a span: what is left of earlier events decays through it.</summary>
    public void Begin(double start, double end, double[] exposure, double[] events)
    {
        this.end = end;
        double factor = Math.Exp(-(end - start) / options.Decay), integral = options.Decay * (1 - factor);
        for (int c = 0; c < Trace.Length; c++)
        {
            exposure[c] = Trace[c] * integral;
            Trace[c] *= factor;
            events[c] = 0;
        }
    }

    public void Release(int compartment, double time, double[] exposure, double[] events)
    {
        double factor = Math.Exp(-(end - time) / options.Decay);
        exposure[compartment] += options.Conductance * options.Decay * (1 - factor);
        Trace[compartment] += options.Conductance * factor;
        events[compartment]++;
    }
}

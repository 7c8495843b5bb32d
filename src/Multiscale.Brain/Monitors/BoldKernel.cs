namespace Multiscale.Brain;

/// <summary>
/// BOLD as a convolution with the first Volterra kernel (Friston et al. 2000), G(t) = 1/3 exp(-t/(2 tau_s)) sin(w t)/w, w = sqrt(1/tau_f - 1/(4 tau_s^2)),
/// over the last 20 s of activity averaged over 4 ms: BOLD = k1 V0 (sum G x - 1), as The Virtual Brain computes it (a plain sum, without the step).
/// </summary>
public sealed class BoldKernel
{
    private const double TauS = 0.8, TauF = 0.4, K1 = 5.6, V0 = 0.02, Memory = 20, Step = 0.004; // [s]

    /// <summary>The activity is averaged over this [ms].</summary>
    public const double StepLength = 1e3 * Step;

    private readonly double[] kernel, past, sum;
    private readonly int regions, perStep;
    private int filled, head;

    /// <param name="samplePeriod">[ms] between calls of <see cref="Add"/>; 4 ms must be a multiple of it.</param>
    public BoldKernel(int regions, double samplePeriod)
    {
        this.regions = regions;
        perStep = (int)Math.Round(StepLength / samplePeriod);
        kernel = new double[(int)Math.Round(Memory / Step)];
        for (int k = 0; k < kernel.Length; k++) kernel[k] = Response(k * Step);
        past = new double[kernel.Length * regions];
        sum = new double[regions];
    }

    /// <summary>G(t) [s].</summary>
    public static double Response(double t)
    {
        double w = Math.Sqrt(1 / TauF - 1 / (4 * TauS * TauS));
        return Math.Exp(-t / (2 * TauS)) * Math.Sin(w * t) / (3 * w);
    }

    /// <summary>Takes the activity of one period, a value per region.</summary>
    public void Add(ReadOnlySpan<double> activity)
    {
        for (int r = 0; r < regions; r++) sum[r] += activity[r];
        if (++filled < perStep) return;
        for (int r = 0; r < regions; r++) past[head * regions + r] = sum[r] / perStep;
        head = (head + 1) % kernel.Length;
        filled = 0;
        Array.Clear(sum);
    }

    /// <summary>BOLD of each region now.</summary>
    public void Read(Span<double> bold)
    {
        bold.Clear();
        for (int k = 0; k < kernel.Length; k++)
        {
            int at = (head - 1 - k + 2 * kernel.Length) % kernel.Length * regions;
            for (int r = 0; r < regions; r++) bold[r] += kernel[k] * past[at + r];
        }
        for (int r = 0; r < regions; r++) bold[r] = K1 * V0 * (bold[r] - 1);
    }
}

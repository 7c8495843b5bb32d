using Multiscale.Formats;

namespace Multiscale.EndToEndTests;

/// <summary>What a run of a brain records besides its averages, computed again from the saved averages.</summary>
public sealed class BrainMonitorTests
{
    private const int Regions = 6;

    /// <summary>
    /// 21 s, so that the 20 s of the kernel have passed once: sums of 5000 terms in another order, 1e-13 of their size, which is 1. Averages of 1 and of 2 ms, four and two of which make a step of
    /// the kernel.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void BoldKernel_OfARun_IsTheConvolutionOfItsAverages(int average)
    {
        using var file = Run(21, $"bold: kernel, bold_period: 700 ms", average);
        double[] activity = file.Read<double>("averages/E"), times = file.Read<double>("bold/time"), bold = file.Read<double>("bold/signal");
        Assert.Equal(Enumerable.Range(1, 30).Select(k => 700.0 * k), times.Select(t => Math.Round(t, 6)));
        for (int image = 0; image < times.Length; image++)
            for (int r = 0; r < Regions; r++)
            {
                double sum = 0;
                for (int step = (int)Math.Round(times[image] / 4) - 1, back = 0; step >= 0 && back < 5000; step--, back++)
                {
                    double mean = 0;
                    for (int k = 0; k < 4 / average; k++) mean += activity[(step * 4 / average + k) * Regions + r] * average / 4;
                    // Friston et al. 2000: a damped oscillation with 1/tau_f = 2.5/s^2 and 1/tau_s = 1.25/s.
                    double t = 0.004 * back, w = Math.Sqrt(2.5 - 1.25 * 1.25 / 4);
                    sum += Math.Exp(-0.625 * t) * Math.Sin(w * t) / (3 * w) * mean;
                }
                Assert.Equal(5.6 * 0.02 * (sum - 1), bold[image * Regions + r], 1e-12);
            }
    }

    /// <summary>The balloon model of one region after another, by Heun's rule on vectors of four; rounding of 5000 steps.</summary>
    [Fact]
    public void Balloon_OfARun_IsHeunOverItsAverages()
    {
        using var file = Run(5, "bold: balloon, bold_period: 500 ms, balloon: { tau_s: 0.65 s, tau_f: 0.41 s, alpha: 0.3 }");
        double[] activity = file.Read<double>("averages/E"), bold = file.Read<double>("bold/signal");
        Assert.Equal(10 * Regions, bold.Length);
        for (int r = 0; r < Regions; r++)
        {
            // Signal, flow, volume, deoxyhaemoglobin.
            double[] y = [0, 1, 1, 1];
            for (int t = 0; t < 5000; t++)
            {
                double[] a = Slope(y, activity[t * Regions + r]), b = Slope([.. y.Zip(a, (v, s) => v + 1e-3 * s)], activity[t * Regions + r]);
                y = [.. y.Select((v, i) => v + 1e-3 * (a[i] + b[i]) / 2)];
                if ((t + 1) % 500 != 0) continue;
                double signal = 4 * (4.3 * 40.3 * 0.4 * 0.04 * (1 - y[3]) + 0.5 * 25 * 0.4 * 0.04 * (1 - y[3] / y[2]) + 0.5 * (1 - y[2]));
                Assert.Equal(signal, bold[t / 500 * Regions + r], 1e-12);
            }
        }

        static double[] Slope(double[] y, double x)
        {
            double leaving = Math.Pow(y[2], 1 / 0.3), extracted = (1 - Math.Pow(0.6, 1 / y[1])) / 0.4;
            return [x - y[0] / 0.65 - (y[1] - 1) / 0.41, y[0], (y[1] - leaving) / 0.98, (y[1] * extracted - leaving * y[3] / y[2]) / 0.98];
        }
    }

    /// <summary>Potentials are the saved gain times the averages, to rounding, and add up to nothing over the electrodes.</summary>
    [Fact]
    public void Eeg_OfARun_IsTheGainTimesItsAverages()
    {
        using var file = Run(0.2, "eeg_electrodes: 4");
        double[] activity = file.Read<double>("averages/E"), gain = file.Read<double>("eeg/gain"), potential = file.Read<double>("eeg/potential");
        Assert.Equal((4 * Regions, 200 * 4), (gain.Length, potential.Length));
        double scale = gain.Max(Math.Abs) * activity.Max();
        Assert.True(scale > 0 && potential.Max(Math.Abs) > 1e-3 * scale);
        for (int t = 0; t < 200; t++)
        {
            for (int e = 0; e < 4; e++)
                Assert.Equal(Enumerable.Range(0, Regions).Sum(r => gain[e * Regions + r] * activity[t * Regions + r]), potential[t * 4 + e], 1e-14 * scale);
            Assert.Equal(0, potential.AsSpan(t * 4, 4).ToArray().Sum(), 1e-13 * scale);
        }
    }

    [Theory]
    [InlineData("3 ms")]
    [InlineData("8 ms")]
    public void BoldKernel_AveragesThatDoNotFillItsSteps_AreRefused(string average)
    {
        string path = Path.Combine(TemporaryFolder.Create("brain-monitors"), "case.yaml");
        File.WriteAllText(path, $"name: m\nduration: 1 s\nbrain:\n  integration: {{ average: {average} }}\n  monitors: {{ bold: kernel }}\n");
        var outcome = Cli.Run("run", path);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("case.yaml:5", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("MS1512", outcome.Error, StringComparison.Ordinal);
    }

    private static Hdf5File Run(double seconds, string monitors, int average = 1)
    {
        string folder = TemporaryFolder.Create("brain-monitors"), path = Path.Combine(folder, "case.yaml");
        File.WriteAllText(path, $$"""
            name: monitors
            duration: {{FormattableString.Invariant($"{seconds}")}} s
            brain:
              parameters: { G: 0.4, T: 19 ms }
              initial: { W_e: 60 pA, E: 0.003 kHz }
              connectome: { synthetic: { regions: {{Regions}}, degree: 3 } }
              integration: { average: {{average}} ms }
              monitors: { {{monitors}} }
            """);
        var outcome = Cli.Run("run", path, "--out", Path.Combine(folder, "run"));
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        return Hdf5File.Open(Path.Combine(folder, "run", "brain.h5"));
    }
}

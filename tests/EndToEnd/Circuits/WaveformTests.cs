using Multiscale.Cli;
using Multiscale.Core;
using Multiscale.Formats;

namespace Multiscale.EndToEndTests;

/// <summary>Currents of simulation_config.json; oracles are closed forms, random ones within five standard errors.</summary>
public sealed class WaveformTests
{
    private static Neurons.CurrentCourse Of(CurrentSignal signal, double unit = 1, double holding = 0, ulong seed = 7) => Waveform.Of(signal, unit, holding, new CounterRandom(seed, 1), 1e6)!;

    [Fact]
    public void Linear_Relative_IsAStraightLineInSharesOfTheThreshold()
    {
        var course = Of(new LinearSignal(10, 20, 50, 100) { Relative = true }, unit: 0.01 * 0.4);
        Assert.Equal([0, 0.2, 0.3, 0], [course.At(9.9), course.At(10), course.At(20), course.At(30)], (a, b) => Math.Abs(a - b) < 1e-14);
    }

    [Fact]
    public void Pulse_TwoAndAHalfPeriods_DeliversTheChargeOfItsPulses()
    {
        // 100 Hz for 25 ms, 4 ms wide: pulses at 5, 15 and 25 ms.
        var course = Of(new PulseSignal(5, 25, 0.3, 4, 100));
        Assert.Equal(0.3 * 12, course.Integral(0, 100), 1e-12);
        Assert.Equal([0.3, 0, 0.3, 0], [course.At(6), course.At(9.5), course.At(28.9), course.At(29.5)]);
    }

    [Fact]
    public void Sine_OnePeriod_HasItsAmplitudeAndNoNetCharge()
    {
        var course = Of(new SineSignal(2, 20, 0.5, 50, 0.025));
        Assert.Equal(0.5, course.At(7), 1e-9);
        Assert.Equal(0, course.Integral(2, 22), 1e-9);
    }

    [Fact]
    public void OrnsteinUhlenbeck_LongCourse_HasItsMeanDeviationAndMemory()
    {
        const double Tau = 5, Mean = 0.2, Deviation = 0.1, Step = 0.25, Length = 100_000;
        var course = Of(new OrnsteinUhlenbeckSignal(0, Length, Tau, Mean, Deviation, Step));
        double[] x = Sampled(course, Step, Length);
        double mean = x.Average(), variance = x.Average(v => (v - mean) * (v - mean));
        double memory = Enumerable.Range(0, x.Length - 20).Average(i => (x[i] - mean) * (x[i + 20] - mean)) / variance;
        double independent = Length / (2 * Tau); // values in the course
        Assert.Equal(Mean, mean, 5 * Deviation / Math.Sqrt(independent));
        Assert.Equal(Deviation * Deviation, variance, 5 * Deviation * Deviation * Math.Sqrt(2 / independent));
        Assert.Equal(Math.Exp(-20 * Step / Tau), memory, 5 / Math.Sqrt(independent));
    }

    /// <summary>Oracle: Campbell's theorem, by which the rate and heights were chosen.</summary>
    [Fact]
    public void ShotNoise_ByMeanAndDeviation_HasThem()
    {
        const double Rise = 0.4, Decay = 4, Mean = 0.3, Deviation = 0.15, Step = 0.05, Length = 50_000;
        double[] x = Sampled(Of(new ScaledShotSignal(0, Length, Rise, Decay, Mean, Deviation, 0.6, Step)), Step, Length)[1000..];
        double mean = x.Average(), variance = x.Average(v => (v - mean) * (v - mean)), independent = Length / (2 * Decay);
        Assert.Equal(Mean, mean, 5 * Deviation / Math.Sqrt(independent) + 0.01 * Mean); // shots fall on steps: 1 %
        Assert.Equal(Deviation * Deviation, variance, Deviation * Deviation * (5 * Math.Sqrt(4 / independent) + 0.02));
    }

    [Fact]
    public void Noise_OfOtherCells_IsIndependentAndRepeatable()
    {
        var signal = new NoiseSignal(0, 10_000, 0, 0.04, 0.5);
        double[] a = Sampled(Of(signal, seed: 1), 0.5, 10_000), b = Sampled(Of(signal, seed: 2), 0.5, 10_000), again = Sampled(Of(signal, seed: 1), 0.5, 10_000);
        Assert.Equal(a, again);
        Assert.Equal(0.04, a.Average(v => v * v), 5 * 0.04 * Math.Sqrt(2.0 / a.Length));
        Assert.Equal(0, a.Zip(b, (p, q) => p * q).Average(), 5 * 0.04 / Math.Sqrt(a.Length));
    }

    /// <summary>Oracle: BMTK's numbering: the stub comes last, and other sections keep their order.</summary>
    [Fact]
    public void AxonStub_Perisomatic_IsTwoCylindersAtTheMiddleOfTheSoma()
    {
        var shape = SwcFile.Parse("shape.swc", MixedCircuit.Shape.Split('\n'));
        var stub = AxonStub.Replace(shape, AxonStub.Kind.Perisomatic, out _);
        Assert.Equal(shape.Sections.Count - 3 + 2, stub.Sections.Count);
        var (first, second) = (stub.Sections[^2], stub.Sections[^1]);
        Assert.Equal((0, 0.5, 30.0, 1.0), (first.Parent, first.ParentPosition, first.Length, first.Points[0].Diameter));
        Assert.Equal((first.Index, 1.0, 30.0), (second.Parent, second.ParentPosition, second.Length));
        var replaced = AxonStub.Replace(shape, AxonStub.Kind.Replaced, out int[] numberOf);
        // Soma 0, axon 1 to 3 (now 1, 2, 2), basal 4, apical 5 to 7.
        Assert.Equal([0, 1, 2, 2, 3, 4, 5, 6], numberOf);
        Assert.Equal(1, replaced.Sections[1].ParentPosition);
        Assert.Equal(1.4, replaced.Sections[1].Points[0].Diameter, 0.01); // from 1.6 to 1.2 um
    }

    private static double[] Sampled(Neurons.CurrentCourse course, double step, double length) => [.. Enumerable.Range(0, (int)(length / step)).Select(k => course.At(k * step))];
}

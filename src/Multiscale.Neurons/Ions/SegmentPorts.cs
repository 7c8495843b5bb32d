using Multiscale.Core;

namespace Multiscale.Neurons;

/// <summary>What the neurons exchange with the rest of the tissue, per compartment.</summary>
internal sealed class SegmentPorts(EntitySet segments, NeuronOptions options)
{
    // taken
    public Port PotassiumOutside { get; } = Port.Takes("ko", segments, "mM", Measure.Intensive, Sampling.Instant, options.PotassiumOutside);
    public Port SodiumOutside { get; } = Port.Takes("nao", segments, "mM", Measure.Intensive, Sampling.Instant, options.SodiumOutside);
    public Port CalciumOutside { get; } = Port.Takes("cao", segments, "mM", Measure.Intensive, Sampling.Instant, options.CalciumOutside);
    public Port PotassiumUptakeRate { get; } = Port.Takes("k-uptake-rate", segments, "mM/ms", Measure.Intensive, Sampling.Instant);
    public Port Atp { get; } = Port.Takes("atp", segments, "mM", Measure.Intensive, Sampling.Instant, options.Atp);
    public Port Adp { get; } = Port.Takes("adp", segments, "mM", Measure.Intensive, Sampling.Instant, options.Adp);

    // offered
    public Port PotassiumRelease { get; } = Port.Offers("k-release", segments, "amol", Measure.Extensive, Sampling.Integral);
    public Port SodiumRelease { get; } = Port.Offers("na-release", segments, "amol", Measure.Extensive, Sampling.Integral);
    public Port CalciumRelease { get; } = Port.Offers("ca-release", segments, "amol", Measure.Extensive, Sampling.Integral);
    public Port AtpUse { get; } = Port.Offers("atp-use", segments, "amol", Measure.Extensive, Sampling.Integral);
    public Port Exposure { get; } = Port.Offers("transmitter-exposure", segments, "mS/cm^2*ms", Measure.Extensive, Sampling.Integral);
    public Port ReleaseEvents { get; } = Port.Offers("release-events", segments, "1", Measure.Extensive, Sampling.Integral);

    public Port[] All => [PotassiumOutside, SodiumOutside, CalciumOutside, PotassiumUptakeRate, Atp, Adp,
        PotassiumRelease, SodiumRelease, CalciumRelease, AtpUse, Exposure, ReleaseEvents];
}

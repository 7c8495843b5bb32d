using Multiscale.Core;

namespace Multiscale.Formats;

/// <summary>A current or a conductance into the soma, from Delay for Duration [ms], as the Blue Brain extension of SONATA defines it.</summary>
public abstract record CurrentSignal(double Delay, double Duration)
{
    /// <summary>
    /// Amplitudes are percentages of the cell's threshold current (node attribute threshold_current [nA]) instead of nA; those of conductances of the inverse of its
    /// input resistance (input_resistance [MOhm]).
    /// </summary>
    public bool Relative { get; init; }

    /// <summary>Where this is given [mV], the signal is a conductance [uS] with this reversal potential.</summary>
    public double? Reversal { get; init; }

    /// <summary>Whether it comes from an electrode; otherwise it stands for synapses that are not simulated.</summary>
    public bool Electrode { get; init; }

    /// <summary>Takes the place of the cell's id in the random numbers: cells then share a course.</summary>
    public long? Seed { get; init; }

    /// <summary>The signal that an input describes.</summary>
    /// <param name="file">The configuration it comes from, for messages.</param>
    /// <exception cref="InputException">MS0732: a value is missing; MS0751: the input is of a kind that is not simulated.</exception>
    public static CurrentSignal Read(OtherInput input, string file)
    {
        var json = SonataJson.At(file, $"$.inputs.{input.Name}", input.Json);
        return Of(input, json) with { Electrode = json.OptionalFlag("represents_physical_electrode") ?? false };
    }

    private static CurrentSignal Of(OtherInput input, SonataJson json)
    {
        bool conducts = input.Type == "conductance";
        if (input.Type is not ("current_clamp" or "") && !conducts) throw Refuse("input_type", $"inputs of type \"{input.Type}\" are not simulated", "use current_clamp, conductance, voltage_clamp or spikes");
        if (conducts && !input.Module.EndsWith("shot_noise", StringComparison.Ordinal) && !input.Module.EndsWith("ornstein_uhlenbeck", StringComparison.Ordinal))
            throw Refuse("module", $"\"{input.Module}\" is no conductance", "use shot_noise, absolute_shot_noise, relative_shot_noise, ornstein_uhlenbeck or relative_ornstein_uhlenbeck");
        double delay = json.OptionalNumber("delay") ?? 0, duration = json.RequiredNumber("duration");
        long? seed = (long?)json.OptionalNumber("random_seed");
        double? reversal = conducts ? json.OptionalNumber("reversal") ?? 0 : null;
        double Number(string key) => json.RequiredNumber(key);
        double Step(double usual) => json.OptionalNumber("dt") is { } dt ? dt > 0 ? dt : throw json.Fault("dt", "a step above 0") : usual;
        switch (input.Module)
        {
            case "linear": return new LinearSignal(delay, duration, Number("amp_start"), json.OptionalNumber("amp_end") ?? Number("amp_start"));
            case "relative_linear": return new LinearSignal(delay, duration, Number("percent_start"), json.OptionalNumber("percent_end") ?? Number("percent_start")) { Relative = true };
            case "subthreshold": return new LinearSignal(delay, duration, 100 - Number("percent_less"), 100 - Number("percent_less")) { Relative = true };
            case "hyperpolarizing": return new HoldingSignal(delay, duration);
            case "pulse":
                if (json.OptionalNumber("amp_end") is { } end && end != Number("amp_start")) throw Refuse("amp_end", "pulses that grow are not simulated", "remove amp_end");
                return new PulseSignal(delay, duration, Number("amp_start"), Number("width"), Number("frequency"));
            case "sinusoidal": return new SineSignal(delay, duration, Number("amp_start"), Number("frequency"), Step(0.025));
            case "noise":
                bool ofThreshold = json.Has("mean_percent");
                // The extension calls it variance; neurodamus uses it as NEURON's Random.normal does, as a variance, in nA or percent.
                return new NoiseSignal(delay, duration, Number(ofThreshold ? "mean_percent" : "mean"), json.OptionalNumber("variance") ?? 0, Step(0.5)) { Relative = ofThreshold, Seed = seed };
            case "shot_noise":
                return new ShotSignal(delay, duration, Number("rise_time"), Number("decay_time"), Number("rate"), Number("amp_mean"), Number("amp_var"), Step(0.25)) { Seed = seed, Reversal = reversal };
            case "absolute_shot_noise" or "relative_shot_noise":
                bool relative = input.Module[0] == 'r';
                return new ScaledShotSignal(delay, duration, Number("rise_time"), Number("decay_time"), Number(relative ? "mean_percent" : "mean"), Number(relative ? "sd_percent" : "sigma"), Number("amp_cv"), Step(0.25))
                {
                    Relative = relative, Seed = seed, Reversal = reversal,
                };
            case "ornstein_uhlenbeck": return new OrnsteinUhlenbeckSignal(delay, duration, Number("tau"), Number("mean"), Number("sigma"), Step(0.25)) { Seed = seed, Reversal = reversal };
            case "relative_ornstein_uhlenbeck": return new OrnsteinUhlenbeckSignal(delay, duration, Number("tau"), Number("mean_percent"), Number("sd_percent"), Step(0.25)) { Relative = true, Seed = seed, Reversal = reversal };
            default:
                throw Refuse("module", $"\"{input.Module}\" is not simulated",
                    "use IClamp, linear, relative_linear, subthreshold, hyperpolarizing, pulse, sinusoidal, noise, shot_noise, absolute_shot_noise, relative_shot_noise, ornstein_uhlenbeck or relative_ornstein_uhlenbeck");
        }

        InputException Refuse(string key, string what, string remedy) => new([json.Refusal(key, what, remedy)]);
    }
}

/// <summary>From Start to End [nA or percent] on a straight line.</summary>
public sealed record LinearSignal(double Delay, double Duration, double Start, double End) : CurrentSignal(Delay, Duration);

/// <summary>The cell's own holding current (node attribute holding_current [nA]).</summary>
public sealed record HoldingSignal(double Delay, double Duration) : CurrentSignal(Delay, Duration);

/// <summary>Pulses of Width [ms] at Frequency [Hz].</summary>
public sealed record PulseSignal(double Delay, double Duration, double Amplitude, double Width, double Frequency) : CurrentSignal(Delay, Duration);

/// <summary>Amplitude sin(2 pi Frequency t), Frequency in Hz, t from the delay, on straight lines between points Step apart.</summary>
public sealed record SineSignal(double Delay, double Duration, double Amplitude, double Frequency, double Step) : CurrentSignal(Delay, Duration);

/// <summary>Normal values of this mean and variance every Step [ms], straight lines between; where relative, both are percentages of the threshold.</summary>
public sealed record NoiseSignal(double Delay, double Duration, double Mean, double Variance, double Step) : CurrentSignal(Delay, Duration);

/// <summary>Shots at a Poisson Rate [Hz], gamma distributed in height, each a difference of exponentials.</summary>
public sealed record ShotSignal(double Delay, double Duration, double Rise, double Decay, double Rate, double Mean, double Variance, double Step) : CurrentSignal(Delay, Duration);

/// <summary>Shots given by the mean and standard deviation of the whole signal and the coefficient of variation of their heights.</summary>
public sealed record ScaledShotSignal(double Delay, double Duration, double Rise, double Decay, double Mean, double Deviation, double Variation, double Step) : CurrentSignal(Delay, Duration);

/// <summary>A normal process of this mean and deviation with correlation time Tau [ms].</summary>
public sealed record OrnsteinUhlenbeckSignal(double Delay, double Duration, double Tau, double Mean, double Deviation, double Step) : CurrentSignal(Delay, Duration);

using Multiscale.Core;

namespace Multiscale.Diffusion;

/// <summary>The potassium that astrocytes hold, tet by tet, and what they take from or return to the space outside.</summary>
internal sealed class GlialStore
{
    private readonly UptakeOptions options;
    private readonly AstrocyteUptake uptake;
    private readonly EntitySet set;
    private readonly double[] extracellular, store, taken, amounts, gains;
    private readonly CompensatedValues compensated;

    // Mode lagged: integral of K over this period [mM ms], and what the last period fixed for this one [mM].
    private readonly double[] integral, fixedUptake, atOpen;
    private readonly Port uptakePort, ratePort;
    private double window;

    public GlialStore(DiffusionOptions diffusion, double rest, SpeciesField potassium, EntitySet set, double[] extracellular)
    {
        options = diffusion.Uptake;
        uptake = new AstrocyteUptake(options, rest);
        Potassium = potassium;
        this.set = set;
        this.extracellular = extracellular;
        store = new double[set.Count];
        Array.Fill(store, options.GlialPotassium * options.GlialFraction / diffusion.VolumeFraction);
        compensated = new CompensatedValues(store, set.Count);
        taken = new double[set.Count];
        amounts = new double[set.Count];
        gains = new double[set.Count];
        integral = new double[set.Count];
        fixedUptake = new double[set.Count];
        atOpen = new double[set.Count];
        uptakePort = Port.Offers("k-uptake", set, "amol", Measure.Extensive, Sampling.Integral);
        ratePort = Port.Offers("k-uptake-rate", set, "mM/ms", Measure.Intensive, Sampling.Instant);
        Ports = [uptakePort, ratePort];
        Publish();
    }

    public SpeciesField Potassium { get; }

    public IReadOnlyList<Port> Ports { get; }

    public bool DependsOnDiffusion => options.Mode == UptakeMode.Inside;

    public ReadOnlySpan<double> Amounts()
    {
        for (int t = 0; t < amounts.Length; t++) amounts[t] = extracellular[t] * store[t];
        return amounts;
    }

    public ReadOnlySpan<double> Gains()
    {
        for (int t = 0; t < gains.Length; t++) gains[t] = extracellular[t] * compensated.Gained(t);
        return gains;
    }

    public void Open(double window)
    {
        this.window = window;
        Array.Clear(uptakePort.Values);
        Potassium.Concentration.AsSpan(0, atOpen.Length).CopyTo(atOpen);
    }

    /// <summary>Uptake over the next <paramref name="h"/> ms; leaves in <paramref name="rate"/> the supply less the uptake [mM/ms].</summary>
    /// <param name="gain">Net gain by diffusion [mM/ms], constant over the step; null for none.</param>
    public void Take(ReadOnlySpan<double> supply, ReadOnlySpan<double> gain, Span<double> rate, double h)
    {
        for (int t = 0; t < taken.Length; t++)
        {
            double u = options.Mode == UptakeMode.Lagged
                ? fixedUptake[t] * h / options.Period
                : uptake.Over(h, Potassium.Concentration[t], supply[t] + (gain.IsEmpty ? 0 : gain[t]));
            taken[t] = Math.Max(u, -store[t]); // the store cannot return more than it holds
            rate[t] = supply[t] - taken[t] / h;
        }
    }

    /// <summary>The step was accepted: what was taken enters the store.</summary>
    public void Accept()
    {
        compensated.Add(taken);
        if (options.Mode == UptakeMode.Inside)
            for (int t = 0; t < taken.Length; t++) uptakePort.Values[t] += taken[t] * extracellular[t];
    }

    public void Close(SimTime begin, SimTime end)
    {
        if (options.Mode == UptakeMode.Lagged) ClosePeriod(begin, end);
        Publish();
    }

    public void Publish()
    {
        for (int t = 0; t < ratePort.Values.Length; t++)
            ratePort.Values[t] = options.Mode == UptakeMode.Lagged ? fixedUptake[t] / options.Period : uptake.Rate(Potassium.Concentration[t]);
    }

    public void Save(ICheckpoint checkpoint)
    {
        checkpoint.Put("diffusion/glia/store", set, store);
        checkpoint.Put("diffusion/glia/residue", set, compensated.Residue);
        checkpoint.Put("diffusion/glia/uptake", set, uptakePort.Values);
        checkpoint.Put("diffusion/glia/integral", set, integral);
        checkpoint.Put("diffusion/glia/fixed", set, fixedUptake);
    }

    public void Restore(ICheckpoint checkpoint)
    {
        checkpoint.Get("diffusion/glia/store", set, store);
        checkpoint.Get("diffusion/glia/residue", set, compensated.Residue);
        checkpoint.Get("diffusion/glia/uptake", set, uptakePort.Values);
        checkpoint.Get("diffusion/glia/integral", set, integral);
        checkpoint.Get("diffusion/glia/fixed", set, fixedUptake);
        Publish();
    }

    /// <summary>At a period's end the mean potassium of the period fixes the uptake of the next one, which is reported now.</summary>
    private void ClosePeriod(SimTime begin, SimTime end)
    {
        var period = SimTime.FromMilliseconds(options.Period);
        if ((end.Picoseconds - 1) / period.Picoseconds != begin.Picoseconds / period.Picoseconds)
            throw new InputException("MS0507", $"the window from {begin} to {end} crosses the end of an uptake period of {period}",
                "let the uptake period be a multiple of the diffusion window");
        for (int t = 0; t < integral.Length; t++) integral[t] += window * 0.5 * (atOpen[t] + Potassium.Concentration[t]);
        if (!end.IsMultipleOf(period)) return;
        for (int t = 0; t < integral.Length; t++)
        {
            fixedUptake[t] = uptake.Rate(integral[t] / options.Period) * options.Period;
            uptakePort.Values[t] = fixedUptake[t] * extracellular[t];
        }
        Array.Clear(integral);
    }
}

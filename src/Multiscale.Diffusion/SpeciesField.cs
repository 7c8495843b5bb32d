using Multiscale.Core;

namespace Multiscale.Diffusion;

/// <summary>One diffusing species on this rank: its state, its geometry of fluxes and its ports.</summary>
internal sealed class SpeciesField
{
    private readonly double[] amounts, gains;

    public SpeciesField(SpeciesOptions options, double effective, TetPartition tets, FaceFluxes fluxes, StageOperator stage, CorrectedOperator? corrected, double[] accessible, WallExchange? walls = null)
    {
        Name = options.Name;
        Effective = effective;
        Fluxes = fluxes;
        Stage = stage;
        Corrected = corrected;
        Share = options.VolumeFraction;
        Accessible = accessible;
        Walls = walls;
        Concentration = new double[tets.All];
        Array.Fill(Concentration, options.Initial);
        Compensated = new CompensatedValues(Concentration, tets.Count);
        Lost = new double[tets.Count];
        amounts = new double[tets.Count];
        gains = new double[tets.Count];
        Source = Port.Takes($"{Name}-source", tets.Set, "amol", Measure.Extensive, Sampling.Integral);
        Offer = Port.Offers(Name, tets.Set, "mM", Measure.Intensive, Sampling.Instant);
        Publish();
    }

    public string Name { get; }

    /// <summary>Its name in the ledger: ions K, Na, Ca, molecules as they are called.</summary>
    public string Quantity => Name.Length > 2 ? Name : char.ToUpperInvariant(Name[0]) + Name[1..];

    /// <summary>D / tortuosity^2 [um^2/ms].</summary>
    public double Effective { get; }

    /// <summary>Share of the tissue that it fills, where it has one of its own.</summary>
    public double? Share { get; }

    /// <summary>Volume that it fills in each own tet [um^3].</summary>
    public double[] Accessible { get; }

    /// <summary>Null where no vessel supplies it.</summary>
    public WallExchange? Walls { get; }

    public FaceFluxes Fluxes { get; }

    public StageOperator Stage { get; }

    /// <summary>Null where the two-point flux is exact.</summary>
    public CorrectedOperator? Corrected { get; }

    /// <summary>[mM] of own tets and ghosts; the ghosts are valid only inside a flux evaluation.</summary>
    public double[] Concentration { get; }

    /// <summary>How <see cref="Concentration"/> of own tets is moved.</summary>
    public CompensatedValues Compensated { get; }

    /// <summary>Left through held patches since the start [amol].</summary>
    public double[] Lost { get; }

    public Port Source { get; }

    public Port Offer { get; }

    public ReadOnlySpan<double> Amounts()
    {
        for (int t = 0; t < amounts.Length; t++) amounts[t] = Accessible[t] * Concentration[t];
        return amounts;
    }

    public ReadOnlySpan<double> Gains()
    {
        for (int t = 0; t < gains.Length; t++) gains[t] = Accessible[t] * Compensated.Gained(t);
        return gains;
    }

    public void Publish() => Concentration.AsSpan(0, amounts.Length).CopyTo(Offer.Values);
}

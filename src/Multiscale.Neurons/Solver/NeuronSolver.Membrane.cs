using Multiscale.Core;

namespace Multiscale.Neurons;

/// <summary>Which mechanisms the cells have: the same list on every rank, so that checkpoints agree.</summary>
public sealed partial class NeuronSolver
{
    private List<Mechanism> Channels()
    {
        var list = new List<Mechanism>();
        double celsius = options.Celsius;
        if (Density(m => m.Sodium) is { } sodium) list.Add(new CorticalSodium(sodium, celsius));
        if (Density(m => m.Potassium) is { } potassium) list.Add(new CorticalPotassium(potassium, celsius));
        if (Density(m => m.SlowPotassium) is { } slow) list.Add(new SlowPotassium(slow, celsius));
        if (Density(m => m.Calcium) is { } calcium) list.Add(new CorticalCalcium(calcium, celsius));
        if (Density(m => m.SquidSodium + m.SquidPotassium + m.SquidLeak) is not null)
            list.Add(new SquidChannels(Values(m => m.SquidSodium), Values(m => m.SquidPotassium), Values(m => m.SquidLeak), Values(m => m.SquidLeakReversal), celsius));
        if (Density(m => m.Passive) is { } passive) list.Add(new PassiveLeak(passive, Values(m => m.PassiveReversal)));
        if (Density(m => m.SimpleCalcium) is { } simple) list.Add(new SimpleCalcium(simple));
        return list;
    }

    /// <summary>
    /// Solves each resting cell's leaks and pump anew for the ATP and the concentrations outside that its ports now hold, so that the start is a
    /// steady state of the coupled tissue; call once, after the first delivery. Collective.
    /// </summary>
    public void Settle()
    {
        if (Time != SimTime.Zero) throw new InvalidOperationException($"neurons settle before they start, not at {Time}");
        Array.Copy(ports.Atp.Values, membrane.Atp, layout.Count);
        ions.Show(0, 0);
        SolveRest();
        Book();
    }

    /// <summary>Leaks, pump and calcium extrusion: solved for where a cell rests, given where it does not.</summary>
    private void AddRest()
    {
        SolveRest();
        if (ranks.Any(Any(rest.SodiumLeak) || Any(rest.PotassiumLeak))) mechanisms.Add(new IonLeak(rest.SodiumLeak, rest.PotassiumLeak));
        if (ranks.Any(Any(rest.Pump))) mechanisms.Add(new SodiumPotassiumPump(rest.Pump));
        if (ranks.Any(Any(rest.CalciumExtrusion))) mechanisms.Add(new CalciumExtrusion(rest.CalciumExtrusion));
    }

    private void SolveRest()
    {
        rest.Solve();
        warnings.Clear();
        if (rest.Warning is { } warning) warnings.Add(warning);
    }

    /// <summary>The currents at the start, for the first mid-point.</summary>
    private void Book()
    {
        FillCurrents();
        ions.Book(0, cable, false);
    }

    private (double Sodium, double Potassium) InitialReversals() => options.Accumulation
        ? (thermal * Math.Log(options.SodiumOutside / options.SodiumInside), thermal * Math.Log(options.PotassiumOutside / options.PotassiumInside))
        : (options.SodiumReversal, options.PotassiumReversal);

    private double[] Values(Func<MembraneOptions, double> of)
    {
        var values = Lanes.Padded(layout.Count);
        for (int c = 0; c < layout.Count; c++) values[c] = of(layout.MembraneOf(c));
        return values;
    }

    /// <summary>Null where no compartment of any rank has any.</summary>
    private double[]? Density(Func<MembraneOptions, double> of)
    {
        var values = Values(of);
        return ranks.Any(Any(values)) ? values : null;
    }

    private static bool Any(double[] values) => Array.Exists(values, v => v != 0);
}

using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Neurons;

/// <summary>
/// Makes the start a steady state. The pump of a cell has one density, set so that its ATP use per cell volume is the resting demand; each compartment's
/// sodium and potassium leaks then bring its net Na and net K flux to zero at the initial voltage, and a constant extrusion its net Ca flux.
/// </summary>
internal sealed class RestingState
{
    private const double LeastLeak = 2e-5, MostLeak = 2e-4; // [S/cm2], the range of published leaks

    private readonly Membrane membrane;
    private readonly CableMatrix matrix;
    private readonly NeuronOptions options;
    private readonly NeuronLayout layout;
    private readonly Communicator ranks;
    private readonly DensityMechanism[] channels;
    private readonly DensityMechanism sodiumLeak, potassiumLeak, pump, extrusion;

    /// <param name="mechanisms">All of the membrane; naleak, kleak, nakpump and caextrusion among them.</param>
    public RestingState(Membrane membrane, CableMatrix matrix, NeuronOptions options, NeuronLayout layout, IReadOnlyList<DensityMechanism> mechanisms, Communicator ranks)
    {
        (this.membrane, this.matrix, this.options, this.layout, this.ranks) = (membrane, matrix, options, layout, ranks);
        (sodiumLeak, potassiumLeak, pump, extrusion) = (Named("naleak"), Named("kleak"), Named("nakpump"), Named("caextrusion"));
        channels = [.. mechanisms.Where(m => m != sodiumLeak && m != potassiumLeak && m != pump && m != extrusion)];
        (SodiumLeak, PotassiumLeak, Pump, CalciumExtrusion) = (new double[layout.Count], new double[layout.Count], new double[layout.Count], new double[layout.Count]);
        for (int c = 0; c < layout.Count; c++) if (!RestsAt(c)) Pump[c] = layout.MembraneOf(c).Pump;

        DensityMechanism Named(string name) => mechanisms.First(m => m.Name == name);
    }

    /// <summary>Solves for the voltage, gates and concentrations that the membrane shows now. Collective.</summary>
    /// <exception cref="InputException">MS0220, MS0221: no positive leaks, or charge that no ion carries.</exception>
    public void Solve()
    {
        int slots = matrix.Layout.SlotCount, blocks = matrix.Layout.BlockCount;
        membrane.Nernst(Constants.ThermalVoltage(options.Celsius), 0, slots);
        Fill(pump, "imax", _ => 1);
        membrane.ClearCurrents(0, slots);
        pump.AddCurrents(0, blocks, 0, 0);
        var activity = Array.ConvertAll(Enumerable.Range(0, layout.Count).ToArray(), c => pump.ValueAt(matrix.Layout.SlotOf(c), "ip"));
        membrane.ClearCurrents(0, slots);
        foreach (var channel in channels) channel.AddCurrents(0, blocks, 0, 0);

        double lowest = double.PositiveInfinity, highest = 0;
        int outside = 0;
        for (int cell = 0; cell < layout.Descriptions.Length; cell++)
        {
            if (!layout.Descriptions[cell].Model.Rest) continue;
            int first = layout.CellOffsets[cell], end = layout.CellOffsets[cell + 1];
            double area = 0, volume = 0;
            for (int c = first; c < end; c++) (area, volume) = (area + layout.Area[c], volume + layout.Volume[c]);
            double demand = 1e-3 * options.RestingDemand * volume / (area * Constants.AttomolePerMilliampereSquareMicronMillisecond); // [mA/cm2]
            for (int c = first; c < end; c++)
            {
                Balance(c, demand, demand / activity[c]);
                double conductance = SodiumLeak[c] + PotassiumLeak[c];
                (lowest, highest) = (Math.Min(lowest, conductance), Math.Max(highest, conductance));
                if (conductance is < LeastLeak or > MostLeak) outside++;
            }
        }
        Impose();
        long everywhere = ranks.Sum(outside);
        (lowest, highest) = (ranks.Min(lowest), ranks.Max(highest));
        Warning = everywhere == 0 ? null : $"the leaks (gNaL + gKL) that keep {everywhere} compartments at rest leave {LeastLeak:g1} to {MostLeak:g1} S/cm2: they span {lowest:g3} to {highest:g3}";
    }

    /// <summary>Gives leak, pump and extrusion the densities that the arrays hold.</summary>
    public void Impose()
    {
        Fill(sodiumLeak, "g", c => SodiumLeak[c]);
        Fill(potassiumLeak, "g", c => PotassiumLeak[c]);
        Fill(pump, "imax", c => Pump[c]);
        Fill(extrusion, "rate", c => CalciumExtrusion[c]);
    }

    /// <summary>[S/cm2].</summary>
    public double[] SodiumLeak { get; }

    /// <summary>[S/cm2].</summary>
    public double[] PotassiumLeak { get; }

    /// <summary>Largest pump current [mA/cm2].</summary>
    public double[] Pump { get; }

    /// <summary>Outward calcium current [mA/cm2].</summary>
    public double[] CalciumExtrusion { get; }

    public string? Warning { get; private set; }

    private bool RestsAt(int compartment) => layout.Descriptions[layout.CellOf[compartment]].Model.Rest;

    private void Balance(int c, double demand, double density)
    {
        int s = matrix.Layout.SlotOf(c);
        double v = membrane.V[s], ina = membrane.Na!.Current[s], ik = membrane.K!.Current[s], ica = membrane.Ca is null ? 0 : membrane.Ca.Current[s];
        Pump[c] = density;
        SodiumLeak[c] = -(ina + 3 * demand) / (v - membrane.ENa[s]);
        PotassiumLeak[c] = -(ik - 2 * demand) / (v - membrane.EK[s]);
        CalciumExtrusion[c] = -ica;
        var cell = layout.Descriptions[layout.CellOf[c]];
        if (!(SodiumLeak[c] >= 0) || !(PotassiumLeak[c] >= 0))
            throw new InputException("MS0220", $"cell {cell.Gid} ({cell.Model.Name}), section {layout.SectionOf[c]}: no positive leaks rest at {v} mV: "
                + $"gNaL = {SodiumLeak[c]:g4}, gKL = {PotassiumLeak[c]:g4} S/cm2, since channel currents exceed the pump's {demand:g4} mA/cm2",
                "raise resting_demand, lower the channel densities that are open at rest, or lower v_init");
        double other = matrix.Current[s] - ina - ik - ica;
        if (Math.Abs(other) > 1e-12)
            throw new InputException("MS0221", $"cell {cell.Gid} ({cell.Model.Name}), section {layout.SectionOf[c]}: {other:g4} mA/cm2 flow at rest that no ion carries",
                "take passive and squid leaks out of a model that rests, or set their reversal to the initial voltage");
    }

    private void Fill(DensityMechanism mechanism, string parameter, Func<int, double> value)
    {
        var column = mechanism.Column(parameter)!;
        for (int c = 0; c < layout.Count; c++)
        {
            int s = matrix.Layout.SlotOf(c);
            if (mechanism.Has(s)) column[mechanism.InstanceAt(s)] = value(c);
        }
    }
}

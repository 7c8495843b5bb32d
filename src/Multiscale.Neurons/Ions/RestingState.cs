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
    private readonly NeuronOptions options;
    private readonly NeuronLayout layout;
    private readonly Communicator ranks;
    private readonly Mechanism[] channels;

    /// <param name="channels">Every mechanism but leaks, pump and extrusion.</param>
    public RestingState(Membrane membrane, NeuronOptions options, NeuronLayout layout, IEnumerable<Mechanism> channels, Communicator ranks)
    {
        (this.membrane, this.options, this.layout, this.channels, this.ranks) = (membrane, options, layout, [.. channels], ranks);
        (SodiumLeak, PotassiumLeak, Pump, CalciumExtrusion) = (Lanes.Padded(layout.Count), Lanes.Padded(layout.Count), Lanes.Padded(layout.Count), Lanes.Padded(layout.Count));
    }

    /// <summary>Solves for the voltage, gates and concentrations that the membrane shows now; the arrays keep their identity. Collective.</summary>
    /// <exception cref="InputException">MS0220, MS0221: no positive leaks, or charge that no ion carries.</exception>
    public void Solve()
    {
        membrane.Nernst(Constants.ThermalVoltage(options.Celsius), options.Accumulation, true);
        membrane.ClearCurrents();
        foreach (var channel in channels) channel.AddCurrents(membrane);
        double lowest = double.PositiveInfinity, highest = 0;
        int outside = 0;
        for (int cell = 0; cell < layout.Descriptions.Length; cell++)
        {
            var model = layout.Descriptions[cell].Model;
            int first = layout.CellOffsets[cell], end = layout.CellOffsets[cell + 1];
            double area = 0, volume = 0;
            for (int c = first; c < end; c++) (area, volume) = (area + layout.Area[c], volume + layout.Volume[c]);
            double demand = 1e-3 * options.RestingDemand * volume / (area * Constants.AttomolePerMilliampereSquareMicronMillisecond); // [mA/cm2]
            for (int c = first; c < end; c++)
            {
                if (!model.Rest)
                {
                    Pump[c] = layout.MembraneOf(c).Pump;
                    continue;
                }
                Pump[c] = demand / SodiumPotassiumPump.Activity(membrane.Nai[c], membrane.Ko[c], membrane.Atp[c]);
                SodiumLeak[c] = -(membrane.Na.Current[c] + 3 * demand) / (membrane.V[c] - membrane.ENa[c]);
                PotassiumLeak[c] = -(membrane.K.Current[c] - 2 * demand) / (membrane.V[c] - membrane.EK[c]);
                CalciumExtrusion[c] = -membrane.Ca.Current[c];
                if (!(SodiumLeak[c] >= 0) || !(PotassiumLeak[c] >= 0))
                    throw new InputException("MS0220", $"cell {layout.Cells.OwnedIds[cell]} ({model.Name}), section {layout.SectionOf[c]}: no positive leaks rest at {membrane.V[c]} mV: "
                        + $"gNaL = {SodiumLeak[c]:g4}, gKL = {PotassiumLeak[c]:g4} S/cm2, since channel currents exceed the pump's {demand:g4} mA/cm2",
                        "raise resting_demand, lower the channel densities that are open at rest, or lower v_init");
                if (Math.Abs(membrane.None.Current[c]) > 1e-12)
                    throw new InputException("MS0221", $"cell {layout.Cells.OwnedIds[cell]} ({model.Name}), section {layout.SectionOf[c]}: {membrane.None.Current[c]:g4} mA/cm2 flow at rest that no ion carries",
                        "take passive and squid leaks out of a model that rests, or set their reversal to the initial voltage");
                double leak = SodiumLeak[c] + PotassiumLeak[c];
                (lowest, highest) = (Math.Min(lowest, leak), Math.Max(highest, leak));
                if (leak is < LeastLeak or > MostLeak) outside++;
            }
        }
        long everywhere = ranks.Sum(outside);
        (lowest, highest) = (ranks.Min(lowest), ranks.Max(highest));
        Warning = everywhere == 0 ? null : $"the leaks (gNaL + gKL) that keep {everywhere} compartments at rest leave {LeastLeak:g1} to {MostLeak:g1} S/cm2: they span {lowest:g3} to {highest:g3}";
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
}

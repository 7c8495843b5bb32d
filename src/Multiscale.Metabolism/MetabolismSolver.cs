using Multiscale.Core;
using Multiscale.Modeling;
using Multiscale.Numerics;

namespace Multiscale.Metabolism;

/// <summary>
/// One stiff system of ordinary differential equations per cell, by default that of Jolivet et al. 2015 (PLoS Comput Biol 11:e1004036), integrated
/// by Rodas5P under inputs that are constant over one Advance. Cells know nothing of each other: results do not depend on ranks.
/// </summary>
public sealed partial class MetabolismSolver : ISolver
{
    private readonly MetabolismOptions options;
    private readonly EntitySet cells;
    private readonly double[] cellVolumes, tissueVolumes;
    private readonly ReactionNetwork network;
    private readonly IReadOnlyList<EquationInput> inputs;
    private readonly GivenValue[] gives;
    private readonly Port[] taken, given;
    private readonly MetabolicPort[] kinds;
    private readonly double[] factors;
    private readonly int[] takenInput;
    private readonly int demand;
    private readonly StiffBatch integrator;
    private readonly StepMemory[] memory;
    private readonly CellOutcome[] outcomes;
    private readonly double[] states, driven, outputs, served, unserved;
    private readonly double[][] burnt; // by given amount: what cells have taken since the start [amol]
    private readonly int width;

    /// <param name="cells">The cells this rank owns.</param>
    /// <param name="cellVolumes">Volume of each owned neuron [um^3]: its ATP demand is spread over it.</param>
    /// <param name="tissueVolumes">Volume of tissue that each owned cell has for itself [um^3].</param>
    /// <param name="cacheFolder">Where the compiled model is kept; null: nowhere.</param>
    /// <exception cref="InputException">A volume is not positive; the model's text has errors.</exception>
    public MetabolismSolver(MetabolismOptions options, EntitySet cells, double[] cellVolumes, double[] tissueVolumes, string? cacheFolder = null)
    {
        this.options = options;
        this.cells = cells;
        this.cellVolumes = cellVolumes;
        this.tissueVolumes = tissueVolumes;
        for (int c = 0; c < cells.Count; c++)
            if (!(cellVolumes[c] > 0) || !(tissueVolumes[c] > 0))
                throw new InputException("MS0602", $"cell {cells.OwnedIds[c]} has a volume of {cellVolumes[c]} um^3 in {tissueVolumes[c]} um^3 of tissue", "both must be positive; a cell without a tetrahedron lies outside the mesh");

        network = ReactionNetwork.Load(options.Model, options.Parameters);
        inputs = network.Model.Inputs;
        gives = [.. network.Gives];
        kinds = [.. network.Takes.Select(MetabolicPorts.Of)];
        taken = [.. kinds.Select(k => Port.Takes(k.Name, cells, k.Unit, k.Measure, k.Sampling))];
        takenInput = [.. network.Takes.Select(t => IndexOf(inputs, i => i.Name == t.Input))];
        factors = [.. network.Takes.Select((t, k) => kinds[k].FactorTo(inputs[takenInput[k]].Unit, t.Per, t.At))];
        demand = Array.FindIndex(kinds, k => k.Name == MetabolicPorts.Demand);
        given = [.. gives.Select(g => g.Total < 0 ? Port.Offers(g.Port, cells, "mM", Measure.Intensive, Sampling.Instant) : Port.Offers(g.Port, cells, "amol", Measure.Extensive, Sampling.Integral))];
        Ports = [.. taken, .. given];
        for (int k = 0; k < taken.Length; k++)
            for (int c = 0; c < cells.Count && kinds[k].Supply; c++)
                taken[k].Values[c] = Resting(kinds[k]) * (kinds[k].Measure == Measure.Extensive ? tissueVolumes[c] : 1);

        StateNames = [.. network.Model.States.Select(s => s.Name)];
        width = StateNames.Count;
        (states, driven, outputs) = (new double[cells.Count * width], new double[cells.Count * inputs.Count], new double[cells.Count * given.Length]);
        (served, unserved, memory, outcomes, excluded) = (new double[cells.Count], new double[cells.Count], new StepMemory[cells.Count], new CellOutcome[cells.Count], new double[cells.Count]);
        burnt = [.. gives.Select(g => g.Total < 0 ? [] : new double[cells.Count])];
        Accounts =
        [
            .. demand < 0 ? Array.Empty<Account>() : options.OnFailure == FailureResponse.Abort ? [Holding("served", served)] : [Holding("served", served), Holding("unserved", unserved)],
            .. gives.Index().Where(g => g.Item.Total >= 0).Select(g => new Account(g.Item.Port.Replace("-release", ""), "cells", Unit.Parse("amol"), () => burnt[g.Index])),
        ];

        var program = StiffProgram.Compile(network, RosenbrockTableau.Rodas5P, cacheFolder);
        var start = Start(program);
        var tolerances = new double[width];
        for (int s = 0; s < width; s++) tolerances[s] = options.RelativeTolerance * options.AbsoluteShare * (start[s] == 0 ? 1 : Math.Abs(start[s]));
        foreach (var give in gives)
            if (give.Total >= 0) tolerances[give.Total] = options.RelativeTolerance; // of 1 mM: what is added up steers no step
        integrator = new StiffBatch(program, options.RelativeTolerance, tolerances) { Watch = this };
        for (int c = 0; c < cells.Count; c++) start.CopyTo(states, c * width);
        Publish();
    }

    public string Name => "metabolism";

    public IReadOnlyList<Port> Ports { get; }

    public IReadOnlyList<Account> Accounts { get; }

    public SimTime Time { get; private set; }

    /// <summary>False while no exchange writes atp-demand: cells then spend the resting demand.</summary>
    public bool DemandIsCoupled { get; init; } = true;

    /// <summary>Names of the integrated states, such as ATP_n, O2_c, LAC_e.</summary>
    public IReadOnlyList<string> StateNames { get; }

    /// <summary>States of all owned cells in the units of the model, cell by cell: shape (cells, <see cref="StateNames"/>.Count).</summary>
    public ReadOnlySpan<double> States => states;

    /// <summary>Integrator steps of this rank so far: accepted, rejected.</summary>
    public (long Accepted, long Rejected) Steps => (integrator.AcceptedSteps, integrator.RejectedSteps);

    /// <summary>One state of every owned cell; "excluded" is 1 for a cell that was taken out.</summary>
    /// <exception cref="InputException">There is no state of that name.</exception>
    public void CopyState(string name, Span<double> destination)
    {
        int column = IndexOf(StateNames, s => s == name);
        if (column < 0 && name == "excluded") excluded.CopyTo(destination);
        else if (column < 0) throw new InputException("MS0603", $"metabolism has no state '{name}'", "one of " + string.Join(", ", StateNames));
        else for (int c = 0; c < cells.Count; c++) destination[c] = states[c * width + column];
    }

    /// <summary>
    /// With <c>start: steady</c>, brings each cell to the rest state of the inflow and capillary volume now in its ports; call once, after the first delivery.
    /// </summary>
    public void Settle()
    {
        if (options.Start != MetabolicStart.Steady) return;
        var found = new bool[cells.Count];
        for (int c = 0; c < cells.Count; c++)
        {
            CheckSupply(c);
            Drive(c, 0);
        }
        integrator.Rest(states, driven, found);
        for (int c = 0; c < cells.Count; c++)
            if (!found[c]) throw NoRest($"cell {cells.OwnedIds[c]}", driven.AsSpan(c * inputs.Count, inputs.Count));
        Publish();
    }

    public void Advance(SimTime end)
    {
        double seconds = (end - Time).Seconds;
        if (seconds <= 0) return;
        for (int c = 0; c < cells.Count; c++)
        {
            if (excluded[c] == 0) CheckSupply(c);
            Drive(c, seconds);
            foreach (var give in gives)
                if (give.Total >= 0) states[c * width + give.Total] = 0;
        }
        integrator.Advance(Time.Seconds, seconds, new CellBatch(states, driven, memory, outcomes) { Idle = excluded });
        for (int c = 0; c < cells.Count; c++)
        {
            double spent = excluded[c] != 0 ? 0 : outcomes[c].Outcome == StiffOutcome.Done ? seconds : outcomes[c].Reached - Time.Seconds;
            Spend(c, spent, seconds);
            if (excluded[c] == 0 && outcomes[c].Outcome != StiffOutcome.Done) Fail(c);
        }
        Time = end;
        Publish();
        for (int k = 0; k < given.Length; k++)
            for (int c = 0; c < cells.Count && gives[k].Total >= 0; c++)
            {
                given[k].Values[c] = states[c * width + gives[k].Total] * VolumeOf(gives[k].Per, c);
                burnt[k][c] -= given[k].Values[c];
            }
    }

    /// <summary>The ports' amounts as the model's inputs; over no time, those at rest.</summary>
    private void Drive(int c, double seconds)
    {
        for (int k = 0; k < taken.Length; k++)
        {
            double amount = taken[k].Values[c] * factors[k] / VolumeOf(network.Takes[k].Per, c);
            if (kinds[k].Sampling == Sampling.Integral) amount = k == demand && (seconds == 0 || !DemandIsCoupled) ? options.RestingDemand : seconds == 0 ? 0 : amount / seconds;
            driven[c * inputs.Count + takenInput[k]] = amount;
        }
    }

    /// <summary>ATP that the cell's pumps were given [amol]: by what its accepted steps add up to, the rest it owes.</summary>
    private void Spend(int c, double spent, double seconds)
    {
        if (demand < 0) return;
        double rate = driven[c * inputs.Count + takenInput[demand]] / factors[demand] * VolumeOf(network.Takes[demand].Per, c);
        served[c] += rate * spent;
        unserved[c] += rate * (seconds - spent);
    }

    private void CheckSupply(int c)
    {
        for (int k = 0; k < taken.Length; k++)
            if (kinds[k].Supply && !(taken[k].Values[c] > 0))
                throw new NumericalException("MS0605", $"cell {cells.OwnedIds[c]} has {kinds[k].Name} of {taken[k].Values[c]} {kinds[k].Unit} at {Time.Milliseconds} ms",
                    "what supplies a cell must be positive, or its energy runs out within seconds: check that perfusion, or the oxygen and glucose of the tissue, reach all cells");
    }

    /// <summary>Values as they are, and rates as the amount of one second: what a rest is found with; an advance replaces that by its own.</summary>
    private void Publish()
    {
        integrator.Outputs(states, driven, outputs, Time.Seconds);
        for (int k = 0; k < given.Length; k++)
            for (int c = 0; c < cells.Count; c++)
            {
                double value = outputs[c * given.Length + k];
                if (double.IsFinite(value)) given[k].Values[c] = gives[k].Total < 0 ? value : value * VolumeOf(gives[k].Per, c);
                else if (excluded[c] == 0)
                    throw new NumericalException("MS0610", $"'{given[k].Name}' of cell {cells.OwnedIds[c]} is {value} at {Time.Milliseconds} ms: {Offending(c)}", "bound the states it is computed from ('state X = ... from ... to ...')");
            }
    }

    /// <summary>The state all cells start from: the fixed point of the resting inputs, or the text's values.</summary>
    private double[] Start(StiffProgram program)
    {
        double[] y = [.. network.Model.States.Select(s => s.Initial)];
        if (options.Start == MetabolicStart.Initial) return y;
        var rest = new double[inputs.Count];
        for (int k = 0; k < taken.Length; k++)
            rest[takenInput[k]] = Resting(kinds[k]);
        var found = new bool[1];
        new StiffBatch(program, options.RelativeTolerance, new double[y.Length]).Rest(y, rest, found);
        return found[0] ? y : throw NoRest("the model", rest);
    }

    private double VolumeOf(Share per, int c) => per switch { Share.Cell => cellVolumes[c], Share.Tissue => tissueVolumes[c], _ => 1 };

    private double Resting(MetabolicPort port) => port.Name switch
    {
        MetabolicPorts.Demand => options.RestingDemand, MetabolicPorts.Inflow => options.RestingInflow, MetabolicPorts.Capillaries => options.CapillaryFraction,
        MetabolicPorts.Oxygen => options.RestingOxygen, MetabolicPorts.Glucose => options.RestingGlucose, _ => 0,
    };

    private NumericalException NoRest(string name, ReadOnlySpan<double> drive) => new("MS0601",
        $"{name} has no metabolic rest state that could be found ({Listed(drive)})", "bring its inflow and capillary volume nearer to 0.012 1/s and 0.0055, or use start: rest or start: initial");

    private Account Holding(string name, double[] values) => new("ATP", name, Unit.Parse("amol"), () => values);

    private static int IndexOf<T>(IReadOnlyList<T> list, Func<T, bool> wanted)
    {
        for (int i = 0; i < list.Count; i++) if (wanted(list[i])) return i;
        return -1;
    }
}

using Multiscale.BloodFlow;
using Multiscale.Core;
using Multiscale.Coupling;
using Multiscale.Diffusion;
using Multiscale.Formats;
using Multiscale.Geometry;
using Multiscale.Metabolism;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>Everything of one case, built and ready to run: geometry, solvers, mappings, coupler.</summary>
internal sealed partial class CoupledTissue
{
    public required Communicator Ranks { get; init; }

    public required CaseOptions Options { get; init; }

    /// <summary>Null where a network stands alone; mappings and the distribution of tetrahedra are then absent too.</summary>
    public TetMesh? Mesh { get; init; }

    public Distribution? Tets { get; init; }

    /// <summary>Where the cells are; present whenever the case names cells, also when the neuron solver is off.</summary>
    public NeuronLayout? Layout { get; init; }

    public CircuitCells? Cells { get; init; }

    public VesselGraph? Vessels { get; init; }

    public TissueMappings? Mappings { get; init; }

    public NeuronSolver? Neurons { get; init; }

    public DiffusionSolver? Diffusion { get; init; }

    public BloodFlowSolver? BloodFlow { get; init; }

    public MetabolismSolver? Metabolism { get; init; }

    /// <summary>Fields of oxygen and glucose; null where every cell has a capillary of its own.</summary>
    public DiffusionSolver? Supply { get; init; }

    /// <summary>Walls between vessels and the tetrahedra of <see cref="Supply"/>.</summary>
    public WallMappings? Walls { get; init; }

    /// <summary>Present with <see cref="Supply"/>.</summary>
    public BloodOxygen? Oxygen { get; private set; }

    /// <summary>Things the user should know before the first step.</summary>
    public List<string> Warnings { get; } = [];

    public Coupler Coupler { get; private set; } = null!;

    /// <summary>Where the run begins: zero, or the time of the checkpoint.</summary>
    public SimTime Start { get; private set; }

    /// <summary>In the order in which they advance within a window.</summary>
    public IEnumerable<ISolver> Solvers => (Supply is null
        ? new ISolver?[] { Neurons, Diffusion, BloodFlow, Metabolism }
        // Cells take from the tissue, the tissue from the blood: each is told in the same window.
        : [Neurons, Diffusion, Metabolism, Supply, BloodFlow]).OfType<ISolver>();

    public SimTime PeriodOf(ISolver solver) => solver == Neurons || solver == Diffusion ? Options.Windows.Tissue : Options.Windows.Slow;

    /// <summary>Joins the solvers, at rest or where the case restarts; collective. Call once.</summary>
    /// <param name="earlier">Where it starts instead.</param>
    public void Couple(ICheckpoint? earlier)
    {
        var solvers = Solvers.ToArray();
        if (solvers.Length == 0) throw new InputException("MS0120", "the case switches every solver off", "give at least one of neurons, diffusion, blood_flow, metabolism", Options.Location);
        var exchanges = Exchanges.Of(this, Options);
        Settle(exchanges);
        if (Supply is not null) Oxygen = new BloodOxygen(this, Options.Supply!.Bold);
        foreach (var inert in SensitivityProbe.Inert(Ranks, exchanges, PeriodOf))
            Warnings.Add($"exchange {inert.Name} cannot affect its destination in this case");
        if (!Options.Windows.Slow.IsMultipleOf(Options.Windows.Tissue))
            throw new InputException("MS0112", $"the slow window, {Options.Windows.Slow}, is not a multiple of the tissue window, {Options.Windows.Tissue}", "choose windows that are multiples of one another", Options.Windows.Location);
        var schedule = new Schedule(Options.Duration, [.. solvers.Select(s => (s, PeriodOf(s)))]);
        var ledger = new Ledger(Ranks, exchanges, solvers, Options.Coupling.LedgerBudget, Exchanges.Open(solvers, exchanges));
        Coupler = new Coupler(schedule, exchanges, ledger, Options.Schedule == ScheduleKind.Repeat && Neurons is not null && Diffusion is not null ? (Neurons, Diffusion) : null);
        using var other = earlier is null && Options.Restart is { } from ? Hdf5Checkpoint.Open(Ranks, from.FullPath) : null;
        if ((earlier ?? other) is { } checkpoint) Restore(checkpoint);
    }

    /// <summary>
    /// The start is a steady state by construction: flow at rest gives each cell its inflow, its metabolism the ATP of rest under that inflow, and
    /// the neurons the leaks and pump that hold their ions at that ATP and in those surroundings.
    /// </summary>
    private void Settle(IReadOnlyList<Exchange> exchanges)
    {
        foreach (var exchange in exchanges) exchange.Initialize();
        if (Supply is null) Metabolism?.Settle();
        else SettleSupply(exchanges);
        foreach (var exchange in exchanges) exchange.Initialize();
        Neurons?.Settle();
        if (Neurons is null) return;
        Warnings.AddRange(Neurons.Warnings);
        if (Diffusion is not null && Neurons.Uncarried.Count > 0)
            Warnings.Add($"no ion carries the currents of {string.Join(", ", Neurons.Uncarried)}: neither concentrations nor the cells' energy feel them; let their texts write ina and ik, or leave ExpSyn and Exp2Syn to neurons.circuit");
    }

    /// <summary>Runs to the end of the case; <paramref name="afterWindow"/> may stop it by returning false.</summary>
    public void Run(Func<Window, bool> afterWindow) => Coupler.Run(Start, window =>
    {
        Oxygen?.After();
        return afterWindow(window);
    });

    /// <summary>Everything at the end of a window. Collective.</summary>
    public void Save(ICheckpoint checkpoint, SimTime time)
    {
        checkpoint.PutTime("time", time);
        Coupler.Save(checkpoint);
        Oxygen?.Save(checkpoint);
    }

    /// <summary>Goes on from there. Collective.</summary>
    /// <exception cref="InputException">The checkpoint is of another case, or the case ends before it.</exception>
    private void Restore(ICheckpoint checkpoint)
    {
        Start = checkpoint.GetTime("time");
        RestartPoint.Check(Start, Options);
        Coupler.Restore(checkpoint);
        Oxygen?.Restore(checkpoint);
    }
}

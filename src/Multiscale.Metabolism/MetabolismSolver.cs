using Multiscale.Core;
using Multiscale.Numerics;

namespace Multiscale.Metabolism;

/// <summary>
/// One stiff system of ordinary differential equations per cell (Jolivet et al. 2015, PLoS Comput Biol 11:e1004036), integrated
/// by Rodas5P under inputs that are constant over one Advance. Cells know nothing of each other: results do not depend on ranks.
/// </summary>
public sealed partial class MetabolismSolver : ISolver
{
    private const double GliaShare = Jolivet.Glial;

    private readonly MetabolismOptions options;
    private readonly EntitySet cells;
    private readonly double[] cellVolumes, tissueVolumes;
    private readonly Port demand, glialPotassium, exposure, inflow, capillaryVolume, atp, adp;
    private readonly Rosenbrock integrator;
    private readonly StepMemory[] memory;
    private readonly double[] states, served;
    private readonly int width, atpNeuron;

    /// <param name="cells">The cells this rank owns.</param>
    /// <param name="cellVolumes">Volume of each owned neuron [um^3]: its ATP demand is spread over it.</param>
    /// <param name="tissueVolumes">Volume of tissue that each owned cell has for itself [um^3].</param>
    /// <exception cref="InputException">A volume is not positive.</exception>
    public MetabolismSolver(MetabolismOptions options, EntitySet cells, double[] cellVolumes, double[] tissueVolumes)
    {
        this.options = options;
        this.cells = cells;
        this.cellVolumes = cellVolumes;
        this.tissueVolumes = tissueVolumes;
        for (int c = 0; c < cells.Count; c++)
            if (!(cellVolumes[c] > 0) || !(tissueVolumes[c] > 0))
                throw new InputException("MS0602", $"cell {cells.OwnedIds[c]} has a volume of {cellVolumes[c]} um^3 in {tissueVolumes[c]} um^3 of tissue", "both must be positive; a cell without a tetrahedron lies outside the mesh");

        demand = Port.Takes("atp-demand", cells, "amol", Measure.Extensive, Sampling.Integral);
        glialPotassium = Port.Takes("glial-potassium", cells, "amol", Measure.Extensive, Sampling.Integral);
        exposure = Port.Takes("transmitter-exposure", cells, "mS/cm2*ms", Measure.Extensive, Sampling.Integral);
        inflow = Port.Takes("inflow", cells, "um^3/s", Measure.Extensive, Sampling.Instant);
        capillaryVolume = Port.Takes("capillary-volume", cells, "um^3", Measure.Extensive, Sampling.Instant);
        atp = Port.Offers("atp", cells, "mM", Measure.Intensive, Sampling.Instant);
        adp = Port.Offers("adp", cells, "mM", Measure.Intensive, Sampling.Instant);
        for (int c = 0; c < cells.Count; c++)
        {
            inflow.Values[c] = options.RestingInflow * tissueVolumes[c];
            capillaryVolume.Values[c] = options.CapillaryFraction * tissueVolumes[c];
        }
        bool coupled = options.Model == MetabolicModel.Coupled;
        Ports = coupled ? [demand, glialPotassium, exposure, inflow, capillaryVolume, atp, adp] : [glialPotassium, exposure, inflow, capillaryVolume, atp, adp];
        Accounts = coupled ? [new Account("ATP", "served", Unit.Parse("amol"), () => served)] : [];

        StateNames = coupled ? UnitState.Coupled : UnitState.StandAlone;
        width = StateNames.Count;
        atpNeuron = coupled ? UnitState.Atp : UnitState.InFull(UnitState.Atp);
        states = new double[cells.Count * width];
        served = new double[cells.Count];
        memory = new StepMemory[cells.Count];
        var rest = Rest("the model", new UnitDrive(options.RestingDemand, 0, 0, options.RestingInflow, options.CapillaryFraction));
        var tolerances = new double[width];
        for (int s = 0; s < width; s++) tolerances[s] = options.RelativeTolerance * options.AbsoluteShare * Math.Abs(rest[s]);
        integrator = new Rosenbrock(RosenbrockTableau.Rodas5P, options.RelativeTolerance, tolerances);
        for (int c = 0; c < cells.Count; c++) rest.CopyTo(states, c * width);
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

    /// <summary>States of all owned cells [mM], cell by cell: shape (cells, <see cref="StateNames"/>.Count).</summary>
    public ReadOnlySpan<double> States => states;

    /// <summary>Integrator steps of this rank so far: accepted, rejected.</summary>
    public (long Accepted, long Rejected) Steps => (integrator.AcceptedSteps, integrator.RejectedSteps);

    /// <summary>One state [mM] of every owned cell.</summary>
    /// <exception cref="InputException">There is no state of that name.</exception>
    public void CopyState(string name, Span<double> destination)
    {
        int column = 0;
        while (column < width && StateNames[column] != name) column++;
        if (column == width) throw new InputException("MS0603", $"metabolism has no state '{name}'", "one of " + string.Join(", ", StateNames));
        for (int c = 0; c < cells.Count; c++) destination[c] = states[c * width + column];
    }

    /// <summary>
    /// With <c>start: steady</c>, brings each cell to the rest state of the inflow and capillary volume now in its ports; call once, after the first delivery.
    /// </summary>
    public void Settle()
    {
        if (options.Start != MetabolicStart.Steady) return;
        for (int c = 0; c < cells.Count; c++)
        {
            CheckSupply(c);
            string name = $"cell {cells.OwnedIds[c]}";
            Rest(name, new UnitDrive(options.RestingDemand, 0, 0, inflow.Values[c] / tissueVolumes[c], capillaryVolume.Values[c] / tissueVolumes[c])).CopyTo(states, c * width);
        }
        Publish();
    }

    public void Advance(SimTime end)
    {
        double seconds = (end - Time).Seconds;
        if (seconds <= 0) return;
        for (int c = 0; c < cells.Count; c++)
        {
            CheckSupply(c);
            var drive = DriveOf(c, seconds);
            double spent = Integrate(c, drive, seconds);
            served[c] += drive.NeuronPump * spent * cellVolumes[c];
        }
        Time = end;
        Publish();
    }

    /// <summary>The ports' amounts as the concentrations per second that the equations speak of.</summary>
    private UnitDrive DriveOf(int c, double seconds)
    {
        double tissue = tissueVolumes[c];
        return new UnitDrive(
            DemandIsCoupled ? demand.Values[c] / cellVolumes[c] / seconds : options.RestingDemand,
            // A third of the uptake runs through the pump at 1 ATP per 2 K (docs/theory): 1/6 ATP per K, per volume of astrocyte.
            glialPotassium.Values[c] / tissue / seconds / (6 * GliaShare),
            exposure.Values[c] / (1e3 * seconds),
            inflow.Values[c] / tissue,
            capillaryVolume.Values[c] / tissue);
    }

    /// <summary>Advances one cell; returns the time [s] its accepted steps add up to.</summary>
    private double Integrate(int c, in UnitDrive drive, double seconds)
    {
        var y = states.AsSpan(c * width, width);
        double reached;
        StiffOutcome outcome;
        if (options.Model == MetabolicModel.Coupled)
        {
            var unit = new CoupledUnit { Drive = drive };
            outcome = integrator.Advance(ref unit, 0, seconds, y, ref memory[c], out reached);
        }
        else
        {
            var unit = new StandAloneUnit { Drive = drive };
            outcome = integrator.Advance(ref unit, 0, seconds, y, ref memory[c], out reached);
        }
        if (outcome == StiffOutcome.Done && y[atpNeuron] is > 0 and < Jolivet.AdenylatePool && y[atpNeuron + 1] is > 0 and < Jolivet.AdenylatePool) return reached;
        throw new NumericalException("MS0604",
            $"metabolism of cell {cells.OwnedIds[c]} failed at {Time.Milliseconds + 1e3 * reached} ms: ATP {y[atpNeuron]} mM in the neuron, {y[atpNeuron + 1]} mM in the astrocyte (pool {Jolivet.AdenylatePool} mM), "
            + $"pump demand {drive.NeuronPump} mM/s, astrocyte uptake cost {drive.GliaPump} mM/s, inflow {drive.Inflow} 1/s, capillary share {drive.CapillaryFraction}",
            "the unit sustains about 0.3 mM/s of neuronal pumping at an inflow of 0.012 1/s: check the cell's volume, its activity and its supply");
    }

    private void CheckSupply(int c)
    {
        if (inflow.Values[c] > 0 && capillaryVolume.Values[c] > 0) return;
        throw new NumericalException("MS0605",
            $"cell {cells.OwnedIds[c]} has a blood inflow of {inflow.Values[c]} um^3/s and {capillaryVolume.Values[c]} um^3 of capillaries at {Time.Milliseconds} ms",
            "both must be positive, or oxygen runs out within seconds: check that perfusion is spread over all cells");
    }

    private void Publish()
    {
        for (int c = 0; c < cells.Count; c++)
        {
            atp.Values[c] = states[c * width + atpNeuron];
            adp.Values[c] = UnitState.Adp(atp.Values[c]);
        }
    }

    private double[] Rest(string name, in UnitDrive drive) => options.Model == MetabolicModel.Coupled
        ? RestState.Solve(new CoupledUnit { Drive = drive }, UnitState.SharedOf(UnitState.Published), drive.Inflow, name)
        : RestState.Solve(new StandAloneUnit { Drive = drive }, UnitState.Published.ToArray(), drive.Inflow, name);
}

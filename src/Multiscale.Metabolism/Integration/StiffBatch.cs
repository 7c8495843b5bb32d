using System.Runtime.InteropServices;
using Multiscale.Numerics;

namespace Multiscale.Metabolism;

/// <summary>What the integration of one cell over one window came to.</summary>
/// <param name="Reached">Sum of the accepted steps, added to the start.</param>
public readonly record struct CellOutcome(StiffOutcome Outcome, double Reached);

/// <summary>The cells of one call, each with its own states, inputs and step-size memory.</summary>
/// <param name="states">Shape (cells, states); read and written.</param>
/// <param name="inputs">Shape (cells, inputs), constant over the call; the column of an input named t is not read.</param>
public readonly ref struct CellBatch(Span<double> states, ReadOnlySpan<double> inputs, Span<StepMemory> memory, Span<CellOutcome> outcomes)
{
    public Span<double> States { get; } = states;

    public ReadOnlySpan<double> Inputs { get; } = inputs;

    public Span<StepMemory> Memory { get; } = memory;

    public Span<CellOutcome> Outcomes { get; } = outcomes;

    /// <summary>Cells with a value other than zero are left as they are; empty: none.</summary>
    public ReadOnlySpan<double> Idle { get; init; }
}

/// <summary>
/// Integrates a batch of cells, W of them at a time, each in its own lane with its own time and step: an L-stable Rosenbrock method with the predictive
/// step-size control of Gustafsson (Hairer and Wanner, Solving ODEs II, IV.7 and IV.8). A lane whose cell is done takes the next. No lane sees another, so
/// what a cell comes to does not depend on its neighbours, on their number or on W. Steps allocate nothing.
/// </summary>
public sealed unsafe partial class StiffBatch
{
    private const double Safety = 0.9, LargestGrowth = 6, LargestCut = 5;

    private readonly StiffProgram program;
    private readonly StiffLayout layout;
    private readonly double relative;
    private readonly double[] absolute;
    private readonly LaneMemory memory;
    private readonly double* block;
    private readonly int width, size;
    private readonly double order;
    private readonly Lane[] lanes;

    /// <param name="absoluteTolerances">One per state.</param>
    public StiffBatch(StiffProgram program, double relativeTolerance, double[] absoluteTolerances)
    {
        (this.program, layout, relative, absolute) = (program, program.Layout, relativeTolerance, absoluteTolerances);
        (width, size, order) = (program.Width, program.Model.States.Count, program.Tableau.Order);
        memory = new LaneMemory(layout.Vectors * width);
        block = memory.Pointer;
        lanes = new Lane[width];
        Fill(layout.RelativeTolerance, relative);
        for (int i = 0; i < size; i++) Fill(layout.Tolerance + i, absolute[i]);
        Fill(layout.Step, 1);
    }

    public long AcceptedSteps { get; private set; }

    public long RejectedSteps { get; private set; }

    /// <summary>What to do with a state that leaves its bounds; by default the cell stops there.</summary>
    public IBoundWatch? Watch { get; set; }

    /// <summary>Integrates all cells from <paramref name="start"/> over <paramref name="span"/>; states are those at the time reached, also after a failure.</summary>
    public void Advance(double start, double span, CellBatch cells, ISampler? sampler = null, long maxSteps = 1_000_000)
    {
        int next = 0, active = 0, count = cells.Outcomes.Length;
        for (int l = 0; l < width; l++)
            if (Load(l, ref next, count, start, span, cells)) active++;
        while (active > 0)
        {
            for (int l = 0; l < width; l++)
            {
                if (lanes[l].Cell < 0) continue;
                At(layout.Step, l) = lanes[l].Step;
                At(layout.Time, l) = start + lanes[l].Done;
            }
            program.Step(block);
            for (int l = 0; l < width; l++) At(layout.Accepted, l) = lanes[l].Cell >= 0 && At(layout.Error, l) <= 1 ? BitConverter.UInt64BitsToDouble(ulong.MaxValue) : 0;
            if (Events.Count > 0) Locate();
            if (sampler is not null) Sample(sampler, start, span);
            if (Events.Count > 0) Finish();
            program.Accept(block);
            for (int l = 0; l < width; l++)
            {
                if (lanes[l].Cell < 0) continue;
                var outcome = Judge(l, At(layout.Error, l), start, span, maxSteps);
                if (outcome is null) continue;
                Unload(l, outcome.Value, start, cells);
                if (!Load(l, ref next, count, start, span, cells)) active--;
            }
        }
    }

    /// <summary>Takes what a step came to, and chooses the next; null while the cell goes on.</summary>
    private StiffOutcome? Judge(int l, double error, double start, double span, long maxSteps)
    {
        ref var lane = ref lanes[l];
        double dt = lane.Step;
        if (!(error <= 1))
        {
            RejectedSteps++;
            lane.Step = dt / (double.IsFinite(error) ? Math.Clamp(Math.Pow(error, 1 / order) / Safety, lane.Rejected ? 2 : 1.1, LargestCut) : 10);
            lane.Rejected = true;
            lane.Last = false;
            return lane.Done + 0.1 * lane.Step == lane.Done || lane.Step < 1e-30 * span ? StiffOutcome.StepTooSmall : null;
        }
        AcceptedSteps++;
        double shrink = Math.Pow(error, 1 / order) / Safety;
        if (lane.AcceptedError > 0) shrink = Math.Max(shrink, lane.AcceptedStep / dt * Math.Pow(error * error / lane.AcceptedError, 1 / order) / Safety);
        double next = dt / Math.Clamp(shrink, 1 / LargestGrowth, LargestCut);
        // After a rejection steps do not grow; a step cut short to fit the span leaves the earlier proposal standing.
        lane.Proposed = lane.Rejected ? Math.Min(next, dt) : dt < lane.Proposed ? Math.Max(next, lane.Proposed) : next;
        lane.AcceptedStep = dt;
        lane.AcceptedError = Math.Max(error, 1e-2);
        lane.Done = lane.Last ? span : lane.Done + dt;
        if (lane.Fired) (lane.Proposed, lane.AcceptedError) = (Math.Min(lane.Proposed, FirstStep(l, start + lane.Done, span)), 0);
        if (At(layout.Outside, l) != 0 && Confine(l, start)) return StiffOutcome.OutOfBounds;
        if (lane.Last) return StiffOutcome.Done;
        if (++lane.Steps >= maxSteps) return StiffOutcome.TooManySteps;
        Propose(ref lane, span);
        return null;
    }

    /// <summary>The next step: the proposed one, or what is left, or half of it rather than a tiny last step.</summary>
    private static void Propose(ref Lane lane, double span)
    {
        double left = span - lane.Done;
        lane.Last = lane.Proposed >= left * (1 - 1e-12);
        lane.Step = lane.Last ? left : lane.Proposed > 0.5 * left ? 0.5 * left : lane.Proposed;
        lane.Rejected = false;
    }

    /// <summary>Puts the next cell into a lane; false where none is left.</summary>
    private bool Load(int l, ref int next, int count, double start, double span, CellBatch cells)
    {
        ref var lane = ref lanes[l];
        while (next < count && cells.Idle.Length > 0 && cells.Idle[next] != 0) next++;
        if (next == count)
        {
            lane.Cell = -1;
            return false;
        }
        int cell = next++, inputs = program.Model.Inputs.Count;
        for (int i = 0; i < size; i++) At(layout.State + i, l) = cells.States[cell * size + i];
        for (int i = 0; i < inputs; i++) At(layout.Inputs + i, l) = cells.Inputs[cell * inputs + i];
        var remembered = cells.Memory[cell];
        lane = new Lane
        {
            Cell = cell, Proposed = remembered.Step > 0 ? remembered.Step : FirstStep(l, start, span), AcceptedStep = remembered.AcceptedStep, AcceptedError = remembered.AcceptedError,
        };
        Arm(l, start);
        Propose(ref lane, span);
        return true;
    }

    private void Unload(int l, StiffOutcome outcome, double start, CellBatch cells)
    {
        ref var lane = ref lanes[l];
        for (int i = 0; i < size; i++) cells.States[lane.Cell * size + i] = At(layout.State + i, l);
        cells.Memory[lane.Cell] = new StepMemory(lane.Proposed, lane.AcceptedStep, lane.AcceptedError);
        cells.Outcomes[lane.Cell] = new CellOutcome(outcome, start + lane.Done);
    }

    /// <summary>A step over which an explicit Euler step moves the state by about a hundredth of its tolerance-weighted size.</summary>
    private double FirstStep(int l, double start, double span)
    {
        for (int i = 0; i < size; i++) At(layout.Argument + i, l) = At(layout.State + i, l);
        At(layout.StageTime, l) = start;
        program.Slopes(block);
        double state = 0, slope = 0;
        for (int i = 0; i < size; i++)
        {
            double y = At(layout.State + i, l), f = At(layout.Rates + i, l), weight = absolute[i] + relative * Math.Abs(y);
            state += y / weight * (y / weight);
            slope += f / weight * (f / weight);
        }
        double h = slope > 0 && double.IsFinite(slope) ? 0.01 * Math.Pow(relative, 1 / order) * Math.Sqrt(state / slope) : 1e-3 * span;
        return Math.Clamp(h, 1e-20 * span, span);
    }

    /// <summary>The bounds that lane l has left: clamped, or the cell stops (true).</summary>
    private bool Confine(int l, double start)
    {
        bool stops = false;
        for (int i = 0; i < size; i++)
        {
            var state = program.Model.States[i];
            ref double value = ref At(layout.State + i, l);
            if (value >= state.Low && value <= state.High) continue;
            if (Watch is not null && Watch.Clamps(lanes[l].Cell, i, start + lanes[l].Done, value)) value = Math.Clamp(value, state.Low, state.High);
            else stops = true;
        }
        return stops;
    }

    private void Fill(int vector, double value) => new Span<double>(block + vector * width, width).Fill(value);

    private ref double At(int vector, int lane) => ref block[vector * width + lane];

    /// <summary>A cell under way.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Lane
    {
        public int Cell;
        public long Steps;
        public double Done, Step, Proposed, AcceptedStep, AcceptedError;
        public bool Last, Rejected;

        /// <summary>Conditions of events that hold; whether one fires in this step, and between which shares of it.</summary>
        public ulong Truth;
        public bool Fired;
        public double Low, High;
    }
}

/// <summary>Decides about states that leave their bounds.</summary>
public interface IBoundWatch
{
    /// <summary>True: the state is set to its bound and the cell goes on; false: the cell stops.</summary>
    bool Clamps(int cell, int state, double time, double value);
}

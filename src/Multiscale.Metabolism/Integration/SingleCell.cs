using Multiscale.Numerics;

namespace Multiscale.Metabolism;

/// <summary>One system on its own: a batch of one cell.</summary>
public sealed class SingleCell
{
    private readonly StiffBatch batch;
    private readonly StepMemory[] memory = new StepMemory[1];
    private readonly CellOutcome[] outcome = new CellOutcome[1];

    /// <param name="absolute">Absolute tolerance of each state.</param>
    public SingleCell(StiffProgram program, double relative, double[] absolute)
    {
        batch = new StiffBatch(program, relative, absolute);
        State = [.. program.Model.States.Select(s => s.Initial)];
        Inputs = new double[program.Model.Inputs.Count];
    }

    public double[] State { get; }

    public double[] Inputs { get; }

    public double Time { get; private set; }

    /// <summary>Accepted and rejected.</summary>
    public long Steps => batch.AcceptedSteps + batch.RejectedSteps;

    /// <summary>Integrates to <paramref name="end"/>.</summary>
    /// <param name="anew">Forget the step size: something has jumped.</param>
    public StiffOutcome Advance(double end, bool anew = false, ISampler? sampler = null)
    {
        if (anew) memory[0] = default;
        batch.Advance(Time, end - Time, new CellBatch(State, Inputs, memory, outcome), sampler);
        Time = outcome[0].Outcome == StiffOutcome.Done ? end : outcome[0].Reached;
        return outcome[0].Outcome;
    }

    /// <summary>Moves to the fixed point near the state; false: there is none to be found.</summary>
    public bool Rest()
    {
        var found = new bool[1];
        batch.Rest(State, Inputs, found);
        return found[0];
    }
}

namespace Multiscale.Numerics;

public enum StiffOutcome
{
    Done,

    /// <summary>No step, however small, gave finite rates and an error within the tolerances.</summary>
    StepTooSmall,

    TooManySteps,

    /// <summary>A state has left its bounds.</summary>
    OutOfBounds,
}

/// <summary>What the step-size control remembers between two calls, so that a run in pieces does not start anew in each.</summary>
/// <param name="Step">The step to try next; 0: unknown.</param>
/// <param name="AcceptedStep">Size of the last accepted step.</param>
/// <param name="AcceptedError">Scaled error of the last accepted step.</param>
public readonly record struct StepMemory(double Step, double AcceptedStep, double AcceptedError);

namespace Multiscale.Modeling;

/// <summary>
/// What a WHILE loop does, as functions of its parameters alone: while the condition holds, the first parameters take the next values; the others stay.
/// </summary>
/// <param name="Parameters">Symbols: those that change, as many as there are next values, then those that do not.</param>
public sealed record LoopBody(IReadOnlyList<Expression> Parameters, Expression Condition, IReadOnlyList<Expression> Next)
{
    /// <summary>Turns after which a loop counts as endless.</summary>
    public const int MostTurns = 1_000_000;
}

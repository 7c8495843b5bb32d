using Multiscale.Core;

namespace Multiscale.Modeling;

/// <param name="Summary">The comment at the end of its line.</param>
public sealed record EquationParameter(string Name, string Unit, double Default, string Summary, SourceLocation At);

/// <summary>A state variable with its start value and the bounds it is clipped to.</summary>
public sealed record EquationState(string Name, string Unit, double Initial, double Low, double High, string Summary, SourceLocation At);

/// <summary>A value given from outside at every step: a stimulus, a concentration.</summary>
public sealed record EquationInput(string Name, string Unit, string Summary, SourceLocation At);

/// <summary>A named expression of the text: a derived quantity, or a coupling.</summary>
public sealed record EquationValue(string Name, Expression Value);

/// <summary>
/// A system of ordinary (or, with noise, stochastic) differential equations as data: what a mean-field model and a reaction network have in common.
/// All expressions belong to <see cref="Graph"/>; their symbols are the names of states, inputs and free parameters, of couplings and, in those, <see cref="SumSymbol"/>.
/// </summary>
public sealed record EquationModel
{
    public required string Name { get; init; }

    public required string Title { get; init; }

    public required ExpressionGraph Graph { get; init; }

    /// <summary>All parameters; elements of an array as P[0], P[1].</summary>
    public required IReadOnlyList<EquationParameter> Parameters { get; init; }

    public required IReadOnlyList<EquationState> States { get; init; }

    public required IReadOnlyList<EquationInput> Inputs { get; init; }

    /// <summary>Time derivatives, in the order of <see cref="States"/>.</summary>
    public required IReadOnlyList<Expression> Derivatives { get; init; }

    /// <summary>Diffusion D of the additive white noise of each state, an increment of sqrt(2 D dt) N(0, 1); zero where there is none.</summary>
    public required IReadOnlyList<Expression> Noise { get; init; }

    /// <summary>Quantities received from a network: expressions of local states and of weighted sums over the network.</summary>
    public required IReadOnlyList<EquationValue> Couplings { get; init; }

    /// <summary>What each node sends: the summands of the network sums, in the order of their <see cref="SumSymbol"/>.</summary>
    public required IReadOnlyList<Expression> Sent { get; init; }

    /// <summary>Named quantities of the text, by which the equations were written.</summary>
    public required IReadOnlyList<EquationValue> Derived { get; init; }

    /// <summary>Names of the states or derived quantities that monitors show.</summary>
    public required IReadOnlyList<string> Observed { get; init; }

    /// <summary>The symbol of the network sum over <see cref="Sent"/>[k].</summary>
    public static string SumSymbol(int k) => $"sum:{k}";

    /// <summary>The entry (i, j) of the Jacobian: the derivative of state i's rate by state j.</summary>
    public Expression Jacobian(int i, int j) => Graph.Derivative(Derivatives[i], Graph.Symbol(States[j].Name));

    /// <summary>The expression of an observed name.</summary>
    public Expression Observe(string name)
    {
        foreach (var derived in Derived) if (derived.Name == name) return derived.Value;
        return Graph.Symbol(name);
    }
}

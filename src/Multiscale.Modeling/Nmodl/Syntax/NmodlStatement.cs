using Multiscale.Core;

namespace Multiscale.Modeling;

/// <summary>A statement of a mechanism's text.</summary>
public abstract record NmodlStatement(SourceLocation At);

/// <summary>Statements between braces.</summary>
public sealed record Block(SourceLocation At, IReadOnlyList<NmodlStatement> Statements);

/// <summary>Target = Value; a Target of order 1 is a differential equation.</summary>
public sealed record Assign(SourceLocation At, VariableRef Target, NmodlExpression Value) : NmodlStatement(At);

/// <summary>A name and, for arrays, its length.</summary>
public sealed record LocalName(SourceLocation At, string Name, int? ArraySize = null);

public sealed record Local(SourceLocation At, IReadOnlyList<LocalName> Names) : NmodlStatement(At);

/// <summary>Else of ELSE IF holds one If.</summary>
public sealed record If(SourceLocation At, NmodlExpression Condition, Block Then, Block? Else = null) : NmodlStatement(At);

public sealed record While(SourceLocation At, NmodlExpression Condition, Block Body) : NmodlStatement(At);

/// <summary>FROM i = First TO Last BY Step: the last value is included, the step is 1 where none is given; i is a whole number known in Body alone.</summary>
public sealed record From(SourceLocation At, string Variable, NmodlExpression First, NmodlExpression Last, NmodlExpression? Step, Block Body) : NmodlStatement(At);

/// <summary>A block within a block, with a scope of its own.</summary>
public sealed record NestedBlock(SourceLocation At, Block Body) : NmodlStatement(At);

public sealed record CallStatement(SourceLocation At, Call Call) : NmodlStatement(At);

/// <summary>SOLVE Block METHOD Method, or SOLVE Block STEADYSTATE Method.</summary>
public sealed record Solve(SourceLocation At, string Block, string? Method, bool SteadyState) : NmodlStatement(At);

/// <summary>One species of a reaction with its stoichiometric coefficient; an array without index stands for all its elements (CONSERVE).</summary>
public sealed record ReactionTerm(SourceLocation At, int Coefficient, VariableRef Species);

/// <summary>CONSERVE terms = total.</summary>
public sealed record Conserve(SourceLocation At, IReadOnlyList<ReactionTerm> Terms, NmodlExpression Total) : NmodlStatement(At)
{
    /// <summary>The terms as one sum.</summary>
    public NmodlExpression Expr => Terms.Select(Weighted).Aggregate((a, b) => new Binary(b.At, BinaryOperator.Add, a, b));

    private static NmodlExpression Weighted(ReactionTerm term) => term.Coefficient == 1 ? term.Species
        : new Binary(term.At, BinaryOperator.Multiply, new NumberLiteral(term.At, term.Coefficient), term.Species);
}

/// <summary>How a reaction is written: ~ A &lt;-> B (f, b); ~ A -> (k); ~ A &lt;&lt; (flux).</summary>
public enum ReactionKind { Bidirectional, Outflow, Flux }

public sealed record Reaction(SourceLocation At, ReactionKind Kind, IReadOnlyList<ReactionTerm> Left, IReadOnlyList<ReactionTerm> Right,
    NmodlExpression ForwardRate, NmodlExpression? BackwardRate) : NmodlStatement(At);

/// <summary>COMPARTMENT index, volume { species }.</summary>
public sealed record Compartment(SourceLocation At, string? Index, NmodlExpression Volume, IReadOnlyList<VariableRef> Species) : NmodlStatement(At);

/// <summary>LONGITUDINAL_DIFFUSION index, coefficient { species }: diffusion coefficient x cross section [um4/ms].</summary>
public sealed record LongitudinalDiffusion(SourceLocation At, string? Index, NmodlExpression Coefficient, IReadOnlyList<VariableRef> Species) : NmodlStatement(At);

/// <summary>TABLE names DEPEND depend FROM first TO last WITH intervals; no names in a FUNCTION.</summary>
public sealed record TableStatement(SourceLocation At, IReadOnlyList<VariableRef> Names, IReadOnlyList<VariableRef> Depend,
    NmodlExpression First, NmodlExpression Last, int Intervals) : NmodlStatement(At);

/// <summary>A crossing that sends a self event with a flag; Condition is a Less or a Greater.</summary>
public sealed record WatchCondition(SourceLocation At, Binary Condition, NmodlExpression Flag);

public sealed record Watch(SourceLocation At, IReadOnlyList<WatchCondition> Conditions) : NmodlStatement(At);

/// <summary>A name with the unit it was given; units of arguments are not checked.</summary>
public sealed record NmodlArgument(SourceLocation At, string Name, string? Unit);

/// <summary>FOR_NETCONS (args) { body }: body once for each connection to this instance, the arguments naming its weights.</summary>
public sealed record ForNetcons(SourceLocation At, IReadOnlyList<NmodlArgument> Arguments, Block Body) : NmodlStatement(At);

/// <summary>~ Left = Right in a LINEAR or NONLINEAR block.</summary>
public sealed record LinearEquation(SourceLocation At, NmodlExpression Left, NmodlExpression Right) : NmodlStatement(At);

/// <summary>C code between VERBATIM and ENDVERBATIM, as written.</summary>
public sealed record Verbatim(SourceLocation At, string Text) : NmodlStatement(At)
{
    /// <summary>The block it stands in.</summary>
    public string Title { get; init; } = "";
}

/// <summary>Leaves a block or routine; the language has no word for it, but C code in it does.</summary>
public sealed record Return(SourceLocation At) : NmodlStatement(At);

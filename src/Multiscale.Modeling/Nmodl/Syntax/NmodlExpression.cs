using Multiscale.Core;

namespace Multiscale.Modeling;

/// <summary>An expression of a mechanism's text.</summary>
public abstract record NmodlExpression(SourceLocation At)
{
    /// <summary>The expression as text that parses back to the same tree.</summary>
    public sealed override string ToString() => NmodlPrinter.Print(this);
}

/// <summary>A number; a unit written after it is dropped.</summary>
public sealed record NumberLiteral(SourceLocation At, double Value) : NmodlExpression(At);

/// <summary>A text in quotes, argument of printf and its like.</summary>
public sealed record StringLiteral(SourceLocation At, string Text) : NmodlExpression(At);

/// <summary>A variable, an element of an array, or (Order > 0) a derivative such as m'.</summary>
public sealed record VariableRef(SourceLocation At, string Name, NmodlExpression? Index = null, int Order = 0) : NmodlExpression(At);

public sealed record Unary(SourceLocation At, UnaryOperator Operator, NmodlExpression Operand) : NmodlExpression(At);

public sealed record Binary(SourceLocation At, BinaryOperator Operator, NmodlExpression Left, NmodlExpression Right) : NmodlExpression(At);

public sealed record Call(SourceLocation At, string Name, IReadOnlyList<NmodlExpression> Arguments) : NmodlExpression(At);

public enum UnaryOperator { Negate, Not }

/// <summary>Comparisons and logic yield 1 or 0.</summary>
public enum BinaryOperator { Add, Subtract, Multiply, Divide, Power, Less, Greater, LessOrEqual, GreaterOrEqual, Equal, NotEqual, And, Or }

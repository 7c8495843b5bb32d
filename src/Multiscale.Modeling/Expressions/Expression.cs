using System.Globalization;

namespace Multiscale.Modeling;

/// <summary>What a node of the expression graph computes.</summary>
public enum Operation
{
    Number, Symbol,
    Negate, Add, Subtract, Multiply, Divide, Power,
    Exp, Log, Log10, Sqrt, Sin, Cos, Tan, Asin, Acos, Atan, Atan2, Sinh, Cosh, Tanh, Erf, Erfc, Abs, Floor, Ceiling, Modulo, Min, Max,
    // conditions: 1 true, 0 false
    Less, LessOrEqual, Equal, NotEqual, And, Or, Not,
    Select,
}

/// <summary>
/// A node of an <see cref="ExpressionGraph"/>. Nodes are interned: within one graph equal expressions are the same object, so a common
/// subexpression exists once and is computed once.
/// </summary>
public sealed class Expression
{
    internal Expression(int id, Operation operation, double value, string name, Expression[] operands)
    {
        (Id, Operation, Value, Name, this.operands) = (id, operation, value, name, operands);
    }

    private readonly Expression[] operands;

    /// <summary>Order of creation: operands come before what uses them.</summary>
    public int Id { get; }

    public Operation Operation { get; }

    /// <summary>Of a <see cref="Operation.Number"/>.</summary>
    public double Value { get; }

    /// <summary>Of a <see cref="Operation.Symbol"/>.</summary>
    public string Name { get; }

    public IReadOnlyList<Expression> Operands => operands;

    public Expression this[int operand] => operands[operand];

    public bool IsNumber => Operation == Operation.Number;

    public bool Is(double number) => Operation == Operation.Number && Value.Equals(number);

    public bool IsCondition => Operation is >= Operation.Less and <= Operation.Not;

    /// <summary>Whether the value changes with the symbol.</summary>
    public bool DependsOn(Expression symbol) => DependsOn(symbol, []);

    private bool DependsOn(Expression symbol, HashSet<Expression> seen)
    {
        if (this == symbol) return true;
        if (Id < symbol.Id || !seen.Add(this)) return false;
        foreach (var operand in operands) if (operand.DependsOn(symbol, seen)) return true;
        return false;
    }

    public override string ToString() => Operation switch
    {
        Operation.Number => Value.ToString("R", CultureInfo.InvariantCulture),
        Operation.Symbol => Name,
        Operation.Negate => $"-{operands[0]}",
        Operation.Add => $"({operands[0]} + {operands[1]})",
        Operation.Subtract => $"({operands[0]} - {operands[1]})",
        Operation.Multiply => $"{operands[0]}*{operands[1]}",
        Operation.Divide => $"{operands[0]}/({operands[1]})",
        _ => $"{Operation}({string.Join(", ", (IEnumerable<Expression>)operands)})",
    };
}

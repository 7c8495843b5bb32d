namespace Multiscale.Modeling;

/// <summary>
/// Makes expressions, each once, in a simple form: constants are folded, neutral elements vanish, fractions of fractions become one fraction.
/// The simplifications hold in real arithmetic; in floating point they may change the last bits.
/// </summary>
public sealed partial class ExpressionGraph
{
    private readonly Dictionary<Key, Expression> nodes = [];

    private readonly record struct Key(Operation Operation, double Value, string Name, Expression? A, Expression? B, Expression? C);

    public Expression Number(double value) => Node(Operation.Number, value == 0 ? 0.0 : value, "");

    public Expression Symbol(string name) => Node(Operation.Symbol, 0, name);

    public Expression Zero => Number(0);

    public Expression One => Number(1);

    public Expression Negate(Expression a) => a.Operation switch
    {
        Operation.Number => Number(-a.Value),
        Operation.Negate => a[0],
        Operation.Subtract => Subtract(a[1], a[0]),
        Operation.Multiply when a[0].IsNumber => Multiply(Number(-a[0].Value), a[1]),
        _ => Node(Operation.Negate, a),
    };

    public Expression Add(Expression a, Expression b)
    {
        if (a.IsNumber && b.IsNumber) return Number(a.Value + b.Value);
        if (a.Is(0)) return b;
        if (b.Is(0)) return a;
        if (b.Operation == Operation.Negate) return Subtract(a, b[0]);
        if (a.Operation == Operation.Negate) return Subtract(b, a[0]);
        if (a.IsNumber) (a, b) = (b, a);
        if (b.IsNumber && a.Operation == Operation.Add && a[1].IsNumber) return Add(a[0], Number(a[1].Value + b.Value));
        if (b.IsNumber && a.Operation == Operation.Subtract && a[0].IsNumber) return Subtract(Number(a[0].Value + b.Value), a[1]);
        return a == b ? Multiply(Number(2), a) : Node(Operation.Add, a, b);
    }

    public Expression Subtract(Expression a, Expression b)
    {
        if (a == b) return Zero;
        if (a.IsNumber && b.IsNumber) return Number(a.Value - b.Value);
        if (b.Is(0)) return a;
        if (a.Is(0)) return Negate(b);
        if (b.IsNumber) return Add(a, Number(-b.Value));
        return b.Operation == Operation.Negate ? Add(a, b[0]) : Node(Operation.Subtract, a, b);
    }

    public Expression Multiply(Expression a, Expression b)
    {
        if (a.IsNumber && b.IsNumber) return Number(a.Value * b.Value);
        if (a.Is(0) || b.Is(0)) return Zero;
        if (a.Is(1)) return b;
        if (b.Is(1)) return a;
        if (b.IsNumber) (a, b) = (b, a);
        if (a.Is(-1)) return Negate(b);
        if (a.Operation == Operation.Negate) return Negate(Multiply(a[0], b));
        if (b.Operation == Operation.Negate) return Negate(Multiply(a, b[0]));
        if (a.IsNumber && b.Operation == Operation.Multiply && b[0].IsNumber) return Multiply(Number(a.Value * b[0].Value), b[1]);
        if (a.IsNumber && b.Operation == Operation.Divide && b[0].IsNumber) return Divide(Number(a.Value * b[0].Value), b[1]);
        if (b.Operation == Operation.Divide && b[1] == a) return b[0];
        if (a.Operation == Operation.Divide && a[1] == b) return a[0];
        if (b.Operation == Operation.Divide && b[0].Is(1)) return Divide(a, b[1]);
        if (a.Operation == Operation.Divide && a[0].Is(1)) return Divide(b, a[1]);
        return Node(Operation.Multiply, a, b);
    }

    public Expression Divide(Expression a, Expression b)
    {
        if (a.IsNumber && b.IsNumber) return Number(a.Value / b.Value);
        if (b.Is(1)) return a;
        if (a.Is(0)) return Zero;
        if (a == b) return One;
        if (b.IsNumber && b.Value != 0 && double.IsNormal(1 / b.Value)) return Multiply(Number(1 / b.Value), a);
        if (a.Operation == Operation.Negate) return Negate(Divide(a[0], b));
        if (b.Operation == Operation.Negate) return Negate(Divide(a, b[0]));
        if (a.Operation == Operation.Multiply && a[0].IsNumber) return Multiply(a[0], Divide(a[1], b));
        if (b.Operation == Operation.Multiply && b[0].IsNumber && double.IsNormal(1 / b[0].Value)) return Multiply(Number(1 / b[0].Value), Divide(a, b[1]));
        if (b.Operation == Operation.Multiply && b[0] == a) return Divide(One, b[1]);
        if (b.Operation == Operation.Multiply && b[1] == a) return Divide(One, b[0]);
        if (b.Operation == Operation.Divide) return Divide(Multiply(a, b[1]), b[0]);
        if (a.Operation == Operation.Divide) return Divide(a[0], Multiply(a[1], b));
        if (a.Operation == Operation.Multiply && a[1] == b) return a[0];
        if (a.Operation == Operation.Multiply && a[0] == b) return a[1];
        return Node(Operation.Divide, a, b);
    }

    /// <summary>Small whole powers become products.</summary>
    public Expression Power(Expression a, Expression b)
    {
        if (a.IsNumber && b.IsNumber) return Number(Math.Pow(a.Value, b.Value));
        if (b.IsNumber && b.Value == Math.Floor(b.Value) && Math.Abs(b.Value) <= 16)
        {
            int n = (int)Math.Abs(b.Value);
            var power = WholePower(a, n);
            return b.Value < 0 ? Divide(One, power) : power;
        }
        return b.Is(0.5) ? Call(Operation.Sqrt, a) : Node(Operation.Power, a, b);
    }

    public Expression Exp(Expression a) => Call(Operation.Exp, a);

    public Expression Call(Operation function, params ReadOnlySpan<Expression> arguments)
    {
        bool constant = true;
        foreach (var argument in arguments) constant &= argument.IsNumber;
        if (constant)
            return Number(ScalarMath.Evaluate(function, arguments[0].Value, arguments.Length > 1 ? arguments[1].Value : 0, arguments.Length > 2 ? arguments[2].Value : 0));
        if (function == Operation.Abs && arguments[0].Operation == Operation.Negate) return Call(Operation.Abs, arguments[0][0]);
        return arguments.Length switch
        {
            1 => Node(function, arguments[0]),
            2 => Node(function, arguments[0], arguments[1]),
            _ => Node(function, arguments[0], arguments[1], arguments[2]),
        };
    }

    /// <summary>One of the comparisons; > and >= are the others with their sides changed.</summary>
    public Expression Compare(Operation comparison, Expression a, Expression b) => Call(comparison, a, b);

    public Expression And(Expression a, Expression b) => a.IsNumber ? a.Value != 0 ? b : Zero : b.IsNumber ? b.Value != 0 ? a : Zero : Node(Operation.And, a, b);

    public Expression Or(Expression a, Expression b) => a.IsNumber ? a.Value != 0 ? One : b : b.IsNumber ? b.Value != 0 ? One : a : Node(Operation.Or, a, b);

    public Expression Not(Expression a) => a.IsNumber ? Number(a.Value != 0 ? 0 : 1) : a.Operation == Operation.Not ? a[0] : Node(Operation.Not, a);

    /// <summary>A value as a condition: true where it is not zero.</summary>
    public Expression Truth(Expression a) => a.IsNumber || a.IsCondition ? a : Compare(Operation.NotEqual, a, Zero);

    public Expression Select(Expression condition, Expression then, Expression otherwise)
    {
        if (condition.IsNumber) return condition.Value != 0 ? then : otherwise;
        if (then == otherwise) return then;
        return condition.Operation == Operation.Not
            ? Select(condition[0], otherwise, then)
            : Node(Operation.Select, condition, then, otherwise);
    }

    /// <summary>The same operation on other operands, simplified anew.</summary>
    public Expression Rebuild(Operation operation, ReadOnlySpan<Expression> operands) => operation switch
    {
        Operation.Negate => Negate(operands[0]),
        Operation.Add => Add(operands[0], operands[1]),
        Operation.Subtract => Subtract(operands[0], operands[1]),
        Operation.Multiply => Multiply(operands[0], operands[1]),
        Operation.Divide => Divide(operands[0], operands[1]),
        Operation.Power => Power(operands[0], operands[1]),
        Operation.And => And(operands[0], operands[1]),
        Operation.Or => Or(operands[0], operands[1]),
        Operation.Not => Not(operands[0]),
        Operation.Select => Select(operands[0], operands[1], operands[2]),
        _ => Call(operation, operands),
    };

    /// <summary>The expression with symbols (or any nodes) replaced.</summary>
    public Expression Replace(Expression expression, Dictionary<Expression, Expression> replacements)
    {
        if (replacements.TryGetValue(expression, out var known)) return known;
        if (expression.Operands.Count == 0) return expression;
        var operands = new Expression[expression.Operands.Count];
        bool changed = false;
        for (int i = 0; i < operands.Length; i++)
        {
            operands[i] = Replace(expression[i], replacements);
            changed |= operands[i] != expression[i];
        }
        return replacements[expression] = !changed ? expression : expression.Content is null ? Rebuild(expression.Operation, operands) : Refilled(expression, operands);
    }

    /// <summary>Evaluates a whole expression; slow.</summary>
    public static double Evaluate(Expression e, Func<string, double> symbol, Dictionary<Expression, double>? known = null)
    {
        known ??= [];
        if (known.TryGetValue(e, out double value)) return value;
        var o = e.Operands;
        value = e.Operation switch
        {
            Operation.Number => e.Value,
            Operation.Symbol => symbol(e.Name),
            Operation.Element => RunLoop(e, symbol, known),
            Operation.Lookup when o.Count == 1 => ((LookupTable)e.Content!).At(Evaluate(o[0], symbol, known)),
            Operation.Lookup => ((LookupTable)e.Content!).At(Evaluate(o[0], symbol, known), Evaluate(o[1], symbol, known)),
            Operation.LookupSlope when o.Count == 1 => ((LookupTable)e.Content!).SlopeAt(Evaluate(o[0], symbol, known)),
            Operation.LookupSlope => ((LookupTable)e.Content!).SlopeAt(Evaluate(o[0], symbol, known), Evaluate(o[1], symbol, known), (int)e.Value),
            _ => ScalarMath.Evaluate(e.Operation, Evaluate(o[0], symbol, known), o.Count > 1 ? Evaluate(o[1], symbol, known) : 0, o.Count > 2 ? Evaluate(o[2], symbol, known) : 0),
        };
        return known[e] = value;
    }

    private Expression WholePower(Expression a, int n)
    {
        if (n == 0) return One;
        if (n == 1) return a;
        var half = WholePower(a, n / 2);
        var square = Multiply(half, half);
        return n % 2 == 0 ? square : Multiply(square, a);
    }

    private Expression Node(Operation operation, Expression a, Expression? b = null, Expression? c = null)
    {
        // Sums and products do not depend on the order of two operands: one order, one node.
        if (operation is Operation.Add or Operation.Multiply or Operation.And or Operation.Or or Operation.Equal or Operation.NotEqual && !a.IsNumber && !b!.IsNumber && a.Id > b.Id) (a, b) = (b, a);
        return Node(operation, 0, "", a, b, c);
    }

    private Expression Node(Operation operation, double value, string name, Expression? a = null, Expression? b = null, Expression? c = null)
    {
        var key = new Key(operation, value, name, a, b, c);
        if (nodes.TryGetValue(key, out var known)) return known;
        Expression[] operands = a is null ? [] : b is null ? [a] : c is null ? [a, b] : [a, b, c];
        return nodes[key] = new Expression(nodes.Count, operation, value, name, operands);
    }
}

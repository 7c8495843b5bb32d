namespace Multiscale.Modeling;

public sealed partial class ExpressionGraph
{
    /// <summary>The partial derivative with respect to a symbol; where a condition switches, the derivative of the side taken.</summary>
    /// <exception cref="NotSupportedException">A function that has no derivative here (modulo of a changing divisor).</exception>
    public Expression Derivative(Expression expression, Expression symbol) => Derivative(expression, symbol, []);

    private Expression Derivative(Expression e, Expression x, Dictionary<Expression, Expression> known)
    {
        if (e == x) return One;
        if (e.Operands.Count == 0) return Zero;
        if (known.TryGetValue(e, out var found)) return found;
        return known[e] = ChainRule(e, x, known);
    }

    private Expression ChainRule(Expression e, Expression x, Dictionary<Expression, Expression> known)
    {
        if (e.IsCondition || e.Operation is >= Operation.RandomUniform and <= Operation.RandomKey) return Zero;
        if (e.Operation == Operation.Element) return LoopSlope(e, x, known);
        var a = e[0];
        if (e.Operation == Operation.Select) return Select(a, Derivative(e[1], x, known), Derivative(e[2], x, known));
        var da = Derivative(a, x, known);
        if (e.Operands.Count == 2)
        {
            var b = e[1];
            var db = Derivative(b, x, known);
            if (da.Is(0) && db.Is(0)) return Zero;
            return e.Operation switch
            {
                Operation.Add => Add(da, db),
                Operation.Subtract => Subtract(da, db),
                Operation.Multiply => Add(Multiply(da, b), Multiply(a, db)),
                Operation.Divide => db.Is(0) ? Divide(da, b) : Divide(Subtract(da, Multiply(e, db)), b),
                Operation.Power when db.Is(0) => Multiply(Multiply(b, Power(a, Subtract(b, One))), da),
                Operation.Power => Multiply(e, Add(Multiply(db, Call(Operation.Log, a)), Divide(Multiply(b, da), a))),
                Operation.Min => Select(Compare(Operation.Less, b, a), db, da),
                Operation.Max => Select(Compare(Operation.Less, a, b), db, da),
                Operation.Atan2 => Divide(Subtract(Multiply(b, da), Multiply(a, db)), Add(Multiply(a, a), Multiply(b, b))),
                Operation.Modulo when db.Is(0) => da,
                Operation.Lookup => Add(da.Is(0) ? Zero : Multiply(LookupSlope(e, 0), da), db.Is(0) ? Zero : Multiply(LookupSlope(e, 1), db)),
                Operation.LookupSlope => Zero, // but for the mixed derivative, which only curvature would need
                _ => throw new NotSupportedException($"no derivative of {e.Operation}"),
            };
        }
        if (da.Is(0)) return Zero;
        return e.Operation switch
        {
            Operation.Negate => Negate(da),
            Operation.Exp => Multiply(e, da),
            Operation.Log => Divide(da, a),
            Operation.Log10 => Divide(Multiply(Number(1 / Math.Log(10)), da), a),
            Operation.Sqrt => Divide(Multiply(Number(0.5), da), e),
            Operation.Sin => Multiply(Call(Operation.Cos, a), da),
            Operation.Cos => Negate(Multiply(Call(Operation.Sin, a), da)),
            Operation.Tan => Multiply(Add(One, Multiply(e, e)), da),
            Operation.Asin => Divide(da, Call(Operation.Sqrt, Subtract(One, Multiply(a, a)))),
            Operation.Acos => Negate(Divide(da, Call(Operation.Sqrt, Subtract(One, Multiply(a, a))))),
            Operation.Atan => Divide(da, Add(One, Multiply(a, a))),
            Operation.Sinh => Multiply(Call(Operation.Cosh, a), da),
            Operation.Cosh => Multiply(Call(Operation.Sinh, a), da),
            Operation.Tanh => Multiply(Subtract(One, Multiply(e, e)), da),
            Operation.Erf => Multiply(Multiply(Number(2 / Math.Sqrt(Math.PI)), Exp(Negate(Multiply(a, a)))), da),
            Operation.Erfc => Multiply(Multiply(Number(-2 / Math.Sqrt(Math.PI)), Exp(Negate(Multiply(a, a)))), da),
            Operation.Abs => Select(Compare(Operation.Less, a, Zero), Negate(da), da),
            Operation.Floor or Operation.Ceiling or Operation.LookupSlope => Zero,
            Operation.Lookup => Multiply(LookupSlope(e, 0), da),
            _ => throw new NotSupportedException($"no derivative of {e.Operation}"),
        };
    }
}

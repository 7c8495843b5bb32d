namespace Multiscale.Modeling;

/// <summary>The operations on plain numbers: constant folding, and the oracle of the generated code.</summary>
public static class ScalarMath
{
    public static double Evaluate(Operation operation, double a, double b = 0, double c = 0) => operation switch
    {
        Operation.Negate => -a,
        Operation.Add => a + b,
        Operation.Subtract => a - b,
        Operation.Multiply => a * b,
        Operation.Divide => a / b,
        Operation.Power => Math.Pow(a, b),
        Operation.Exp => Math.Exp(a),
        Operation.Log => Math.Log(a),
        Operation.Log10 => Math.Log10(a),
        Operation.Sqrt => Math.Sqrt(a),
        Operation.Sin => Math.Sin(a),
        Operation.Cos => Math.Cos(a),
        Operation.Tan => Math.Tan(a),
        Operation.Asin => Math.Asin(a),
        Operation.Acos => Math.Acos(a),
        Operation.Atan => Math.Atan(a),
        Operation.Atan2 => Math.Atan2(a, b),
        Operation.Sinh => Math.Sinh(a),
        Operation.Cosh => Math.Cosh(a),
        Operation.Tanh => Math.Tanh(a),
        Operation.Erf => VectorMath.Erf(a),
        Operation.Erfc => VectorMath.Erfc(a),
        Operation.Abs => Math.Abs(a),
        Operation.Floor => Math.Floor(a),
        Operation.Ceiling => Math.Ceiling(a),
        Operation.Modulo => a % b,
        Operation.Min => Math.Min(a, b),
        Operation.Max => Math.Max(a, b),
        Operation.Less => a < b ? 1 : 0,
        Operation.LessOrEqual => a <= b ? 1 : 0,
        Operation.Equal => a == b ? 1 : 0,
        Operation.NotEqual => a != b ? 1 : 0,
        Operation.And => a != 0 && b != 0 ? 1 : 0,
        Operation.Or => a != 0 || b != 0 ? 1 : 0,
        Operation.Not => a == 0 ? 1 : 0,
        Operation.Select => a != 0 ? b : c,
        _ => throw new ArgumentOutOfRangeException(nameof(operation)),
    };
}

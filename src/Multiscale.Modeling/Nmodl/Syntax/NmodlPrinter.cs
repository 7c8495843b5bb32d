using System.Globalization;
using System.Text;

namespace Multiscale.Modeling;

/// <summary>Prints expressions with the parentheses they need and no others.</summary>
public static class NmodlPrinter
{
    /// <summary>Binding strength; a sign stands between product and power, ! above all binary operators but ^.</summary>
    internal static int Precedence(BinaryOperator op) => op switch
    {
        BinaryOperator.Or => 1,
        BinaryOperator.And => 2,
        BinaryOperator.Equal or BinaryOperator.NotEqual => 3,
        BinaryOperator.Less or BinaryOperator.Greater or BinaryOperator.LessOrEqual or BinaryOperator.GreaterOrEqual => 4,
        BinaryOperator.Add or BinaryOperator.Subtract => 5,
        BinaryOperator.Multiply or BinaryOperator.Divide => 6,
        _ => 8,
    };

    internal const int SignPrecedence = 7;

    public static string Symbol(BinaryOperator op) => op switch
    {
        BinaryOperator.Or => "||",
        BinaryOperator.And => "&&",
        BinaryOperator.Equal => "==",
        BinaryOperator.NotEqual => "!=",
        BinaryOperator.Less => "<",
        BinaryOperator.Greater => ">",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        BinaryOperator.Divide => "/",
        _ => "^",
    };

    public static string Print(NmodlExpression expression)
    {
        var text = new StringBuilder();
        Write(text, expression, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, NmodlExpression expression, int outer)
    {
        switch (expression)
        {
            case NumberLiteral n: text.Append(n.Value.ToString("R", CultureInfo.InvariantCulture)); break;
            case StringLiteral s: text.Append('"').Append(s.Text).Append('"'); break;
            case VariableRef v:
                text.Append(v.Name).Append('\'', v.Order);
                if (v.Index is null) break;
                text.Append('[');
                Write(text, v.Index, 0);
                text.Append(']');
                break;
            case Call c:
                text.Append(c.Name).Append('(');
                for (int i = 0; i < c.Arguments.Count; i++)
                {
                    if (i > 0) text.Append(", ");
                    Write(text, c.Arguments[i], 0);
                }
                text.Append(')');
                break;
            case Unary u:
                Wrap(text, SignPrecedence < outer, () =>
                {
                    text.Append(u.Operator == UnaryOperator.Negate ? '-' : '!');
                    Write(text, u.Operand, SignPrecedence);
                });
                break;
            case Binary b:
                int own = Precedence(b.Operator);
                bool power = b.Operator == BinaryOperator.Power;
                Wrap(text, own < outer, () =>
                {
                    Write(text, b.Left, power ? own + 1 : own);
                    text.Append(power ? "" : " ").Append(Symbol(b.Operator)).Append(power ? "" : " ");
                    Write(text, b.Right, power ? own : own + 1);
                });
                break;
        }
    }

    private static void Wrap(StringBuilder text, bool parentheses, Action write)
    {
        if (parentheses) text.Append('(');
        write();
        if (parentheses) text.Append(')');
    }
}

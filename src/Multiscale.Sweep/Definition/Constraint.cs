using System.Globalization;
using System.Text.RegularExpressions;
using Multiscale.Core;

namespace Multiscale.Sweep;

/// <summary>
/// A condition on the values of a point, such as `E_L_i &lt; E_L_e + 4 mV and g * b_e &lt; 60 pA`: comparisons of sums, products and
/// powers, of axis names and quantities, of abs, min, max, sqrt, exp and log; joined by `and`, `or`, `not`. Dimensions are checked when it is read.
/// </summary>
public sealed partial class Constraint
{
    private readonly string text;
    private readonly IReadOnlyList<Axis> axes;
    private readonly Term root;
    private readonly MatchCollection tokens;
    private int at;

    /// <exception cref="InputException">Not a condition, an unknown name, or sides of different dimensions.</exception>
    public Constraint(string text, IReadOnlyList<Axis> axes)
    {
        this.text = text;
        this.axes = axes;
        tokens = Token().Matches(text);
        root = Or();
        if (at < tokens.Count) throw Fault($"'{tokens[at].Value}' was not expected");
        if (!root.Truth) throw Fault("it is not a comparison");
    }

    public bool Holds(ReadOnlySpan<double> values) => root.Value(values) != 0;

    private delegate double Evaluate(ReadOnlySpan<double> values);

    /// <summary>A value in a unit of its own: only terms of different units are converted, so that `-76 mV` equals `-80 mV + 4 mV` to the bit.</summary>
    private sealed record Term(Evaluate Value, Dimension Dimension, double Scale, bool Truth = false);

    private Term Or()
    {
        var left = And();
        while (Take("or")) { var (a, b) = Truths(left, And()); left = a with { Value = v => a.Value(v) != 0 || b.Value(v) != 0 ? 1 : 0 }; }
        return left;
    }

    private Term And()
    {
        var left = Not();
        while (Take("and")) { var (a, b) = Truths(left, Not()); left = a with { Value = v => a.Value(v) != 0 && b.Value(v) != 0 ? 1 : 0 }; }
        return left;
    }

    private Term Not()
    {
        if (!Take("not")) return Comparison();
        var (a, _) = Truths(Not(), null);
        return a with { Value = v => a.Value(v) != 0 ? 0 : 1 };
    }

    private Term Comparison()
    {
        var a = Sum();
        string sign = Peek;
        if (sign is not ("<" or "<=" or ">" or ">=" or "==" or "!=")) return a;
        at++;
        var b = Alike(a, Sum());
        return new Term(sign switch
        {
            "<" => v => a.Value(v) < b.Value(v) ? 1 : 0,
            "<=" => v => a.Value(v) <= b.Value(v) ? 1 : 0,
            ">" => v => a.Value(v) > b.Value(v) ? 1 : 0,
            ">=" => v => a.Value(v) >= b.Value(v) ? 1 : 0,
            "==" => v => a.Value(v) == b.Value(v) ? 1 : 0,
            _ => v => a.Value(v) != b.Value(v) ? 1 : 0,
        }, Dimension.None, 1, Truth: true);
    }

    private Term Sum()
    {
        var left = Product();
        while (Peek is "+" or "-")
        {
            bool minus = tokens[at++].Value == "-";
            var (a, b) = (left, Alike(left, Product()));
            left = a with { Value = minus ? v => a.Value(v) - b.Value(v) : v => a.Value(v) + b.Value(v) };
        }
        return left;
    }

    private Term Product()
    {
        var left = Signed();
        while (Peek is "*" or "/")
        {
            bool over = tokens[at++].Value == "/";
            var (a, b) = (left, Signed());
            left = over
                ? new Term(v => a.Value(v) / b.Value(v), a.Dimension * b.Dimension.Power(-1), a.Scale / b.Scale)
                : new Term(v => a.Value(v) * b.Value(v), a.Dimension * b.Dimension, a.Scale * b.Scale);
        }
        return left;
    }

    private Term Signed()
    {
        if (Take("+")) return Signed();
        if (!Take("-")) return Power();
        var a = Signed();
        return a with { Value = v => -a.Value(v) };
    }

    private Term Power()
    {
        var a = Primary();
        if (!Take("^")) return a;
        if (at >= tokens.Count || !int.TryParse(tokens[at].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int n)) throw Fault("an exponent must be a whole number");
        at++;
        return new Term(v => Math.Pow(a.Value(v), n), a.Dimension.Power(n), Math.Pow(a.Scale, n));
    }

    private Term Primary()
    {
        if (at >= tokens.Count) throw Fault("it ends too early");
        string token = tokens[at++].Value;
        if (token == "(")
        {
            var inner = Or();
            Expect(")");
            return inner;
        }
        if (char.IsAsciiDigit(token[0]) || token[0] == '.')
        {
            var split = Number().Match(token);
            string unitText = token[split.Length..].Trim();
            var unit = unitText.Length == 0 ? Unit.One : Unit.Parse(unitText);
            double number = double.Parse(split.Value, CultureInfo.InvariantCulture);
            return new Term(_ => number, unit.Dimension, unit.Scale);
        }
        if (Peek == "(") return Function(token);
        for (int i = 0; i < axes.Count; i++)
        {
            if (axes[i].Name != token) continue;
            if (axes[i].Words is not null) throw Fault($"the axis '{token}' holds words");
            int index = i;
            return new Term(v => v[index], axes[i].Unit.Dimension, axes[i].Unit.Scale);
        }
        throw Fault($"'{token}' is not an axis (there are {string.Join(", ", axes.Select(a => a.Name))})");
    }

    private Term Function(string name)
    {
        Expect("(");
        var a = Sum();
        if (name is "min" or "max")
        {
            Expect(",");
            var b = Alike(a, Sum());
            Expect(")");
            return a with { Value = name == "min" ? v => Math.Min(a.Value(v), b.Value(v)) : v => Math.Max(a.Value(v), b.Value(v)) };
        }
        Expect(")");
        if (name == "abs") return a with { Value = v => Math.Abs(a.Value(v)) };
        if (a.Dimension != Dimension.None) throw Fault($"{name} takes a number without a unit");
        return name switch
        {
            "sqrt" => new Term(v => Math.Sqrt(a.Value(v) * a.Scale), Dimension.None, 1),
            "exp" => new Term(v => Math.Exp(a.Value(v) * a.Scale), Dimension.None, 1),
            "log" => new Term(v => Math.Log(a.Value(v) * a.Scale), Dimension.None, 1),
            _ => throw Fault($"there is no function '{name}'"),
        };
    }

    private Term Alike(Term left, Term right)
    {
        if (left.Truth || right.Truth) throw Fault("a comparison cannot be added or compared");
        if (left.Dimension != right.Dimension) throw Fault("two sides have units of different dimension");
        if (left.Scale == right.Scale) return right;
        double factor = right.Scale / left.Scale;
        return right with { Value = v => right.Value(v) * factor, Scale = left.Scale };
    }

    private (Term, Term) Truths(Term a, Term? b) => a.Truth && b?.Truth != false ? (a, b ?? a) : throw Fault("`and`, `or` and `not` join comparisons");

    private string Peek => at < tokens.Count ? tokens[at].Value : "";

    private bool Take(string word)
    {
        if (Peek != word) return false;
        at++;
        return true;
    }

    private void Expect(string word)
    {
        if (!Take(word)) throw Fault($"'{word}' was expected{(Peek.Length > 0 ? $" before '{Peek}'" : "")}");
    }

    private InputException Fault(string what) => new("MS1603", $"the constraint '{text}' cannot be read: {what}", "write for example 'E_L_i < E_L_e + 4 mV'");

    /// <summary>A number with its unit (no space inside the unit), a name, a sign; anything else is a token of its own, and an error.</summary>
    [GeneratedRegex(@"(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?(\s*(?!and\b|or\b|not\b)[A-Za-z%µ][A-Za-z%µ]*(\^?-?\d+)?([/*][A-Za-z%µ]+(\^?-?\d+)?(?![\w(]))*)?|[A-Za-z_]\w*|<=|>=|==|!=|\S")]
    private static partial Regex Token();

    [GeneratedRegex(@"^(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")]
    private static partial Regex Number();
}

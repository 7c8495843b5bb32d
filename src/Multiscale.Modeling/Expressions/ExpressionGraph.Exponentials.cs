namespace Multiscale.Modeling;

public sealed partial class ExpressionGraph
{
    private const int LargestPower = 16;
    private const double LargestOffset = 100;

    /// <summary>
    /// Rewrites exponentials of the same variable whose rates are whole multiples of one another, exp(a x + b) with a = n a0, as powers of one
    /// exponential, exp(b) exp(a0 x)^n: the Hodgkin-Huxley rates need two exponentials instead of six. Costs at most n units in the last place.
    /// </summary>
    public Expression[] ShareExponentials(IReadOnlyList<Expression> roots)
    {
        var families = new Dictionary<Expression, List<(Expression Exp, double Rate, double Offset)>>();
        foreach (var node in Reachable(roots))
        {
            if (node.Operation != Operation.Exp) continue;
            var (variable, rate, offset) = Affine(node[0]);
            if (rate == 0 || Math.Abs(offset) > LargestOffset) continue;
            if (!families.TryGetValue(variable, out var family)) families[variable] = family = [];
            family.Add((node, rate, offset));
        }
        var replacements = new Dictionary<Expression, Expression>();
        foreach (var (variable, family) in families)
        {
            var rest = family;
            while (rest.Count > 1)
            {
                // The rate that most others are multiples of, the slowest first.
                var (unit, members) = rest.Select(m => Math.Abs(m.Rate)).Distinct().Order()
                    .Select(u => (Unit: u, Members: rest.Where(m => Multiple(m.Rate, u) != 0).ToList()))
                    .MaxBy(g => g.Members.Count);
                if (members.Count < 2) break;
                int sign = members.Count(m => m.Rate > 0) * 2 >= members.Count ? 1 : -1;
                var root = Node(Operation.Exp, Multiply(Number(sign * unit), variable));
                foreach (var (exp, rate, offset) in members)
                    replacements[exp] = Multiply(Number(Math.Exp(offset)), Power(root, Number(sign * Multiple(rate, unit))));
                rest = [.. rest.Except(members)];
            }
        }
        return [.. roots.Select(r => Replace(r, replacements))];
    }

    /// <summary>All nodes below the roots, operands before their users.</summary>
    public static List<Expression> Reachable(IEnumerable<Expression> roots)
    {
        var seen = new HashSet<Expression>();
        var pending = new Stack<Expression>(roots);
        while (pending.TryPop(out var node))
            if (seen.Add(node))
                foreach (var operand in node.Operands) pending.Push(operand);
        return [.. seen.OrderBy(n => n.Id)];
    }

    /// <summary>Reads an expression as rate * variable + offset.</summary>
    private (Expression Variable, double Rate, double Offset) Affine(Expression e)
    {
        switch (e.Operation)
        {
            case Operation.Negate:
                var (v, rate, offset) = Affine(e[0]);
                return (v, -rate, -offset);
            case Operation.Multiply when e[0].IsNumber:
                (v, rate, offset) = Affine(e[1]);
                return (v, e[0].Value * rate, e[0].Value * offset);
            case Operation.Add when e[1].IsNumber:
                (v, rate, offset) = Affine(e[0]);
                return (v, rate, offset + e[1].Value);
            case Operation.Subtract when e[0].IsNumber:
                (v, rate, offset) = Affine(e[1]);
                return (v, -rate, e[0].Value - offset);
            default:
                return (e, 1, 0);
        }
    }

    private static int Multiple(double rate, double unit)
    {
        double ratio = rate / unit, whole = Math.Round(ratio);
        return Math.Abs(whole) is >= 1 and <= LargestPower && Math.Abs(ratio - whole) < 1e-13 * Math.Abs(whole) ? (int)whole : 0;
    }
}

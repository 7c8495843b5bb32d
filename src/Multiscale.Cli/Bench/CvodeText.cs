using System.Globalization;
using System.Text;
using Multiscale.Modeling;

namespace Multiscale.Cli;

/// <summary>The equations of a model and their Jacobian as C, each common subexpression once: what a user of CVODE would write.</summary>
internal static class CvodeText
{
    public static string Print(EquationModel model)
    {
        int n = model.States.Count;
        var text = new StringBuilder($"#define NS {n}\n#define NU {model.Inputs.Count}\n");
        Function(text, "rates", "f", model, [.. Enumerable.Range(0, n).Select(i => (i, model.Derivatives[i]))]);
        var entries = from i in Enumerable.Range(0, n) from j in Enumerable.Range(0, n) select (Index: j * n + i, Value: model.Jacobian(i, j));
        // CVODE clears the matrix before it asks for it.
        Function(text, "jacobian", "j", model, [.. entries.Where(e => !e.Value.Is(0))]);
        return text.ToString();
    }

    private static void Function(StringBuilder text, string name, string result, EquationModel model, (int Index, Expression Value)[] values)
    {
        var nodes = ExpressionGraph.Reachable(values.Select(v => v.Value));
        var users = new Dictionary<Expression, int>();
        foreach (var operand in nodes.SelectMany(n => n.Operands).Concat(values.Select(v => v.Value))) users[operand] = users.GetValueOrDefault(operand) + 1;
        var symbols = model.States.Select((s, i) => (s.Name, Text: $"y[{i}]")).Concat(model.Inputs.Select((s, i) => (s.Name, Text: $"u[{i}]"))).ToDictionary(s => s.Name, s => s.Text);
        text.Append($"static void {name}(const double *restrict y, const double *restrict u, double *restrict {result})\n{{\n");
        string Of(Expression e) => e.IsNumber || e.Operation == Operation.Symbol || users[e] < 2 ? Compose(e) : $"v{e.Id}";
        string Compose(Expression e) => e.Operation switch
        {
            Operation.Number => "(" + e.Value.ToString("E17", CultureInfo.InvariantCulture) + ")",
            Operation.Symbol => symbols[e.Name],
            Operation.Negate => $"(-{Of(e[0])})",
            Operation.Add => $"({Of(e[0])} + {Of(e[1])})",
            Operation.Subtract => $"({Of(e[0])} - {Of(e[1])})",
            Operation.Multiply => $"({Of(e[0])} * {Of(e[1])})",
            Operation.Divide => $"({Of(e[0])} / {Of(e[1])})",
            Operation.Less => $"({Of(e[0])} < {Of(e[1])})",
            Operation.LessOrEqual => $"({Of(e[0])} <= {Of(e[1])})",
            Operation.Select => $"({Of(e[0])} ? {Of(e[1])} : {Of(e[2])})",
            Operation.Power => $"pow({Of(e[0])}, {Of(e[1])})",
            Operation.Abs => $"fabs({Of(e[0])})",
            Operation.Exp or Operation.Log or Operation.Sqrt => $"{e.Operation.ToString().ToLowerInvariant()}({Of(e[0])})",
            _ => throw new NotSupportedException($"{e.Operation} in C"),
        };
        foreach (var node in nodes)
            if (!node.IsNumber && node.Operation != Operation.Symbol && users[node] > 1) text.Append($"    const {(node.IsCondition ? "int" : "double")} v{node.Id} = {Compose(node)};\n");
        foreach (var (index, value) in values) text.Append($"    {result}[{index}] = {Of(value)};\n");
        text.Append("}\n");
    }
}

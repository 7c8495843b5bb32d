using System.Globalization;
using System.Xml.Linq;

namespace Multiscale.Metabolism;

/// <summary>Prints MathML as the formulas of a model's text; functions of the file are written out where they are called.</summary>
internal sealed class MathMl(SbmlText file, IReadOnlyDictionary<string, string>? local)
{
    private static readonly Dictionary<string, string> Functions = new()
    {
        ["exp"] = "exp", ["ln"] = "log", ["abs"] = "abs", ["floor"] = "floor", ["ceiling"] = "ceil", ["sin"] = "sin", ["cos"] = "cos", ["tan"] = "tan",
        ["arctan"] = "atan", ["sinh"] = "sinh", ["cosh"] = "cosh", ["tanh"] = "tanh",
    };

    private static readonly Dictionary<string, string> Chains = new()
    {
        ["lt"] = "<", ["leq"] = "<=", ["gt"] = ">", ["geq"] = ">=", ["eq"] = "==", ["neq"] = "!=",
    };

    public string Print(XElement e)
    {
        switch (e.Name.LocalName)
        {
            case "cn": return Constant(e);
            case "ci":
                string id = e.Value.Trim();
                return local is not null && local.TryGetValue(id, out string? value) ? value : SbmlText.Name(id);
            case "csymbol" when ((string?)e.Attribute("definitionURL"))?.EndsWith("/time", StringComparison.Ordinal) == true: return "t";
            case "csymbol" when ((string?)e.Attribute("definitionURL"))?.EndsWith("/avogadro", StringComparison.Ordinal) == true: return "6.02214076e23";
            case "pi": return "pi";
            case "exponentiale": return "exp(1)";
            case "true": return "1";
            case "false": return "0";
            case "piecewise": return Piecewise(e);
            case "apply": return Apply(e);
            default:
                file.Fail(e, $"<{e.Name.LocalName}> is not read here", "write the formula with the operations of SBML core");
                return "0";
        }
    }

    private string Apply(XElement e)
    {
        var parts = e.Elements().ToArray();
        string operation = parts[0].Name.LocalName;
        var qualifiers = parts.Skip(1).Where(p => p.Name.LocalName is "degree" or "logbase").ToArray();
        string[] a = [.. parts.Skip(1).Except(qualifiers).Select(Print)];
        string Qualifier(string otherwise) => qualifiers.Length > 0 ? Print(qualifiers[0].Elements().First()) : otherwise;
        if (Functions.TryGetValue(operation, out string? name)) return $"{name}({string.Join(", ", a)})";
        if (Chains.TryGetValue(operation, out string? sign)) return "(" + string.Join(" && ", Enumerable.Range(0, a.Length - 1).Select(i => $"({a[i]} {sign} {a[i + 1]})")) + ")";
        switch (operation)
        {
            case "plus": return a.Length == 0 ? "0" : $"({string.Join(" + ", a)})";
            case "times": return a.Length == 0 ? "1" : $"({string.Join("*", a)})";
            case "minus": return a.Length == 1 ? $"(-{a[0]})" : $"({a[0]} - {a[1]})";
            case "divide": return $"({a[0]}/{a[1]})";
            case "power": return $"(({a[0]})^({a[1]}))";
            case "root": return Qualifier("2") is var n && n == "2" ? $"sqrt({a[0]})" : $"(({a[0]})^(1/{n}))";
            case "log": return Qualifier("10") is var b && b == "10" ? $"log10({a[0]})" : $"(log({a[0]})/log({b}))";
            case "and": return $"({string.Join(" && ", a)})";
            case "or": return $"({string.Join(" || ", a)})";
            case "not": return $"(!{a[0]})";
            case "max" or "min": return a.Aggregate((x, y) => $"{operation}({x}, {y})");
            case "ci" when file.Function(parts[0].Value.Trim()) is { } function: return Inline(function, a, e);
            default:
                file.Fail(e, $"<{(operation == "ci" ? parts[0].Value.Trim() : operation)}> is not a function that is read here", "write it with the operations of SBML core");
                return "0";
        }
    }

    private string Inline(XElement function, string[] arguments, XElement at)
    {
        var lambda = function.Descendants().First(d => d.Name.LocalName == "lambda");
        string[] formals = [.. lambda.Elements().Where(b => b.Name.LocalName == "bvar").Select(b => b.Value.Trim())];
        if (formals.Length == arguments.Length) return "(" + new MathMl(file, formals.Zip(arguments).ToDictionary(p => p.First, p => p.Second)).Print(lambda.Elements().Last()) + ")";
        file.Fail(at, $"the function takes {formals.Length} arguments, not {arguments.Length}", "give as many");
        return "0";
    }

    private string Piecewise(XElement e)
    {
        string result = e.Elements().FirstOrDefault(p => p.Name.LocalName == "otherwise") is { } otherwise ? Print(otherwise.Elements().First()) : "sqrt(-1)";
        foreach (var piece in e.Elements().Where(p => p.Name.LocalName == "piece").Reverse())
        {
            var parts = piece.Elements().ToArray();
            result = $"where({Print(parts[1])}, {Print(parts[0])}, {result})";
        }
        return result;
    }

    private string Constant(XElement e)
    {
        string[] parts = [.. e.Nodes().OfType<XText>().Select(t => t.Value.Trim())];
        string type = (string?)e.Attribute("type") ?? "real";
        string number = type switch { "e-notation" when parts.Length == 2 => $"{parts[0]}e{parts[1]}", _ => parts[0] };
        if (type == "rational" && parts.Length == 2) return $"({parts[0]}/{parts[1]})";
        if (double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)) return SbmlText.Literal(value);
        file.Fail(e, $"'{e.Value}' is not a finite number", "write a number");
        return "0";
    }
}

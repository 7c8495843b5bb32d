using System.Globalization;
using Multiscale.Core;

namespace Multiscale.Formats;

/// <summary>
/// Reads the membrane of a cell from a hoc template of Blue Brain's kind: in the procedures that insert mechanisms, `forsec LIST { insert M  x_M = number }`,
/// assignments to single sections, and distribute(LIST, "x_M", "expression of %.17g"), the distance from the soma. hoc is a programming language: what goes beyond
/// that in those procedures is refused with its place. Other procedures deal with shape and are not run; of replace_axon it is known what it does.
/// </summary>
public static class HocTemplate
{
    /// <exception cref="InputException">MS0755: the file cannot be read, inserts nothing, or computes its parameters.</exception>
    public static BiophysicalModel Read(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("MS0755", $"cannot read the template: {e.Message}", "check the path", new SourceLocation(path));
        }
        var reader = new HocReader(path, text);
        return reader.Read();
    }
}

/// <summary>One pass over the tokens of a template.</summary>
internal sealed class HocReader(string path, string text)
{
    private readonly HocTokens tokens = new(path, text);
    private readonly List<MechanismParameter> parameters = [];
    private readonly List<DistanceRule> rules = [];
    private readonly List<string> remarks = [];
    private readonly Dictionary<string, double> resistivity = [], capacitance = [], sodium = [], potassium = [];
    private string[] inserted = [];

    public BiophysicalModel Read()
    {
        inserted = [.. tokens.All.Index().Where(t => t.Item.Text == "insert" && t.Index + 1 < tokens.All.Count).Select(t => tokens.All[t.Index + 1].Text).Distinct().OrderByDescending(n => n.Length)];
        bool replaces = false, deletes = false;
        for (int i = 0; i < tokens.All.Count; i++)
        {
            if (tokens.All[i].Text is not ("proc" or "func")) continue;
            string name = tokens.All[i + 1].Text;
            int open = i + 2;
            while (open < tokens.All.Count && tokens.All[open].Text != "{") open++;
            int close = tokens.Closing(open);
            var body = tokens.All.GetRange(open + 1, close - open - 1);
            if (name == "init")
            {
                replaces |= body.Exists(t => t.Text == "replace_axon");
                deletes |= body.Exists(t => t.Text == "delete_axon");
            }
            if (name == "replace_axon" && body.Exists(t => t.Text == "myelin")) remarks.Add("the myelinated section behind the axon stub is left out");
            if (body.Exists(t => t.Text is "insert" || IsDistribution(t)) && name != "distribute" && name != "distribute_distance") Body(open + 1, close, null);
            i = close;
        }
        if (parameters.Count == 0) throw tokens.Fault(0, "the template inserts nothing that is understood", "a procedure with `forsec CellRef.all { insert pas ... }` is needed");
        if (deletes && !replaces) throw tokens.Fault(tokens.All.FindIndex(t => t.Text == "delete_axon"), "delete_axon puts something else in place of the axon that only the program tells", "use replace_axon, or parameters as fit.json with model_processing");
        return new BiophysicalModel
        {
            Resistivity = resistivity, Capacitance = capacitance, SodiumReversal = sodium, PotassiumReversal = potassium,
            Parameters = parameters, Rules = rules, ReplacesAxon = replaces, Remarks = remarks,
        };
    }

    private static bool IsDistribution(HocToken token) => token.Text is "distribute" or "distribute_distance";

    /// <param name="sections">The sections at hand; null outside a forsec.</param>
    private void Body(int first, int end, string[]? sections)
    {
        for (int i = first; i < end;)
        {
            var token = tokens.All[i];
            if (token.Text is ";" or "\n") i++;
            else if (token.Text is "local" or "localobj" or "strdef" or "objref")
                while (i < end && tokens.All[i].Line == token.Line) i++;
            else if (token.Text == "forsec" || (token.IsName && tokens.Text(Path(i).End) == "{" && SectionsOf(Path(i).Last) is not null))
            {
                var (last, after) = Path(token.Text == "forsec" ? i + 1 : i);
                if (tokens.Text(after) != "{") throw tokens.Fault(after, $"{{ expected after {last}", "write forsec LIST { ... }");
                int close = tokens.Closing(after);
                Body(after + 1, close, SectionsOf(last) ?? throw tokens.Fault(i, $"the section list {last}", "use all, somatic, axonal, basal or apical"));
                i = close + 1;
            }
            else if (token.Text == "insert")
            {
                foreach (string s in sections ?? throw tokens.Fault(i, "insert outside a section list", "write forsec LIST { insert M }")) parameters.Add(new MechanismParameter(s, tokens.Text(i + 1), "", 0));
                i += 2;
            }
            else if (IsDistribution(token)) i = Distribution(i);
            else if (token.IsName && tokens.Text(i + 1) == "=")
            {
                i = Assign(i, sections);
            }
            else throw tokens.Fault(i, $"\"{token.Text}\" is a program, not a parameter", "write the parameters as numbers in section lists, or give them as fit.json");
        }
    }

    private int Assign(int i, string[]? sections)
    {
        string name = tokens.All[i].Text;
        var expression = new HocExpression(tokens, i + 2);
        double value = expression.Value(0);
        if (expression.UsesDistance) throw tokens.Fault(i, $"{name} depends on a distance", "use distribute(LIST, NAME, EXPRESSION)");
        if (name is "celsius" or "v_init") remarks.Add($"{name} is not taken from the template");
        else
            foreach (string s in sections ?? throw tokens.Fault(i, $"{name} is set outside a section list", "write forsec LIST { NAME = number }"))
                switch (name)
                {
                    case "cm": capacitance[s] = value; break;
                    case "Ra": resistivity[s] = value; break;
                    case "ena": sodium[s] = value; break;
                    case "ek": potassium[s] = value; break;
                    default:
                        var (parameter, mechanism) = Split(i, name);
                        parameters.Add(new MechanismParameter(s, mechanism, parameter, value));
                        break;
                }
        return expression.End;
    }

    /// <summary>distribute(CellRef.LIST, "x_M", "expression").</summary>
    private int Distribution(int i)
    {
        if (tokens.Text(i + 1) != "(") throw tokens.Fault(i, "distribute without its arguments", "write distribute(LIST, NAME, EXPRESSION)");
        var (list, at) = Path(i + 2);
        if (tokens.Text(at) != "," || tokens.Text(at + 2) != "," || tokens.Text(at + 4) != ")" || !tokens.All[at + 1].IsString || !tokens.All[at + 3].IsString)
            throw tokens.Fault(i, "the arguments of distribute", "write distribute(LIST, \"x_M\", \"expression\")");
        var (parameter, mechanism) = Split(at + 1, tokens.Text(at + 1));
        var inner = new HocTokens(path, tokens.Text(at + 3), tokens.All[at + 3].Line);
        var expression = new HocExpression(inner, 0);
        expression.Value(0);
        if (expression.End < inner.All.Count) throw inner.Fault(expression.End, $"\"{inner.Text(expression.End)}\" in an expression", "use numbers, %.17g, + - * / ^, exp, log, sqrt, abs");
        foreach (string s in SectionsOf(list) ?? throw tokens.Fault(i, $"the section list {list}", "use all, somatic, axonal, basal or apical")) rules.Add(new DistanceRule(s, mechanism, parameter, expression.Value));
        return at + 5;
    }

    private (string Parameter, string Mechanism) Split(int at, string name) =>
        inserted.FirstOrDefault(m => name.EndsWith("_" + m, StringComparison.Ordinal) && name.Length > m.Length + 1) is { } mechanism ? (name[..^(mechanism.Length + 1)], mechanism)
            : throw tokens.Fault(at, $"{name} belongs to no mechanism that is inserted", "insert the mechanism, or remove the assignment");

    private static string[]? SectionsOf(string list) => list switch
    {
        "all" => BiophysicalModel.SectionKinds,
        "somatic" or "soma" => ["soma"],
        "axonal" or "axon" => ["axon"],
        "basal" or "dend" => ["dend"],
        "apical" or "apic" => ["apic"],
        "myelinated" => [],
        _ => null,
    };

    /// <summary>a.b.c or a.b[0]: the last name, and the token behind.</summary>
    private (string Last, int End) Path(int i)
    {
        string last = tokens.Text(i++);
        while (true)
        {
            if (tokens.Text(i) == ".") (last, i) = (tokens.Text(i + 1), i + 2);
            else if (tokens.Text(i) == "[" && tokens.Text(i + 2) == "]") i += 3;
            else return (last, i);
        }
    }
}

internal readonly record struct HocToken(string Text, int Line, int Column, bool IsString)
{
    public bool IsName => !IsString && Text.Length > 0 && (char.IsLetter(Text[0]) || Text[0] is '_' or '$');
}

/// <summary>The words of a hoc text without its comments.</summary>
internal sealed class HocTokens
{
    private readonly string path;

    public HocTokens(string path, string text, int line = 1)
    {
        this.path = path;
        int start = 0;
        for (int i = 0; i < text.Length;)
        {
            char c = text[i];
            int first = i;
            if (c == '\n') (line, start, i) = (line + 1, i + 1, i + 1);
            else if (char.IsWhiteSpace(c)) i++;
            else if (c == '/' && i + 1 < text.Length && text[i + 1] == '/') while (i < text.Length && text[i] != '\n') i++;
            else if (c == '/' && i + 1 < text.Length && text[i + 1] == '*')
            {
                int close = text.IndexOf("*/", i + 2, StringComparison.Ordinal);
                for (int end = close < 0 ? text.Length : close + 2; i < end; i++) if (text[i] == '\n') (line, start) = (line + 1, i + 1);
            }
            else if (c == '"')
            {
                int close = text.IndexOf('"', i + 1);
                if (close < 0) close = text.Length - 1;
                Add(text[(i + 1)..close], true);
                i = close + 1;
            }
            else if (char.IsLetter(c) || c is '_' or '$')
            {
                while (i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] is '_' or '$')) i++;
                Add(text[first..i], false);
            }
            else if (char.IsDigit(c) || (c == '.' && i + 1 < text.Length && char.IsDigit(text[i + 1])))
            {
                while (i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] == '.' || (text[i] is '+' or '-' && text[i - 1] is 'e' or 'E'))) i++;
                Add(text[first..i], false);
            }
            else if (c == '%')
            {
                while (i < text.Length && text[i] is not ('g' or 'f')) i++;
                Add("%g", false);
                i++;
            }
            else
            {
                Add(c.ToString(), false);
                i++;
            }

            void Add(string word, bool isString) => All.Add(new HocToken(word, line, first - start + 1, isString));
        }
    }

    public List<HocToken> All { get; } = [];

    public string Text(int i) => i < All.Count ? All[i].Text : "";

    /// <summary>The brace that closes the one at <paramref name="open"/>.</summary>
    public int Closing(int open)
    {
        int depth = 0;
        for (int i = open; i < All.Count; i++)
            if (All[i] is { IsString: false, Text: "{" }) depth++;
            else if (All[i] is { IsString: false, Text: "}" } && --depth == 0) return i;
        throw Fault(Math.Min(open, All.Count - 1), "{ is not closed", "");
    }

    public InputException Fault(int at, string message, string remedy)
    {
        var token = All.Count == 0 ? new HocToken("", 1, 1, false) : All[Math.Clamp(at, 0, All.Count - 1)];
        return new InputException("MS0755", message, remedy, new SourceLocation(path, token.Line, token.Column));
    }
}

/// <summary>An expression of numbers and of the distance: compiled to a function of it.</summary>
internal sealed class HocExpression
{
    private readonly HocTokens tokens;
    private readonly Func<double, double> value;

    /// <param name="first">Its first token; it ends where it cannot go on.</param>
    public HocExpression(HocTokens tokens, int first)
    {
        (this.tokens, End) = (tokens, first);
        value = Sum();
    }

    /// <summary>The first token behind it.</summary>
    public int End { get; private set; }

    public bool UsesDistance { get; private set; }

    public double Value(double distance) => value(distance);

    private Func<double, double> Sum()
    {
        var sum = Product();
        while (tokens.Text(End) is "+" or "-")
        {
            var (left, minus) = (sum, tokens.Text(End++) == "-");
            var right = Product();
            sum = minus ? x => left(x) - right(x) : x => left(x) + right(x);
        }
        return sum;
    }

    private Func<double, double> Product()
    {
        var product = Power();
        while (tokens.Text(End) is "*" or "/")
        {
            var (left, divides) = (product, tokens.Text(End++) == "/");
            var right = Power();
            product = divides ? x => left(x) / right(x) : x => left(x) * right(x);
        }
        return product;
    }

    private Func<double, double> Power()
    {
        var left = Factor();
        if (tokens.Text(End) != "^") return left;
        End++;
        var right = Power();
        return x => Math.Pow(left(x), right(x));
    }

    private Func<double, double> Factor()
    {
        string word = tokens.Text(End++);
        switch (word)
        {
            case "-":
                var negated = Power();
                return x => -negated(x);
            case "+": return Power();
            case "(": return Closed(Sum());
            case "%g":
                UsesDistance = true;
                return x => x;
            case "exp" or "log" or "sqrt" or "abs" when tokens.Text(End) == "(":
                End++;
                var inner = Closed(Sum());
                return word switch { "exp" => x => Math.Exp(inner(x)), "log" => x => Math.Log(inner(x)), "sqrt" => x => Math.Sqrt(inner(x)), _ => x => Math.Abs(inner(x)) };
        }
        if (double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)) return _ => number;
        throw tokens.Fault(End - 1, $"\"{word}\" is no number", "parameters must be numbers: what a program computes cannot be read");
    }

    private Func<double, double> Closed(Func<double, double> inside) =>
        tokens.Text(End) == ")" ? Next(inside) : throw tokens.Fault(End, ") expected", "");

    private Func<double, double> Next(Func<double, double> inside)
    {
        End++;
        return inside;
    }
}

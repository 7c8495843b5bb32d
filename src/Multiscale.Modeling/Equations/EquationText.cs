using System.Globalization;
using System.Text.RegularExpressions;
using Multiscale.Core;

namespace Multiscale.Modeling;

/// <summary>
/// The text of a model, one statement a line; a line goes on while a bracket is open; '#' begins a comment.
/// <code>
/// model NAME                              title TEXT
/// parameter g_L (nS) = 10   # summary     parameter P[2] (V) = 1, 2
/// state E (kHz) = 0 from 0 to inf         input I (pA)
/// function F(x, P[2]) { y = ...; return ... }
/// coupling c = G*sum(E)                   mu = ...          E' = ...
/// noise E = D                             observe E, mu
/// from MODEL
/// </code>
/// 'from' begins with another text, whose statements those of this one replace, name by name (<see cref="BeginWith"/>).
/// Expressions are those of NMODL, with where(condition, a, b), erfc(x), and d(F(x, y), x, y) for the partial derivative of a function of the text by its own arguments.
/// </summary>
public sealed partial class EquationText
{
    private readonly string source;
    private readonly OpenText? open;
    private readonly string[] above;
    private readonly List<Diagnostic> errors = [];
    private EquationText? origin;

    private EquationText(string source, string fileName, OpenText? open, string[] above) => (this.source, FileName, this.open, this.above) = (source, fileName, open, above);

    public string FileName { get; }

    public string Name { get; private set; } = "";

    public string Title { get; private set; } = "";

    /// <summary>Parameters with arrays as one entry per element.</summary>
    public List<EquationParameter> Parameters { get; private set; } = [];

    public List<EquationState> States { get; private set; } = [];

    public List<EquationInput> Inputs { get; private set; } = [];

    public List<string> Observed { get; private set; } = [];

    /// <summary>Number of elements of the parameters that are arrays.</summary>
    internal Dictionary<string, int> Arrays { get; } = [];

    internal Dictionary<string, EquationFunction> Functions { get; } = [];

    /// <summary>Couplings, derived quantities, derivatives and noise in the order of the text.</summary>
    internal List<EquationStatement> Statements { get; private set; } = [];

    /// <param name="open">Finds the texts that 'from' names; without it there are none.</param>
    /// <exception cref="InputException">MS1350 to MS1356: all errors of the text.</exception>
    public static EquationText Parse(string text, string fileName, OpenText? open = null) => Parse(text, fileName, open, []);

    private static EquationText Parse(string text, string fileName, OpenText? open, string[] above)
    {
        var parsed = new EquationText(text, fileName, open, [.. above, fileName]);
        foreach (var (start, end, comment) in parsed.Lines()) parsed.Statement(start, end, comment);
        if (parsed.origin is { } origin) parsed.BeginWith(origin);
        if (parsed.Name.Length == 0) parsed.Fail("MS1350", 0, "the text does not name its model", "begin with 'model NAME'");
        if (parsed.errors.Count > 0) throw new InputException(parsed.errors);
        // Lowering with every parameter free finds what names and functions are wrong, before any number is chosen.
        EquationLowering.Lower(parsed, new EquationOptions { Free = name => true });
        return parsed;
    }

    /// <summary>The equations with the values of all parameters that are not free put in.</summary>
    public EquationModel Lower(EquationOptions options) => EquationLowering.Lower(this, options);

    internal SourceLocation Locate(int offset)
    {
        int line = source.AsSpan(0, offset).Count('\n'), begin = line == 0 ? 0 : source.LastIndexOf('\n', offset - 1) + 1;
        return new SourceLocation(FileName, line + 1, offset - begin + 1);
    }

    /// <summary>Statements as spans of the text: lines joined while brackets are open, without comments.</summary>
    private IEnumerable<(int Start, int End, string Comment)> Lines()
    {
        int start = 0, depth = 0, end = -1;
        string comment = "";
        for (int at = 0; at <= source.Length; at++)
        {
            char c = at < source.Length ? source[at] : '\n';
            if (c == '#')
            {
                int stop = source.IndexOf('\n', at);
                if (stop < 0) stop = source.Length;
                if (depth == 0) (end, comment) = (at, source[(at + 1)..stop].Trim());
                at = stop - 1;
                continue;
            }
            if (c is '(' or '[' or '{') depth++;
            if (c is ')' or ']' or '}') depth--;
            if (c != '\n' || (depth > 0 && at < source.Length)) continue;
            if (depth != 0) Fail("MS1351", start, "a bracket is not closed, or closed twice", "check the brackets of this statement");
            if (end < 0) end = at;
            int from = start;
            while (from < end && char.IsWhiteSpace(source[from])) from++;
            if (from < end) yield return (from, end, comment);
            (start, depth, end, comment) = (at + 1, 0, -1, "");
        }
    }

    private void Statement(int start, int end, string comment)
    {
        string text = source[start..end];
        var at = Locate(start);
        Match m;
        if ((m = Word().Match(text)).Success && m.Groups[1].Value is "model" or "title" or "observe")
        {
            string rest = m.Groups[2].Value.Trim();
            if (m.Groups[1].Value == "model") Name = rest;
            else if (m.Groups[1].Value == "title") Title = rest;
            else Observed.AddRange(rest.Split(',', StringSplitOptions.TrimEntries));
        }
        else if ((m = From().Match(text)).Success)
        {
            origin = Origin(m.Groups[1].Value, start);
        }
        else if ((m = Parameter().Match(text)).Success)
        {
            Parameter(m, start, at, comment);
        }
        else if ((m = State().Match(text)).Success)
        {
            States.Add(new EquationState(m.Groups[1].Value, m.Groups[2].Value, Number(m.Groups[3], start), m.Groups[4].Success ? Number(m.Groups[4], start) : double.NegativeInfinity,
                m.Groups[5].Success ? Number(m.Groups[5], start) : double.PositiveInfinity, comment, at));
        }
        else if ((m = Input().Match(text)).Success)
        {
            Inputs.Add(new EquationInput(m.Groups[1].Value, m.Groups[2].Value, comment, at));
        }
        else if ((m = Function().Match(text)).Success)
        {
            Functions[m.Groups[1].Value] = ReadFunction(m, start);
        }
        else if ((m = Assignment().Match(text)).Success)
        {
            var kind = m.Groups[1].Value switch { "coupling" => StatementKind.Coupling, "noise" => StatementKind.Noise, _ => m.Groups[3].Length > 0 ? StatementKind.Derivative : StatementKind.Derived };
            Statements.Add(new EquationStatement(kind, m.Groups[2].Value, Expression(start + m.Groups[4].Index, start + text.TrimEnd().Length), at));
        }
        else
        {
            Fail("MS1352", start, $"'{text.Split('\n')[0].Trim()}' is no statement", "write model, title, from, parameter, state, input, function, coupling, noise, observe, 'name = expression' or \"state' = expression\"");
        }
    }

    private void Parameter(Match m, int start, SourceLocation at, string comment)
    {
        string name = m.Groups[1].Value, unit = m.Groups[3].Value;
        var numbers = m.Groups[4].Value.Split(',').Select(n => Number(n, start + m.Groups[4].Index)).ToArray();
        if (!m.Groups[2].Success && numbers.Length == 1)
        {
            Parameters.Add(new EquationParameter(name, unit, numbers[0], comment, at));
            return;
        }
        if (!m.Groups[2].Success || int.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture) != numbers.Length)
            Fail("MS1353", start, $"'{name}' has {numbers.Length} values", $"declare it as {name}[{numbers.Length}], or give as many values as elements");
        Arrays[name] = numbers.Length;
        for (int i = 0; i < numbers.Length; i++) Parameters.Add(new EquationParameter($"{name}[{i}]", unit, numbers[i], comment, at));
    }

    private EquationFunction ReadFunction(Match m, int start)
    {
        var formals = m.Groups[2].Value.Split(',').Select(f => f.Trim()).Select(f => f.EndsWith(']') ? f[..f.IndexOf('[')] : f).ToArray();
        var body = new List<(string Name, NmodlExpression Value)>();
        int from = start + m.Groups[3].Index, close = from + m.Groups[3].Length;
        // Comments are blanked, so that they cannot hide in an expression; statements end at line ends or ';' outside brackets.
        for (int at = from, depth = 0, begin = from; at <= close; at++)
        {
            char c = at < close ? source[at] : ';';
            if (c == '#') { c = '\n'; at = Math.Min(close, source.IndexOf('\n', at)); }
            if (c is '(' or '[') depth++;
            if (c is ')' or ']') depth--;
            if (depth > 0 || c is not (';' or '\n')) continue;
            int end = source[at < close && source[at] == '\n' ? at : Math.Min(at, close)] == '#' ? at : at;
            string line = Blanked(begin, end);
            var a = BodyLine().Match(line);
            if (a.Success) body.Add((a.Groups[1].Success ? a.Groups[1].Value : "", Expression(begin + a.Groups[2].Index, begin + line.TrimEnd().Length)));
            else if (line.Trim().Length > 0) Fail("MS1352", begin, $"'{line.Trim()}' is no statement of a function", "write 'name = expression' or 'return expression'");
            begin = at + 1;
        }
        if (body.Count == 0 || body[^1].Name.Length > 0) Fail("MS1354", start, $"the function '{m.Groups[1].Value}' returns nothing", "end it with 'return expression'");
        return new EquationFunction(m.Groups[1].Value, formals, body, Locate(start));
    }

    /// <summary>A part of the text with its comments as blanks.</summary>
    private string Blanked(int start, int end) => Comment().Replace(source[start..Math.Max(start, end)], c => new string(' ', c.Length));

    /// <summary>Parses by the NMODL parser at the true line and column.</summary>
    private NmodlExpression Expression(int start, int end)
    {
        var at = Locate(start);
        try
        {
            return NmodlParser.ParseExpression(new string('\n', at.Line - 1) + new string(' ', at.Column - 1) + Blanked(start, end), FileName);
        }
        catch (InputException e)
        {
            errors.AddRange(e.Diagnostics);
            return new NumberLiteral(at, 0);
        }
    }

    private double Number(Group group, int start) => Number(group.Value, start + group.Index);

    private double Number(string text, int at)
    {
        string trimmed = text.Trim();
        if (trimmed is "inf") return double.PositiveInfinity;
        if (trimmed is "-inf") return double.NegativeInfinity;
        if (double.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)) return value;
        Fail("MS1353", at, $"'{trimmed}' is not a number", "write a number such as 0.5, 1e-3 or inf");
        return 0;
    }

    private void Fail(string code, int at, string message, string remedy) => errors.Add(new Diagnostic(code, message, remedy, Locate(Math.Min(at, source.Length))));

    [GeneratedRegex(@"^(model|title|observe)\s+(.*)$", RegexOptions.Singleline)]
    private static partial Regex Word();

    [GeneratedRegex(@"^from\s+(\S+)\s*$")]
    private static partial Regex From();

    [GeneratedRegex(@"^parameter\s+(\w+)\s*(?:\[(\d+)\])?\s*(?:\(([^)]*)\))?\s*=\s*(.+)$", RegexOptions.Singleline)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"^state\s+(\w+)\s*(?:\(([^)]*)\))?\s*=\s*(\S+)(?:\s+from\s+(\S+))?(?:\s+to\s+(\S+))?\s*$")]
    private static partial Regex State();

    [GeneratedRegex(@"^input\s+(\w+)\s*(?:\(([^)]*)\))?\s*$")]
    private static partial Regex Input();

    [GeneratedRegex(@"^function\s+(\w+)\s*\(([^)]*)\)\s*\{(.*)\}\s*$", RegexOptions.Singleline)]
    private static partial Regex Function();

    [GeneratedRegex(@"^(?:(coupling|noise)\s+)?([A-Za-z_]\w*)('?)\s*=\s*(.+)$", RegexOptions.Singleline)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"^\s*(?:([A-Za-z_]\w*)\s*=|return\b)\s*(.+)$", RegexOptions.Singleline)]
    private static partial Regex BodyLine();

    [GeneratedRegex("#[^\n]*")]
    private static partial Regex Comment();
}

/// <summary>Finds a text by its name, or by the path of its file.</summary>
/// <exception cref="InputException">There is none.</exception>
public delegate (string Text, string File) OpenText(string name, SourceLocation at);

internal enum StatementKind { Coupling, Derived, Derivative, Noise }

internal sealed record EquationStatement(StatementKind Kind, string Name, NmodlExpression Value, SourceLocation At)
{
    /// <summary>What a later text replaces it by: a quantity, the rate of a state, its noise.</summary>
    public string Key => Kind switch { StatementKind.Derivative => Name + "'", StatementKind.Noise => "noise " + Name, _ => Name };

    /// <summary>Gives a name a meaning.</summary>
    public bool Defines => Kind is StatementKind.Coupling or StatementKind.Derived;
}

/// <param name="Body">Assignments; the last one, without a name, is what the function returns.</param>
internal sealed record EquationFunction(string Name, string[] Formals, List<(string Name, NmodlExpression Value)> Body, SourceLocation At);

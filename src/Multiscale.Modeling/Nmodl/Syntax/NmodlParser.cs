using Multiscale.Core;

namespace Multiscale.Modeling;

/// <summary>Reads NMODL, the language of NEURON's mechanisms (Hines and Carnevale 2000, Neural Comput 12:995), into a tree.</summary>
/// <remarks>A block with an error is skipped to its end, so that one run tells the errors of all blocks.</remarks>
public sealed partial class NmodlParser
{
    private readonly NmodlErrors errors;
    private readonly List<Token> tokens;
    private int at;

    private NmodlParser(string text, string fileName)
    {
        errors = new NmodlErrors();
        tokens = NmodlLexer.Read(text, fileName, errors);
    }

    /// <summary>The tree of a mod file, its names checked; <paramref name="fileName"/> is where INCLUDE starts from and what errors show.</summary>
    /// <param name="isKnown">Whether the text is known to be right, so that its names need no check: those shipped, which the tests check.</param>
    /// <exception cref="InputException">All errors of the text, MS1300 to MS1339.</exception>
    public static NmodlFile Parse(string text, string fileName, bool isKnown = false)
    {
        var parser = new NmodlParser(text, fileName);
        var file = parser.ParseFile(fileName);
        parser.errors.ThrowIfAny();
        if (!isKnown) NmodlNames.Check(file, parser.errors);
        parser.errors.ThrowIfAny();
        return file with { Warnings = parser.errors.Warnings, Source = parser.errors.AllText };
    }

    /// <summary>The tree of the file at <paramref name="path"/>.</summary>
    /// <exception cref="InputException">No such file, or errors in it.</exception>
    public static NmodlFile ParseFile(string path, SourceLocation? from = null) => File.Exists(path)
        ? Parse(File.ReadAllText(path), path)
        : throw new InputException("MS1307", $"no file '{path}'", "give the path of a .mod file", from);

    /// <summary>The tree of one expression; names are not checked.</summary>
    /// <exception cref="InputException">The text is no expression.</exception>
    public static NmodlExpression ParseExpression(string text, string fileName = "expression")
    {
        var parser = new NmodlParser(text, fileName);
        NmodlExpression? expression = null;
        try
        {
            expression = parser.Expression();
            if (parser.Current.Kind != TokenKind.End) parser.Fail("MS1302", parser.Current, $"expected an operator, found {parser.Current.Described}", "remove what follows the expression");
        }
        catch (NmodlRecovery) { } // noted
        parser.errors.ThrowIfAny();
        return expression!;
    }

    private NmodlFile ParseFile(string fileName)
    {
        while (Current.Kind != TokenKind.End)
        {
            int start = at;
            try
            {
                TopLevel();
            }
            catch (NmodlRecovery)
            {
                Recover(start);
            }
        }
        if (!neuronSeen && !errors.Any)
            errors.Add("MS1308", Current.At, "no NEURON block", "begin with 'NEURON { SUFFIX name ... }' (or POINT_PROCESS, ARTIFICIAL_CELL)");
        else if (suffix is null && !errors.Any)
            errors.Add("MS1308", neuronAt, "the NEURON block does not name the mechanism", "add 'SUFFIX name', 'POINT_PROCESS name' or 'ARTIFICIAL_CELL name'");
        return Build(fileName);
    }

    private void TopLevel()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Title: title = token.Text; at++; return;
            case TokenKind.Verbatim: verbatims.Add(new Verbatim(token.At, token.Text)); at++; return;
            case TokenKind.Name when token.Primes == 0: break;
            default:
                throw Fail("MS1303", token, $"expected the name of a block, found {token.Described}",
                    token.Is("}") ? "remove it, or look for a '{' missing above" : "move it into a block such as BREAKPOINT or PROCEDURE");
        }
        at++;
        switch (token.Text)
        {
            case "UNITSON" or "UNITSOFF": break;
            case "NEURON": NeuronBlock(token.At); break;
            case "UNITS": UnitsBlock(); break;
            case "PARAMETER": ParameterBlock(); break;
            case "CONSTANT": ConstantBlock(); break;
            case "ASSIGNED": AssignedBlock(); break;
            case "STATE": StateBlock(); break;
            case "INDEPENDENT": SkipBraces(); break;
            case "LOCAL": fileLocals.AddRange(LocalNames()); break;
            case "INITIAL": Once(ref initial, token); break;
            case "BREAKPOINT": Once(ref breakpoint, token); break;
            case "DERIVATIVE": derivatives.Add(System(token)); break;
            case "LINEAR": linears.Add(System(token)); break;
            case "NONLINEAR": nonlinears.Add(System(token)); break;
            case "KINETIC": var kinetic = System(token); kinetics.Add(new KineticBlock(kinetic.At, kinetic.Name, kinetic.Body)); break;
            case "PROCEDURE": procedures.Add(Routine(token)); break;
            case "FUNCTION": functions.Add(Routine(token)); break;
            case "FUNCTION_TABLE": functionTables.Add(FunctionTable(token)); break;
            case "NET_RECEIVE": NetReceiveBlock(token); break;
            case "BEFORE" or "AFTER": Hook(token); break;
            default:
                if (NmodlKeywords.Refused.TryGetValue(token.Text, out string? instead))
                    throw Fail("MS1306", token, $"{token.Text} is not supported", instead);
                throw Fail("MS1303", token, $"unknown block '{token.Text}'",
                    NearestWord.Advice(token.Text, NmodlKeywords.Blocks, "the blocks are " + string.Join(", ", NmodlKeywords.Blocks.Take(16))));
        }
    }

    private Token Current => tokens[at];

    private Token Next => tokens[Math.Min(at + 1, tokens.Count - 1)];

    private bool Accept(string text)
    {
        if (!Current.Is(text)) return false;
        at++;
        return true;
    }

    private Token Expect(string text, string where, string remedy) =>
        Current.Is(text) ? tokens[at++] : throw Fail("MS1302", Current, $"expected '{text}' {where}, found {Current.Described}", remedy);

    /// <summary>A name that is no keyword.</summary>
    private Token Name(string what, string remedy)
    {
        if (Current is { Kind: TokenKind.Name, Primes: 0 } && !NmodlKeywords.Reserved.Contains(Current.Text)) return tokens[at++];
        throw Fail("MS1302", Current, $"expected {what}, found {(Current.Kind == TokenKind.Name && NmodlKeywords.Reserved.Contains(Current.Text) ? "the keyword " : "")}{Current.Described}", remedy);
    }

    private NmodlRecovery Fail(string code, Token token, string message, string remedy)
    {
        errors.Add(code, token.At, message, remedy);
        return new NmodlRecovery();
    }

    /// <summary>Goes to the end of the block that begins at <paramref name="start"/>, or to the next block when braces are missing.</summary>
    private void Recover(int start)
    {
        int depth = 0, failed = at;
        bool opened = false;
        for (at = start; at < tokens.Count - 1; at++)
        {
            var token = tokens[at];
            if (at > Math.Max(start, failed - 1) && token.FirstOnLine && token.Kind == TokenKind.Name && token.Text is not ("INITIAL" or "LOCAL" or "UNITSON" or "UNITSOFF")
                && NmodlKeywords.Blocks.Contains(token.Text)) return;
            if (token.Is("{")) { depth++; opened = true; }
            if (token.Is("}") && (--depth <= 0) && (opened || at >= failed)) { at++; if (at > failed) return; }
        }
    }

    private void SkipBraces()
    {
        var open = Expect("{", "to open the block", "write '{' ... '}'");
        int depth = 1;
        for (; depth > 0 && Current.Kind != TokenKind.End; at++) depth += Current.Is("{") ? 1 : Current.Is("}") ? -1 : 0;
        if (depth > 0) throw Unclosed(open);
    }

    private NmodlRecovery Unclosed(Token open) => Fail("MS1305", open, "this '{' has no '}'", "add the missing '}'");
}

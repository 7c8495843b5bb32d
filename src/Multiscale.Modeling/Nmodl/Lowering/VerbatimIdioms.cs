using System.Text.RegularExpressions;
using Multiscale.Core;

namespace Multiscale.Modeling;

/// <summary>
/// C code that stands in many published mechanisms in the same words, replaced by what it does: draws of a random number become draws from a RANDOM
/// of the instance's own; what only sets a generator up, or saves it, has nothing left to do; a bare return is a return. All other C code is refused.
/// </summary>
internal static partial class VerbatimIdioms
{
    /// <summary>The file without the C code that is known.</summary>
    /// <exception cref="InputException">MS1340: C code outside blocks that is not known.</exception>
    public static NmodlFile Replace(NmodlFile file)
    {
        foreach (var outside in file.Verbatims)
            if (!IsDeclaration(outside.Text)) throw Refuse(outside.At, "VERBATIM outside all blocks");
        var streams = file.RandomVariables.ToDictionary(r => r.Name);
        if (RandomCall.NeedsUnnamed(file)) streams.TryAdd(RandomCall.Unnamed, new NmodlName(new SourceLocation(file.FileName), RandomCall.Unnamed));
        NmodlRoutine[] functions = [.. file.Functions.Select(f => Drawing(f, streams) ?? f)];
        return file with
        {
            Functions = [.. functions.Select(f => f with { Body = Known(f.Body, "FUNCTION " + f.Name) })],
            Procedures = [.. file.Procedures.Select(p => p with { Body = Known(p.Body, "PROCEDURE " + p.Name) })],
            Initial = file.Initial is { } initial ? Known(initial, "INITIAL") : null,
            Breakpoint = file.Breakpoint is { } breakpoint ? Known(breakpoint, "BREAKPOINT") : null,
            Derivatives = [.. file.Derivatives.Select(d => d with { Body = Known(d.Body, "DERIVATIVE " + d.Name) })],
            Kinetics = [.. file.Kinetics.Select(k => k with { Body = Known(k.Body, "KINETIC " + k.Name) })],
            NetReceive = file.NetReceive is { } net ? net with { Body = Known(net.Body, "NET_RECEIVE"), Initial = net.Initial is { } first ? Known(first, "NET_RECEIVE INITIAL") : null } : null,
            Hooks = [.. file.Hooks.Select(h => h with { Body = Known(h.Body, $"{(h.Before ? "BEFORE" : "AFTER")} {h.Moment}") })],
            RandomVariables = [.. streams.Values],
            Pointers = [.. file.Pointers.Where(p => !streams.ContainsKey(p.Name))],
            Assigned = [.. file.Assigned.Where(a => !streams.ContainsKey(a.Name))],
        };
    }

    public static InputException Refuse(SourceLocation at, string what) =>
        new("MS1340", $"{what} cannot be compiled: this C code is none of the idioms that are known", "write it in NMODL; for random numbers declare 'RANDOM rng' and call random_uniform(rng)", at);

    /// <summary>A FUNCTION that yields a random number drawn in C.</summary>
    private static NmodlRoutine? Drawing(NmodlRoutine function, Dictionary<string, NmodlName> streams)
    {
        string text = string.Concat(NmodlWalk.Statements(function.Body).OfType<Verbatim>().Select(v => v.Text));
        if (Draw().Match(WithoutComments(text)) is not { Success: true } draw) return null;
        // nrn_random_pick draws from what hoc has chosen: comments say which, otherwise it is uniform.
        string kind = text.Contains("negexp", StringComparison.OrdinalIgnoreCase) ? "random_negexp" : text.Contains("normal", StringComparison.OrdinalIgnoreCase) ? "random_normal"
            : draw.Value.Contains("ipick", StringComparison.Ordinal) ? "random_ipick" : "random_uniform";
        string stream = Generator().Match(text) is { Success: true } name ? name.Groups[1].Value : RandomCall.Unnamed;
        streams.TryAdd(stream, new NmodlName(function.At, stream));
        var value = new Call(function.At, kind, [new VariableRef(function.At, stream)]);
        return function with { Body = new Block(function.Body.At, [new Assign(function.At, new VariableRef(function.At, function.Name), value)]) };
    }

    private static Block Known(Block block, string title)
    {
        if (!NmodlWalk.Statements(block).Any(s => s is Verbatim)) return block;
        return block with { Statements = [.. block.Statements.SelectMany(Replaced)] };

        IEnumerable<NmodlStatement> Replaced(NmodlStatement statement)
        {
            switch (statement)
            {
                case Verbatim code:
                    string text = WithoutComments(code.Text).Trim();
                    if (text.Length == 0 || SetUp().IsMatch(text)) return [];
                    return Leave().IsMatch(text) ? [new Return(code.At)] : [code with { Title = title }];
                case If branch: return [branch with { Then = Known(branch.Then, title), Else = branch.Else is { } otherwise ? Known(otherwise, title) : null }];
                case While loop: return [loop with { Body = Known(loop.Body, title) }];
                case From loop: return [loop with { Body = Known(loop.Body, title) }];
                case NestedBlock nested: return [nested with { Body = Known(nested.Body, title) }];
                case ForNetcons loop: return [loop with { Body = Known(loop.Body, title) }];
                default: return [statement];
            }
        }
    }

    /// <summary>Whether C code outside blocks only declares, or defines what CoreNEURON calls to save a generator.</summary>
    private static bool IsDeclaration(string text)
    {
        string rest = WithoutComments(text);
        while (CoreFunction().Match(rest) is { Success: true } function)
        {
            int end = function.Index + function.Length;
            for (int depth = 1; depth > 0 && end < rest.Length; end++) depth += rest[end] == '{' ? 1 : rest[end] == '}' ? -1 : 0;
            rest = rest.Remove(function.Index, end - function.Index);
        }
        return Declaration().Replace(rest, "").Trim().Length == 0;
    }

    private static string WithoutComments(string text) => Comment().Replace(text, "");

    [GeneratedRegex(@"/\*.*?\*/|//[^\n]*|^[ \t]*#[^\n]*", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\bnrn_random_pick\s*\(|\bnrnran123_(dblpick|negexp|normal|ipick)\s*\(")]
    private static partial Regex Draw();

    /// <summary>The pointer to a generator, as C code names it.</summary>
    [GeneratedRegex(@"_p_(\w+)")]
    private static partial Regex Generator();

    /// <summary>A generator set to its start, with or without the condition that there is one.</summary>
    [GeneratedRegex(@"^(if\s*\([^{}]*\)\s*)?\{?\s*nrnran123_setseq\s*\([^;]*;\s*\}?$")]
    private static partial Regex SetUp();

    [GeneratedRegex(@"^return\s*(0(\.0*)?)?\s*;$")]
    private static partial Regex Leave();

    [GeneratedRegex(@"\b(static\s+)?void\s+bbcore_(read|write)\s*\([^{}]*\)\s*\{")]
    private static partial Regex CoreFunction();

    /// <summary>A prototype, or a variable.</summary>
    [GeneratedRegex(@"\b(extern|static|typedef|double|int|void|float|char|struct|unsigned|long|size_t|Rand|nrnran123_State)\b[^;{}=]*(=\s*[\w.+-]+\s*)?;")]
    private static partial Regex Declaration();
}

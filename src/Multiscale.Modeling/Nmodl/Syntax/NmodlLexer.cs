using System.Globalization;
using System.Text.RegularExpressions;

namespace Multiscale.Modeling;

/// <summary>Splits a mod file into words; drops comments, follows INCLUDE, replaces the names of DEFINE.</summary>
internal sealed partial class NmodlLexer
{
    private static readonly string[] LongSymbols = ["<->", "->", "<<", "<=", ">=", "==", "!=", "&&", "||"];

    private readonly NmodlErrors errors;
    private readonly Dictionary<string, Token> defined = [];
    private readonly List<Token> tokens = [];
    private readonly List<string> open = [];

    private NmodlLexer(NmodlErrors errors) => this.errors = errors;

    public static List<Token> Read(string text, string fileName, NmodlErrors errors)
    {
        var lexer = new NmodlLexer(errors);
        var source = new NmodlSource(fileName, text);
        lexer.Scan(source);
        lexer.tokens.Add(new Token(TokenKind.End, "", source, text.TrimEnd().Length, text.Length));
        return lexer.tokens;
    }

    private void Scan(NmodlSource source)
    {
        errors.Know(source);
        open.Add(Path.GetFullPath(source.FileName));
        string text = source.Text;
        bool first = true; // no word stands before this one on its line
        for (int at = 0; at < text.Length;)
        {
            char c = text[at];
            if (c == '\n') { first = true; at++; continue; }
            if (char.IsWhiteSpace(c)) { at++; continue; }
            if (c is ':' or '?') { at = LineEnd(text, at); continue; }
            int start = at;
            if (char.IsAsciiLetter(c) || c == '_')
            {
                while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_')) at++;
                at = Word(source, start, at, first);
            }
            else if (char.IsAsciiDigit(c) || (c == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))
            {
                at += Number().Match(text, at).Length;
                double value = double.Parse(text.AsSpan(start, at - start), NumberStyles.Float, CultureInfo.InvariantCulture);
                tokens.Add(new Token(TokenKind.Number, text[start..at], source, start, at, value, FirstOnLine: first));
            }
            else if (c == '"')
            {
                int close = at + 1;
                while (close < text.Length && text[close] is not ('"' or '\n')) close += text[close] == '\\' ? 2 : 1;
                if (close >= text.Length || text[close] == '\n')
                {
                    errors.Add("MS1300", source.Locate(at), "this text in quotes has no end on its line", "close it with '\"'");
                    close = Math.Min(close, text.Length) - 1;
                }
                at = close + 1;
                tokens.Add(new Token(TokenKind.Text, text[(start + 1)..Math.Max(start + 1, close)], source, start, at, FirstOnLine: first));
            }
            else
            {
                string symbol = LongSymbols.FirstOrDefault(s => string.CompareOrdinal(text, start, s, 0, s.Length) == 0) ?? c.ToString();
                at += symbol.Length;
                tokens.Add(new Token(TokenKind.Symbol, symbol, source, start, at, FirstOnLine: first));
            }
            first = false;
        }
        open.RemoveAt(open.Count - 1);
    }

    /// <summary>A name or a word the lexer itself obeys; returns where to go on.</summary>
    private int Word(NmodlSource source, int start, int end, bool first)
    {
        string text = source.Text, word = text[start..end];
        switch (word)
        {
            case "COMMENT":
                return Closing(source, start, end, "ENDCOMMENT", out _);
            case "VERBATIM":
                int after = Closing(source, start, end, "ENDVERBATIM", out string code);
                tokens.Add(new Token(TokenKind.Verbatim, code, source, start, after, FirstOnLine: first));
                return after;
            case "TITLE":
                int stop = LineEnd(text, end);
                tokens.Add(new Token(TokenKind.Title, text[end..stop].Trim(), source, start, stop, FirstOnLine: first));
                return stop;
            case "INCLUDE":
                return Include(source, start, end);
            case "DEFINE":
                var definition = Definition().Match(text, end);
                if (definition.Success)
                {
                    string name = definition.Groups[1].Value, value = definition.Groups[2].Value;
                    defined[name] = new Token(TokenKind.Number, value, source, start, end, double.Parse(value, CultureInfo.InvariantCulture));
                    return end + definition.Length;
                }
                errors.Add("MS1302", source.Locate(start), "expected a name and a whole number after DEFINE", "write 'DEFINE N 10'");
                return LineEnd(text, end);
        }
        if (defined.TryGetValue(word, out var number))
        {
            tokens.Add(number with { Source = source, Start = start, End = end, FirstOnLine = first });
            return end;
        }
        if (word is "if" or "else" or "while") word = word.ToUpperInvariant(); // the keywords that NEURON also takes in small letters
        int primes = 0;
        while (end + primes < text.Length && text[end + primes] == '\'') primes++;
        tokens.Add(new Token(TokenKind.Name, word, source, start, end + primes, Primes: primes, FirstOnLine: first));
        return end + primes;
    }

    private int Include(NmodlSource source, int start, int end)
    {
        var name = IncludeName().Match(source.Text, end);
        if (!name.Success)
        {
            errors.Add("MS1302", source.Locate(start), "expected a file name in quotes after INCLUDE", "write 'INCLUDE \"file.inc\"'");
            return LineEnd(source.Text, end);
        }
        string path = Path.Combine(Path.GetDirectoryName(source.FileName) ?? "", name.Groups[1].Value);
        if (open.Contains(Path.GetFullPath(path)))
            errors.Add("MS1307", source.Locate(start), $"'{name.Groups[1].Value}' includes itself", "remove this INCLUDE");
        else if (!File.Exists(path))
            errors.Add("MS1307", source.Locate(start), $"no file '{path}'", "give a path relative to the folder of this file");
        else
            Scan(new NmodlSource(path, File.ReadAllText(path)));
        return end + name.Length;
    }

    /// <summary>Goes past <paramref name="word"/>, first on its line or else anywhere.</summary>
    private int Closing(NmodlSource source, int start, int from, string word, out string content)
    {
        string text = source.Text;
        var found = Regex.Match(text[from..], $@"^[ \t]*{word}\b", RegexOptions.Multiline);
        if (!found.Success) found = Regex.Match(text[from..], $@"\b{word}\b");
        if (!found.Success)
        {
            errors.Add("MS1301", source.Locate(start), $"{word["END".Length..]} without {word}", $"add a line '{word}'");
            content = text[from..];
            return text.Length;
        }
        content = text.Substring(from, found.Index);
        return from + found.Index + found.Length;
    }

    private static int LineEnd(string text, int from)
    {
        int end = text.IndexOf('\n', from);
        return end < 0 ? text.Length : end;
    }

    [GeneratedRegex(@"\G(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")]
    private static partial Regex Number();

    [GeneratedRegex(@"\G\s+([A-Za-z_]\w*)\s+(\d+)")]
    private static partial Regex Definition();

    [GeneratedRegex("\\G\\s*\"([^\"\\n]+)\"")]
    private static partial Regex IncludeName();
}

using Multiscale.Core;

namespace Multiscale.Modeling;

internal enum TokenKind { Name, Number, Text, Symbol, Title, Verbatim, End }

/// <summary>A file the parser reads: the mod file or one it includes.</summary>
internal sealed class NmodlSource(string fileName, string text)
{
    private readonly int[] lineStarts = [0, .. Enumerable.Range(0, text.Length).Where(i => text[i] == '\n').Select(i => i + 1)];

    public string FileName => fileName;

    public string Text => text;

    public SourceLocation Locate(int offset)
    {
        int line = Array.BinarySearch(lineStarts, offset);
        if (line < 0) line = ~line - 1;
        return new SourceLocation(fileName, line + 1, offset - lineStarts[line] + 1);
    }

    /// <summary>The line of a location, without leading and trailing blanks.</summary>
    public string Excerpt(SourceLocation at) => at.Line < 1 || at.Line > lineStarts.Length ? ""
        : text[lineStarts[at.Line - 1]..(at.Line < lineStarts.Length ? lineStarts[at.Line] : text.Length)].Trim();
}

/// <summary>A word of the text. Name: Text and Primes (m' has one). Number: Value. Title, Verbatim, Text: the content.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, NmodlSource Source, int Start, int End, double Value = 0, int Primes = 0, bool FirstOnLine = false)
{
    public SourceLocation At => Source.Locate(Start);

    public bool Is(string text) => Kind is TokenKind.Symbol or TokenKind.Name && Primes == 0 && Text == text;

    public bool IsInteger => Kind == TokenKind.Number && Text.All(char.IsAsciiDigit);

    /// <summary>As an error message calls it.</summary>
    public string Described => Kind switch
    {
        TokenKind.End => "the end of the file",
        TokenKind.Text => "a text in quotes",
        TokenKind.Title => "TITLE",
        TokenKind.Verbatim => "VERBATIM",
        _ => $"'{Text}{new string('\'', Primes)}'",
    };
}

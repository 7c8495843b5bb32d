using System.Collections.Frozen;
using System.Globalization;

namespace Multiscale.Core;

/// <summary>A unit of measure: its text, its dimension and its size in SI base units.</summary>
public sealed record Unit(string Text, Dimension Dimension, double Scale)
{
    public static Unit One { get; } = new("1", Dimension.None, 1);

    /// <summary>Multiply a value in this unit by this factor to have it in <paramref name="other"/>.</summary>
    /// <exception cref="InputException">The dimensions differ.</exception>
    public double FactorTo(Unit other) => Dimension == other.Dimension
        ? Scale / other.Scale
        : throw new InputException("MS0102", $"unit '{Text}' does not fit '{other.Text}'", $"give a value in '{other.Text}' or a unit of the same dimension");

    public override string ToString() => Text;

    /// <summary>Parses products and quotients of prefixed units, such as <c>um^2/ms</c>, <c>mA/cm2</c>, <c>1/s</c>, <c>uS</c>.</summary>
    /// <exception cref="InputException">A symbol is unknown.</exception>
    public static Unit Parse(string text) => TryParse(text, out var unit)
        ? unit
        : throw new InputException("MS0103", $"unknown unit '{text}'", "use SI units with prefixes, such as ms, um^2/ms, mM, uS, mA/cm2, Ohm*cm");

    public static bool TryParse(string text, out Unit unit)
    {
        unit = One;
        var dimension = Dimension.None;
        double scale = 1;
        int sign = 1, at = 0;
        bool expectFactor = true;
        while (at < text.Length)
        {
            char c = text[at];
            if (c is ' ' or '*' or '·') { at++; continue; }
            if (c == '/')
            {
                if (expectFactor && sign < 0) return false;
                sign = -1; at++; expectFactor = true; continue;
            }
            if (c == '1' && (at + 1 == text.Length || text[at + 1] is '/' or ' ' or '*')) { at++; expectFactor = false; continue; }
            int start = at;
            while (at < text.Length && (char.IsLetter(text[at]) || text[at] == '%')) at++;
            if (at == start || !TrySymbol(text[start..at], out var symbol)) return false;
            if (at < text.Length && text[at] == '^') at++;
            int digits = at;
            if (at < text.Length && text[at] is '-' or '+') at++;
            while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
            int power = 1;
            if (at > digits && !int.TryParse(text[digits..at], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out power)) return false;
            dimension *= symbol.Dimension.Power(sign * power);
            scale *= Math.Pow(symbol.Scale, sign * power);
            expectFactor = false;
        }
        if (expectFactor) return false;
        unit = new Unit(text, dimension, scale);
        return true;
    }

    private static bool TrySymbol(string text, out (Dimension Dimension, double Scale) symbol)
    {
        if (Symbols.TryGetValue(text, out symbol)) return true;
        if (text.Length < 2 || !Prefixes.TryGetValue(text[0], out double prefix) || !Symbols.TryGetValue(text[1..], out symbol)) return false;
        symbol.Scale *= prefix;
        return true;
    }

    private static readonly FrozenDictionary<char, double> Prefixes = new Dictionary<char, double>
    {
        ['a'] = 1e-18, ['f'] = 1e-15, ['p'] = 1e-12, ['n'] = 1e-9, ['u'] = 1e-6, ['µ'] = 1e-6, ['μ'] = 1e-6,
        ['m'] = 1e-3, ['c'] = 1e-2, ['d'] = 1e-1, ['k'] = 1e3, ['M'] = 1e6, ['G'] = 1e9,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, (Dimension Dimension, double Scale)> Symbols = Base();

    private static FrozenDictionary<string, (Dimension, double)> Base()
    {
        static Dimension D(int length = 0, int mass = 0, int time = 0, int current = 0, int amount = 0, int temperature = 0) =>
            new((sbyte)length, (sbyte)mass, (sbyte)time, (sbyte)current, (sbyte)amount, (sbyte)temperature);
        return new Dictionary<string, (Dimension, double)>
        {
            ["%"] = (D(), 1e-2),
            ["m"] = (D(length: 1), 1), ["um"] = (D(length: 1), 1e-6), ["micron"] = (D(length: 1), 1e-6),
            ["L"] = (D(length: 3), 1e-3), ["l"] = (D(length: 3), 1e-3),
            ["g"] = (D(mass: 1), 1e-3), ["N"] = (D(1, 1, -2), 1), ["J"] = (D(2, 1, -2), 1), ["W"] = (D(2, 1, -3), 1),
            ["Pa"] = (D(-1, 1, -2), 1), ["mmHg"] = (D(-1, 1, -2), 133.322387415),
            ["s"] = (D(time: 1), 1), ["min"] = (D(time: 1), 60), ["h"] = (D(time: 1), 3600), ["Hz"] = (D(time: -1), 1),
            ["A"] = (D(current: 1), 1), ["C"] = (D(time: 1, current: 1), 1),
            ["V"] = (D(2, 1, -3, -1), 1), ["S"] = (D(-2, -1, 3, 2), 1), ["Ohm"] = (D(2, 1, -3, -2), 1), ["ohm"] = (D(2, 1, -3, -2), 1),
            ["F"] = (D(-2, -1, 4, 2), 1),
            ["mol"] = (D(amount: 1), 1), ["M"] = (D(length: -3, amount: 1), 1e3),
            // Temperatures carry no offset here: degC is only ever read as degC.
            ["K"] = (D(temperature: 1), 1), ["degC"] = (D(temperature: 1), 1),
        }.ToFrozenDictionary();
    }
}

using System.Collections.Frozen;
using System.Globalization;

namespace Multiscale.Core;

/// <summary>A unit of measure: its text, its dimension and its size in SI base units.</summary>
public sealed record Unit(string Text, Dimension Dimension, double Scale)
{
    private const int HighestPower = 12;

    public static Unit One { get; } = new("1", Dimension.None, 1);

    /// <summary>Multiply a value in this unit by this factor to have it in <paramref name="other"/>.</summary>
    /// <exception cref="InputException">The dimensions differ.</exception>
    public double FactorTo(Unit other) => Dimension == other.Dimension
        ? Scale / other.Scale
        : throw new InputException("MS0102", $"unit '{Text}' does not fit '{other.Text}'", $"give a value in '{other.Text}' or a unit of the same dimension");

    public override string ToString() => Text;

    /// <summary>
    /// Parses products and quotients of prefixed units, such as <c>um^2/ms</c>, <c>mA/cm2</c>, <c>1/s</c>, <c>uS</c>. They are taken from left to right, as
    /// UDUNITS and every calculator do: <c>mS/cm2*ms</c> is (mS/cm2)*ms; brackets say otherwise, <c>mS/(cm2*ms)</c>. A space multiplies.
    /// </summary>
    /// <exception cref="InputException">A symbol is unknown.</exception>
    public static Unit Parse(string text) => TryParse(text, out var unit)
        ? unit
        : throw new InputException("MS0103", $"unknown unit '{text}'", "use SI units with prefixes, such as ms, um^2/ms, mM, uS, mA/cm2, Ohm*cm");

    public static bool TryParse(string text, out Unit unit)
    {
        int at = 0;
        bool read = TryProduct(text, ref at, out var size) && at == text.Length;
        unit = read ? new Unit(text, size.Dimension, size.Scale) : One;
        return read;
    }

    /// <summary>Factors up to the end or a closing bracket.</summary>
    private static bool TryProduct(string text, ref int at, out (Dimension Dimension, double Scale) product)
    {
        product = (Dimension.None, 1);
        for (bool any = false; ; any = true)
        {
            int sign = TakeOperator(text, ref at);
            if (at == text.Length || text[at] == ')') return any && sign == 0;
            if (!TryFactor(text, ref at, out var factor)) return false;
            int power = TakePower(text, ref at);
            if (power == 0) return false;
            if (sign < 0) power = -power;
            product.Dimension *= factor.Dimension.Power(power);
            product.Scale *= Math.Pow(factor.Scale, power);
        }
    }

    /// <summary>1 for a product, -1 for a quotient, 0 for neither; spaces around it are passed.</summary>
    private static int TakeOperator(string text, ref int at)
    {
        int sign = 0;
        for (; at < text.Length; at++)
        {
            if (text[at] == ' ') continue;
            if (sign != 0 || text[at] is not ('*' or '·' or '/')) break;
            sign = text[at] == '/' ? -1 : 1;
        }
        return sign;
    }

    private static bool TryFactor(string text, ref int at, out (Dimension Dimension, double Scale) factor)
    {
        factor = (Dimension.None, 1);
        if (text[at] == '(')
        {
            at++;
            return TryProduct(text, ref at, out factor) && at < text.Length && text[at++] == ')';
        }
        if (text[at] == '1' && (at + 1 == text.Length || text[at + 1] is '/' or ' ' or '*' or '·' or ')'))
        {
            at++;
            return true;
        }
        int start = at;
        while (at < text.Length && (char.IsLetter(text[at]) || text[at] == '%')) at++;
        return TrySymbol(text[start..at], out factor);
    }

    /// <summary>The exponent after a factor, 1 where there is none, 0 where it is no whole number, too high or 0.</summary>
    private static int TakePower(string text, ref int at)
    {
        bool marked = at < text.Length && text[at] == '^';
        if (marked) at++;
        int start = at;
        if (at < text.Length && text[at] is '-' or '+') at++;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        if (at == start) return marked ? 0 : 1;
        // Beyond the highest power, a dimension would leave its range.
        return int.TryParse(text[start..at], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int power) && power is >= -HighestPower and <= HighestPower ? power : 0;
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

using System.Globalization;

namespace Multiscale.Core;

/// <summary>Reads texts such as <c>2.5 ms</c> once, at the edge; kernels hold bare doubles.</summary>
public static class Quantity
{
    /// <summary>The value of <paramref name="text"/> in <paramref name="expected"/>; a bare number is accepted only for the unit <c>1</c>.</summary>
    /// <exception cref="InputException">Not a finite number, no unit, or a unit of another dimension.</exception>
    public static double Parse(string text, Unit expected)
    {
        int split = 0;
        string trimmed = text.Trim();
        while (split < trimmed.Length && (char.IsAsciiDigit(trimmed[split]) || trimmed[split] is '.' or '+' or '-'
            || (trimmed[split] is 'e' or 'E' && split + 1 < trimmed.Length && (char.IsAsciiDigit(trimmed[split + 1]) || trimmed[split + 1] is '-' or '+')))) split++;
        if (!double.TryParse(trimmed[..split], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
            throw new InputException("MS0104", $"'{text}' is not a finite number with a unit", $"write a number and a unit, for example '1 {expected}'");
        string unit = trimmed[split..].Trim();
        if (unit.Length == 0)
            return expected.Dimension == Dimension.None
                ? value
                : throw new InputException("MS0105", $"'{text}' has no unit", $"add a unit, for example '{trimmed} {expected}'");
        return value * Unit.Parse(unit).FactorTo(expected);
    }
}

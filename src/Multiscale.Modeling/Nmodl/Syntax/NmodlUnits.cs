using System.Globalization;
using Multiscale.Core;

namespace Multiscale.Modeling;

/// <summary>Units as the UNITS block writes them (k-mole, joule/degC, milli/liter, um2): numbers times powers of m, kg, s, C, K.</summary>
/// <remarks>The mole counts particles and the kelvin is a degree, so that (k-mole) is the gas constant and (faraday) a charge.</remarks>
internal sealed class NmodlUnits
{
    /// <summary>Size in SI and the exponents of m, kg, s, C, K.</summary>
    private readonly record struct Size(double Factor, int Metre, int Kilogram, int Second, int Coulomb, int Kelvin)
    {
        public Size Times(Size other, int power) => new(Factor * Math.Pow(other.Factor, power), Metre + power * other.Metre, Kilogram + power * other.Kilogram,
            Second + power * other.Second, Coulomb + power * other.Coulomb, Kelvin + power * other.Kelvin);

        public bool Fits(Size other) => this with { Factor = other.Factor } == other;
    }

    private static readonly Size One = new(1, 0, 0, 0, 0, 0), Joule = new(1, 2, 1, -2, 0, 0), Volt = new(1, 2, 1, -2, -1, 0),
        Ampere = new(1, 0, 0, -1, 1, 0), Siemens = new(1, -2, -1, 1, 2, 0), Farad = new(1, -2, -1, 2, 2, 0), Ohm = new(1, 2, 1, -1, -2, 0);

    private const double ElementaryCharge = Constants.Faraday / Constants.Avogadro, Boltzmann = Constants.GasConstant / Constants.Avogadro;

    private static readonly Dictionary<string, double> Prefixes = new()
    {
        ["peta"] = 1e15, ["tera"] = 1e12, ["giga"] = 1e9, ["mega"] = 1e6, ["kilo"] = 1e3, ["hecto"] = 1e2, ["deka"] = 10, ["deci"] = 0.1, ["centi"] = 1e-2,
        ["milli"] = 1e-3, ["micro"] = 1e-6, ["nano"] = 1e-9, ["pico"] = 1e-12, ["femto"] = 1e-15, ["atto"] = 1e-18,
        ["T"] = 1e12, ["G"] = 1e9, ["M"] = 1e6, ["k"] = 1e3, ["d"] = 0.1, ["c"] = 1e-2, ["m"] = 1e-3, ["u"] = 1e-6, ["n"] = 1e-9, ["p"] = 1e-12, ["f"] = 1e-15, ["a"] = 1e-18,
    };

    private readonly Dictionary<string, Size> known = new()
    {
        ["1"] = One, ["pi"] = new(Math.PI, 0, 0, 0, 0, 0), ["two"] = new(2, 0, 0, 0, 0, 0), ["%"] = new(0.01, 0, 0, 0, 0, 0), ["percent"] = new(0.01, 0, 0, 0, 0, 0),
        ["mole"] = new(Constants.Avogadro, 0, 0, 0, 0, 0), ["mol"] = new(Constants.Avogadro, 0, 0, 0, 0, 0),
        ["faraday"] = new(Constants.Faraday, 0, 0, 0, 1, 0), ["e"] = new(ElementaryCharge, 0, 0, 0, 1, 0),
        ["k"] = new(Boltzmann, 2, 1, -2, 0, -1), ["boltzmann"] = new(Boltzmann, 2, 1, -2, 0, -1),
        ["R"] = new(Constants.GasConstant, 2, 1, -2, 0, -1), ["gasconstant"] = new(Constants.GasConstant, 2, 1, -2, 0, -1),
        ["m"] = new(1, 1, 0, 0, 0, 0), ["meter"] = new(1, 1, 0, 0, 0, 0), ["metre"] = new(1, 1, 0, 0, 0, 0), ["micron"] = new(1e-6, 1, 0, 0, 0, 0), ["angstrom"] = new(1e-10, 1, 0, 0, 0, 0),
        ["liter"] = new(1e-3, 3, 0, 0, 0, 0), ["litre"] = new(1e-3, 3, 0, 0, 0, 0), ["l"] = new(1e-3, 3, 0, 0, 0, 0), ["cc"] = new(1e-6, 3, 0, 0, 0, 0),
        ["g"] = new(1e-3, 0, 1, 0, 0, 0), ["gm"] = new(1e-3, 0, 1, 0, 0, 0), ["gram"] = new(1e-3, 0, 1, 0, 0, 0),
        ["s"] = new(1, 0, 0, 1, 0, 0), ["sec"] = new(1, 0, 0, 1, 0, 0), ["second"] = new(1, 0, 0, 1, 0, 0), ["minute"] = new(60, 0, 0, 1, 0, 0), ["min"] = new(60, 0, 0, 1, 0, 0),
        ["hour"] = new(3600, 0, 0, 1, 0, 0), ["hertz"] = new(1, 0, 0, -1, 0, 0), ["Hz"] = new(1, 0, 0, -1, 0, 0),
        ["coul"] = new(1, 0, 0, 0, 1, 0), ["coulomb"] = new(1, 0, 0, 0, 1, 0), ["C"] = new(1, 0, 0, 0, 1, 0),
        ["K"] = new(1, 0, 0, 0, 0, 1), ["kelvin"] = new(1, 0, 0, 0, 0, 1), ["degC"] = new(1, 0, 0, 0, 0, 1), ["degK"] = new(1, 0, 0, 0, 0, 1),
        ["newton"] = new(1, 1, 1, -2, 0, 0), ["N"] = new(1, 1, 1, -2, 0, 0), ["joule"] = Joule, ["J"] = Joule, ["watt"] = Joule.Times(new(1, 0, 0, 1, 0, 0), -1),
        ["volt"] = Volt, ["V"] = Volt, ["amp"] = Ampere, ["ampere"] = Ampere, ["A"] = Ampere, ["ohm"] = Ohm, ["mho"] = Siemens, ["siemens"] = Siemens, ["S"] = Siemens,
        ["farad"] = Farad, ["F"] = Farad, ["radian"] = One, ["rad"] = One, ["degree"] = new(Math.PI / 180, 0, 0, 0, 0, 0),
    };

    /// <summary>Makes <paramref name="name"/> a unit; false when <paramref name="text"/> is unknown.</summary>
    public bool Define(string name, string text)
    {
        if (Read(text) is not { } size) return false;
        known[name] = size;
        return true;
    }

    /// <summary>How many <paramref name="to"/> one <paramref name="from"/> is; null, with the problem, when they do not fit.</summary>
    public double? Factor(string from, string to, out string problem)
    {
        problem = "";
        if (Read(from) is not { } a) problem = $"unit '{from}' is unknown";
        else if (Read(to) is not { } b) problem = $"unit '{to}' is unknown";
        else if (!a.Fits(b)) problem = $"unit '{from}' does not fit '{to}'";
        else return Exact(a.Factor / b.Factor);
        return null;
    }

    /// <summary>A product such as k-mole is the gas constant but for the last bit.</summary>
    private static double Exact(double value) => value switch
    {
        _ when Math.Abs(value / Constants.GasConstant - 1) < 1e-14 => Constants.GasConstant,
        _ when Math.Abs(value / Constants.Faraday - 1) < 1e-14 => Constants.Faraday,
        _ => value,
    };

    private Size? Read(string text)
    {
        var size = One;
        int sign = 1;
        for (int at = 0; at < text.Length;)
        {
            char c = text[at];
            if (c == '/') { sign = -1; at++; continue; }
            if (char.IsWhiteSpace(c) || c is '-' or '*' or '^') { at++; continue; }
            int start = at;
            if (char.IsAsciiDigit(c) || c == '.')
            {
                while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] is '.' or 'e' or '+' or '|' || (text[at] == '-' && text[at - 1] == 'e'))) at++;
                if (!double.TryParse(text[start..at], NumberStyles.Float, CultureInfo.InvariantCulture, out double number)) return null;
                size = size.Times(One with { Factor = number }, sign);
                continue;
            }
            while (at < text.Length && (char.IsLetter(text[at]) || text[at] is '_' or '%')) at++;
            if (at == start || Symbol(text[start..at]) is not { } symbol) return null;
            if (at < text.Length && text[at] == '^') at++;
            int digits = at, power = 1;
            if (at + 1 < text.Length && text[at] == '-' && char.IsAsciiDigit(text[at + 1])) at++;
            while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
            if (at > digits && !int.TryParse(text[digits..at], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out power)) return null;
            size = size.Times(symbol, sign * power);
        }
        return size;
    }

    private Size? Symbol(string name)
    {
        if (known.TryGetValue(name, out var size)) return size;
        if (name.Length > 3 && name.EndsWith('s') && known.TryGetValue(name[..^1], out size)) return size;
        if (Prefixes.TryGetValue(name, out double alone)) return One with { Factor = alone };
        foreach (var (prefix, factor) in Prefixes)
            if (name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.Ordinal)
                && (known.TryGetValue(name[prefix.Length..], out size) || (name.EndsWith('s') && name.Length > prefix.Length + 2 && known.TryGetValue(name[prefix.Length..^1], out size))))
                return size with { Factor = size.Factor * factor };
        return null;
    }
}

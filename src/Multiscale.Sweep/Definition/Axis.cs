using System.Globalization;
using System.Text.RegularExpressions;
using Multiscale.Core;

namespace Multiscale.Sweep;

/// <summary>One parameter of a sweep: the values of a grid axis, or the range of a sampled one.</summary>
public sealed partial class Axis
{
    private Axis(string name, string parameter, AxisKind kind, Unit unit, double[] values, double from, double to, string[]? words = null)
    {
        (Name, Parameter, Kind, Unit, Values, From, To, Words) = (name, parameter, kind, unit, values, from, to, words);
    }

    public string Name { get; }

    /// <summary>Key path in the base case.</summary>
    public string Parameter { get; }

    public AxisKind Kind { get; }

    /// <summary>The unit of all values; that of the first one written.</summary>
    public Unit Unit { get; }

    /// <summary>Grid values [unit]; empty for a sampled axis; indices into <see cref="Words"/> for words.</summary>
    public double[] Values { get; }

    public double From { get; }

    public double To { get; }

    /// <summary>The values of a list that are not quantities.</summary>
    public string[]? Words { get; }

    public bool Sampled => Kind is AxisKind.Random or AxisKind.Sobol;

    /// <summary>A value as the base case would say it: `0.4`, `60 pA`, `heun`.</summary>
    public string TextOf(double value) => Words is not null ? Words[(int)value]
        : value.ToString("R", CultureInfo.InvariantCulture) + (Unit.Dimension == Dimension.None && Unit.Scale == 1 ? "" : " " + Unit.Text);

    /// <exception cref="InputException">Values are missing, unreadable or of different dimensions.</exception>
    public static Axis Of(string name, AxisOptions options, int? round)
    {
        string parameter = options.Parameter ?? name;
        double Rounded(double x) => round is { } digits ? Math.Round(x, digits, MidpointRounding.ToEven) : x;
        if (options.Kind == AxisKind.List)
        {
            if (options.Values.Count == 0) throw Fault(name, "has no values", "give `values: [...]`");
            if (!Number().IsMatch(options.Values[0]))
                return new Axis(name, parameter, options.Kind, Unit.One, [.. Enumerable.Range(0, options.Values.Count).Select(i => (double)i)], 0, 0, [.. options.Values]);
            var unit = UnitOf(name, options.Values[0]);
            return new Axis(name, parameter, options.Kind, unit, [.. options.Values.Select(v => Rounded(Quantity.Parse(v, unit)))], 0, 0);
        }
        if (options.From is null || options.To is null) throw Fault(name, "has no range", "give `from` and `to`");
        var common = UnitOf(name, options.From);
        double from = Quantity.Parse(options.From, common), to = Quantity.Parse(options.To, common);
        if (options.Kind != AxisKind.Linspace) return new Axis(name, parameter, options.Kind, common, [], from, to);
        if (options.Count is not { } count) throw Fault(name, "has no number of values", "give `count`");
        var values = new double[count];
        // The last value is written, not computed: 0.1 + 9 * 0.1 is not 1.
        for (int i = 0; i < count; i++) values[i] = Rounded(i == count - 1 && i > 0 ? to : from + i * ((to - from) / Math.Max(1, count - 1)));
        return new Axis(name, parameter, options.Kind, common, values, from, to);
    }

    private static Unit UnitOf(string axis, string text)
    {
        var match = Number().Match(text);
        if (!match.Success) throw Fault(axis, $"has the value '{text}', which is no quantity", "write a number, with its unit where it has one");
        string unit = text[match.Length..].Trim();
        return unit.Length == 0 ? Unit.One : Unit.Parse(unit);
    }

    private static InputException Fault(string axis, string what, string remedy) => new("MS1601", $"the axis '{axis}' {what}", remedy);

    [GeneratedRegex(@"^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")]
    private static partial Regex Number();
}

using System.Globalization;
using Multiscale.Core;

namespace Multiscale.Diffusion;

/// <summary>Where a molecule of a surface reaction is.</summary>
public enum Side
{
    /// <summary>In the cell itself: the tetrahedron of a volume reaction, the triangle of a surface reaction.</summary>
    Here,

    /// <summary>In the tetrahedron on the inner side of the triangle.</summary>
    Inner,

    /// <summary>In the tetrahedron on the outer side of the triangle.</summary>
    Outer,
}

/// <summary>So many molecules of a species on one side.</summary>
public readonly record struct Term(string Species, int Count, Side Side);

/// <summary>
/// A reaction as it is written: <c>A + B &lt;-&gt; C</c>, <c>2 A -&gt; C</c>, <c>0 -&gt; A in cytosol</c>, <c>Ca(inner) + R &lt;-&gt; RCa on memb</c>.
/// </summary>
/// <param name="Places">Names behind <c>in</c> (compartments) or <c>on</c> (patches); empty where nothing is said.</param>
public sealed record Equation(string Text, IReadOnlyList<Term> Left, IReadOnlyList<Term> Right, bool Reversible, bool OnSurface, IReadOnlyList<string> Places)
{
    private const int HighestOrder = 4;

    /// <summary>Molecules on the left.</summary>
    public int Order => Left.Sum(t => t.Count);

    /// <summary>Molecules on the right.</summary>
    public int BackwardOrder => Right.Sum(t => t.Count);

    /// <exception cref="InputException">MS0520: the text is no reaction.</exception>
    public static Equation Parse(string text, SourceLocation? location = null)
    {
        InputException Wrong(string what) => new("MS0520", $"'{text}' is no reaction: {what}", "write for example 'A + B <-> C', '2 A -> C in cytosol', '0 -> A' or 'Ca(inner) + R -> RCa on memb'", location);
        string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        int end = Array.FindIndex(words, w => w is "in" or "on");
        bool onSurface = end >= 0 && words[end] == "on";
        string[] places = end < 0 ? [] : string.Join(' ', words[(end + 1)..]).Split((char[])[' ', ','], StringSplitOptions.RemoveEmptyEntries);
        if (end >= 0 && places.Length == 0) throw Wrong($"'{words[end]}' is followed by no name");
        string equation = string.Join(' ', end < 0 ? words : words[..end]);
        bool reversible = equation.Contains("<->", StringComparison.Ordinal);
        string[] sides = equation.Split(reversible ? "<->" : "->");
        if (sides.Length != 2) throw Wrong("it needs one arrow, -> or <->");
        var left = Terms(sides[0], Wrong);
        var right = Terms(sides[1], Wrong);
        if (left.Count == 0 && right.Count == 0) throw Wrong("nothing on both sides");
        var read = new Equation(text, left, right, reversible, onSurface, places);
        if (read.Order > HighestOrder || (reversible && read.BackwardOrder > HighestOrder)) throw Wrong($"more than {HighestOrder} molecules react at once");
        if (!onSurface && left.Concat(right).Any(t => t.Side != Side.Here)) throw Wrong("inner and outer belong to a surface: say 'on PATCH'");
        return read;
    }

    private static List<Term> Terms(string side, Func<string, InputException> wrong)
    {
        var terms = new List<Term>();
        if (side.Trim() is "0" or "") return side.Trim() == "0" ? terms : throw wrong("write 0 for nothing");
        foreach (string part in side.Split('+', StringSplitOptions.TrimEntries))
        {
            int digits = 0;
            while (digits < part.Length && char.IsAsciiDigit(part[digits])) digits++;
            int count = digits == 0 ? 1 : int.Parse(part[..digits], CultureInfo.InvariantCulture);
            string name = part[digits..].Trim();
            var where = Side.Here;
            if (name.EndsWith(')') && name.IndexOf('(') is > 0 and int open)
            {
                where = name[(open + 1)..^1].Trim() switch { "inner" => Side.Inner, "outer" => Side.Outer, var other => throw wrong($"'({other})' is neither (inner) nor (outer)") };
                name = name[..open].Trim();
            }
            if (!IsName(name) || count < 1) throw wrong($"'{part}' is no species");
            int known = terms.FindIndex(t => t.Species == name && t.Side == where);
            if (known < 0) terms.Add(new Term(name, count, where));
            else terms[known] = terms[known] with { Count = terms[known].Count + count };
        }
        return terms;
    }

    /// <summary>A name that an equation can hold: a letter or underscore, then also digits.</summary>
    public static bool IsName(string name) => name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_') && name.All(c => char.IsLetterOrDigit(c) || c == '_');
}

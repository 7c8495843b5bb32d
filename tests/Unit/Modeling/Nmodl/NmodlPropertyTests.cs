using FsCheck;
using FsCheck.Fluent;
using Multiscale.Core;
using Multiscale.Modeling;

namespace Multiscale.UnitTests;

/// <summary>Any expression, printed, parses back to itself; any damage to a file is told, not thrown at the user.</summary>
public sealed class NmodlPropertyTests
{
    private static readonly SourceLocation Nowhere = new("expression", 1, 1);

    private static Gen<NmodlExpression> Leaf => Gen.OneOf(
        Gen.Choose(0, 1_000_000).Select(n => (NmodlExpression)new NumberLiteral(Nowhere, n / 1000.0)),
        Gen.Elements("v", "m", "gbar", "t").Select(n => (NmodlExpression)new VariableRef(Nowhere, n)));

    private static Gen<NmodlExpression> Tree(int depth) => depth == 0 ? Leaf : Gen.OneOf(
        Leaf,
        Tree(depth - 1).Select(e => (NmodlExpression)new VariableRef(Nowhere, "x", e)),
        from op in Gen.Elements(Enum.GetValues<UnaryOperator>()) from e in Tree(depth - 1) select (NmodlExpression)new Unary(Nowhere, op, e),
        from op in Gen.Elements(Enum.GetValues<BinaryOperator>()) from l in Tree(depth - 1) from r in Tree(depth - 1) select (NmodlExpression)new Binary(Nowhere, op, l, r),
        from op in Gen.Elements(Enum.GetValues<BinaryOperator>()) from l in Tree(depth - 1) from r in Tree(depth - 1) select (NmodlExpression)new Binary(Nowhere, op, l, r),
        from name in Gen.Elements("exp", "f") from a in Tree(depth - 1) from b in Tree(depth - 1) select (NmodlExpression)new Call(Nowhere, name, [a, b]));

    private static bool Same(NmodlExpression a, NmodlExpression b) => (a, b) switch
    {
        (NumberLiteral x, NumberLiteral y) => x.Value == y.Value,
        (VariableRef x, VariableRef y) => x.Name == y.Name && x.Order == y.Order && (x.Index is null ? y.Index is null : y.Index is not null && Same(x.Index, y.Index)),
        (Unary x, Unary y) => x.Operator == y.Operator && Same(x.Operand, y.Operand),
        (Binary x, Binary y) => x.Operator == y.Operator && Same(x.Left, y.Left) && Same(x.Right, y.Right),
        (Call x, Call y) => x.Name == y.Name && x.Arguments.Count == y.Arguments.Count && x.Arguments.Zip(y.Arguments).All(p => Same(p.First, p.Second)),
        _ => false,
    };

    [Fact]
    public void Expression_PrintedAndParsed_IsTheSameTree() =>
        Prop.ForAll(Tree(5).ToArbitrary(), e => Same(e, NmodlParser.ParseExpression(e.ToString()))).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    /// <summary>A file with a span cut out of it either parses or has errors with places; nothing else is thrown.</summary>
    [Fact]
    public void Parse_FileWithAHole_NeverCrashes()
    {
        string[] texts = [.. Directory.GetFiles(ModFiles.Shipped, "*.mod").Order(StringComparer.Ordinal).Select(File.ReadAllText)];
        var holes = from text in Gen.Elements(texts) from start in Gen.Choose(0, text.Length - 1) from length in Gen.Choose(1, 60) select text.Remove(start, Math.Min(length, text.Length - start));
        Prop.ForAll(holes.ToArbitrary(), text =>
        {
            try
            {
                return NmodlParser.Parse(text, "hole.mod").Name.Length > 0;
            }
            catch (InputException e)
            {
                return e.Diagnostics.All(d => d.Location is { Line: > 0, Column: > 0 } && d.Remedy.Length > 0);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }
}

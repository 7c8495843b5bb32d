using Multiscale.Modeling;

namespace Multiscale.UnitTests;

/// <summary>Divisions are the slowest of vector operations: the fewer are printed the better.</summary>
public sealed class DivisionTests
{
    private readonly ExpressionGraph graph = new();

    [Fact]
    public void Print_OneDivisorOfThreeValues_DividesOnce()
    {
        var (a, b, y) = (graph.Symbol("a"), graph.Symbol("b"), graph.Symbol("y"));
        string text = Print(graph.Divide(a, y), graph.Add(a, graph.Divide(b, y)), graph.Divide(graph.One, y));
        Assert.Equal(1, Count(text, "V.One / "));
        Assert.Equal(1, Count(text, " / "));
    }

    [Fact]
    public void Print_CommonDivisor_DividesBeforeTheLoop()
    {
        string text = Print(graph.Divide(graph.Symbol("a"), graph.Symbol("q")));
        Assert.Contains("1 / u", text[..text.IndexOf("for (", StringComparison.Ordinal)]);
        Assert.DoesNotContain(" / ", text[text.IndexOf("for (", StringComparison.Ordinal)..]);
    }

    [Fact]
    public void Divide_FactorOnBothSides_Cancels()
    {
        var (x, y) = (graph.Symbol("a"), graph.Symbol("b"));
        Assert.Same(graph.Divide(graph.One, y), graph.Divide(x, graph.Multiply(x, y)));
        Assert.Same(x, graph.Multiply(graph.Divide(x, y), y));
        Assert.Same(graph.Divide(graph.Number(-0.5), y), graph.Divide(graph.Multiply(graph.Number(2), x), graph.Multiply(graph.Number(-4), graph.Multiply(x, y))));
    }

    private static string Print(params Expression[] values)
    {
        var bindings = new Dictionary<string, Binding>
        {
            ["q"] = new(Residence.Uniform, 0), ["a"] = new(Residence.Column, 0), ["b"] = new(Residence.Column, 1), ["y"] = new(Residence.Column, 2),
            ["r0"] = new(Residence.Column, 3), ["r1"] = new(Residence.Column, 4), ["r2"] = new(Residence.Column, 5),
        };
        var kernel = new Kernel("Test", [.. values.Select((v, i) => new Store($"r{i}", v))], Addressing.Blocks);
        return new VectorPrinter(8).Print([new KernelGroup("T", [kernel], bindings)]);
    }

    private static int Count(string text, string word) => text.Split(word).Length - 1;
}

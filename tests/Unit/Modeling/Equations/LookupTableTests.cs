using Multiscale.Modeling;

namespace Multiscale.UnitTests;

public sealed class LookupTableTests
{
    private static readonly LookupTable Surface = new([-80, -65, -35], [0, 1], [2, 4, 3, 9, 6, 5]);

    [Theory]
    [InlineData(-90, -1, 2.0)]
    [InlineData(-90, 0.5, 3.0)]
    [InlineData(-72.5, 0.25, 3.5)] // half way between 2 + 0.25 x 2 and 3 + 0.25 x 6
    [InlineData(-65, 2, 9.0)]
    [InlineData(0, 0.5, 5.5)]
    [InlineData(double.NaN, 0.5, double.NaN)]
    public void At_TwoArguments_IsLinearInEach(double x, double second, double expected) => Assert.Equal(expected, Surface.At(x, second), 1e-14);

    /// <summary>Oracle: differences within a piece, where the function is linear in each argument; nothing changes beyond the ends.</summary>
    [Theory]
    [InlineData(-70, 0.3)]
    [InlineData(-40, 0.9)]
    [InlineData(-20, 0.4)]
    [InlineData(-70, -3)]
    public void Derivative_TwoArguments_IsThatOfThePiece(double x, double second)
    {
        var graph = new ExpressionGraph();
        var (a, b) = (graph.Symbol("x"), graph.Symbol("s"));
        var table = graph.Lookup(Surface, a, graph.Multiply(graph.Number(2), b));
        double At(Expression e) => ExpressionGraph.Evaluate(e, name => name == "x" ? x : second / 2);
        Assert.Equal((Surface.At(x + 1e-3, second) - Surface.At(x - 1e-3, second)) / 2e-3, At(graph.Derivative(table, a)), 1e-10);
        Assert.Equal((Surface.At(x, second + 1e-3) - Surface.At(x, second - 1e-3)) / 1e-3, At(graph.Derivative(table, b)), 1e-10);
    }
}

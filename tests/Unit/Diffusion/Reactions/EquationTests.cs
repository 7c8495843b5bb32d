using Multiscale.Core;
using Multiscale.Diffusion;

namespace Multiscale.UnitTests;

public sealed class EquationTests
{
    [Fact]
    public void Parse_ReversibleInTwoCompartments_HasBothSidesAndPlaces()
    {
        var e = Equation.Parse("2 A + B <-> C in cytosol, er");
        Assert.Equal([new Term("A", 2, Side.Here), new Term("B", 1, Side.Here)], e.Left);
        Assert.Equal([new Term("C", 1, Side.Here)], e.Right);
        Assert.True(e.Reversible && !e.OnSurface);
        Assert.Equal(["cytosol", "er"], e.Places);
        Assert.Equal((3, 1), (e.Order, e.BackwardOrder));
    }

    [Fact]
    public void Parse_OnAPatch_ReadsTheSides()
    {
        var e = Equation.Parse("Ca(inner) + R -> R + Ca(outer) on memb");
        Assert.Equal([new Term("Ca", 1, Side.Inner), new Term("R", 1, Side.Here)], e.Left);
        Assert.Equal([new Term("R", 1, Side.Here), new Term("Ca", 1, Side.Outer)], e.Right);
        Assert.True(e.OnSurface);
    }

    [Fact]
    public void Parse_RepeatedSpeciesAndNothing_AddUp()
    {
        Assert.Equal([new Term("A", 3, Side.Here)], Equation.Parse("A + 2A -> 0").Left);
        Assert.Empty(Equation.Parse("0 -> A").Left);
    }

    [Theory]
    [InlineData("A + B")]
    [InlineData("A -> B -> C")]
    [InlineData("5 A -> B")]
    [InlineData("A + -> B")]
    [InlineData("A(inner) -> B")]
    [InlineData("A(upper) -> B on memb")]
    [InlineData("0 -> 0")]
    [InlineData("A -> B in")]
    [InlineData("-> B")]
    public void Parse_NoReaction_SaysSo(string text) =>
        Assert.Equal("MS0520", Assert.Throws<InputException>(() => Equation.Parse(text)).Diagnostics[0].Code);
}

using Multiscale.Core;
using Multiscale.Sweep;

namespace Multiscale.UnitTests;

public sealed class PointTableTests
{
    private static AxisOptions Grid(string from, string to, int count) => new() { From = from, To = to, Count = count };

    private static SweepOptions Sweep(params (string Name, AxisOptions Options)[] axes) =>
        new() { Name = "test", Base = default, Axes = axes.ToDictionary(a => a.Name, a => a.Options) };

    [Fact]
    public void Count_FiveParametersOfTheTutorial_Is675840()
    {
        // 16^5 rows, without those whose E_L_i is E_L_e + 4 mV or more: 4096 times the 165 pairs of steps i - e below 3.
        var table = new PointTable(Sweep(("S", Grid("0", "0.5", 16)), ("b_e", Grid("0 pA", "120 pA", 16)), ("E_L_i", Grid("-80 mV", "-60 mV", 16)), ("E_L_e", Grid("-80 mV", "-60 mV", 16)), ("T", Grid("5 ms", "40 ms", 16)))
            with { Round = 3, Constraints = ["E_L_i < E_L_e + 4 mV"] });
        Assert.Equal(675_840, table.Count);
        // numpy.round(numpy.linspace(...), 3) of the last row but one.
        Assert.Equal([0.5, 120, -60, -60, 37.667], table[table.Count - 2].Values);
    }

    [Fact]
    public void Values_Grid_FirstAxisIsSlowest()
    {
        var table = new PointTable(Sweep(("a", Grid("0", "1", 3)), ("b", new AxisOptions { Kind = AxisKind.List, Values = ["2 mV", "3e-3 V"] })));
        Assert.Equal([(0, 2), (0, 3), (0.5, 2), (0.5, 3), (1, 2), (1, 3)], Enumerable.Range(0, 6).Select(i => (table[i].Values[0], table[i].Values[1])));
        Assert.Equal(["a=0.5", "b=3 mV"], table.Overrides(table[3]));
    }

    [Fact]
    public void Repeats_OfAPoint_HaveItsValuesAndSeedsOfTheirOwn()
    {
        var table = new PointTable(Sweep(("a", Grid("0", "1", 3))) with { Repeats = 2, Constraints = ["a > 0"] });
        Assert.Equal([0.5, 0.5, 1, 1], Enumerable.Range(0, table.Count).Select(i => table[i].Values[0]));
        Assert.Equal(4, Enumerable.Range(0, 4).Select(i => table[i].Seed).Distinct().Count());
        Assert.Equal("MS1604", Assert.Throws<InputException>(() => new PointTable(Sweep(("a", Grid("0", "1", 3))) with { Repeats = 2, Seeds = SeedRule.Common })).Diagnostics[0].Code);
    }

    [Fact]
    public void Values_Words_AreTextsOfTheBaseCase()
    {
        var table = new PointTable(Sweep(("scheme", new AxisOptions { Parameter = "integration.scheme", Kind = AxisKind.List, Values = ["heun", "euler"] })));
        Assert.Equal(["integration.scheme=euler"], table.Overrides(table[1]));
    }

    [Fact]
    public void Values_Sampled_DoNotDependOnHowManyThereAre()
    {
        var axes = new[] { ("u", new AxisOptions { Kind = AxisKind.Random, From = "-1 mV", To = "1 mV" }), ("v", new AxisOptions { Kind = AxisKind.Sobol, From = "10", To = "20" }), ("w", new AxisOptions { Kind = AxisKind.Sobol, From = "0", To = "1" }) };
        var few = new PointTable(Sweep(axes) with { Samples = 8 });
        var many = new PointTable(Sweep(axes) with { Samples = 4096 });
        for (int i = 0; i < few.Count; i++) Assert.Equal(few[i].Values, many[i].Values);
        // Mean of 4096 uniform numbers on (-1, 1): 0 with a standard deviation of 0.577 / 64; four of them.
        Assert.InRange(Enumerable.Range(0, many.Count).Average(i => many[i].Values[0]), -0.036, 0.036);
        // 4096 = 2^12 points of a Sobol sequence meet each of 4096 equal intervals once.
        Assert.Equal(4096, Enumerable.Range(0, many.Count).Select(i => (int)Math.Floor(409.6 * (many[i].Values[1] - 10))).Distinct().Count());
    }

    [Fact]
    public void Seeds_PerPointAndCommon_AsAsked()
    {
        var options = Sweep(("a", Grid("0", "1", 50))) with { Seed = 10 };
        var own = new PointTable(options);
        Assert.Equal(50, Enumerable.Range(0, 50).Select(i => own[i].Seed).Distinct().Count());
        var common = new PointTable(options with { Seeds = SeedRule.Common });
        Assert.All(Enumerable.Range(0, 50), i => Assert.Equal(10, common[i].Seed));
    }

    [Fact]
    public void Every_Sample_KeepsEachNthOfThePointsThatAreAllowed()
    {
        var all = new PointTable(Sweep(("a", Grid("0", "99", 100))) with { Constraints = ["a > 9"] });
        var some = new PointTable(Sweep(("a", Grid("0", "99", 100))) with { Constraints = ["a > 9"], Every = 7 });
        Assert.Equal(Enumerable.Range(0, 13).Select(i => all[7 * i].Values[0]), Enumerable.Range(0, some.Count).Select(i => some[i].Values[0]));
    }

    [Fact]
    public void Sobol_21Dimensions_AreThoseOfScipy()
    {
        // scipy.stats.qmc.Sobol(21, scramble=False).random(1024)[[1000, 613]] * 1024
        int[] at1000 = [225, 99, 531, 693, 287, 929, 47, 921, 513, 71, 87, 261, 165, 393, 147, 379, 737, 353, 1015, 743, 535];
        int[] at613 = [939, 521, 713, 799, 93, 699, 109, 75, 267, 865, 49, 975, 851, 7, 577, 181, 967, 639, 145, 665, 217];
        var sobol = new SobolSequence(21);
        Assert.Equal(at1000, Enumerable.Range(0, 21).Select(d => (int)(1024 * sobol[1000, d])));
        Assert.Equal(at613, Enumerable.Range(0, 21).Select(d => (int)(1024 * sobol[613, d])));
    }

    [Theory]
    [InlineData("a < 2 mV", true)]
    [InlineData("a < 1e-3 V", false)]
    [InlineData("a + b >= 0.004 V", true)]
    [InlineData("2 * a == 2 mV and not b > 3 mV", true)]
    [InlineData("a > b or c^2 + 1 < 5.1", true)]
    [InlineData("a * c < -(b - 5 mV)", false)]
    [InlineData("a / b < 0.34", true)]
    [InlineData("min(a, b) == a and max(a, b) == b and abs(-a) == a", true)]
    [InlineData("sqrt(c + 2) == 2 and exp(log(c)) < 2.1", true)]
    [InlineData("(a + 1 um^2/um^2 * b) / b > 1.3", true)]
    public void Constraint_Conditions_HoldOrNot(string text, bool holds)
    {
        Axis[] axes = [Axis.Of("a", Grid("1 mV", "1 mV", 1), null), Axis.Of("b", Grid("3 mV", "3 mV", 1), null), Axis.Of("c", Grid("2", "2", 1), null)];
        Assert.Equal(holds, new Constraint(text, axes).Holds([1, 3, 2]));
    }

    [Theory]
    [InlineData("a < 2", "dimension")]
    [InlineData("a", "not a comparison")]
    [InlineData("a < d", "not an axis")]
    [InlineData("a < 2 mV mV", "not expected")]
    [InlineData("a <", "ends too early")]
    [InlineData("(a < 2 mV", "')' was expected")]
    [InlineData("sqrt(a) < 2", "without a unit")]
    [InlineData("a and a < 2 mV", "join comparisons")]
    [InlineData("a < 3 mq", "unknown unit")]
    public void Constraint_Faults_AreNamed(string text, string named)
    {
        Axis[] axes = [Axis.Of("a", Grid("1 mV", "1 mV", 1), null)];
        Assert.Contains(named, Assert.Throws<InputException>(() => new Constraint(text, axes)).Message, StringComparison.Ordinal);
    }
}

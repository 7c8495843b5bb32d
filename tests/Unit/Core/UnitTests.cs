using Multiscale.Core;

namespace Multiscale.UnitTests;

public sealed class UnitTests
{
    [Theory]
    [InlineData("2.5 ms", "ms", 2.5)]
    [InlineData("25 us", "ms", 0.025)]
    [InlineData("1.96 um^2/ms", "um^2/ms", 1.96)]
    [InlineData("1.96e-9 m2/s", "um^2/ms", 1.96)]
    [InlineData("3 mM", "mM", 3)]
    [InlineData("0.12 S/cm2", "mS/cm^2", 120)]
    [InlineData("100 Ohm*cm", "Ohm*cm", 100)]
    [InlineData("1 amol", "mol", 1e-18)]
    [InlineData("0.012 1/s", "1/s", 0.012)]
    [InlineData("5 Hz", "1/ms", 0.005)]
    [InlineData("1 mM*um^3", "amol", 1)]
    [InlineData("0.2", "1", 0.2)]
    [InlineData("20 %", "1", 0.2)]
    [InlineData("2 mS/cm2*ms", "uF/cm2", 2)]
    [InlineData("2 mS/cm2 ms", "mS*ms/cm2", 2)]
    [InlineData("2 mS/cm2/ms", "mS/(cm2*ms)", 2)]
    [InlineData("2 mS/(cm2 ms)", "mS/cm2/ms", 2)]
    [InlineData("2 1/(ms*um^2)", "1/um^2/ms", 2)]
    [InlineData("2 (um/ms)^2", "mm^2/s^2", 2)]
    [InlineData("2 J/mol·K^-1", "J/(mol*K)", 2)]
    [InlineData("2 /M/s", "1/(M*s)", 2)]
    [InlineData("2 cm-2", "1/cm2", 2)]
    public void Parse_ValueWithUnit_Converts(string text, string unit, double expected) =>
        Assert.Equal(expected, Quantity.Parse(text, Unit.Parse(unit)), 1e-14 * Math.Abs(expected));

    [Theory]
    [InlineData("3", "mM", "MS0105")]
    [InlineData("3 mV", "mM", "MS0102")]
    [InlineData("NaN ms", "ms", "MS0104")]
    [InlineData("3 blobs", "ms", "MS0103")]
    [InlineData("3 mS/cm2*ms", "mS/(cm2*ms)", "MS0102")]
    [InlineData("3 mS/", "mS", "MS0103")]
    [InlineData("3 mS*", "mS", "MS0103")]
    [InlineData("3 mS//ms", "mS", "MS0103")]
    [InlineData("3 mS/(ms", "mS/ms", "MS0103")]
    [InlineData("3 mS/ms)", "mS/ms", "MS0103")]
    [InlineData("3 mS/()", "mS", "MS0103")]
    [InlineData("3 ms^", "ms", "MS0103")]
    [InlineData("3 ms^999", "ms", "MS0103")]
    public void Parse_BadText_NamesTheFault(string text, string unit, string code) =>
        Assert.Equal(code, Assert.Throws<InputException>(() => Quantity.Parse(text, Unit.Parse(unit))).Diagnostics[0].Code);
}

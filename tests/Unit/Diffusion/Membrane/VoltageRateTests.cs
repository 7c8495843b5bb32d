using Multiscale.Core;
using Multiscale.Diffusion;

namespace Multiscale.UnitTests;

public sealed class VoltageRateTests
{
    private const string Singular = "0.1*(V + 40)/(1 - exp(-(V + 40)/10))";

    [Theory]
    [InlineData(-149.97)]
    [InlineData(-40)]
    [InlineData(-39.99995)]
    [InlineData(-65.03)]
    [InlineData(12.345)]
    [InlineData(180)]
    public void At_AnyPotential_IsTheExpression(double v)
    {
        double x = (v + 40) / 10, exact = 3 * (Math.Abs(x) < 1e-4 ? 1 + x / 2 : x / (1 - Math.Exp(-x)));
        // Cubic interpolation over 0.1 mV of a function of 10 mV: (0.1 / 10)^4 3/128.
        Assert.Equal(1, TabulatedRate.Parse(Singular, 3).At(v) / exact, 2e-9);
    }

    [Theory]
    [InlineData("4*exp(-(U + 65)/18)", "U")]
    [InlineData("0.1*(V", "expression")]
    [InlineData("V", "-150 mV")]
    [InlineData("1/(V + 20)/(V + 20)", "-20 mV")]
    public void Parse_NoRate_SaysWhy(string text, string said)
    {
        var location = new SourceLocation("case.yaml", 4, 2);
        var diagnostic = Assert.Throws<InputException>(() => TabulatedRate.Parse(text, 1, location)).Diagnostics[0];
        Assert.Equal(("MS0530", location), (diagnostic.Code, diagnostic.Location));
        Assert.Contains(said, diagnostic.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Goldman_OutLessIn_IsTheFormulaAndItsLimit()
    {
        double slope = 2 / Constants.ThermalVoltage(20);
        GoldmanRate leave = new(slope, 3), enter = new(-slope, 3);
        foreach (double v in (double[])[-80, -0.2, 0, 0.1, 60])
        {
            double x = slope * v;
            Assert.Equal(leave.At(v) * Math.Exp(-x), enter.At(v), 1e-12 * leave.At(v));
            Assert.Equal(3 * x, leave.At(v) - enter.At(v), 1e-12);
        }
        Assert.Equal(3, leave.At(0));
    }
}

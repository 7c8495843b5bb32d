using Multiscale.Core;
using Multiscale.Modeling;

namespace Multiscale.UnitTests;

/// <summary>Models as texts: what they mean, and what is said about those that mean nothing.</summary>
public sealed class EquationTextTests
{
    private const string Oscillator = """
        model oscillator
        title A test
        state x (mV) = 1 from -2 to 2     # position
        state y = 0
        parameter k (1/ms) = 3            # rate
        parameter P[2] = 0.5, 2
        input I (pA)
        function f(u, v, P[2]) {
            s = u^2*v + P[0]*u            # a comment with (brackets
            return (s +
                P[1]*exp(-v))
        }
        coupling c = k*(sum(x) - degree*x)
        h = f(x, y, P)
        x' = y + I + c + h
        y' = -k*x + d(f(x, y, P), u) + d(f(x, y, P), u, v)
        noise y = 0.1
        observe x, h
        """;

    private static double At(Expression e, double x, double y) => ExpressionGraph.Evaluate(e, name => name switch { "x" => x, "y" => y, "I" => 0.5, "c" => 0, _ => throw new ArgumentException(name) });

    [Fact]
    public void Lower_Text_GivesTheEquationsItSays()
    {
        var model = EquationText.Parse(Oscillator, "test.model").Lower(new EquationOptions { Values = new Dictionary<string, double> { ["k"] = 4 } });
        Assert.Equal(["x", "y"], model.States.Select(s => s.Name));
        Assert.Equal(("mV", 1.0, -2.0, 2.0, "position"), (model.States[0].Unit, model.States[0].Initial, model.States[0].Low, model.States[0].High, model.States[0].Summary));
        const double x = 0.7, y = -0.3;
        double f = x * x * y + 0.5 * x + 2 * Math.Exp(-y);
        Assert.Equal(y + 0.5 + f, At(model.Derivatives[0], x, y), 1e-14);
        Assert.Equal(-4 * x + (2 * x * y + 0.5) + 2 * x, At(model.Derivatives[1], x, y), 1e-14);
        Assert.Equal("4*(sum:0 - degree*x)", model.Couplings[0].Value.ToString().Replace("x*degree", "degree*x"));
        Assert.Equal(0.1, model.Noise[1].Value);
        Assert.True(model.Noise[0].Is(0));
    }

    /// <summary>Central differences of width 2e-5: their error is h^2 f'''/6 and rounding eps/h^2 for the second derivative.</summary>
    [Fact]
    public void Lower_Differences_ComeCloseToSymbols()
    {
        var text = EquationText.Parse(Oscillator, "test.model");
        var differences = text.Lower(new EquationOptions { Derivatives = new DerivativeRule(1e-5) });
        var symbols = text.Lower(new EquationOptions());
        Assert.Equal(At(symbols.Derivatives[1], 0.7, -0.3), At(differences.Derivatives[1], 0.7, -0.3), 1e-4);
        Assert.NotEqual(At(symbols.Derivatives[1], 0.7, -0.3), At(differences.Derivatives[1], 0.7, -0.3));
    }

    /// <summary>Against a central difference of width 2e-6, good to 1e-9.</summary>
    [Fact]
    public void Jacobian_OfRates_IsTheirDerivative()
    {
        var model = EquationText.Parse(Oscillator, "test.model").Lower(new EquationOptions());
        const double x = 0.7, y = -0.3, h = 1e-6;
        Assert.Equal((At(model.Derivatives[0], x + h, y) - At(model.Derivatives[0], x - h, y)) / (2 * h), At(model.Jacobian(0, 0), x, y), 1e-8);
        Assert.Equal((At(model.Derivatives[1], x, y + h) - At(model.Derivatives[1], x, y - h)) / (2 * h), At(model.Jacobian(1, 1), x, y), 1e-8);
    }

    [Fact]
    public void Lower_SeparateQuantity_StandsAsSymbol()
    {
        var model = EquationText.Parse(Oscillator, "test.model").Lower(new EquationOptions { Separate = n => n == "h" });
        Assert.Contains(ExpressionGraph.Reachable([model.Derivatives[0]]), e => e.Operation == Operation.Symbol && e.Name == "h");
    }

    [Theory]
    [InlineData("state x = 1\nx' = -x", "MS1350", 1, 1)]
    [InlineData("model m\nstate x = 1\nx' = -(x", "MS1351", 3, 1)]
    [InlineData("model m\nstat x = 1 2", "MS1352", 2, 1)]
    [InlineData("model m\nstate x : 1", "MS1352", 2, 1)]
    [InlineData("model m\nparameter k = abc\nstate x = 1\nx' = k", "MS1353", 2, 15)]
    [InlineData("model m\nparameter k[3] = 1, 2\nstate x = 1\nx' = 1", "MS1353", 2, 1)]
    [InlineData("model m\nstate x = 1\nx' = -k*x", "MS1355", 3, 7)]
    [InlineData("model m\nstate x = 1\nx' = ecp(x)", "MS1355", 3, 6)]
    [InlineData("model m\nstate x = 1\ny' = x", "MS1355", 3, 1)]
    [InlineData("model m\nstate x = 1", "MS1355", 2, 1)]
    [InlineData("model m\nstate x = 1\nx' = sum(x)", "MS1355", 3, 6)]
    [InlineData("model m\nstate x = 1\nx' = 2*/x", "MS1302", 3, 8)]
    [InlineData("model m\nfunction f(u) {\n  s = u\n}\nstate x = 1\nx' = f(x)", "MS1354", 2, 1)]
    [InlineData("model m\nfunction f(u) { return u }\nstate x = 1\nx' = f(x, x)", "MS1354", 4, 6)]
    [InlineData("model m\nfunction f(u) { return u }\nstate x = 1\nx' = d(f(x), v)", "MS1355", 4, 6)]
    public void Parse_Fault_IsLocated(string text, string code, int line, int column)
    {
        var first = Assert.Throws<InputException>(() => EquationText.Parse(text, "bad.model")).Diagnostics[0];
        Assert.Equal((code, new SourceLocation("bad.model", line, column)), (first.Code, first.Location!.Value));
    }

    [Fact]
    public void Lower_UnknownParameter_IsRefused() =>
        Assert.Equal("did you mean 'P[0]'?", Assert.Throws<InputException>(() => EquationText.Parse(Oscillator, "test.model").Lower(new EquationOptions { Values = new Dictionary<string, double> { ["P[3]"] = 1 } })).Diagnostics[0].Remedy);
}

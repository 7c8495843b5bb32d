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

    /// <summary>Oscillator, with what 'from' may do: a quantity, a rate and a noise replaced, one of them by names that are defined below it; an equation that becomes an input; an input that becomes a quantity; a longer array.</summary>
    private const string Later = """
        model later
        from oscillator
        state z = 2
        state y = 0.5 to 9                # stated again
        parameter P[3] = 1, 2, 3
        input h (mV)
        I = 3*twice
        twice = 2*P[2]
        x' = y + I + h + z
        z' = -k*z
        noise y = 0.3
        observe x, I
        """;

    private static (string Text, string File) Shelf(string name, SourceLocation at) =>
        (name switch { "oscillator" => Oscillator.Replace("u^2*v", "P[0]*v"), "circle" => "model m\nfrom round\n", "round" => "model n\nfrom circle\n", _ => "model broken\nstate x = 1\nx' = 2*k" }, name + ".model");

    [Fact]
    public void Parse_FromAnotherText_ReplacesNameByName()
    {
        var text = EquationText.Parse(Later, "later.model", Shelf);
        var model = text.Lower(new EquationOptions());
        Assert.Equal(("later", "A test"), (model.Name, model.Title));
        // What is new stands before what is stated again.
        Assert.Equal([("x", 1), ("z", 2), ("y", 0.5)], model.States.Select(s => (s.Name, s.Initial)));
        Assert.Equal(9, model.States[2].High);
        Assert.Equal(["k", "P[0]", "P[1]", "P[2]"], model.Parameters.Select(p => p.Name));
        Assert.Equal(["h"], model.Inputs.Select(i => i.Name));
        Assert.Equal(["twice", "I"], model.Derived.Select(d => d.Name));
        Assert.Equal(["x", "I"], model.Observed);
        double X(string name) => name switch { "x" => 0.7, "y" => -0.3, "z" => 0.2, "h" => 0.1, _ => throw new ArgumentException(name) };
        Assert.Equal(-0.3 + 18 + 0.1 + 0.2, ExpressionGraph.Evaluate(model.Derivatives[0], X), 1e-14);
        Assert.Equal(-3 * 0.2, ExpressionGraph.Evaluate(model.Derivatives[1], X), 1e-14);
        // f = P0 v + P0 u + P1 exp(-v): df/du = P0.
        Assert.Equal(-3 * 0.7 + 1, ExpressionGraph.Evaluate(model.Derivatives[2], X), 1e-14);
        Assert.Equal([0, 0, 0.3], model.Noise.Select(n => n.Value));
        // The other text says what it said.
        Assert.Equal(2, EquationText.Parse(Oscillator, "test.model").States.Count);
    }

    [Theory]
    [InlineData("model a\nfrom circle\n", "MS1352", "round.model", 2)]
    [InlineData("model a\nfrom oscillator\nfrom oscillator\n", "MS1352", "a.model", 3)]
    [InlineData("model a\nfrom broken\n", "MS1355", "broken.model", 3)]
    [InlineData("model a\nfrom oscillator\nx' = q\n", "MS1355", "a.model", 3)]
    public void Parse_FaultOfEitherText_IsLocatedThere(string text, string code, string file, int line)
    {
        var first = Assert.Throws<InputException>(() => EquationText.Parse(text, "a.model", Shelf)).Diagnostics[0];
        Assert.Equal((code, file, line), (first.Code, first.Location!.Value.File, first.Location.Value.Line));
    }

    [Fact]
    public void Lower_UnknownParameter_IsRefused() =>
        Assert.Equal("did you mean 'P[0]'?", Assert.Throws<InputException>(() => EquationText.Parse(Oscillator, "test.model").Lower(new EquationOptions { Values = new Dictionary<string, double> { ["P[3]"] = 1 } })).Diagnostics[0].Remedy);
}

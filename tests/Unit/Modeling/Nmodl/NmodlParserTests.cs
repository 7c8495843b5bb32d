using Multiscale.Core;
using Multiscale.Modeling;

namespace Multiscale.UnitTests;

/// <summary>One construct a test; the oracle is the grammar NEURON's users write.</summary>
public sealed class NmodlParserTests
{
    private const string Head = "NEURON { SUFFIX x NONSPECIFIC_CURRENT i }\nPARAMETER { g = 1 }\nSTATE { a b c[3] }\n";

    private static NmodlFile Parse(string body, string head = Head) => NmodlParser.Parse(head + body, "x.mod");

    private static T Only<T>(string statement, string block = "BREAKPOINT") where T : NmodlStatement =>
        Assert.IsType<T>(Assert.Single(Parse($"{block} {{ {statement} }}").Blocks().Single().Body.Statements));

    private static string Text(string expression) => NmodlParser.ParseExpression(expression).ToString();

    [Theory]
    [InlineData("a - b - c", "a - b - c")]
    [InlineData("a - (b - c)", "a - (b - c)")]
    [InlineData("2 ^ 3 ^ 2", "2^3^2")]
    [InlineData("(2 ^ 3) ^ 2", "(2^3)^2")]
    [InlineData("-x ^ 2", "-x^2")]
    [InlineData("(-x) ^ 2", "(-x)^2")]
    [InlineData("2 ^ -3 * 4", "2^(-3) * 4")]
    [InlineData("-a * b", "-a * b")]
    [InlineData("-(a * b)", "-(a * b)")]
    [InlineData("!a == b", "!a == b")]
    [InlineData("!(a == b)", "!(a == b)")]
    [InlineData("a < b == c > d", "a < b == c > d")]
    [InlineData("a || b && c", "a || b && c")]
    [InlineData("(a || b) && c", "(a || b) && c")]
    [InlineData("25(mV) * f(1, 2) (ms)", "25 * f(1, 2)")]
    [InlineData("(1e-3) * x[i + 1]", "0.001 * x[i + 1]")]
    [InlineData("a\n +\n b : the end\n * 2", "a + b * 2")]
    public void Expression_Grouping_IsThatOfNeuron(string text, string expected) => Assert.Equal(expected, Text(text));

    [Fact]
    public void Neuron_AllStatements_AreKept()
    {
        var file = NmodlParser.Parse("""
            TITLE of the thing
            NEURON {
                POINT_PROCESS Thing
                USEION ca READ cai, cao WRITE ica VALENCE 2 REPRESENTS CHEBI:29108
                USEION cl READ ecl WRITE icl VALENCE -1
                NONSPECIFIC_CURRENT i, j
                ELECTRODE_CURRENT k
                RANGE p, q
                GLOBAL r
                POINTER s
                BBCOREPOINTER u
                EXTERNAL w
                RANDOM noise
                THREADSAFE
            }
            PARAMETER { p = -1.5e-3 (mV) <-2, 3> q (ms) r = 2 z[4] (mM) }
            """, "thing.mod");
        Assert.Equal(("Thing", MechanismKind.Point, "of the thing", true), (file.Name, file.Kind, file.Title, file.ThreadSafe));
        Assert.Equal(["ca", "cl"], file.Ions.Select(i => i.Name));
        Assert.Equal([2.0, -1.0], file.Ions.Select(i => i.Valence!.Value));
        Assert.Equal(["cai", "cao"], file.Ions[0].Reads);
        Assert.Equal(["ica"], file.Ions[0].Writes);
        Assert.Equal(["i", "j"], file.Nonspecific.Select(n => n.Name));
        Assert.Equal(["k"], file.ElectrodeCurrents.Select(n => n.Name));
        Assert.Equal(["p", "q"], file.Range.Select(n => n.Name));
        Assert.Equal(["r"], file.Global.Select(n => n.Name));
        Assert.Equal(["s", "u"], file.Pointers.Select(n => n.Name));
        Assert.Equal(["w"], file.External.Select(n => n.Name));
        Assert.Equal(["noise"], file.RandomVariables.Select(n => n.Name));
        var p = file.Parameters[0];
        Assert.Equal((-1.5e-3, "mV", -2.0, 3.0), (p.Value!.Value, p.Unit, p.Min!.Value, p.Max!.Value));
        Assert.Equal((null, "ms"), (file.Parameters[1].Value, file.Parameters[1].Unit));
        Assert.Equal(4, file.Parameters[3].ArraySize);
    }

    [Fact]
    public void State_RangeStartTolerance_AreRead()
    {
        var state = Assert.Single(NmodlParser.Parse("NEURON { SUFFIX x } STATE { m[2] FROM 0 TO 1 START 0.25 (mM) <1e-4> }", "x.mod").States);
        Assert.Equal(("m", 2, 0.25, "mM", 1e-4), (state.Name, state.ArraySize!.Value, state.Start!.Value, state.Unit, state.AbsTol!.Value));
    }

    /// <summary>CODATA 2018, as NEURON 8.2.2; the gas constant is the same double as Core's.</summary>
    [Fact]
    public void Units_Factors_AreNumbers()
    {
        var file = NmodlParser.Parse("""
            NEURON { SUFFIX x }
            UNITS {
                (mV) = (millivolt)  (molar) = (1/liter)  (mM) = (millimolar)
                F = (faraday) (coulomb)  FK = (faraday) -> (kilocoulomb)  R = (k-mole) (joule/degC)  PI = (pi) (1)
                G = 9.81 (m/s2)  L = (mV) (volt)  C = (mM) (1/m3)  S = (siemens) (mho)  A = (mA/cm2) (pA/um2)
            }
            """, "x.mod");
        double Value(string name) => file.Constants.Single(c => c.Name == name).Value;
        Assert.Equal(Constants.Faraday, Value("F"));
        Assert.Equal(Constants.Faraday / 1000, Value("FK"), 1e-12);
        Assert.Equal(Constants.GasConstant, Value("R"));
        Assert.Equal(Math.PI, Value("PI"));
        Assert.Equal(9.81, Value("G"));
        Assert.Equal(1e-3, Value("L"), 1e-18);
        Assert.Equal(1, Value("C"), 1e-15); // 1 mM = 1e-3 /liter of NEURON's dimensionless mole
        Assert.Equal(1, Value("S"));
        Assert.Equal(10, Value("A"), 1e-12);
        Assert.Equal(["mV", "molar", "mM"], file.Units.Select(u => u.Name));
    }

    [Fact]
    public void Solve_MethodAndSteadyState_AreTold()
    {
        var file = Parse("INITIAL { SOLVE k STEADYSTATE sparse } BREAKPOINT { SOLVE k METHOD sparse SOLVE p } KINETIC k { ~ a <-> b (1, 2) } PROCEDURE p() { c[0] = 1 }");
        Assert.Equal([("k", "sparse", true)], file.Initial!.Statements.Cast<Solve>().Select(s => (s.Block, s.Method, s.SteadyState)));
        Assert.Equal([("k", "sparse", false), ("p", null, false)], file.Breakpoint!.Statements.Cast<Solve>().Select(s => (s.Block, s.Method, s.SteadyState)));
    }

    [Fact]
    public void Kinetic_Reactions_KeepSidesRatesAndKind()
    {
        var statements = Parse("KINETIC k { ~ a + 2 b <-> 3 c[1] (g, 2*g) ~ a -> (4) ~ c[0] << (g) CONSERVE a + 2 b = 1 COMPARTMENT j, g { a b } LONGITUDINAL_DIFFUSION g { c } }").Kinetics.Single().Body.Statements;
        var both = Assert.IsType<Reaction>(statements[0]);
        Assert.Equal(ReactionKind.Bidirectional, both.Kind);
        Assert.Equal([(1, "a"), (2, "b")], both.Left.Select(t => (t.Coefficient, t.Species.ToString())));
        Assert.Equal([(3, "c[1]")], both.Right.Select(t => (t.Coefficient, t.Species.ToString())));
        Assert.Equal(("g", "2 * g"), (both.ForwardRate.ToString(), both.BackwardRate!.ToString()));
        Assert.Equal([ReactionKind.Outflow, ReactionKind.Flux], statements.Skip(1).Take(2).Cast<Reaction>().Select(r => r.Kind));
        Assert.Equal("a + 2 * b", Assert.IsType<Conserve>(statements[3]).Expr.ToString());
        var compartment = Assert.IsType<Compartment>(statements[4]);
        Assert.Equal(("j", "g", "a b"), (compartment.Index, compartment.Volume.ToString(), string.Join(' ', compartment.Species)));
        Assert.Null(Assert.IsType<LongitudinalDiffusion>(statements[5]).Index);
    }

    [Fact]
    public void Linear_Equations_KeepBothSides() =>
        Assert.Equal([("a + 2 * b", "3"), ("a", "b")], Parse("LINEAR l { ~ a + 2*b = 3 ~ a = b }").Linears.Single().Body.Statements.Cast<LinearEquation>().Select(e => (e.Left.ToString(), e.Right.ToString())));

    [Fact]
    public void Derivative_PrimeAndIndex_AreInTheTarget()
    {
        var assigns = Parse("DERIVATIVE d { a' = -a c'[1] = b c[2]' = 3 }").Derivatives.Single().Body.Statements.Cast<Assign>();
        Assert.Equal(["a'", "c'[1]", "c'[2]"], assigns.Select(a => a.Target.ToString()));
        Assert.All(assigns, a => Assert.Equal(1, a.Target.Order));
    }

    [Fact]
    public void If_Chain_NestsInElse()
    {
        var first = Only<If>("IF (g > 1) { i = 1 } ELSE IF (g > 0) { i = 2 } ELSE { i = 3 }");
        var second = Assert.IsType<If>(Assert.Single(first.Else!.Statements));
        Assert.Equal("i", Assert.IsType<Assign>(Assert.Single(second.Else!.Statements)).Target.Name);
    }

    [Fact]
    public void If_SmallLetters_AreTheSameKeywords()
    {
        Assert.NotNull(Only<If>("if (g > 1) { i = 1 } else if (g > 0) { i = 2 }else{ i = 3 }").Else);
        Only<While>("while (g < 3) { g = g + 1 }");
    }

    /// <summary>f_flux and b_flux are the fluxes of the reaction just written.</summary>
    [Fact]
    public void Kinetic_Fluxes_AreKnownThereAlone()
    {
        Assert.Equal(2, Parse("KINETIC k { ~ a <-> b (1, 2) i = f_flux - b_flux }").Kinetics.Single().Body.Statements.Count);
        Assert.Throws<InputException>(() => Parse("BREAKPOINT { i = f_flux }"));
    }

    /// <summary>Arguments may carry an empty unit and the name of a function, which calls still find.</summary>
    [Fact]
    public void Function_ArgumentsWithEmptyUnits_AreNames() =>
        Assert.Equal(["f", "h"], Parse("FUNCTION f() (1) { f = 2 } FUNCTION q(f(), h()) (mM) { q = f() + h }").Functions[1].Arguments.Select(a => a.Name));

    [Fact]
    public void Loops_BoundsAndBodies_AreRead()
    {
        var from = Only<From>("FROM k = 0 TO 4 BY 2 { i = k }");
        Assert.Equal(("k", "0", "4", "2"), (from.Variable, from.First.ToString(), from.Last.ToString(), from.Step!.ToString()));
        Assert.Equal("g < 3", Only<While>("WHILE (g < 3) { g = g + 1 }").Condition.ToString());
    }

    [Fact]
    public void Table_NamesDependAndRange_AreRead()
    {
        var table = Assert.IsType<TableStatement>(Parse("PROCEDURE p(x) { TABLE a, b DEPEND g, celsius FROM -100 TO 50 WITH 300 }").Procedures.Single().Body.Statements[0]);
        Assert.Equal(("a,b", "g,celsius", "-100", "50", 300), (string.Join(',', table.Names), string.Join(',', table.Depend), table.First.ToString(), table.Last.ToString(), table.Intervals));
        Assert.Empty(Assert.IsType<TableStatement>(Parse("FUNCTION f(x) { TABLE FROM 0 TO 1 WITH 10 f = x }").Functions.Single().Body.Statements[0]).Names);
    }

    [Fact]
    public void NetReceive_InitialWatchAndForNetcons_AreRead()
    {
        var net = NmodlParser.Parse("""
            NEURON { POINT_PROCESS X }
            NET_RECEIVE(w (uS), n) {
                INITIAL { n = 1 }
                WATCH (v > -20 (mV)) 2, (v < w) 3
                FOR_NETCONS(w1, n1) { w1 = n1 + flag }
                net_send(1, flag)
                net_event(t)
            }
            """, "x.mod").NetReceive!;
        Assert.Equal([("w", "uS"), ("n", null)], net.Arguments.Select(a => (a.Name, a.Unit)));
        Assert.Single(net.Initial!.Statements);
        Assert.Equal([("v > -20", "2"), ("v < w", "3")], Assert.IsType<Watch>(net.Body.Statements[0]).Conditions.Select(c => (c.Condition.ToString(), c.Flag.ToString())));
        Assert.Equal(["w1", "n1"], Assert.IsType<ForNetcons>(net.Body.Statements[1]).Arguments.Select(a => a.Name));
        Assert.Equal(["net_send", "net_event"], net.Body.Statements.Skip(2).Cast<CallStatement>().Select(c => c.Call.Name));
    }

    [Fact]
    public void Text_QuotesWithin_BelongToIt() =>
        Assert.Equal("a \\\"b\\\" %g", Assert.IsType<StringLiteral>(Only<CallStatement>("printf(\"a \\\"b\\\" %g\", g)").Call.Arguments[0]).Text);

    [Fact]
    public void Verbatim_AnyText_IsKeptAndNotRead()
    {
        var file = Parse("VERBATIM\nint a = '{';\nENDVERBATIM\nPROCEDURE p() {\nVERBATIM\n return 0; }\nENDVERBATIM\n}");
        Assert.Equal("int a = '{';", Assert.Single(file.Verbatims).Text.Trim());
        Assert.Equal("return 0; }", Assert.IsType<Verbatim>(Assert.Single(file.Procedures.Single().Body.Statements)).Text.Trim());
    }

    [Fact]
    public void Ignored_Words_LeaveNoTrace()
    {
        var file = Parse("UNITSOFF INDEPENDENT { t FROM 0 TO 1 WITH 1 (ms) } COMMENT } { ENDCOMMENT BREAKPOINT { CONDUCTANCE g USEION k PROTECT i = g MUTEXLOCK i = 2 ? not this\n MUTEXUNLOCK } UNITSON");
        Assert.Equal(2, file.Breakpoint!.Statements.Count);
    }

    [Fact]
    public void Locals_OfFileAndBlock_AreApart()
    {
        var file = Parse("LOCAL q, r[4] BREAKPOINT { LOCAL s i = q + r[3] + s }");
        Assert.Equal([("q", null), ("r", (int?)4)], file.FileLocals.Select(l => (l.Name, l.ArraySize)));
        Assert.Equal("s", Assert.IsType<Local>(file.Breakpoint!.Statements[0]).Names.Single().Name);
    }

    [Fact]
    public void Define_Name_IsTheNumberEverywhere() =>
        Assert.Equal(5, NmodlParser.Parse("DEFINE N 5\nNEURON { SUFFIX x } STATE { m[N] } INITIAL { m[N - 1] = N }", "x.mod").States.Single().ArraySize);

    [Fact]
    public void Hooks_BeforeAndAfter_AreKept() =>
        Assert.Equal([(true, "STEP"), (false, "SOLVE")], Parse("BEFORE STEP { a = 1 } AFTER SOLVE { b = 2 }").Hooks.Select(h => (h.Before, h.Moment)));

    [Fact]
    public void Location_EveryNode_IsItsFirstWord()
    {
        var assign = Assert.IsType<Assign>(Parse("BREAKPOINT {\n    i = g *\n        exp(a)\n}").Breakpoint!.Statements[0]);
        Assert.Equal(new SourceLocation("x.mod", 5, 5), assign.At);
        Assert.Equal(new SourceLocation("x.mod", 6, 9), Assert.IsType<Binary>(assign.Value).Right.At);
    }

    [Theory]
    [InlineData("BREAKPONT { }", "did you mean 'BREAKPOINT'?")]
    [InlineData("BREAKPOINT { SOLV d METHOD cnexp }", "did you mean 'SOLVE'?")]
    [InlineData("BREAKPOINT { SOLVE d METOD cnexp } DERIVATIVE d { a' = 1 }", "did you mean 'METHOD'?")]
    [InlineData("BREAKPOINT { SOLVE d METHOD cnexpp } DERIVATIVE d { a' = 1 }", "did you mean 'cnexp'?")]
    [InlineData("PARAMETER { gbar = 1 } BREAKPOINT { i = gabr }", "did you mean 'gbar'?")]
    [InlineData("BREAKPOINT { i = sqr(g) }", "did you mean 'sqrt'?")]
    public void Remedy_MisspeltWord_NamesTheNearest(string body, string remedy) =>
        Assert.Equal(remedy, Assert.Single(Assert.Throws<InputException>(() => Parse(body)).Diagnostics).Remedy);

    [Fact]
    public void Warnings_UnsolvedStateAndUnknownRange_DoNotStop()
    {
        var file = NmodlParser.Parse("NEURON { SUFFIX x RANGE nothere } STATE { m } BREAKPOINT { LOCAL a a = m }", "x.mod");
        Assert.Equal(["MS1324", "MS1330"], file.Warnings.Select(w => w.Code));
    }

    [Theory]
    [InlineData("")]
    [InlineData("}")]
    [InlineData("NEURON")]
    [InlineData("NEURON { SUFFIX")]
    [InlineData("NEURON { SUFFIX x } BREAKPOINT { i = ((((")]
    [InlineData("NEURON { SUFFIX x } UNITS { (mV = 3 }")]
    [InlineData("NEURON { SUFFIX x } FUNCTION f(x { f = x }")]
    [InlineData("VERBATIM")]
    [InlineData("NEURON { SUFFIX x } INITIAL { printf(\"open\\")]
    [InlineData("NEURON { SUFFIX x } INITIAL { printf(\"open\n) }")]
    public void Parse_BrokenText_EndsWithLocatedErrors(string text) =>
        Assert.All(Assert.Throws<InputException>(() => NmodlParser.Parse(text, "x.mod")).Diagnostics, d => Assert.NotNull(d.Location));

    [Fact]
    public void Parse_DeepNesting_IsRefusedNotCrashed() =>
        Assert.Throws<InputException>(() => NmodlParser.ParseExpression(new string('(', 100_000)));
}

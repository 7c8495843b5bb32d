using Multiscale.Core;
using Multiscale.Modeling;

namespace Multiscale.UnitTests;

/// <summary>C code that is no known idiom is refused where it would run, by the name of its block; what nothing calls does not matter.</summary>
public sealed class VerbatimTests
{
    private const string Head = "NEURON { POINT_PROCESS x RANGE g NONSPECIFIC_CURRENT i }\nASSIGNED { v g i }\n";

    [Theory]
    [InlineData("BREAKPOINT {\nVERBATIM\n  i = g;\nENDVERBATIM\n}", "VERBATIM in BREAKPOINT", 4)]
    [InlineData("BREAKPOINT { i = f(v) }\nFUNCTION f(x) {\nVERBATIM\n  return table[(int)_lx];\nENDVERBATIM\n}", "VERBATIM in FUNCTION f", 5)]
    [InlineData("BREAKPOINT { i = 0 }\nNET_RECEIVE(w) {\nVERBATIM\n  hoc_execerror(\"no\", 0);\nENDVERBATIM\n}", "VERBATIM in NET_RECEIVE", 5)]
    [InlineData("BREAKPOINT { i = 0 }\nVERBATIM\nstatic double sum(double a) { return a + 1; }\nENDVERBATIM", "VERBATIM outside all blocks", 4)]
    public void Build_UnknownCode_IsRefusedByTheNameOfItsBlock(string body, string named, int line)
    {
        var file = NmodlParser.Parse(Head + body, "x.mod");
        var fault = Assert.Single(Assert.Throws<InputException>(() => Print(file)).Diagnostics);
        Assert.Equal("MS1340", fault.Code);
        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
        Assert.Equal(line, fault.Location!.Value.Line);
    }

    [Theory]
    [InlineData("BREAKPOINT { i = g }\nPROCEDURE unused() {\nVERBATIM\n  anything(at, all);\nENDVERBATIM\n}")]
    [InlineData("BREAKPOINT {\nVERBATIM\n  /* a word */ // and another\nENDVERBATIM\n i = g }")]
    [InlineData("VERBATIM\n#include <math.h>\nextern int ifarg(int);\nstatic double scale = 1e-3;\nENDVERBATIM\nBREAKPOINT { i = g }")]
    public void Build_CodeWithoutEffect_IsLeftOut(string body) => Assert.Equal("x", Print(NmodlParser.Parse(Head + body, "x.mod")).Name);

    private static MechanismProgram Print(NmodlFile file)
    {
        var program = MechanismBuilder.Build(file);
        program.PrintEvents?.Invoke("X");
        return program;
    }
}

using Multiscale.Core;

namespace Multiscale.UnitTests;

public sealed class DiagnosticTests
{
    [Fact]
    public void Text_WithAndWithoutAPlace_BeginsWithIt()
    {
        Assert.Equal("case.yaml:3:8: error MS0105: no unit\n    fix: add one", new Diagnostic("MS0105", "no unit", "add one", new SourceLocation("case.yaml", 3, 8)).ToString());
        Assert.Equal("case.yaml: error MS0105: no unit", new Diagnostic("MS0105", "no unit", "", new SourceLocation("case.yaml")).ToString());
        Assert.Equal("error MS0105: no unit", new Diagnostic("MS0105", "no unit", "").ToString());
        // Options that were made without a file have a place without a name.
        Assert.Equal("error MS0105: no unit", new Diagnostic("MS0105", "no unit", "", default(SourceLocation)).ToString());
    }
}

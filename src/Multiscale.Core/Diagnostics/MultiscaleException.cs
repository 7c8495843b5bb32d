namespace Multiscale.Core;

/// <summary>A failure the user can act on; anything else that is thrown is a defect of the program.</summary>
public abstract class MultiscaleException(IReadOnlyList<Diagnostic> diagnostics)
    : Exception(string.Join("\n", diagnostics))
{
    public IReadOnlyList<Diagnostic> Diagnostics { get; } = diagnostics;

    /// <summary>The exit code of a job that ends so: 2 input, 3 numerical, 4 environment.</summary>
    public abstract int ExitCode { get; }
}

/// <summary>The user's files or options are at fault (exit code 2).</summary>
public sealed class InputException : MultiscaleException
{
    public InputException(string code, string message, string remedy = "", SourceLocation? location = null)
        : base([new Diagnostic(code, message, remedy, location)]) { }

    public InputException(IReadOnlyList<Diagnostic> diagnostics) : base(diagnostics) { }

    public override int ExitCode => 2;
}

/// <summary>The numbers went wrong: no convergence, NaN, an open ledger (exit code 3).</summary>
public sealed class NumericalException(string code, string message, string remedy = "")
    : MultiscaleException([new Diagnostic(code, message, remedy)])
{
    public override int ExitCode => 3;
}

/// <summary>The machine lacks something: a library, space, a rank (exit code 4).</summary>
public sealed class EnvironmentException(string code, string message, string remedy = "")
    : MultiscaleException([new Diagnostic(code, message, remedy)])
{
    public override int ExitCode => 4;
}

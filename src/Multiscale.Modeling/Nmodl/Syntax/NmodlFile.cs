using Multiscale.Core;

namespace Multiscale.Modeling;

public enum MechanismKind { Density, Point, Artificial }

/// <summary>USEION Name READ Reads WRITE Writes VALENCE Valence.</summary>
public sealed record IonUse(SourceLocation At, string Name, IReadOnlyList<string> Reads, IReadOnlyList<string> Writes, double? Valence);

/// <summary>A name in a list of the NEURON block.</summary>
public sealed record NmodlName(SourceLocation At, string Name)
{
    public override string ToString() => Name;
}

public sealed record NmodlParameter(SourceLocation At, string Name, double? Value, string? Unit, double? Min = null, double? Max = null, int? ArraySize = null);

/// <summary>A CONSTANT, or a factor of the UNITS block converted to its number.</summary>
public sealed record NmodlConstant(SourceLocation At, string Name, double Value, string? Unit);

public sealed record NmodlAssigned(SourceLocation At, string Name, string? Unit, int? ArraySize = null);

public sealed record NmodlState(SourceLocation At, string Name, string? Unit, int? ArraySize = null, double? Start = null, double? AbsTol = null);

/// <summary>(Name) = (Text) of the UNITS block.</summary>
public sealed record NmodlUnit(SourceLocation At, string Name, string Text);

/// <summary>DERIVATIVE, LINEAR or NONLINEAR.</summary>
public sealed record NmodlSystem(SourceLocation At, string Name, Block Body);

public sealed record KineticBlock(SourceLocation At, string Name, Block Body);

/// <summary>PROCEDURE or FUNCTION.</summary>
public sealed record NmodlRoutine(SourceLocation At, string Name, IReadOnlyList<NmodlArgument> Arguments, string? Unit, Block Body);

public sealed record NmodlFunctionTable(SourceLocation At, string Name, IReadOnlyList<NmodlArgument> Arguments, string? Unit);

/// <summary>NET_RECEIVE; Initial runs once for each connection when the simulation starts.</summary>
public sealed record NetReceive(SourceLocation At, IReadOnlyList<NmodlArgument> Arguments, Block? Initial, Block Body);

/// <summary>BEFORE or AFTER one of INITIAL, BREAKPOINT, SOLVE, STEP.</summary>
public sealed record NmodlHook(SourceLocation At, bool Before, string Moment, Block Body);

/// <summary>The text of one mechanism (.mod) as a tree.</summary>
public sealed record NmodlFile
{
    public required string FileName { get; init; }

    /// <summary>The name after SUFFIX, POINT_PROCESS or ARTIFICIAL_CELL.</summary>
    public required string Name { get; init; }

    public required MechanismKind Kind { get; init; }

    /// <summary>All that was read for it, files it includes too, by which a compiled form is found again.</summary>
    public string Source { get; init; } = "";

    public string? Title { get; init; }

    public bool ThreadSafe { get; init; }

    public IReadOnlyList<IonUse> Ions { get; init; } = [];

    public IReadOnlyList<NmodlName> Nonspecific { get; init; } = [];

    public IReadOnlyList<NmodlName> ElectrodeCurrents { get; init; } = [];

    public IReadOnlyList<NmodlName> Range { get; init; } = [];

    public IReadOnlyList<NmodlName> Global { get; init; } = [];

    /// <summary>POINTER and BBCOREPOINTER.</summary>
    public IReadOnlyList<NmodlName> Pointers { get; init; } = [];

    public IReadOnlyList<NmodlName> External { get; init; } = [];

    public IReadOnlyList<NmodlName> RandomVariables { get; init; } = [];

    public IReadOnlyList<NmodlUnit> Units { get; init; } = [];

    public IReadOnlyList<NmodlParameter> Parameters { get; init; } = [];

    public IReadOnlyList<NmodlConstant> Constants { get; init; } = [];

    public IReadOnlyList<NmodlAssigned> Assigned { get; init; } = [];

    public IReadOnlyList<NmodlState> States { get; init; } = [];

    /// <summary>LOCAL outside any block: one value for all instances.</summary>
    public IReadOnlyList<LocalName> FileLocals { get; init; } = [];

    public Block? Initial { get; init; }

    public Block? Breakpoint { get; init; }

    public IReadOnlyList<NmodlSystem> Derivatives { get; init; } = [];

    public IReadOnlyList<KineticBlock> Kinetics { get; init; } = [];

    public IReadOnlyList<NmodlSystem> Linears { get; init; } = [];

    public IReadOnlyList<NmodlSystem> Nonlinears { get; init; } = [];

    public IReadOnlyList<NmodlRoutine> Procedures { get; init; } = [];

    public IReadOnlyList<NmodlRoutine> Functions { get; init; } = [];

    public IReadOnlyList<NmodlFunctionTable> FunctionTables { get; init; } = [];

    public NetReceive? NetReceive { get; init; }

    public IReadOnlyList<NmodlHook> Hooks { get; init; } = [];

    /// <summary>VERBATIM outside any block.</summary>
    public IReadOnlyList<Verbatim> Verbatims { get; init; } = [];

    /// <summary>What is odd but allowed; never stops a run.</summary>
    public IReadOnlyList<Diagnostic> Warnings { get; init; } = [];

    /// <summary>Every block of statements with its name, as written in the file.</summary>
    public IEnumerable<(string Title, Block Body)> Blocks()
    {
        if (Initial is not null) yield return ("INITIAL", Initial);
        if (Breakpoint is not null) yield return ("BREAKPOINT", Breakpoint);
        foreach (var d in Derivatives) yield return ($"DERIVATIVE {d.Name}", d.Body);
        foreach (var k in Kinetics) yield return ($"KINETIC {k.Name}", k.Body);
        foreach (var l in Linears) yield return ($"LINEAR {l.Name}", l.Body);
        foreach (var n in Nonlinears) yield return ($"NONLINEAR {n.Name}", n.Body);
        foreach (var p in Procedures) yield return ($"PROCEDURE {p.Name}", p.Body);
        foreach (var f in Functions) yield return ($"FUNCTION {f.Name}", f.Body);
        if (NetReceive is { Initial: { } initial }) yield return ("NET_RECEIVE INITIAL", initial);
        if (NetReceive is not null) yield return ("NET_RECEIVE", NetReceive.Body);
        foreach (var h in Hooks) yield return ($"{(h.Before ? "BEFORE" : "AFTER")} {h.Moment}", h.Body);
    }
}

namespace Multiscale.Modeling;

/// <summary>The words of the language.</summary>
internal static class NmodlKeywords
{
    /// <summary>What may stand outside all braces.</summary>
    public static readonly string[] Blocks =
    [
        "NEURON", "UNITS", "PARAMETER", "CONSTANT", "ASSIGNED", "STATE", "INITIAL", "BREAKPOINT", "DERIVATIVE", "KINETIC", "LINEAR", "NONLINEAR",
        "PROCEDURE", "FUNCTION", "FUNCTION_TABLE", "NET_RECEIVE", "INDEPENDENT", "BEFORE", "AFTER", "LOCAL", "UNITSON", "UNITSOFF", "TITLE", "COMMENT",
        "VERBATIM", "INCLUDE", "DEFINE",
    ];

    /// <summary>Blocks of the language's forerunners, and why they are refused.</summary>
    public static readonly Dictionary<string, string> Refused = new()
    {
        ["CONSTRUCTOR"] = "C code that runs when an instance is made has no meaning here; put the equations in INITIAL",
        ["DESTRUCTOR"] = "C code that runs when an instance is deleted has no meaning here; remove the block",
        ["DISCRETE"] = "write the update in NET_RECEIVE, or in a PROCEDURE called by BREAKPOINT",
        ["PARTIAL"] = "write the compartments as an array of states in a KINETIC block",
        ["TERMINAL"] = "remove the block",
        ["STEPPED"] = "write the values as parameters",
        ["PLOT"] = "name the variable in a report instead",
        ["SENS"] = "remove the statement",
        ["MATCH"] = "remove the statement",
        ["EQUATION"] = "this is an old word for BREAKPOINT: write BREAKPOINT",
        ["DEPENDENT"] = "this is an old word for ASSIGNED: write ASSIGNED",
    };

    public static readonly string[] Neuron =
    [
        "SUFFIX", "POINT_PROCESS", "ARTIFICIAL_CELL", "USEION", "NONSPECIFIC_CURRENT", "ELECTRODE_CURRENT", "RANGE", "GLOBAL", "POINTER",
        "BBCOREPOINTER", "EXTERNAL", "RANDOM", "THREADSAFE", "SECTION", "REPRESENTS",
    ];

    public static readonly string[] Statements =
    [
        "LOCAL", "IF", "ELSE", "WHILE", "FROM", "SOLVE", "TABLE", "CONSERVE", "COMPARTMENT", "LONGITUDINAL_DIFFUSION", "WATCH", "FOR_NETCONS",
        "INITIAL", "PROTECT", "MUTEXLOCK", "MUTEXUNLOCK", "CONDUCTANCE", "UNITSON", "UNITSOFF", "VERBATIM", "COMMENT",
    ];

    /// <summary>Statements of the language's forerunners.</summary>
    public static readonly string[] RefusedStatements = ["FORALL", "LAG", "QUEUE", "PUTQ", "GETQ", "RESET", "MATCH", "SENS", "PARTIAL", "IFERROR"];

    /// <summary>Words that cannot name a variable.</summary>
    public static readonly HashSet<string> Reserved =
    [
        .. Blocks, .. Refused.Keys, .. Statements, .. Neuron, .. RefusedStatements,
        "READ", "WRITE", "VALENCE", "METHOD", "USING", "STEADYSTATE", "DEPEND", "WITH", "TO", "BY", "START", "SOLVEFOR", "ENDCOMMENT", "ENDVERBATIM",
    ];

    /// <summary>METHODs and the kinds of block they suit, as NEURON's translator accepts them.</summary>
    public static readonly Dictionary<string, string[]> Methods = new()
    {
        ["cnexp"] = ["DERIVATIVE"],
        ["derivimplicit"] = ["DERIVATIVE"],
        ["euler"] = ["DERIVATIVE", "KINETIC"],
        ["heun"] = ["DERIVATIVE", "KINETIC"],
        ["runge"] = ["DERIVATIVE", "KINETIC"],
        ["adrunge"] = ["DERIVATIVE", "KINETIC"],
        ["adeuler"] = ["DERIVATIVE", "KINETIC"],
        ["gear"] = ["DERIVATIVE", "KINETIC"],
        ["sparse"] = ["KINETIC"],
        ["newton"] = ["NONLINEAR"],
        ["simeq"] = ["LINEAR"],
        ["after_cvode"] = ["PROCEDURE", "DERIVATIVE", "KINETIC", "LINEAR", "NONLINEAR"],
        ["cvode_t"] = ["PROCEDURE", "DERIVATIVE", "KINETIC", "LINEAR", "NONLINEAR"],
        ["cvode_t_v"] = ["PROCEDURE", "DERIVATIVE", "KINETIC", "LINEAR", "NONLINEAR"],
    };
}

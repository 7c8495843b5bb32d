using Multiscale.Core;

namespace Multiscale.Modeling;

public sealed partial class NmodlParser
{
    private readonly NmodlUnits table = new();
    private readonly List<IonUse> ions = [];
    private readonly List<NmodlName> nonspecific = [], electrode = [], range = [], global = [], pointers = [], external = [], random = [];
    private readonly List<NmodlUnit> units = [];
    private readonly List<NmodlParameter> parameters = [];
    private readonly List<NmodlConstant> constants = [];
    private readonly List<NmodlAssigned> assigned = [];
    private readonly List<NmodlState> states = [];
    private readonly List<LocalName> fileLocals = [];
    private readonly List<NmodlSystem> derivatives = [], linears = [], nonlinears = [];
    private readonly List<KineticBlock> kinetics = [];
    private readonly List<NmodlRoutine> procedures = [], functions = [];
    private readonly List<NmodlFunctionTable> functionTables = [];
    private readonly List<NmodlHook> hooks = [];
    private readonly List<Verbatim> verbatims = [];
    private string? title, suffix;
    private MechanismKind kind;
    private bool neuronSeen, threadSafe, inNetReceive, inLinear;
    private SourceLocation neuronAt;
    private Block? initial, breakpoint, netInitial;
    private NetReceive? netReceive;

    private void Once(ref Block? block, Token token)
    {
        var body = Braces();
        if (block is not null) errors.Add("MS1309", token.At, $"a second {token.Text} block", $"join it with the one in line {block.At.Line}");
        block ??= body;
    }

    private NmodlSystem System(Token token)
    {
        var name = Name($"the name of the {token.Text} block", $"write '{token.Text} name {{ ... }}'");
        if (Accept("SOLVEFOR")) Species("", "write 'SOLVEFOR a, b'");
        inLinear = token.Text is "LINEAR" or "NONLINEAR";
        try
        {
            return new NmodlSystem(name.At, name.Text, Braces());
        }
        finally
        {
            inLinear = false;
        }
    }

    private NmodlRoutine Routine(Token token)
    {
        var name = Name($"the name of the {token.Text}", $"write '{token.Text} name(x) {{ ... }}'");
        var arguments = Arguments();
        string? unit = Unit();
        return new NmodlRoutine(name.At, name.Text, arguments, unit, Braces());
    }

    private NmodlFunctionTable FunctionTable(Token token)
    {
        var name = Name("the name of the FUNCTION_TABLE", "write 'FUNCTION_TABLE tau(v (mV)) (ms)'");
        var arguments = Arguments();
        string? unit = Unit();
        if (arguments.Count is 0 or > 2) errors.Add("MS1313", name.At, $"FUNCTION_TABLE '{name.Text}' has {arguments.Count} arguments", "a table has one or two");
        return new NmodlFunctionTable(name.At, name.Text, arguments, unit);
    }

    private void NetReceiveBlock(Token token)
    {
        var arguments = Arguments();
        (inNetReceive, netInitial) = (true, null);
        try
        {
            var body = Braces();
            if (netReceive is not null) errors.Add("MS1309", token.At, "a second NET_RECEIVE block", $"join it with the one in line {netReceive.At.Line}");
            netReceive ??= new NetReceive(token.At, arguments, netInitial, body);
        }
        finally
        {
            inNetReceive = false;
        }
    }

    private void Hook(Token token)
    {
        string[] moments = ["INITIAL", "BREAKPOINT", "SOLVE", "STEP"];
        var moment = Current;
        if (!moments.Contains(moment.Text)) throw Fail("MS1302", moment, $"expected INITIAL, BREAKPOINT, SOLVE or STEP after {token.Text}, found {moment.Described}", NearestWord.Advice(moment.Text, moments, $"write '{token.Text} STEP {{ ... }}'"));
        at++;
        hooks.Add(new NmodlHook(token.At, token.Text == "BEFORE", moment.Text, Braces()));
    }

    private NmodlFile Build(string fileName) => new()
    {
        FileName = fileName,
        Name = suffix ?? "",
        Kind = kind,
        Title = title,
        ThreadSafe = threadSafe,
        Ions = ions,
        Nonspecific = nonspecific,
        ElectrodeCurrents = electrode,
        Range = range,
        Global = global,
        Pointers = pointers,
        External = external,
        RandomVariables = random,
        Units = units,
        Parameters = parameters,
        Constants = constants,
        Assigned = assigned,
        States = states,
        FileLocals = fileLocals,
        Initial = initial,
        Breakpoint = breakpoint,
        Derivatives = derivatives,
        Kinetics = kinetics,
        Linears = linears,
        Nonlinears = nonlinears,
        Procedures = procedures,
        Functions = functions,
        FunctionTables = functionTables,
        NetReceive = netReceive,
        Hooks = hooks,
        Verbatims = verbatims,
    };
}

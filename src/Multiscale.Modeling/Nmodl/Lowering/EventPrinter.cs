using System.Globalization;
using System.Text;
using Multiscale.Core;

namespace Multiscale.Modeling;

/// <summary>
/// Prints what happens at events, NET_RECEIVE and net_send in INITIAL, as plain C# for one instance: events are rare, and their code has side effects
/// in an order. Functions become methods; variables of the mechanism are entries of its columns.
/// </summary>
internal sealed class EventPrinter(NmodlFile file, SymbolTable symbols, IReadOnlyDictionary<string, Binding> bindings, MechanismDemand demand)
{
    private readonly StringBuilder text = new();
    private readonly Stack<Dictionary<string, string>> scopes = new();
    private readonly List<WatchCondition> watches = [];
    private readonly HashSet<NmodlFunctionTable> tables = [];
    private int indent = 2, unique;
    private bool isVoid = true;

    /// <summary>Names of the methods: Receive, Start (INITIAL), StartConnection, Watch.</summary>
    public string Print(string typeName)
    {
        text.Append($"public unsafe struct {typeName}_Events\n{{\n    private EventFrame* f; private IEventHost host; private double* w;\n");
        foreach (var routine in Reached()) Routine(routine);
        Method("Receive", file.NetReceive?.Body);
        Method("Start", file.Initial, file.Kind == MechanismKind.Artificial);
        Method("StartConnection", file.NetReceive?.Initial);
        text.Append("    private double Condition(int k, out double flag)\n    {\n        flag = 0;\n");
        scopes.Push(Arguments());
        for (int k = 0; k < watches.Count; k++)
        {
            var c = watches[k].Condition;
            var (a, b) = c.Operator is BinaryOperator.Less or BinaryOperator.LessOrEqual ? (c.Right, c.Left) : (c.Left, c.Right);
            text.Append($"        if (k == {k}) {{ flag = {Value(watches[k].Flag)}; return {Value(a)} - ({Value(b)}); }}\n");
        }
        scopes.Pop();
        text.Append("        return -1;\n    }\n");
        foreach (var table in tables) text.Append($"    private static readonly LookupTable T_{table.Name} = {VectorPrinter.Literal(Evaluation.TableOf(file, demand, table))};\n");
        foreach (string name in (string[])["Receive", "Start", "StartConnection"])
            text.Append($"    public static void {name}(EventFrame* frame, IEventHost host) => new {typeName}_Events {{ f = frame, host = host, w = frame->Arguments }}.{name}();\n");
        text.Append($"    public static double Watch(EventFrame* frame, int k, out double flag) => new {typeName}_Events {{ f = frame, w = frame->Arguments }}.Condition(k, out flag);\n}}\n");
        return text.ToString();
    }

    /// <summary>The routines that events call, directly or not; others may hold what has no meaning here.</summary>
    private List<NmodlRoutine> Reached()
    {
        var all = file.Functions.Concat(file.Procedures).ToDictionary(r => r.Name);
        var reached = new List<NmodlRoutine>();
        var open = new Queue<Block>(new[] { file.NetReceive?.Body, file.NetReceive?.Initial, file.Initial }.OfType<Block>());
        while (open.TryDequeue(out var block))
            foreach (var call in NmodlWalk.Calls(block))
            {
                if (!all.Remove(call.Name, out var routine)) continue;
                reached.Add(routine);
                open.Enqueue(routine.Body);
            }
        return reached;
    }

    private void Method(string name, Block? block, bool startsStates = false)
    {
        text.Append($"    private void {name}()\n    {{\n");
        scopes.Push(Arguments());
        if (startsStates)
            foreach (var (key, _, _) in symbols.States)
                Line($"f->Columns[{bindings[key].Index}][f->Instance] = {(symbols.IsParameter(key + "0") ? Target(new VariableRef(file.NetReceive!.At, key + "0")) : "0")};");
        if (block is not null) Body(block);
        scopes.Pop();
        text.Append("    }\n");
    }

    private Dictionary<string, string> Arguments()
    {
        var scope = new Dictionary<string, string> { ["flag"] = "f->Flag" };
        for (int i = 0; i < (file.NetReceive?.Arguments.Count ?? 0); i++) scope[file.NetReceive!.Arguments[i].Name] = $"w[{i}]";
        return scope;
    }

    private void Routine(NmodlRoutine routine)
    {
        isVoid = false;
        var scope = new Dictionary<string, string>();
        foreach (var argument in routine.Arguments) scope[argument.Name] = "a_" + argument.Name;
        scope[routine.Name] = "result";
        text.Append($"    private double r_{routine.Name}({string.Join(", ", routine.Arguments.Select(a => "double a_" + a.Name))})\n    {{\n        double result = 0;\n");
        scopes.Push(scope);
        Body(routine.Body);
        scopes.Pop();
        isVoid = true;
        text.Append("        return result;\n    }\n");
    }

    private void Body(Block block)
    {
        scopes.Push(new(scopes.Peek()));
        foreach (var statement in block.Statements) Statement(statement);
        scopes.Pop();
    }

    private void Braces(Block block)
    {
        Line("{");
        indent++;
        Body(block);
        indent--;
        Line("}");
    }

    private void Statement(NmodlStatement statement)
    {
        switch (statement)
        {
            case Assign { Target.Order: 0 } assign: Line($"{Target(assign.Target)} = {Value(assign.Value)};"); break;
            case Local local:
                foreach (var name in local.Names)
                {
                    string own = $"l{unique++}_{name.Name}";
                    scopes.Peek()[name.Name] = own;
                    Line(name.ArraySize is { } size ? $"double* {own} = stackalloc double[{size}];" : $"double {own} = 0;");
                }
                break;
            case NestedBlock nested: Braces(nested.Body); break;
            case If branch:
                Line($"if ({Condition(branch.Condition)})");
                Braces(branch.Then);
                if (branch.Else is { } otherwise)
                {
                    Line("else");
                    Braces(otherwise);
                }
                break;
            case While loop:
                Line($"while ({Condition(loop.Condition)})");
                Braces(loop.Body);
                break;
            case From loop:
                string counter = $"l{unique++}_{loop.Variable}", step = loop.Step is null ? "1" : Value(loop.Step), sign = loop.Step is Unary or NumberLiteral { Value: < 0 } ? ">=" : "<=";
                Line($"for (double {counter} = {Value(loop.First)}; {counter} {sign} {Value(loop.Last)}; {counter} += {step})");
                scopes.Push(new(scopes.Peek()) { [loop.Variable] = counter });
                Braces(loop.Body);
                scopes.Pop();
                break;
            case CallStatement { Call: var call }: Call(call); break;
            case Watch watch:
                int first = watches.Count;
                watches.AddRange(watch.Conditions);
                Line($"host.Watch(f->Instance, stackalloc int[] {{ {string.Join(", ", Enumerable.Range(first, watch.Conditions.Count))} }});");
                break;
            case ForNetcons loop:
                string k = $"k{unique++}", other = $"o{unique++}";
                Line($"for (int {k} = 0; {k} < host.ConnectionsOf(f->Instance); {k}++)");
                Line("{");
                indent++;
                Line($"double* {other} = host.ArgumentsOf(f->Instance, {k});");
                var scope = new Dictionary<string, string>(scopes.Peek());
                for (int i = 0; i < loop.Arguments.Count; i++) scope[loop.Arguments[i].Name] = $"{other}[{i}]";
                scopes.Push(scope);
                Body(loop.Body);
                scopes.Pop();
                indent--;
                Line("}");
                break;
            case Return: Line(isVoid ? "return;" : "return result;"); break;
            case Verbatim code: throw VerbatimIdioms.Refuse(code.At, $"VERBATIM in {code.Title}");
            case TableStatement or Solve or Conserve or Compartment: break; // states are started by the vector kernel
            default: throw Refuse(statement.At, $"{statement.GetType().Name} in the code of events", "leave it out");
        }
    }

    private void Call(Call call)
    {
        string Argument(int i) => Value(call.Arguments[i]);
        switch (call.Name)
        {
            case "net_send": Line($"host.Send(f->Instance, f->Uniforms[0] + ({Argument(0)}), {Argument(1)});"); break;
            case "net_move": Line($"host.Move(f->Instance, {Argument(0)});"); break;
            case "net_event": Line($"host.Fire(f->Instance, {Argument(0)});"); break;
            case "state_discontinuity" when call.Arguments[0] is VariableRef state: Line($"{Target(state)} = {Argument(1)};"); break;
            case "random_setseq": Line($"{Stream(call)} = {Argument(1)};"); break;
            case "random_setids":
                for (int i = 1; i < call.Arguments.Count; i++) Line($"{Stream(call, MechanismProgram.KeySuffix)} = RandomStream.Key({Stream(call, MechanismProgram.KeySuffix)}, {Argument(i)});");
                break;
            case "printf" or "fprintf" or "at_time" or "set_seed": break;
            default: Line($"_ = {Value(call)};"); break;
        }
    }

    private string Target(VariableRef variable)
    {
        string name = symbols.Resolved(variable.Name);
        if (scopes.Peek().TryGetValue(name, out string? own)) return variable.Index is null ? own : $"{own}[(int)({Value(variable.Index)})]";
        if (symbols.SizeOf(name) is not null)
            return bindings.TryGetValue(name + "[0]", out var start) && variable.Index is not null
                ? start.Residence == Residence.Column ? $"f->Columns[{start.Index} + (int)({Value(variable.Index)})][f->Instance]" : $"f->Uniforms[{start.Index} + (int)({Value(variable.Index)})]"
                : throw Refuse(variable.At, $"'{name}'", "give an index");
        if (!bindings.TryGetValue(name, out var binding)) throw Refuse(variable.At, $"'{name}' in the code of events", "use a parameter, a state or an assigned variable");
        return binding.Residence switch
        {
            Residence.Column => $"f->Columns[{binding.Index}][f->Instance]",
            Residence.Place => $"f->Places[{binding.Index}][f->Place]",
            _ => $"f->Uniforms[{binding.Index}]",
        };
    }

    private string Condition(NmodlExpression e) => e switch
    {
        Binary { Operator: BinaryOperator.And } b => $"({Condition(b.Left)} && {Condition(b.Right)})",
        Binary { Operator: BinaryOperator.Or } b => $"({Condition(b.Left)} || {Condition(b.Right)})",
        Unary { Operator: UnaryOperator.Not } u => $"!({Condition(u.Operand)})",
        Binary { Operator: >= BinaryOperator.Less and <= BinaryOperator.NotEqual } b => $"({Value(b.Left)} {Sign(b.Operator)} {Value(b.Right)})",
        _ => $"({Value(e)} != 0)",
    };

    private string Value(NmodlExpression e) => e switch
    {
        NumberLiteral n => n.Value.ToString("R", CultureInfo.InvariantCulture) + "d",
        VariableRef v when !scopes.Peek().ContainsKey(v.Name) && symbols.IsConstant(v.Name, out double constant) => $"({constant.ToString("R", CultureInfo.InvariantCulture)}d)",
        VariableRef v => Target(v),
        Unary { Operator: UnaryOperator.Negate } u => $"(-{Value(u.Operand)})",
        Binary { Operator: BinaryOperator.Power } b => $"Math.Pow({Value(b.Left)}, {Value(b.Right)})",
        Binary { Operator: < BinaryOperator.Less } b => $"({Value(b.Left)} {Sign(b.Operator)} {Value(b.Right)})",
        Call call => Function(call),
        _ => $"({Condition(e)} ? 1d : 0d)",
    };

    private string Function(Call call)
    {
        if (RandomCall.Of(call) is { } draw && symbols.IsStream(draw.Stream))
        {
            string next = $"RandomStream.Next(Operation.{draw.Kind}, {Stream(draw.Stream + MechanismProgram.KeySuffix)}, ref {Stream(draw.Stream)})";
            return $"({(draw.Offset is { } offset ? Value(offset) + " + " : "")}{(draw.Scale is { } scale ? Value(scale) + " * " : "")}{next})";
        }
        if (call.Name == "poisrand") return $"RandomStream.Poisson({Stream(RandomCall.Unnamed + MechanismProgram.KeySuffix)}, ref {Stream(RandomCall.Unnamed)}, {Value(call.Arguments[0])})";
        string arguments = string.Join(", ", call.Arguments.Select(Value));
        if (file.FunctionTables.FirstOrDefault(t => t.Name == call.Name) is { } table)
        {
            tables.Add(table);
            return $"T_{table.Name}.At({arguments})";
        }
        if (file.Functions.Concat(file.Procedures).Any(r => r.Name == call.Name)) return $"r_{call.Name}({arguments})";
        return Evaluation.Functions.TryGetValue(call.Name, out var operation) ? $"ScalarMath.Evaluate(Operation.{operation}, {arguments})"
            : throw Refuse(call.At, $"the function '{call.Name}' in the code of events", "use a function that NMODL has, or declare it as FUNCTION");
    }

    private string Stream(Call call, string suffix = "") => Stream(((VariableRef)call.Arguments[0]).Name + suffix);

    private string Stream(string column) => $"f->Columns[{bindings[column].Index}][f->Instance]";

    private static string Sign(BinaryOperator o) => o switch
    {
        BinaryOperator.Add => "+", BinaryOperator.Subtract => "-", BinaryOperator.Multiply => "*", BinaryOperator.Divide => "/",
        BinaryOperator.Less => "<", BinaryOperator.Greater => ">", BinaryOperator.LessOrEqual => "<=", BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.Equal => "==", _ => "!=",
    };

    private void Line(string line) => text.Append(' ', 4 * indent).Append(line).Append('\n');

    private static InputException Refuse(SourceLocation at, string what, string remedy) => new("MS1340", $"{what} cannot be compiled", remedy, at);
}

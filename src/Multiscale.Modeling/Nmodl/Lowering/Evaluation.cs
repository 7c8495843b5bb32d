using Multiscale.Core;

namespace Multiscale.Modeling;

/// <summary>
/// Carries out blocks of a mechanism on expressions instead of numbers: what a variable holds afterwards is one expression of what the block read.
/// Functions are inlined, loops of known length unrolled, both sides of a condition computed and chosen from.
/// </summary>
internal sealed partial class Evaluation(NmodlFile file, SymbolTable symbols, ExpressionGraph graph, MechanismDemand demand)
{
    private const int LongestLoop = 10_000, DeepestCall = 40;

    private readonly Stack<List<Dictionary<string, string>>> frames = new([[[]]]);
    private readonly HashSet<string> read = [];
    private int localCount, depth;

    /// <summary>Present values by variable; locals under keys of their own.</summary>
    private Dictionary<string, Expression> values = [];

    /// <summary>Variables whose values at the start were asked for.</summary>
    public IReadOnlySet<string> Read => read;

    public List<string> Remarks { get; } = [];

    /// <summary>Variables of the mechanism that were given a value, and the value.</summary>
    public IEnumerable<KeyValuePair<string, Expression>> Written => values.Where(v => !v.Key.Contains('@', StringComparison.Ordinal) && !v.Key.EndsWith('\''));

    public Expression? ValueOf(string key) => values.GetValueOrDefault(key);

    public void Set(string key, Expression value) => values[key] = value;

    /// <summary>Carries out a block; SOLVE statements are skipped, or carried out alone.</summary>
    public void Run(Block block)
    {
        frames.Peek().Add([]);
        foreach (var statement in block.Statements) Run(statement);
        frames.Peek().RemoveAt(frames.Peek().Count - 1);
    }

    /// <summary>The SOLVE statements of a block, wherever they stand in it.</summary>
    public static IEnumerable<Solve> Solves(Block block) => block.Statements.SelectMany(s => s switch
    {
        Solve solve => [solve],
        If branch => Solves(branch.Then).Concat(branch.Else is null ? [] : Solves(branch.Else)),
        NestedBlock nested => Solves(nested.Body),
        _ => [],
    });

    /// <summary>Whether statements that send events or watch are left to <see cref="EventPrinter"/> (INITIAL) or refused.</summary>
    public bool LeavesEvents { get; set; }

    /// <summary>Whether implicit steps are of second order; otherwise they are NEURON's.</summary>
    public bool SecondOrder { get; set; }

    /// <summary>Whether SOLVE statements met on the way are carried out (INITIAL) or skipped (BREAKPOINT).</summary>
    public bool CarriesOutSolve { get; set; }

    private void Run(NmodlStatement statement)
    {
        switch (statement)
        {
            case Assign { Target.Order: > 0 } equation: Differential(equation); break;
            case Assign assign: Store(assign.Target, Value(assign.Value)); break;
            case Local local:
                foreach (var name in local.Names)
                    foreach (string key in name.ArraySize is { } size ? Enumerable.Range(0, size).Select(i => $"{name.Name}[{i}]") : [name.Name])
                        Declare(key, graph.Zero);
                break;
            case NestedBlock nested: Run(nested.Body); break;
            case If branch: Choose(Condition(branch.Condition), branch.Then, branch.Else); break;
            case From loop: Unroll(loop); break;
            case CallStatement { Call.Name: "net_send" or "net_event" or "net_move" } or Watch when LeavesEvents: break;
            case CallStatement { Call: var call }: Invoke(call, isStatement: true); break;
            case Solve solve: if (CarriesOutSolve) Solve(solve); break;
            case TableStatement: break; // see Interpolated
            case Reaction reaction: React(reaction); break;
            case Conserve conserve: conservations?.Add(conserve); break;
            case Compartment compartment: Enclose(compartment); break;
            case LinearEquation equation: residuals?.Add(graph.Subtract(Value(equation.Left), Value(equation.Right))); break;
            case LongitudinalDiffusion diffusion: Spread(diffusion); break;
            case While loop: Repeat(loop); break;
            case Verbatim verbatim: throw VerbatimIdioms.Refuse(verbatim.At, $"VERBATIM in {verbatim.Title}");
            default: throw Refuse(statement.At, $"{statement.GetType().Name} outside NET_RECEIVE", "move it there");
        }
    }

    private void Choose(Expression condition, Block then, Block? otherwise)
    {
        if (condition.IsNumber)
        {
            if (condition.Value != 0) Run(then);
            else if (otherwise is not null) Run(otherwise);
            return;
        }
        var before = values;
        values = new(before);
        Run(then);
        var ifTrue = values;
        values = new(before);
        if (otherwise is not null) Run(otherwise);
        var ifFalse = values;
        values = before;
        foreach (string key in ifTrue.Keys.Union(ifFalse.Keys).Order(StringComparer.Ordinal))
        {
            var a = ifTrue.GetValueOrDefault(key);
            var b = ifFalse.GetValueOrDefault(key);
            if (a == b) { if (a is not null) values[key] = a; continue; }
            if ((a is null || b is null) && key.Contains('@', StringComparison.Ordinal)) continue; // a local of one side alone
            values[key] = graph.Select(condition, a ?? Input(key), b ?? Input(key));
        }
    }

    private void Unroll(From loop)
    {
        if (!Value(loop.First).IsNumber || !Value(loop.Last).IsNumber || loop.Step is { } by && !Value(by).IsNumber)
        {
            Count(loop);
            return;
        }
        int first = Whole(loop.First), last = Whole(loop.Last), step = loop.Step is null ? 1 : Whole(loop.Step);
        if (step == 0 || Math.Abs((last - first) / step) > LongestLoop) throw Refuse(loop.At, $"a loop from {first} to {last} by {step}", $"at most {LongestLoop} turns");
        for (int i = first; step > 0 ? i <= last : i >= last; i += step)
        {
            frames.Peek().Add([]);
            Declare(loop.Variable, graph.Number(i));
            Run(loop.Body);
            frames.Peek().RemoveAt(frames.Peek().Count - 1);
        }
    }

    private int Whole(NmodlExpression e)
    {
        var value = Value(e);
        return value.IsNumber && value.Value == Math.Floor(value.Value) ? (int)value.Value
            : throw Refuse(e.At, $"'{e}' as an index or limit of a loop", "it must be a whole number known before the simulation starts");
    }

    private string KeyOf(VariableRef variable)
    {
        if (variable.Index is null) return symbols.Resolved(variable.Name);
        int index = Whole(variable.Index);
        if (symbols.SizeOf(variable.Name) is { } size && (index < 0 || index >= size)) throw Refuse(variable.At, $"{variable.Name}[{index}]", $"indices run from 0 to {size - 1}");
        return $"{variable.Name}[{index}]";
    }

    private void Declare(string key, Expression value)
    {
        string unique = $"{key}@{localCount++}";
        frames.Peek()[^1][key] = unique;
        values[unique] = value;
    }

    /// <summary>The local of that name in the innermost block that has one.</summary>
    private string? LocalKey(string key)
    {
        var scopes = frames.Peek();
        for (int i = scopes.Count - 1; i >= 0; i--) if (scopes[i].TryGetValue(key, out string? unique)) return unique;
        return null;
    }

    private void Store(VariableRef target, Expression value)
    {
        if (target.Index is { } index && Value(index) is { IsNumber: false } chosen)
        {
            StoreChosen(target.Name, chosen, value, target.At);
            return;
        }
        string key = KeyOf(target);
        values[LocalKey(key) ?? key] = value.IsCondition ? graph.Select(value, graph.One, graph.Zero) : value;
    }

    private Expression Fetch(VariableRef variable)
    {
        if (variable.Index is { } index && Value(index) is { IsNumber: false } chosen) return Chosen(variable.Name, chosen, variable.At);
        string key = KeyOf(variable);
        if (LocalKey(key) is { } local) return values[local];
        if (values.TryGetValue(key, out var value)) return value;
        return symbols.IsConstant(key, out double constant) ? graph.Number(constant) : Input(key);
    }

    private Expression Input(string key)
    {
        read.Add(key);
        return graph.Symbol(key);
    }

    public Expression Condition(NmodlExpression e) => e switch
    {
        Binary { Operator: BinaryOperator.And } b => graph.And(Condition(b.Left), Condition(b.Right)),
        Binary { Operator: BinaryOperator.Or } b => graph.Or(Condition(b.Left), Condition(b.Right)),
        Unary { Operator: UnaryOperator.Not } u => graph.Not(Condition(u.Operand)),
        Binary { Operator: >= BinaryOperator.Less and <= BinaryOperator.NotEqual } b => Compare(b),
        _ => graph.Truth(Value(e)),
    };

    private Expression Compare(Binary b)
    {
        var (left, right) = (Value(b.Left), Value(b.Right));
        return b.Operator switch
        {
            BinaryOperator.Less => graph.Compare(Operation.Less, left, right),
            BinaryOperator.Greater => graph.Compare(Operation.Less, right, left),
            BinaryOperator.LessOrEqual => graph.Compare(Operation.LessOrEqual, left, right),
            BinaryOperator.GreaterOrEqual => graph.Compare(Operation.LessOrEqual, right, left),
            BinaryOperator.Equal => graph.Compare(Operation.Equal, left, right),
            _ => graph.Compare(Operation.NotEqual, left, right),
        };
    }

    public Expression Value(NmodlExpression e)
    {
        switch (e)
        {
            case NumberLiteral number: return graph.Number(number.Value);
            case VariableRef variable: return Fetch(variable);
            case Unary { Operator: UnaryOperator.Negate } u: return graph.Negate(Value(u.Operand));
            case Binary { Operator: < BinaryOperator.Less } b:
                var (left, right) = (Value(b.Left), Value(b.Right));
                return b.Operator switch
                {
                    BinaryOperator.Add => graph.Add(left, right),
                    BinaryOperator.Subtract => graph.Subtract(left, right),
                    BinaryOperator.Multiply => graph.Multiply(left, right),
                    BinaryOperator.Divide => graph.Divide(left, right),
                    _ => graph.Power(left, right),
                };
            case Call call: return Invoke(call, isStatement: false);
            case Unary or Binary: return graph.Select(Condition(e), graph.One, graph.Zero);
            default: throw Refuse(e.At, $"'{e}' as a number", "use a number, a variable or a function");
        }
    }

    private Expression Invoke(Call call, bool isStatement)
    {
        if (file.Functions.Concat(file.Procedures).FirstOrDefault(r => r.Name == call.Name) is { } routine) return Inline(routine, call);
        if (file.FunctionTables.FirstOrDefault(t => t.Name == call.Name) is { } table) return Tabulated(table, call);
        if (isStatement && call.Name is "printf" or "fprintf" or "set_seed") return graph.Zero;
        if (RandomCall.Of(call) is { } draw && symbols.IsStream(draw.Stream)) return Drawn(draw);
        if (isStatement && call.Name is "random_setseq" or "random_setids" && call.Arguments[0] is VariableRef stream) return Set(stream.Name, call);
        if (call.Name == "at_time") return graph.Zero; // tells variable steps of an edge; fixed steps need no telling
        if (call.Name is "exprelr") return ExponentialRatio(Value(call.Arguments[0]));
        if (!Functions.TryGetValue(call.Name, out var operation))
            throw Refuse(call.At, $"the function '{call.Name}' where states or currents are computed", "use a function that NMODL has, or declare it as FUNCTION");
        Expression[] arguments = [.. call.Arguments.Select(Value)];
        return operation == Operation.Power ? graph.Power(arguments[0], arguments[1]) : graph.Call(operation, arguments);
    }

    internal static readonly Dictionary<string, Operation> Functions = new()
    {
        ["exp"] = Operation.Exp, ["log"] = Operation.Log, ["log10"] = Operation.Log10, ["sqrt"] = Operation.Sqrt, ["pow"] = Operation.Power,
        ["sin"] = Operation.Sin, ["cos"] = Operation.Cos, ["tan"] = Operation.Tan, ["asin"] = Operation.Asin, ["acos"] = Operation.Acos,
        ["atan"] = Operation.Atan, ["atan2"] = Operation.Atan2, ["sinh"] = Operation.Sinh, ["cosh"] = Operation.Cosh, ["tanh"] = Operation.Tanh,
        ["fabs"] = Operation.Abs, ["abs"] = Operation.Abs, ["fmod"] = Operation.Modulo, ["floor"] = Operation.Floor, ["ceil"] = Operation.Ceiling,
        ["erf"] = Operation.Erf, ["fmin"] = Operation.Min, ["fmax"] = Operation.Max,
    };

    /// <summary>One number of a stream, and the stream moves on.</summary>
    private Expression Drawn(RandomCall draw)
    {
        var (scale, offset) = (draw.Scale is { } s ? Value(s) : graph.One, draw.Offset is { } o ? Value(o) : graph.Zero);
        var count = Fetch(new VariableRef(default, draw.Stream));
        values[draw.Stream] = graph.Add(count, graph.One);
        string key = draw.Stream + MechanismProgram.KeySuffix;
        return graph.Add(offset, graph.Multiply(scale, graph.Call(draw.Kind, values.GetValueOrDefault(key) ?? Input(key), count)));
    }

    /// <summary>random_setseq(stream, n) goes to its n-th number, random_setids(stream, a, b, c) to a stream of these numbers.</summary>
    private Expression Set(string stream, Call call)
    {
        if (call.Name == "random_setseq") return values[stream] = Value(call.Arguments[1]);
        string key = stream + MechanismProgram.KeySuffix;
        foreach (var id in call.Arguments.Skip(1)) values[key] = graph.Call(Operation.RandomKey, values.GetValueOrDefault(key) ?? Input(key), Value(id));
        return graph.Zero;
    }

    /// <summary>x / (e^x - 1), by its series where the quotient loses its digits.</summary>
    private Expression ExponentialRatio(Expression x) => graph.Select(
        graph.Compare(Operation.Less, graph.Call(Operation.Abs, x), graph.Number(1e-5)),
        graph.Subtract(graph.One, graph.Multiply(graph.Number(0.5), x)),
        graph.Divide(x, graph.Subtract(graph.Exp(x), graph.One)));

    private Expression Inline(NmodlRoutine routine, Call call)
    {
        if (++depth > DeepestCall) throw Refuse(call.At, $"'{call.Name}', which calls itself", "write it without recursion");
        Expression[] arguments = [.. call.Arguments.Select(Value)];
        var result = demand.Interpolated && arguments.Length == 1 && routine.Body.Statements.OfType<TableStatement>().FirstOrDefault() is { } table
            ? Interpolated(routine, table, arguments[0]) ?? Expand(routine, arguments) : Expand(routine, arguments);
        depth--;
        return result;
    }

    private Expression Expand(NmodlRoutine routine, Expression[] arguments)
    {
        frames.Push([[]]);
        for (int i = 0; i < routine.Arguments.Count; i++) Declare(routine.Arguments[i].Name, i < arguments.Length ? arguments[i] : graph.Zero);
        Declare(routine.Name, graph.Zero);
        string result = LocalKey(routine.Name)!;
        Run(routine.Body);
        frames.Pop();
        return values[result];
    }

    private static InputException Refuse(SourceLocation at, string what, string remedy) => new("MS1340", $"{what} cannot be compiled", remedy, at);

}

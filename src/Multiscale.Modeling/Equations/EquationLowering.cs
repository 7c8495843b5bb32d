using Multiscale.Core;

namespace Multiscale.Modeling;

/// <summary>How d(F, x) of a text becomes an expression.</summary>
/// <param name="Step">Half the width of central differences; 0: the symbolic derivative.</param>
public readonly record struct DerivativeRule(double Step)
{
    public static DerivativeRule Symbolic => default;
}

public sealed record EquationOptions
{
    public DerivativeRule Derivatives { get; init; }

    /// <summary>Values that replace the defaults of the text.</summary>
    public IReadOnlyDictionary<string, double> Values { get; init; } = new Dictionary<string, double>();

    /// <summary>Parameters that stay symbols; all others become numbers.</summary>
    public Func<string, bool> Free { get; init; } = _ => false;

    /// <summary>Inputs that stay symbols; all others are zero.</summary>
    public Func<string, bool> Driven { get; init; } = _ => true;

    /// <summary>Derived quantities that stand as symbols in what uses them, to be computed before it.</summary>
    public Func<string, bool> Separate { get; init; } = _ => false;
}

/// <summary>Turns the text of a model into expressions: functions are written out where they are called.</summary>
internal sealed class EquationLowering
{
    private static readonly Dictionary<string, Operation> Builtins = new()
    {
        ["exp"] = Operation.Exp, ["log"] = Operation.Log, ["log10"] = Operation.Log10, ["sqrt"] = Operation.Sqrt, ["sin"] = Operation.Sin, ["cos"] = Operation.Cos,
        ["tan"] = Operation.Tan, ["tanh"] = Operation.Tanh, ["sinh"] = Operation.Sinh, ["cosh"] = Operation.Cosh, ["atan"] = Operation.Atan, ["erf"] = Operation.Erf,
        ["erfc"] = Operation.Erfc, ["abs"] = Operation.Abs, ["floor"] = Operation.Floor, ["ceil"] = Operation.Ceiling, ["min"] = Operation.Min, ["max"] = Operation.Max,
        ["pow"] = Operation.Power,
    };

    private readonly EquationText text;
    private readonly EquationOptions options;
    private readonly ExpressionGraph graph = new();
    private readonly Dictionary<string, Expression> known = [];
    private readonly List<Expression> sent = [];
    private readonly List<Diagnostic> errors = [];
    private readonly List<EquationValue> couplings = [], derived = [];
    private readonly HashSet<EquationStatement> begun = new(ReferenceEqualityComparer.Instance);
    private StatementKind within;

    private EquationLowering(EquationText text, EquationOptions options) => (this.text, this.options) = (text, options);

    public static EquationModel Lower(EquationText text, EquationOptions options) => new EquationLowering(text, options).Lower();

    private EquationModel Lower()
    {
        foreach (string name in options.Values.Keys)
            if (text.Parameters.All(p => p.Name != name))
                errors.Add(new Diagnostic("MS1356", $"the model {text.Name} has no parameter '{name}'", NearestWord.Advice(name, text.Parameters.Select(p => p.Name), "its parameters are " + string.Join(", ", text.Parameters.Select(p => p.Name))), new SourceLocation(text.FileName)));
        foreach (var p in text.Parameters) Define(p.Name, options.Free(p.Name) ? graph.Symbol(p.Name) : graph.Number(options.Values.GetValueOrDefault(p.Name, p.Default)), p.At);
        foreach (var s in text.States) Define(s.Name, graph.Symbol(s.Name), s.At);
        foreach (var i in text.Inputs) Define(i.Name, options.Driven(i.Name) ? graph.Symbol(i.Name) : graph.Zero, i.At);
        Define("pi", graph.Number(Math.PI), null);
        Define("degree", graph.Symbol("degree"), null);

        Dictionary<string, Expression> derivatives = [], noise = [];
        foreach (var statement in text.Statements)
        {
            if (statement.Defines)
            {
                if (!begun.Contains(statement)) Define(statement);
                continue;
            }
            within = statement.Kind;
            var value = Evaluate(statement.Value, known);
            if (text.States.All(s => s.Name != statement.Name)) Fail("MS1355", statement.At, $"'{statement.Name}' is no state", NearestWord.Advice(statement.Name, text.States.Select(s => s.Name), "declare it with 'state'"));
            else if (!(statement.Kind == StatementKind.Derivative ? derivatives : noise).TryAdd(statement.Name, value)) Fail("MS1355", statement.At, $"'{statement.Name}' is given twice", "keep one");
        }
        foreach (var state in text.States)
            if (!derivatives.ContainsKey(state.Name)) Fail("MS1355", state.At, $"the state '{state.Name}' has no equation", $"add \"{state.Name}' = ...\"");
        foreach (string name in text.Observed)
            if (text.States.All(s => s.Name != name) && derived.All(d => d.Name != name)) Fail("MS1355", new SourceLocation(text.FileName), $"'{name}', which is observed, is neither a state nor derived", NearestWord.Advice(name, known.Keys, "name a state"));
        if (errors.Count > 0) throw new InputException(errors);
        return new EquationModel
        {
            Name = text.Name, Title = text.Title, Graph = graph, Parameters = text.Parameters, States = text.States, Inputs = text.Inputs,
            Derivatives = [.. text.States.Select(s => derivatives[s.Name])], Noise = [.. text.States.Select(s => noise.GetValueOrDefault(s.Name, graph.Zero))],
            Couplings = couplings, Sent = sent, Derived = derived, Observed = text.Observed.Count > 0 ? text.Observed : [.. text.States.Select(s => s.Name)],
        };
    }

    private void Define(EquationStatement statement)
    {
        var outer = within;
        within = statement.Kind;
        begun.Add(statement);
        var value = Evaluate(statement.Value, known);
        within = outer;
        bool coupling = statement.Kind == StatementKind.Coupling;
        (coupling ? couplings : derived).Add(new EquationValue(statement.Name, value));
        // A coupling that is zero for these parameters costs nothing.
        Define(statement.Name, coupling ? value.IsNumber ? value : graph.Symbol(statement.Name) : options.Separate(statement.Name) ? graph.Symbol(statement.Name) : value, statement.At);
    }

    private void Define(string name, Expression value, SourceLocation? at)
    {
        if (!known.TryAdd(name, value) && at is { } place) Fail("MS1355", place, $"'{name}' is defined twice", "choose another name");
    }

    private Expression Evaluate(NmodlExpression e, IReadOnlyDictionary<string, Expression> names)
    {
        switch (e)
        {
            case NumberLiteral number:
                return graph.Number(number.Value);
            case VariableRef { Order: 0 } v:
                string name = v.Index is NumberLiteral i ? $"{v.Name}[{(int)i.Value}]" : v.Name;
                if (names.TryGetValue(name, out var value)) return value;
                // A text that begins with another may define below what a statement above it uses.
                if (names == known && text.Statements.Find(s => s.Defines && s.Name == name && !begun.Contains(s)) is { } later)
                {
                    Define(later);
                    return known[name];
                }
                return Unknown(e.At, $"'{name}' is not defined here", NearestWord.Advice(name, names.Keys, "define it above this line"));
            case Unary { Operator: UnaryOperator.Negate } minus:
                return graph.Negate(Evaluate(minus.Operand, names));
            case Unary not:
                return graph.Not(graph.Truth(Evaluate(not.Operand, names)));
            case Binary b:
                return Combine(b.Operator, Evaluate(b.Left, names), Evaluate(b.Right, names));
            case Call call:
                return Called(call, names);
            default:
                return Unknown(e.At, $"'{e}' has no meaning in an equation", "write a number, a name or a call");
        }
    }

    private Expression Combine(BinaryOperator op, Expression a, Expression b) => op switch
    {
        BinaryOperator.Add when CommonFraction(a, b) is { } fraction => fraction,
        BinaryOperator.Add => graph.Add(a, b),
        BinaryOperator.Subtract => graph.Subtract(a, b),
        BinaryOperator.Multiply => graph.Multiply(a, b),
        BinaryOperator.Divide => graph.Divide(a, b),
        BinaryOperator.Power => graph.Power(a, b),
        BinaryOperator.Less => graph.Compare(Operation.Less, a, b),
        BinaryOperator.Greater => graph.Compare(Operation.Less, b, a),
        BinaryOperator.LessOrEqual => graph.Compare(Operation.LessOrEqual, a, b),
        BinaryOperator.GreaterOrEqual => graph.Compare(Operation.LessOrEqual, b, a),
        BinaryOperator.Equal => graph.Compare(Operation.Equal, a, b),
        BinaryOperator.NotEqual => graph.Compare(Operation.NotEqual, a, b),
        BinaryOperator.And => graph.And(graph.Truth(a), graph.Truth(b)),
        _ => graph.Or(graph.Truth(a), graph.Truth(b)),
    };

    /// <summary>Two fractions with one denominator as one, k a/c + k b/c = k (a + b)/c: what is equal in all terms then cancels (T_V of equal time constants). Null: they are none.</summary>
    private Expression? CommonFraction(Expression a, Expression b)
    {
        var (p, x) = Scaled(a);
        var (q, y) = Scaled(b);
        return p == q && x.Operation == Operation.Divide && y.Operation == Operation.Divide && x[1] == y[1] ? graph.Multiply(p, graph.Divide(graph.Add(x[0], y[0]), x[1])) : null;
    }

    private (Expression Factor, Expression Fraction) Scaled(Expression e) => e.Operation == Operation.Multiply && e[0].IsNumber ? (e[0], e[1]) : (graph.One, e);

    private Expression Called(Call call, IReadOnlyDictionary<string, Expression> names)
    {
        var arguments = call.Arguments;
        if (call.Name == "d") return Differentiated(call, names);
        if (text.Functions.TryGetValue(call.Name, out var function)) return Apply(function, call, Bind(function, call, names));
        if (call.Name == "sum" && arguments.Count == 1)
        {
            if (within != StatementKind.Coupling) return Unknown(call.At, "sum() is the sum over the network, and stands only in a coupling", "write 'coupling name = ... sum(...)' and use the name");
            var summand = Evaluate(arguments[0], names);
            int k = sent.IndexOf(summand);
            if (k < 0) { k = sent.Count; sent.Add(summand); }
            return graph.Symbol(EquationModel.SumSymbol(k));
        }
        if (call.Name == "where" && arguments.Count == 3)
            return graph.Select(graph.Truth(Evaluate(arguments[0], names)), Evaluate(arguments[1], names), Evaluate(arguments[2], names));
        if (!Builtins.TryGetValue(call.Name, out var operation))
            return Unknown(call.At, $"there is no function '{call.Name}'", NearestWord.Advice(call.Name, text.Functions.Keys.Concat(Builtins.Keys).Concat(["where", "sum", "d"]), "define it above with 'function'"));
        var values = arguments.Select(a => Evaluate(a, names)).ToArray();
        int expected = operation is Operation.Min or Operation.Max or Operation.Power ? 2 : 1;
        if (values.Length != expected) return Unknown(call.At, $"'{call.Name}' takes {expected} argument{(expected == 1 ? "" : "s")}, not {values.Length}", "check the brackets");
        return operation == Operation.Power ? graph.Power(values[0], values[1]) : graph.Call(operation, values);
    }

    /// <summary>The arguments of a call by the names of the function.</summary>
    private Dictionary<string, Expression> Bind(EquationFunction function, Call call, IReadOnlyDictionary<string, Expression> names)
    {
        var bound = new Dictionary<string, Expression> { ["pi"] = graph.Number(Math.PI) };
        // Functions see the parameters of the text.
        foreach (var p in text.Parameters) bound[p.Name] = known[p.Name];
        if (call.Arguments.Count != function.Formals.Length)
        {
            Fail("MS1354", call.At, $"'{function.Name}' takes {function.Formals.Length} arguments, not {call.Arguments.Count}", $"write {function.Name}({string.Join(", ", function.Formals)})");
            foreach (string formal in function.Formals) bound[formal] = graph.One;
            return bound;
        }
        for (int i = 0; i < function.Formals.Length; i++)
        {
            if (call.Arguments[i] is VariableRef { Index: null } v && text.Arrays.TryGetValue(v.Name, out int count))
                for (int k = 0; k < count; k++) bound[$"{function.Formals[i]}[{k}]"] = names[$"{v.Name}[{k}]"];
            else
                bound[function.Formals[i]] = Evaluate(call.Arguments[i], names);
        }
        return bound;
    }

    private Expression Apply(EquationFunction function, Call call, Dictionary<string, Expression> bound)
    {
        var local = new Dictionary<string, Expression>(bound);
        var value = graph.Zero;
        foreach (var (name, expression) in function.Body)
        {
            value = Evaluate(expression, local);
            if (name.Length > 0) local[name] = value;
        }
        return value;
    }

    /// <summary>d(F(a, b), x): the first or second partial derivative of F by its arguments x.</summary>
    private Expression Differentiated(Call call, IReadOnlyDictionary<string, Expression> names)
    {
        if (call.Arguments.Count is not (2 or 3) || call.Arguments[0] is not Call inner || !text.Functions.TryGetValue(inner.Name, out var function)
            || !call.Arguments.Skip(1).All(a => a is VariableRef v && function.Formals.Contains(v.Name)))
            return Unknown(call.At, "d takes a call of a function of this text and one or two of its arguments", "write d(F(x, y), x) or d(F(x, y), x, y), with the names of the function's own arguments");
        var bound = Bind(function, inner, names);
        string[] by = [.. call.Arguments.Skip(1).Select(a => ((VariableRef)a).Name)];
        return options.Derivatives.Step > 0 ? Stencil(function, inner, bound, by, options.Derivatives.Step) : Symbolic(function, inner, bound, by);
    }

    private Expression Symbolic(EquationFunction function, Call call, Dictionary<string, Expression> bound, string[] by)
    {
        var direct = new Dictionary<string, Expression>(bound);
        var replaced = new Dictionary<Expression, Expression>();
        foreach (string x in by)
        {
            // An argument that is a symbol no other argument depends on stands for itself.
            if (bound[x].Operation == Operation.Symbol && bound.Where(o => o.Key != x).All(o => !o.Value.DependsOn(bound[x]))) continue;
            direct[x] = graph.Symbol($"{function.Name}.{x}");
            replaced[direct[x]] = bound[x];
        }
        var value = Apply(function, call, direct);
        foreach (string x in by) value = graph.Derivative(value, direct[x]);
        return replaced.Count == 0 ? value : graph.Replace(value, replaced);
    }

    /// <summary>Central differences of width 2 h, as The Virtual Brain takes them.</summary>
    private Expression Stencil(EquationFunction function, Call call, Dictionary<string, Expression> bound, string[] by, double h)
    {
        Expression At(params (string Name, double Shift)[] shifts)
        {
            var shifted = new Dictionary<string, Expression>(bound);
            foreach (var (name, shift) in shifts) shifted[name] = graph.Add(shifted[name], graph.Number(shift));
            return Apply(function, call, shifted);
        }
        string x = by[0];
        if (by.Length == 1) return graph.Divide(graph.Subtract(At((x, h)), At((x, -h))), graph.Number(2 * h));
        string y = by[1];
        return x == y
            ? graph.Divide(graph.Add(graph.Subtract(At((x, h)), graph.Multiply(graph.Number(2), At())), At((x, -h))), graph.Number(h * h))
            : graph.Divide(graph.Add(graph.Subtract(graph.Subtract(At((x, h), (y, h)), At((x, h), (y, -h))), At((x, -h), (y, h))), At((x, -h), (y, -h))), graph.Number(4 * h * h));
    }

    private Expression Unknown(SourceLocation at, string message, string remedy)
    {
        Fail("MS1355", at, message, remedy);
        return graph.One;
    }

    private void Fail(string code, SourceLocation at, string message, string remedy)
    {
        if (errors.All(e => e.Location != at || e.Message != message)) errors.Add(new Diagnostic(code, message, remedy, at));
    }
}

using Multiscale.Core;

namespace Multiscale.Modeling;

/// <summary>Loops whose length is found while they run, and elements of arrays whose index is.</summary>
internal sealed partial class Evaluation
{
    private static readonly NumberLiteral Unit = new(default, 1);

    /// <summary>
    /// WHILE: the body is carried out once, on symbols in place of what it may change; the variables then hold what a loop of these expressions leaves.
    /// </summary>
    private void Repeat(While loop)
    {
        var before = values;
        var changed = ChangedIn(loop.Body);
        changed.UnionWith(NmodlWalk.Expressions(loop.Condition).OfType<Call>().SelectMany(ChangedBy));
        foreach (string name in changed.Where(n => symbols.IsVariable(n) && LocalKey(n) is null).Order(StringComparer.Ordinal))
            foreach (string key in symbols.Keys(name)) before.TryAdd(key, Input(key));
        var symbolOf = new SortedDictionary<string, Expression>(StringComparer.Ordinal);
        values = new(before);
        foreach (var (key, value) in before)
            if (changed.Contains(NameOf(key)) || !value.IsNumber) values[key] = symbolOf[key] = graph.Fresh(NameOf(key));
        var condition = Condition(loop.Condition);
        Run(loop.Body);
        var after = values;
        values = before;
        if (condition.IsNumber)
        {
            if (condition.Value != 0) throw Refuse(loop.At, "a WHILE loop whose condition always holds", "let it end");
            return;
        }
        string[] moving = [.. symbolOf.Where(s => after[s.Key] != s.Value).Select(s => s.Key)];
        Expression[] next = [.. moving.Select(k => after[k])];
        // What the body only reads: values of before, and what lies in arrays.
        var read = ExpressionGraph.Reachable([condition, .. next]).Where(n => n.Operation == Operation.Symbol).Except(moving.Select(k => symbolOf[k])).ToList();
        var valueOf = symbolOf.ToDictionary(s => s.Value, s => before[s.Key]);
        var body = new LoopBody([.. moving.Select(k => symbolOf[k]), .. read], condition, next);
        var results = graph.Loop(body, [.. moving.Select(k => before[k]), .. read.Select(r => valueOf.GetValueOrDefault(r, r))]);
        for (int i = 0; i < moving.Length; i++) values[moving[i]] = results[i];
    }

    /// <summary>FROM whose limits are not known beforehand, as the WHILE it is.</summary>
    private void Count(From loop)
    {
        var at = loop.At;
        var i = new VariableRef(at, loop.Variable);
        bool down = loop.Step is Unary { Operator: UnaryOperator.Negate };
        frames.Peek().Add([]);
        Declare(loop.Variable, Value(loop.First));
        var step = new Assign(at, i, new Binary(at, BinaryOperator.Add, i, loop.Step ?? Unit));
        Repeat(new While(at, new Binary(at, down ? BinaryOperator.GreaterOrEqual : BinaryOperator.LessOrEqual, i, loop.Last), new Block(at, [new NestedBlock(at, loop.Body), step])));
        frames.Peek().RemoveAt(frames.Peek().Count - 1);
    }

    /// <summary>Names that statements of a block assign, and those of the routines it calls.</summary>
    private HashSet<string> ChangedIn(Block block) => [.. NmodlWalk.Statements(block).OfType<Assign>().Select(a => a.Target.Name), .. NmodlWalk.Calls(block).SelectMany(ChangedBy)];

    private IEnumerable<string> ChangedBy(Call call)
    {
        if (RandomCall.Of(call) is { } draw) return [draw.Stream];
        if (file.Functions.Concat(file.Procedures).FirstOrDefault(r => r.Name == call.Name) is not { } routine || ++depth > DeepestCall) return [];
        var changed = ChangedIn(routine.Body);
        depth--;
        return changed;
    }

    /// <summary>The variable that a key stands for: m of m[2], or of the local m@7.</summary>
    private static string NameOf(string key) => key.Split('@', '[')[0];

    /// <summary>An element whose index is known only at run time: chosen from all.</summary>
    private Expression Chosen(string name, Expression index, SourceLocation at)
    {
        string[] keys = Elements(name, at);
        var chosen = ValueAt(keys[0]);
        for (int k = 1; k < keys.Length; k++) chosen = graph.Select(graph.Compare(Operation.Equal, index, graph.Number(k)), ValueAt(keys[k]), chosen);
        return chosen;

        Expression ValueAt(string key) => LocalKey(key) is { } local ? values[local] : values.GetValueOrDefault(key) ?? Input(key);
    }

    private void StoreChosen(string name, Expression index, Expression value, SourceLocation at)
    {
        string[] keys = Elements(name, at);
        for (int k = 0; k < keys.Length; k++)
        {
            string key = LocalKey(keys[k]) ?? keys[k];
            values[key] = graph.Select(graph.Compare(Operation.Equal, index, graph.Number(k)), value, values.GetValueOrDefault(key) ?? Input(key));
        }
    }

    private string[] Elements(string name, SourceLocation at)
    {
        if (symbols.SizeOf(name) is { } size && LocalKey(name + "[0]") is null) return [.. Enumerable.Range(0, size).Select(i => $"{name}[{i}]")];
        string[] own = [.. Enumerable.Range(0, LongestLoop).Select(i => $"{name}[{i}]").TakeWhile(k => LocalKey(k) is not null)];
        return own.Length > 0 ? own : throw Refuse(at, $"an element of '{name}' found at run time", "use a whole number known before the simulation starts");
    }
}

namespace Multiscale.Modeling;

public sealed partial class ExpressionGraph
{
    private readonly Dictionary<string, Expression> contents = []; // nodes with content, by content and operands
    private readonly Dictionary<object, int> contentIds = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(Expression Loop, Expression Symbol), Expression[]> loopSlopes = [];

    /// <summary>A symbol that nothing else uses.</summary>
    public Expression Fresh(string name) => Symbol($"{name}~{nodes.Count}");

    /// <summary>The values that a loop leaves, one for each that it changes.</summary>
    /// <param name="start">Values of all parameters at its start.</param>
    public Expression[] Loop(LoopBody body, IReadOnlyList<Expression> start)
    {
        var loop = WithContent(Operation.Loop, 0, body, [.. start]);
        return [.. Enumerable.Range(0, body.Next.Count).Select(i => WithContent(Operation.Element, i, body, [loop]))];
    }

    public Expression Lookup(LookupTable table, Expression x) => x.IsNumber ? Number(table.At(x.Value)) : WithContent(Operation.Lookup, 0, table, [x]);

    public Expression Lookup(LookupTable table, Expression x, Expression second) =>
        x.IsNumber && second.IsNumber ? Number(table.At(x.Value, second.Value)) : WithContent(Operation.Lookup, 0, table, [x, second]);

    /// <param name="by">The argument by which it is derived.</param>
    private Expression LookupSlope(Expression lookup, int by) => WithContent(Operation.LookupSlope, by, lookup.Content!, [.. lookup.Operands]);

    /// <summary>The node of the same content with other operands.</summary>
    private Expression Refilled(Expression e, Expression[] operands) => e.Operation != Operation.Lookup ? WithContent(e.Operation, e.Value, e.Content!, operands)
        : operands.Length == 1 ? Lookup((LookupTable)e.Content!, operands[0]) : Lookup((LookupTable)e.Content!, operands[0], operands[1]);

    private Expression WithContent(Operation operation, double value, object content, Expression[] operands)
    {
        if (!contentIds.TryGetValue(content, out int id)) id = contentIds[content] = contentIds.Count;
        string key = $"{operation} {value} {id} {string.Join(' ', operands.Select(o => o.Id))}";
        if (contents.TryGetValue(key, out var known)) return known;
        var node = new Expression(nodes.Count, operation, value, "", operands) { Content = content };
        nodes[new Key(operation, double.NaN, key, null, null, null)] = node; // takes its number
        return contents[key] = node;
    }

    /// <summary>What a loop's values change by with a symbol: the loop that carries along, for each value, its derivative by the chain rule.</summary>
    private Expression LoopSlope(Expression element, Expression x, Dictionary<Expression, Expression> known)
    {
        var loop = element[0];
        if (!loopSlopes.TryGetValue((loop, x), out var slopes)) loopSlopes[(loop, x)] = slopes = Slopes();
        return slopes[(int)element.Value];

        Expression[] Slopes()
        {
            var body = (LoopBody)loop.Content!;
            int changing = body.Next.Count;
            Expression[] start = [.. loop.Operands.Select(o => Derivative(o, x, known))];
            if (Array.TrueForAll(start, s => s.Is(0))) return [.. Enumerable.Repeat(Zero, changing)];
            Expression[] slope = [.. body.Parameters.Select((p, i) => i < changing || !start[i].Is(0) ? Fresh("d") : Zero)];
            var next = body.Next.Select(n => body.Parameters.Select((p, i) => Multiply(Derivative(n, p), slope[i])).Aggregate(Add)).ToArray();
            int[] moving = [.. Enumerable.Range(changing, slope.Length - changing).Where(i => !slope[i].Is(0))];
            var both = new LoopBody(
                [.. body.Parameters.Take(changing), .. slope[..changing], .. body.Parameters.Skip(changing), .. moving.Select(i => slope[i])],
                body.Condition, [.. body.Next, .. next]);
            return Loop(both, [.. loop.Operands.Take(changing), .. start[..changing], .. loop.Operands.Skip(changing), .. moving.Select(i => start[i])])[changing..];
        }
    }

    private static double RunLoop(Expression element, Func<string, double> symbol, Dictionary<Expression, double> known)
    {
        var body = (LoopBody)element.Content!;
        double[] now = [.. element[0].Operands.Select(o => Evaluate(o, symbol, known))];
        for (int turn = 0; turn < LoopBody.MostTurns; turn++)
        {
            var at = new Dictionary<Expression, double>();
            for (int i = 0; i < now.Length; i++) at[body.Parameters[i]] = now[i];
            if (Evaluate(body.Condition, symbol, at) == 0) break;
            double[] next = [.. body.Next.Select(n => Evaluate(n, symbol, at))];
            next.CopyTo(now, 0);
        }
        return now[(int)element.Value];
    }
}

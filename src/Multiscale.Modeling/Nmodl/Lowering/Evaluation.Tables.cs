using Multiscale.Core;

namespace Multiscale.Modeling;

/// <summary>FUNCTION_TABLE, whose points come from outside; TABLE, where it is wanted as NEURON interpolates it.</summary>
internal sealed partial class Evaluation
{
    private Expression Tabulated(NmodlFunctionTable function, Call call)
    {
        if (call.Arguments.Count != 1) throw Refuse(call.At, $"FUNCTION_TABLE '{function.Name}' of {call.Arguments.Count} arguments", "use one argument, or write a FUNCTION");
        return graph.Lookup(TableOf(file, demand, function), Value(call.Arguments[0]));
    }

    /// <summary>The points of a FUNCTION_TABLE.</summary>
    /// <exception cref="InputException">MS1343: there are none.</exception>
    public static LookupTable TableOf(NmodlFile file, MechanismDemand demand, NmodlFunctionTable function) => demand.Tables.GetValueOrDefault(function.Name)
        ?? throw new InputException("MS1343", $"FUNCTION_TABLE {function.Name} of mechanism {file.Name} has no points", $"give them where the mechanism is inserted: 'tables: {{{function.Name}: {{x: [...], y: [...]}}}}'", function.At);

    /// <summary>A routine with TABLE, read from points that are computed now; null where it depends on more than its argument and what all instances share.</summary>
    private Expression? Interpolated(NmodlRoutine routine, TableStatement table, Expression argument)
    {
        var before = values;
        values = new(before);
        var x = graph.Fresh("x");
        var result = Expand(routine, [x]);
        var after = values;
        values = before;
        bool isFunction = file.Functions.Contains(routine);
        string[] keys = isFunction ? [] : [.. table.Names.Select(KeyOf)];
        Expression[] outputs = isFunction ? [result] : [.. keys.Select(k => after.GetValueOrDefault(k) ?? Input(k))];
        Expression[] limits = [Value(table.First), Value(table.Last)];
        if (ExpressionGraph.Reachable([.. outputs, .. limits]).FirstOrDefault(n => n.Operation == Operation.Symbol && n != x && Shared(n.Name) is null) is { } other)
        {
            Remarks.Add($"{table.At}: the table of {routine.Name} would depend on {other.Name}, which is not the same for all: its values are exact");
            return null;
        }
        double first = At(limits[0], 0), step = (At(limits[1], 0) - first) / table.Intervals;
        Expression[] read = [.. outputs.Select(o => graph.Lookup(new LookupTable(first, step, [.. Enumerable.Range(0, table.Intervals + 1).Select(i => At(o, first + i * step))]), argument))];
        for (int i = 0; i < keys.Length; i++) values[keys[i]] = read[i];
        return isFunction ? read[0] : graph.Zero;

        double At(Expression e, double at) => ExpressionGraph.Evaluate(e, name => name == x.Name ? at : Shared(name)!.Value);
    }

    /// <summary>The value of what all instances share, as far as it is known now.</summary>
    private double? Shared(string name) => demand.Shared.TryGetValue(name, out double given) ? given
        : symbols.IsGlobalParameter(name) ? symbols.Parameters.First(p => p.Key == name).Default : null;
}

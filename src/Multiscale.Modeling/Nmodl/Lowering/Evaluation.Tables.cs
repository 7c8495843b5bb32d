using Multiscale.Core;

namespace Multiscale.Modeling;

/// <summary>FUNCTION_TABLE, whose points come from outside; TABLE, where it is wanted as NEURON interpolates it.</summary>
internal sealed partial class Evaluation
{
    private Expression Tabulated(NmodlFunctionTable function, Call call)
    {
        var table = TableOf(file, demand, function);
        return table.Arguments == 1 ? graph.Lookup(table, Value(call.Arguments[0])) : graph.Lookup(table, Value(call.Arguments[0]), Value(call.Arguments[1]));
    }

    /// <summary>The points of a FUNCTION_TABLE.</summary>
    /// <exception cref="InputException">MS1343: there are none, or those of a function of another number of arguments.</exception>
    public static LookupTable TableOf(NmodlFile file, MechanismDemand demand, NmodlFunctionTable function)
    {
        int arguments = function.Arguments.Count;
        string remedy = $"give them where the mechanism is inserted: 'tables: {{{function.Name}: {{x: [...], {(arguments == 2 ? "second: [...], " : "")}y: [...]}}}}'";
        if (!demand.Tables.TryGetValue(function.Name, out var table)) throw new InputException("MS1343", $"FUNCTION_TABLE {function.Name} of mechanism {file.Name} has no points", remedy, function.At);
        return table.Arguments == arguments ? table : throw new InputException("MS1343", $"FUNCTION_TABLE {function.Name} of mechanism {file.Name} has {arguments} arguments, its points {table.Arguments}", remedy, function.At);
    }

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

using Multiscale.Modeling;

namespace Multiscale.Brain;

/// <summary>
/// Parts a large model into kernels of moderate size, which compilers keep in registers: derived quantities with exponentials, together where they
/// share costly parts, such as a transfer function and its derivatives.
/// </summary>
internal static class KernelGroups
{
    /// <summary>Operations of a model that one kernel may hold.</summary>
    private const int Moderate = 500;

    /// <summary>Names of derived quantities, by group; empty where the model is of moderate size.</summary>
    public static IReadOnlyList<string[]> Of(EquationModel model)
    {
        if (ExpressionGraph.Reachable(model.Derivatives).Count <= Moderate) return [];
        var costly = new List<(string Name, HashSet<Expression> Parts)>();
        foreach (var derived in model.Derived)
        {
            HashSet<Expression> parts = [.. ExpressionGraph.Reachable([derived.Value]).Where(e => e.Operation is Operation.Exp or Operation.Erf or Operation.Erfc or Operation.Log or Operation.Tanh or Operation.Power or Operation.Sqrt)];
            if (parts.Count > 0) costly.Add((derived.Name, parts));
        }
        var groups = new List<(List<string> Names, HashSet<Expression> Parts)>();
        foreach (var (name, parts) in costly)
        {
            var met = groups.Where(g => g.Parts.Overlaps(parts)).ToArray();
            foreach (var group in met) groups.Remove(group);
            groups.Add(([.. met.SelectMany(g => g.Names), name], [.. met.SelectMany(g => g.Parts), .. parts]));
        }
        return [.. groups.Select(g => g.Names.ToArray())];
    }

    /// <summary>A derived quantity without the symbols of others of its group.</summary>
    public static Expression Expanded(EquationModel model, string name, string[] group)
    {
        var values = new Dictionary<Expression, Expression>();
        foreach (var derived in model.Derived)
        {
            if (!group.Contains(derived.Name)) continue;
            var value = model.Graph.Replace(derived.Value, new Dictionary<Expression, Expression>(values));
            if (derived.Name == name) return value;
            values[model.Graph.Symbol(derived.Name)] = value;
        }
        throw new ArgumentException($"no derived quantity {name}", nameof(name));
    }
}

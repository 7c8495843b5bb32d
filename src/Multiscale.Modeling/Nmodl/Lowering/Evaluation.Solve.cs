namespace Multiscale.Modeling;

/// <summary>SOLVE: what the states are after a step, by the method asked for.</summary>
internal sealed partial class Evaluation
{
    private enum Collecting { Nothing, ExactSteps, Rates }

    private Collecting collecting;
    private List<Conserve>? conservations;
    private List<Expression>? residuals;
    private List<(Expression Volume, HashSet<string> Species)>? compartments;

    private List<(string Key, Expression Coefficient)>? diffusions;

    private Expression Step => steadyStep ?? Input("dt");

    private Expression? steadyStep;

    public void Solve(Solve solve)
    {
        // NEURON finds steady states as one implicit step over a very long time.
        steadyStep = solve.SteadyState ? graph.Number(1e9) : null;
        if (file.Derivatives.FirstOrDefault(d => d.Name == solve.Block) is { } derivative) Differentiate(solve, derivative.Body);
        else if (file.Kinetics.FirstOrDefault(k => k.Name == solve.Block) is { } kinetic) ReactAll(solve, kinetic.Body);
        else if (file.Linears.FirstOrDefault(l => l.Name == solve.Block) is { } linear) Equate(solve, linear.Body, iterate: false);
        else if (file.Nonlinears.FirstOrDefault(n => n.Name == solve.Block) is { } nonlinear) Equate(solve, nonlinear.Body, iterate: true);
        else Run(file.Procedures.First(p => p.Name == solve.Block).Body);
        steadyStep = null;
    }

    private void Differentiate(Solve solve, Block body)
    {
        string method = solve.Method ?? "derivimplicit";
        if (method is "cnexp" or "after_cvode" && !solve.SteadyState)
        {
            collecting = Collecting.ExactSteps;
            Run(body);
            collecting = Collecting.Nothing;
            return;
        }
        string[] states = [.. PrimesOf(body).SelectMany(symbols.Keys).Distinct()];
        var before = Open(states);
        collecting = Collecting.Rates;
        Run(body);
        collecting = Collecting.Nothing;
        var system = new StateEquations(graph, [.. states.Select(graph.Symbol)], [.. states.Select(s => values.GetValueOrDefault(s + "'") ?? graph.Zero)], Step);
        Close(states, before, solve.SteadyState ? system.ImplicitEuler() : method switch
        {
            "euler" => system.ExplicitEuler(),
            "runge" => system.RungeKutta(),
            _ => Implicit(system),
        });
    }

    /// <summary>m' = rate.</summary>
    private void Differential(Assign equation)
    {
        string key = KeyOf(equation.Target);
        var rate = Value(equation.Value);
        if (collecting == Collecting.Rates)
        {
            values[key + "'"] = rate;
            return;
        }
        var state = values.GetValueOrDefault(key) ?? Input(key);
        var next = StateEquations.Exponential(graph, state, rate, Step);
        if (next is null)
        {
            Remarks.Add($"{equation.At}: {key}' is not linear in {key}: solved by an implicit step instead of cnexp");
            next = Implicit(new StateEquations(graph, [state], [rate], Step))[0];
        }
        values[key] = next;
    }

    private void ReactAll(Solve solve, Block body)
    {
        string[] states = [.. SpeciesOf(body).Where(s => symbols.IsState(s)).SelectMany(symbols.Keys).Distinct()];
        var before = Open(states);
        foreach (string s in states) values[s + "'"] = graph.Zero;
        (conservations, compartments) = ([], []);
        Run(body);
        var volume = states.Select(s => compartments.LastOrDefault(c => c.Species.Contains(s)).Volume ?? graph.One).ToArray();
        Expression[] rates = [.. states.Select((s, i) => graph.Divide(values[s + "'"], volume[i]))];
        var system = new StateEquations(graph, [.. states.Select(graph.Symbol)], rates, Step)
        {
            Conservations = [.. conservations.Select(c => Conservation(c, states, volume))],
        };
        (conservations, compartments) = (null, null);
        Close(states, before, solve.SteadyState ? system.ImplicitEuler() : Implicit(system));
    }

    private Expression[] Implicit(StateEquations system) => SecondOrder ? system.ImplicitRungeKutta() : system.ImplicitEuler();

    private Conservation Conservation(Conserve conserve, string[] states, Expression[] volume)
    {
        var weights = new Expression[states.Length];
        Array.Fill(weights, graph.Zero);
        int row = -1;
        foreach (var term in conserve.Terms)
            foreach (string key in term.Species.Index is null ? symbols.Keys(term.Species.Name) : [KeyOf(term.Species)])
                if ((row = Array.IndexOf(states, key)) >= 0)
                    weights[row] = graph.Multiply(graph.Number(term.Coefficient), volume[row]);
        return new Conservation(row, weights, Value(conserve.Total));
    }

    private void React(Reaction reaction)
    {
        var forward = Flux(reaction.Kind == ReactionKind.Flux ? [] : reaction.Left, Value(reaction.ForwardRate));
        var backward = reaction.BackwardRate is null ? graph.Zero : Flux(reaction.Right, Value(reaction.BackwardRate));
        values["f_flux"] = forward;
        values["b_flux"] = backward;
        var net = graph.Subtract(forward, backward);
        if (reaction.Kind == ReactionKind.Flux) net = graph.Negate(net); // what flows in
        foreach (var term in reaction.Left) Change(term, graph.Negate(net));
        foreach (var term in reaction.Right) Change(term, net);
    }

    private Expression Flux(IReadOnlyList<ReactionTerm> terms, Expression rate)
    {
        foreach (var term in terms)
            for (int i = 0; i < term.Coefficient; i++) rate = graph.Multiply(rate, Fetch(term.Species));
        return rate;
    }

    private void Change(ReactionTerm term, Expression flux)
    {
        string key = KeyOf(term.Species) + "'";
        if (values.TryGetValue(key, out var rate)) values[key] = graph.Add(rate, graph.Multiply(graph.Number(term.Coefficient), flux));
    }

    private void Enclose(Compartment compartment) =>
        EachOf(compartment.Species, compartment.Index, compartment.Volume, (volume, keys) => compartments?.Add((volume, keys)));

    private void Spread(LongitudinalDiffusion diffusion) =>
        EachOf(diffusion.Species, diffusion.Index, diffusion.Coefficient, (coefficient, keys) => { foreach (string key in keys) diffusions?.Add((key, coefficient)); });

    /// <summary>A value for each species, or with an index for each element of each.</summary>
    private void EachOf(IReadOnlyList<VariableRef> list, string? index, NmodlExpression value, Action<Expression, HashSet<string>> give)
    {
        foreach (var species in list)
        {
            if (index is null)
            {
                give(Value(value), [.. species.Index is null ? symbols.Keys(species.Name) : [KeyOf(species)]]);
                continue;
            }
            for (int i = 0; i < (symbols.SizeOf(species.Name) ?? 1); i++)
            {
                frames.Peek().Add([]);
                Declare(index, graph.Number(i));
                give(Value(value), [$"{species.Name}[{i}]"]);
                frames.Peek().RemoveAt(frames.Peek().Count - 1);
            }
        }
    }

    /// <summary>States of a KINETIC block that diffuse along the cable, with diffusion coefficient times cross section, and volume per length.</summary>
    public IReadOnlyList<(string Key, Expression Coefficient, Expression Volume)> Diffusion(Block kinetic)
    {
        (diffusions, compartments) = ([], []);
        Run(kinetic);
        var list = diffusions.Select(d => (d.Key, d.Coefficient, compartments.LastOrDefault(c => c.Species.Contains(d.Key)).Volume ?? graph.One)).ToArray();
        (diffusions, compartments) = (null, null);
        return list;
    }

    private void Equate(Solve solve, Block body, bool iterate)
    {
        string[] states = [.. NamesIn(body).Where(symbols.IsState).SelectMany(symbols.Keys).Distinct()];
        var before = Open(states);
        residuals = [];
        Run(body);
        var equations = residuals;
        residuals = null;
        if (equations.Count != states.Length) throw Refuse(solve.At, $"{solve.Block}: {equations.Count} equations for {states.Length} unknowns ({string.Join(", ", states)})", "give one equation for each state that stands in it");
        Expression[] symbolsOfStates = [.. states.Select(graph.Symbol)], y = symbolsOfStates;
        for (int iteration = 0; iteration < (iterate ? 12 : 1); iteration++)
        {
            var here = new Dictionary<Expression, Expression>();
            for (int i = 0; i < y.Length; i++) here[symbolsOfStates[i]] = y[i];
            var matrix = new Expression[y.Length, y.Length];
            for (int i = 0; i < y.Length; i++)
                for (int j = 0; j < y.Length; j++) matrix[i, j] = graph.Replace(graph.Derivative(equations[i], symbolsOfStates[j]), here);
            var change = StaticElimination.Solve(graph, matrix, [.. equations.Select(e => graph.Negate(graph.Replace(e, here)))]);
            y = [.. y.Select((value, i) => graph.Add(value, change[i]))];
        }
        Close(states, before, y);
    }

    /// <summary>Lets the states stand for themselves while equations are read; returns what they held.</summary>
    private Expression[] Open(string[] states)
    {
        Expression[] before = [.. states.Select(s => values.GetValueOrDefault(s) ?? Input(s))];
        foreach (string s in states) values[s] = graph.Symbol(s);
        return before;
    }

    /// <summary>Puts what the states held at the start in place of their symbols.</summary>
    private void Close(string[] states, Expression[] before, Expression[] after)
    {
        var start = new Dictionary<Expression, Expression>();
        for (int i = 0; i < states.Length; i++) start[graph.Symbol(states[i])] = before[i];
        for (int i = 0; i < states.Length; i++) values[states[i]] = graph.Replace(after[i], start);
        foreach (string s in states) values.Remove(s + "'");
    }

    private static IEnumerable<string> PrimesOf(Block block) => Statements(block).OfType<Assign>().Where(a => a.Target.Order > 0).Select(a => a.Target.Name).Distinct();

    private static IEnumerable<string> SpeciesOf(Block block) =>
        Statements(block).OfType<Reaction>().SelectMany(r => r.Left.Concat(r.Right)).Select(t => t.Species.Name).Distinct();

    private static IEnumerable<string> NamesIn(Block block) => Statements(block).OfType<LinearEquation>().SelectMany(e => Names(e.Left).Concat(Names(e.Right))).Distinct();

    private static IEnumerable<string> Names(NmodlExpression e) => e switch
    {
        VariableRef v => [v.Name],
        Unary u => Names(u.Operand),
        Binary b => Names(b.Left).Concat(Names(b.Right)),
        Call c => c.Arguments.SelectMany(Names),
        _ => [],
    };

    private static IEnumerable<NmodlStatement> Statements(Block block)
    {
        foreach (var statement in block.Statements)
        {
            yield return statement;
            IEnumerable<Block?> inner = statement switch
            {
                If branch => [branch.Then, branch.Else],
                From loop => [loop.Body],
                While loop => [loop.Body],
                NestedBlock nested => [nested.Body],
                _ => [],
            };
            foreach (var body in inner)
                if (body is not null)
                    foreach (var below in Statements(body)) yield return below;
        }
    }
}

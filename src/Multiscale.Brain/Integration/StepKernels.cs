using Multiscale.Modeling;

namespace Multiscale.Brain;

/// <summary>
/// One step of a model as kernels over [region][lane].
/// Euler: y' = B(y + dt f(y, c) + n). Heun: p = B(y + dt f(y, c) + n); y' = B(y + dt/2 (f(y, c) + f(p, c)) + n), B the bounds, n = sqrt(2 D dt) N(0, 1) the same in both,
/// c the coupling at the start of the step.
/// </summary>
internal static class StepKernels
{
    public const string Send = "Send";

    public static string SentColumn(int k) => $"sent:{k}";

    public static string NormalColumn(int state) => $"normal:{state}";

    public static string AverageColumn(string observed) => $"mean:{observed}";

    public static bool IsNoisy(EquationModel model, IntegrationOptions options, int state) => options.Noise && !model.Noise[state].Is(0);

    public static List<Kernel> Build(EquationModel model, IntegrationOptions options)
    {
        var g = model.Graph;
        var dt = g.Number(options.TimeStep);
        int n = model.States.Count;
        var states = model.States.Select(s => g.Symbol(s.Name)).ToArray();
        var held = model.Couplings.Where(c => !c.Value.IsNumber).ToArray();
        var noise = new Expression[n];
        for (int i = 0; i < n; i++)
            noise[i] = IsNoisy(model, options, i) ? g.Multiply(g.Call(Operation.Sqrt, g.Multiply(g.Multiply(g.Number(2), model.Noise[i]), dt)), g.Symbol(NormalColumn(i))) : g.Zero;

        // At the start of the step couplings are expressions of sums and states.
        Dictionary<Expression, Expression> Start() => held.ToDictionary(c => g.Symbol(c.Name), c => c.Value);
        var slopes = Substituted(model.Derivatives, Start());
        var predicted = new Expression[n];
        for (int i = 0; i < n; i++) predicted[i] = Bounded(g, model.States[i], g.Add(g.Add(states[i], g.Multiply(dt, slopes[i])), noise[i]));
        var kernels = new List<Kernel>();
        if (options.Scheme == IntegrationScheme.Euler)
        {
            kernels.Add(new Kernel("Euler", [.. After(predicted, Start())], Addressing.Blocks));
        }
        else
        {
            string Ahead(int i) => "predicted:" + model.States[i].Name;
            string Slope(int i) => "slope:" + model.States[i].Name;
            kernels.Add(new Kernel("Predict",
            [
                .. Enumerable.Range(0, n).Select(i => new Store(Ahead(i), predicted[i])), .. Enumerable.Range(0, n).Select(i => new Store(Slope(i), slopes[i])),
                .. held.Select(c => new Store(c.Name, c.Value)),
            ], Addressing.Blocks));
            var ahead = Substituted(model.Derivatives, Enumerable.Range(0, n).ToDictionary(i => states[i], i => g.Symbol(Ahead(i))));
            var corrected = new Expression[n];
            for (int i = 0; i < n; i++)
                corrected[i] = Bounded(g, model.States[i], g.Add(g.Add(states[i], g.Multiply(g.Multiply(g.Number(0.5), dt), g.Add(g.Symbol(Slope(i)), ahead[i]))), noise[i]));
            kernels.Add(new Kernel("Correct", [.. After(corrected, [])], Addressing.Blocks));
        }
        kernels.Add(new Kernel(Send, [.. model.Sent.Select((e, k) => new Store(SentColumn(k), e))], Addressing.Blocks));
        return kernels;

        Expression[] Substituted(IEnumerable<Expression> values, Dictionary<Expression, Expression> by) => [.. values.Select(v => g.Replace(v, by))];

        // What follows from the new states: they themselves, what is sent, what is averaged.
        IEnumerable<Store> After(Expression[] y, Dictionary<Expression, Expression> couplings)
        {
            for (int i = 0; i < n; i++) yield return new Store(model.States[i].Name, y[i]);
            var renewed = new Dictionary<Expression, Expression>(couplings);
            for (int i = 0; i < n; i++) renewed[states[i]] = y[i];
            for (int k = 0; k < model.Sent.Count; k++) yield return new Store(SentColumn(k), g.Replace(model.Sent[k], renewed));
            foreach (string name in model.Observed) yield return new Store(AverageColumn(name), g.Replace(model.Observe(name), renewed), Accumulate: true);
        }
    }

    private static Expression Bounded(ExpressionGraph g, EquationState state, Expression value)
    {
        // The bound comes first: a processor gives the second operand where one is NaN, so that NaN is not clipped away.
        if (!double.IsNegativeInfinity(state.Low)) value = g.Call(Operation.Max, g.Number(state.Low), value);
        if (!double.IsPositiveInfinity(state.High)) value = g.Call(Operation.Min, g.Number(state.High), value);
        return value;
    }
}

namespace Multiscale.Modeling;

/// <summary>
/// Ordinary differential equations y' = f(y) as expressions, and the expressions of one step of dt by the methods of NEURON: cnexp (exact where
/// an equation is linear in its own state, Hines 1984), implicit Euler (derivimplicit, sparse) or its second-order kin, explicit Euler, Runge and Kutta's fourth order.
/// </summary>
/// <param name="States">Symbols.</param>
/// <param name="Rates">Their derivatives by time.</param>
public sealed record StateEquations(ExpressionGraph Graph, IReadOnlyList<Expression> States, IReadOnlyList<Expression> Rates, Expression Step)
{
    private const int NewtonIterations = 6; // converges quadratically from the last step's value: ends at rounding unless the step is far too long

    /// <summary>Rows of the system that are replaced: the weighted sum of states equals a total.</summary>
    public IReadOnlyList<Conservation> Conservations { get; init; } = [];

    /// <summary>y + (1 - e^(b dt)) (-a/b - y) for y' = a + b y; null where b depends on y.</summary>
    public static Expression? Exponential(ExpressionGraph graph, Expression state, Expression rate, Expression step)
    {
        var slope = graph.Derivative(rate, state);
        if (slope.DependsOn(state)) return null;
        if (slope.Is(0)) return graph.Add(state, graph.Multiply(step, rate));
        var offset = graph.Replace(rate, new() { [state] = graph.Zero });
        var decay = graph.Exp(graph.Multiply(step, slope));
        if (offset.Is(0)) return graph.Multiply(state, decay);
        var steady = graph.Negate(graph.Divide(offset, slope));
        return graph.Add(state, graph.Multiply(graph.Subtract(graph.One, decay), graph.Subtract(steady, state)));
    }

    public Expression[] ExplicitEuler() => [.. States.Select((y, i) => Graph.Add(y, Graph.Multiply(Step, Rates[i])))];

    public Expression[] RungeKutta()
    {
        var k1 = At([.. States]);
        var k2 = At(Moved(k1, 0.5));
        var k3 = At(Moved(k2, 0.5));
        var k4 = At(Moved(k3, 1));
        return [.. States.Select((y, i) => Graph.Add(y, Graph.Multiply(Graph.Multiply(Graph.Number(1.0 / 6), Step),
            Graph.Add(Graph.Add(k1[i], k4[i]), Graph.Multiply(Graph.Number(2), Graph.Add(k2[i], k3[i]))))))];

        Expression[] Moved(Expression[] k, double share) => [.. States.Select((y, i) => Graph.Add(y, Graph.Multiply(Graph.Multiply(Graph.Number(share), Step), k[i])))];
    }

    /// <summary>y1 = y + dt f(y1), solved at once where f is linear, by Newton's method otherwise.</summary>
    public Expression[] ImplicitEuler() => ImplicitEuler([.. States], Step);

    /// <summary>
    /// Second order and as stiff as one likes: two implicit Euler stages of g dt, g = 1 - 1/sqrt 2, the second from the first's extrapolation
    /// (Alexander 1977, SIAM J Numer Anal 14:1006). Both stages have the same matrix, eliminated once where f is linear.
    /// </summary>
    public Expression[] ImplicitRungeKutta()
    {
        double g = 1 - 1 / Math.Sqrt(2);
        var stage = Graph.Multiply(Graph.Number(g), Step);
        var first = ImplicitEuler([.. States], stage);
        Expression[] start = [.. States.Select((y, i) => Graph.Add(y, Graph.Multiply(Graph.Number((1 - g) / g), Graph.Subtract(first[i], y))))];
        return ImplicitEuler(start, stage);
    }

    private Expression[] ImplicitEuler(Expression[] start, Expression step)
    {
        var jacobian = Jacobian();
        bool linear = !jacobian.Cast<Expression>().Any(e => States.Any(e.DependsOn));
        // Where f is linear any guess leads to the end in one step; from zero, terms that states multiply need not be computed.
        Expression[] y = linear ? [.. start.Select(_ => Graph.Zero)] : start;
        for (int iteration = 0; iteration < (linear ? 1 : NewtonIterations); iteration++)
        {
            var here = Here(y);
            int n = y.Length;
            var matrix = new Expression[n, n];
            var right = new Expression[n];
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                    matrix[i, j] = Graph.Subtract(i == j ? Graph.One : Graph.Zero, Graph.Multiply(step, Graph.Replace(jacobian[i, j], here)));
                // (I - dt J) (y1 - y) = y0 + dt f(y) - y
                right[i] = Graph.Subtract(Graph.Add(start[i], Graph.Multiply(step, Graph.Replace(Rates[i], here))), y[i]);
            }
            Conserve(matrix, right, y, here);
            var change = StaticElimination.Solve(Graph, matrix, right);
            y = [.. y.Select((value, i) => Graph.Add(value, change[i]))];
        }
        return y;
    }

    /// <summary>f(y) = 0 with the conservations, by Newton's method (one step where f is linear).</summary>
    public Expression[] SteadyState()
    {
        var jacobian = Jacobian();
        bool linear = !jacobian.Cast<Expression>().Any(e => States.Any(e.DependsOn));
        Expression[] y = [.. States];
        for (int iteration = 0; iteration < (linear ? 1 : 4 * NewtonIterations); iteration++)
        {
            var here = Here(y);
            int n = y.Length;
            var matrix = new Expression[n, n];
            var right = new Expression[n];
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++) matrix[i, j] = Graph.Replace(jacobian[i, j], here);
                right[i] = Graph.Negate(Graph.Replace(Rates[i], here));
            }
            Conserve(matrix, right, y, here);
            var change = StaticElimination.Solve(Graph, matrix, right);
            y = [.. y.Select((value, i) => Graph.Add(value, change[i]))];
        }
        return y;
    }

    private Expression[,] Jacobian()
    {
        int n = States.Count;
        var jacobian = new Expression[n, n];
        for (int i = 0; i < n; i++) for (int j = 0; j < n; j++) jacobian[i, j] = Graph.Derivative(Rates[i], States[j]);
        return jacobian;
    }

    private void Conserve(Expression[,] matrix, Expression[] right, Expression[] y, Dictionary<Expression, Expression> here)
    {
        foreach (var (row, weights, total) in Conservations)
        {
            var sum = Graph.Replace(total, here);
            for (int j = 0; j < y.Length; j++)
            {
                matrix[row, j] = weights[j];
                sum = Graph.Subtract(sum, Graph.Multiply(weights[j], y[j]));
            }
            right[row] = sum;
        }
    }

    private Expression[] At(Expression[] y)
    {
        var here = Here(y);
        return [.. Rates.Select(f => Graph.Replace(f, here))];
    }

    private Dictionary<Expression, Expression> Here(Expression[] y)
    {
        var here = new Dictionary<Expression, Expression>();
        for (int i = 0; i < y.Length; i++) here[States[i]] = y[i];
        return here;
    }
}

/// <summary>Replaces the equation of one state: the weighted sum of all states equals a total.</summary>
public sealed record Conservation(int Row, Expression[] Weights, Expression Total);

using System.Globalization;
using System.Text;
using Multiscale.Modeling;
using Multiscale.Numerics;

namespace Multiscale.Metabolism;

/// <summary>
/// Prints one step of a Rosenbrock method for W cells as straight-line code over vectors: rates, sparse Jacobian and its elimination from the
/// equations, stages from the tableau.
/// </summary>
internal sealed class StiffText
{
    public const string TypeName = "StiffSteps";

    private const string Time = "t";

    private readonly EquationModel model;
    private readonly RosenbrockTableau tableau;
    private readonly int width, size;
    private readonly List<(int Row, int Column)> entries = [];
    private readonly Dictionary<string, Binding> bindings = [];
    private readonly EliminationText elimination;
    private readonly List<Store> slopes = [], rates = [], derived = [], triggers = [];
    private readonly bool[] timed;
    private readonly StringBuilder text = new();

    public StiffText(EquationModel model, RosenbrockTableau tableau, IReadOnlyList<string> outputs, IReadOnlyList<NetworkEvent> events, int width)
    {
        (this.model, this.tableau, this.width, size) = (model, tableau, width, model.States.Count);
        var graph = model.Graph;
        var time = graph.Symbol(Time);
        bool hasTime = model.Inputs.Any(i => i.Name == Time);
        timed = new bool[size];
        var values = new List<Expression>();
        for (int i = 0; i < size; i++)
            for (int j = 0; j < size; j++)
            {
                var entry = model.Jacobian(i, j);
                if (entry.Is(0)) continue;
                entries.Add((i, j));
                values.Add(entry);
            }
        elimination = new EliminationText(size, entries);
        Layout = new StiffLayout(model, tableau, entries, elimination.Count, outputs.Count, events.Sum(e => 1 + e.Changes.Count));
        for (int i = 0; i < size; i++) bindings[model.States[i].Name] = Column(Layout.Argument + i);
        for (int i = 0; i < model.Inputs.Count; i++) bindings[model.Inputs[i].Name] = Column(model.Inputs[i].Name == Time ? Layout.StageTime : Layout.Inputs + i);
        var all = graph.ShareExponentials([.. model.Derivatives, .. values]);
        for (int i = 0; i < size; i++) rates.Add(Into($"rate:{i}", Layout.Rates + i, all[i]));
        slopes.AddRange(rates);
        for (int k = 0; k < values.Count; k++) slopes.Add(Into($"jacobian:{k}", Layout.Jacobian + k, all[size + k]));
        for (int i = 0; i < size && hasTime; i++)
        {
            var slope = graph.Derivative(model.Derivatives[i], time);
            timed[i] = !slope.Is(0);
            if (timed[i]) slopes.Add(Into($"time:{i}", Layout.TimeRates + i, slope));
        }
        for (int k = 0; k < outputs.Count; k++) derived.Add(Into($"output:{k}", Layout.Outputs + k, model.Observe(outputs[k])));
        foreach (string name in events.SelectMany(e => e.Changes.Select(c => c.Value).Prepend(e.Trigger)))
            triggers.Add(Into($"event:{triggers.Count}", Layout.Events + triggers.Count, model.Observe(name)));
    }

    public StiffLayout Layout { get; }

    public string Print()
    {
        List<Kernel> kernels = [new("Slopes", slopes, Addressing.Points), new("Rates", rates, Addressing.Points)];
        if (derived.Count > 0) kernels.Add(new("Derived", derived, Addressing.Points));
        if (triggers.Count > 0) kernels.Add(new("Triggers", triggers, Addressing.Points));
        text.Append(new VectorPrinter(width, packed: true).Print([new KernelGroup("Equations", kernels, bindings)]));
        text.Append($"public static unsafe class {TypeName}\n{{\n");
        elimination.Factor(text, At, Layout.Jacobian, Layout.Factors, Layout.Shift);
        elimination.Solve(text, At, Layout.Factors, width);
        Kernels(kernels);
        for (int s = 1; s < tableau.Stages; s++) Stage(s);
        Result();
        Step();
        Accept();
        Newton();
        Interpolate();
        text.Append("}\n");
        return text.ToString();
    }

    private static Binding Column(int index) => new(Residence.Column, index);

    private Store Into(string name, int index, Expression value)
    {
        bindings[name] = Column(index);
        return new Store(name, value);
    }

    private string At(int vector) => $"b + {vector * width}";

    private string Stage(int s, string i) => $"W.Load(b + {(Layout.Stages + s * size) * width} + {i})";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture) + "d";

    private void Kernels(IEnumerable<Kernel> kernels)
    {
        foreach (string name in kernels.Select(k => k.Name))
            text.Append($"    public static void {name}(R* b) {{ KernelFrame frame = default; frame.Columns = (R**)b; Equations.{name}(&frame); }}\n");
    }

    /// <summary>A loop over the states; the body sees the offset i of a state's vector.</summary>
    private void ForStates(string body) => text.Append($"        for (int i = 0; i < {size * width}; i += {width}) {body}\n");

    private void Method(string name, Action body)
    {
        text.Append($"    [MethodImpl(MethodImplOptions.AggressiveOptimization)]\n    public static void {name}(R* b)\n    {{\n");
        body();
        text.Append("    }\n");
    }

    /// <summary>Stage s: argument, rates, right side, solution into U_s.</summary>
    private void Stage(int s) => Method($"Stage{s}", () =>
    {
        text.Append($"        V inverse = V.One / W.Load({At(Layout.Step)});\n        W.Store(W.FusedMultiplyAdd(W.Load({At(Layout.Step)}), W.Create({Number(tableau.Nodes[s])}), W.Load({At(Layout.Time)})), {At(Layout.StageTime)});\n");
        Combine("a", tableau.A[s], "");
        ForStates($"W.Store({Sum(tableau.A[s], "a", $"W.Load({At(Layout.State)} + i)")}, {At(Layout.Argument)} + i);");
        text.Append("        Rates(b);\n");
        Combine("c", tableau.C[s], " * inverse");
        ForStates($"W.Store({Sum(tableau.C[s], "c", $"W.Load({At(Layout.Rates)} + i)")}, {At(Layout.Stages + s * size)} + i);");
        Timed(s);
        text.Append($"        Solve(b, {At(Layout.Stages + s * size)});\n");
    });

    private void Combine(string name, double[] row, string factor)
    {
        for (int j = 0; j < row.Length; j++) if (row[j] != 0) text.Append($"        V {name}{j} = W.Create({Number(row[j])}){factor};\n");
    }

    private string Sum(double[] row, string name, string start)
    {
        string sum = start;
        for (int j = 0; j < row.Length; j++) if (row[j] != 0) sum = $"W.FusedMultiplyAdd({name}{j}, {Stage(j, "i")}, {sum})";
        return sum;
    }

    private void Timed(int s)
    {
        if (tableau.TimeWeights[s] == 0) return;
        for (int i = 0; i < size; i++)
            if (timed[i])
            {
                string u = At(Layout.Stages + s * size + i);
                text.Append($"        W.Store(W.FusedMultiplyAdd(W.Create({Number(tableau.TimeWeights[s])}) * W.Load({At(Layout.Step)}), W.Load({At(Layout.TimeRates + i)}), W.Load({u})), {u});\n");
            }
    }

    /// <summary>Result into the argument, its largest error by tolerance, and whether it leaves a bound by more than the absolute tolerance.</summary>
    private void Result() => Method("Result", () =>
    {
        Combine("m", tableau.Weights, "");
        Combine("e", tableau.ErrorWeights, "");
        text.Append($"        V relative = W.Load({At(Layout.RelativeTolerance)}), largest = V.Zero, outside = V.Zero;\n");
        ForStates($$"""
            {
                        V old = W.Load({{At(Layout.State)}} + i), next = {{Sum(tableau.Weights, "m", "old")}}, error = {{Sum(tableau.ErrorWeights, "e", "V.Zero")}};
                        W.Store(next, {{At(Layout.Argument)}} + i);
                        largest = W.Max(largest, W.Abs(error) / W.FusedMultiplyAdd(relative, W.Max(W.Abs(old), W.Abs(next)), W.Load({{At(Layout.Tolerance)}} + i)));
                    }
            """);
        for (int i = 0; i < size; i++)
        {
            var state = model.States[i];
            string value = $"W.Load({At(Layout.Argument + i)})", slack = $"W.Load({At(Layout.Tolerance + i)})";
            if (double.IsFinite(state.Low)) text.Append($"        outside |= W.LessThan({value} + {slack}, W.Create({Number(state.Low)}));\n");
            if (double.IsFinite(state.High)) text.Append($"        outside |= W.GreaterThan({value} - {slack}, W.Create({Number(state.High)}));\n");
        }
        text.Append($"        W.Store(largest, {At(Layout.Error)});\n        W.Store(outside, {At(Layout.Outside)});\n");
    });

    private void Step() => Method("Step", () =>
    {
        text.Append($"        W.Store(V.One / (W.Load({At(Layout.Step)}) * W.Create({Number(tableau.Gamma)})), {At(Layout.Shift)});\n        W.Store(W.Load({At(Layout.Time)}), {At(Layout.StageTime)});\n");
        ForStates($"W.Store(W.Load({At(Layout.State)} + i), {At(Layout.Argument)} + i);");
        text.Append("        Slopes(b);\n        Factor(b);\n");
        ForStates($"W.Store(W.Load({At(Layout.Rates)} + i), {At(Layout.Stages)} + i);");
        Timed(0);
        text.Append($"        Solve(b, {At(Layout.Stages)});\n");
        for (int s = 1; s < tableau.Stages; s++) text.Append($"        Stage{s}(b);\n");
        text.Append("        Result(b);\n");
    });

    private void Accept() => Method("Accept", () =>
    {
        text.Append($"        V accepted = W.Load({At(Layout.Accepted)});\n");
        ForStates($"W.Store(W.ConditionalSelect(accepted, W.Load({At(Layout.Argument)} + i), W.Load({At(Layout.State)} + i)), {At(Layout.State)} + i);");
    });

    /// <summary>The change of Newton's method towards f(y) = 0 into the first stage; the shift must be zero.</summary>
    private void Newton() => Method("Newton", () =>
    {
        text.Append($"        W.Store(V.Zero, {At(Layout.Shift)});\n");
        ForStates($"W.Store(W.Load({At(Layout.State)} + i), {At(Layout.Argument)} + i);");
        text.Append("        Slopes(b);\n        Factor(b);\n");
        ForStates($"W.Store(W.Load({At(Layout.Rates)} + i), {At(Layout.Stages)} + i);");
        text.Append($"        Solve(b, {At(Layout.Stages)});\n");
    });

    /// <summary>Dense output at theta into the argument, after a step that is not yet accepted: y0 (1-s) + s (y1 + (1-s) (c0 + s (c1 + s ...))).</summary>
    private void Interpolate() => Method("Interpolate", () =>
    {
        Combine("m", tableau.Weights, "");
        for (int k = 0; k < tableau.Dense.Length; k++) Combine($"d{k}_", tableau.Dense[k], "");
        text.Append($"        V s = W.Load({At(Layout.Theta)}), r = V.One - s;\n");
        string inner = "V.Zero";
        for (int k = tableau.Dense.Length - 1; k >= 0; k--) inner = $"W.FusedMultiplyAdd(s, {inner}, {Sum(tableau.Dense[k], $"d{k}_", "V.Zero")})";
        ForStates($"{{ V old = W.Load({At(Layout.State)} + i); W.Store(W.FusedMultiplyAdd(old, r, s * W.FusedMultiplyAdd(r, {inner}, {Sum(tableau.Weights, "m", "old")})), {At(Layout.Argument)} + i); }}");
    });
}

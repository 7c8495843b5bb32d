using Multiscale.Metabolism;
using Multiscale.Modeling;
using Multiscale.Numerics;

namespace Multiscale.NumericsTests;

public sealed class RosenbrockTests
{
    private static readonly string Folder = Repository.Path("configs", "verification", "stiff");

    /// <summary>Oracle: end values of the IVP test set (stiff.json). Tolerance: the largest relative error over the components is at most 10 times rtol.</summary>
    [Fact]
    public void Advance_PublishedProblems_MeetTheTolerances() => Assert.All(StiffVerification.Run(Folder), r => Assert.True(r.Pass, r.ToString()));

    [Fact]
    public void Advance_CloseEncountersByRodas5P_StaysWithinItsKnownFactor()
    {
        // Decision 0040: the estimate of Rodas5P is a hundred times below its error here, at any tolerance.
        var (error, _) = StiffVerification.Solve(Folder, "pleiades", "pleiades", 1e-6, RosenbrockTableau.Rodas5P);
        Assert.InRange(error, 1e-5, 3e-4);
    }

    public static TheoryData<string, int> Orders() => new() { { "Rosenbrock23", 2 }, { "Rodas3", 3 }, { "Rodas4", 4 }, { "Rodas5P", 5 } };

    /// <summary>Oracle: the same equation at 1e-13. One fixed step each, so the local error falls with the power order + 1; it may fall faster by luck, never slower.</summary>
    [Theory]
    [MemberData(nameof(Orders))]
    public void Tableau_TwoStepSizes_ConvergesWithItsOrder(string name, int order)
    {
        var tableau = Tableau(name);
        Assert.Equal(order, tableau.Order);
        Assert.InRange(Math.Log2(LocalError(tableau, 0.2, 1) / LocalError(tableau, 0.1, 1)), order + 0.7, order + 3);
    }

    /// <summary>The interpolation of the methods that have one is of one order less than the method, within a step as at its end.</summary>
    [Theory]
    [InlineData("Rosenbrock23", 2)]
    [InlineData("Rodas4", 3)]
    [InlineData("Rodas5P", 4)]
    public void Dense_WithinAStep_ConvergesWithItsOrder(string name, int order)
    {
        var tableau = Tableau(name);
        Assert.InRange(Math.Log2(LocalError(tableau, 0.1, 0.4) / LocalError(tableau, 0.05, 0.4)), order + 0.6, order + 3);
    }

    [Fact]
    public void Advance_InPieces_AgreesWithOneGo()
    {
        var program = Program(File.ReadAllText(Path.Combine(Folder, "robertson.model")));
        SingleCell whole = new(program, 1e-8, [1e-12, 1e-16, 1e-12]), pieces = new(program, 1e-8, [1e-12, 1e-16, 1e-12]);
        whole.Advance(40);
        for (int i = 1; i <= 40; i++) pieces.Advance(i);
        for (int i = 0; i < 3; i++) Assert.Equal(whole.State[i], pieces.State[i], 2e-8 * whole.State[i]);
        // Cutting the way into forty pieces costs at most two steps more in each; starting anew would cost ten.
        Assert.InRange(pieces.Steps - whole.Steps, 0, 80);
    }

    [Fact]
    public void Advance_RatesNotFinite_StopsWithTheTimeReached()
    {
        // y' = 2 y^2 from 1: infinite at t = 0.5.
        var cell = new SingleCell(Program("model blowup\nstate y = 1\ny' = where(y < 1e9, 2*y*y, sqrt(-y))"), 1e-6, [1e-9]);
        Assert.Equal(StiffOutcome.StepTooSmall, cell.Advance(1));
        Assert.InRange(cell.Time, 0.45, 0.5001);
        Assert.True(double.IsFinite(cell.State[0]));
    }

    [Fact]
    public void Advance_StateLeavesItsBounds_StopsThere()
    {
        var cell = new SingleCell(Program("model drain\nstate y = 1 from 0\ny' = -1"), 1e-6, [1e-9]);
        Assert.Equal(StiffOutcome.OutOfBounds, cell.Advance(3));
        Assert.InRange(cell.Time, 1, 3);
    }

    /// <summary>What a cell comes to is the same to the bit alone, among others, in another order and with vectors of another width.</summary>
    [Fact]
    public void Advance_OtherLanesAndWidths_SameBits()
    {
        var model = ReactionNetwork.Load("jolivet-2015").Model;
        int n = model.States.Count, m = model.Inputs.Count;
        double[] Run(int width, int[] ids)
        {
            var batch = new StiffBatch(StiffProgram.Compile(model, RosenbrockTableau.Rodas5P, width: width), 1e-6, [.. model.States.Select(s => 1e-9 * Math.Abs(s.Initial))]);
            double[] states = [.. ids.SelectMany(_ => model.States.Select(s => s.Initial))], inputs = [.. ids.SelectMany(id => new[] { 0.002 * id, 0.01 * (id % 3), 0.012, 0.0055 })];
            var memory = new StepMemory[ids.Length];
            var outcomes = new CellOutcome[ids.Length];
            for (int w = 0; w < 3; w++) batch.Advance(0, 0.05, new CellBatch(states, inputs, memory, outcomes));
            return states;
        }
        int[] all = [.. Enumerable.Range(0, 21)], backwards = [.. all.Reverse()];
        double[] forwards = Run(8, all), reversed = Run(4, backwards), alone = Run(8, [13]);
        Assert.Equal(forwards[(13 * n)..(14 * n)], alone);
        for (int c = 0; c < all.Length; c++) Assert.Equal(forwards[(c * n)..((c + 1) * n)], reversed[((20 - c) * n)..((21 - c) * n)]);
        Assert.Equal(4, m);
    }

    private static RosenbrockTableau Tableau(string name) =>
        new[] { RosenbrockTableau.Rosenbrock23, RosenbrockTableau.Rodas3, RosenbrockTableau.Rodas4, RosenbrockTableau.Rodas5P }.Single(t => t.Name == name);

    private static StiffProgram Program(string text, RosenbrockTableau? tableau = null) => StiffProgram.Compile(ReactionNetwork.Parse(text, "test.model").Model, tableau ?? RosenbrockTableau.Rodas5P);

    /// <summary>Error at a share of one step of y' = y (1 - y) + sin(3 t).</summary>
    private static double LocalError(RosenbrockTableau tableau, double step, double share)
    {
        const string text = "model logistic\ninput t\nstate y = 0.2\ny' = y*(1 - y) + sin(3*t)";
        var program = Program(text, tableau);
        var batch = new StiffBatch(program, 1e3, [1e3]);
        double[] y = [0.2];
        var memory = new[] { new StepMemory(step, 0, 0) };
        var outcome = new CellOutcome[1];
        var sampler = new OneSample(share * step);
        batch.Advance(0, step, new CellBatch(y, [0], memory, outcome), sampler);
        Assert.Equal(1, batch.AcceptedSteps);
        var exact = new SingleCell(Program(text), 1e-13, [1e-15]);
        exact.Advance(share * step);
        return Math.Abs((share == 1 ? y[0] : sampler.Value) - exact.State[0]);
    }

    private sealed class OneSample(double time) : ISampler
    {
        public double Value { get; private set; } = double.NaN;

        public IReadOnlyList<double> Times { get; } = [time];

        public void Take(int cell, int time, int state, double value) => Value = value;
    }
}

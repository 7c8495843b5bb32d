using System.Text.Json;
using Multiscale.Numerics;

namespace Multiscale.NumericsTests;

/// <summary>
/// Oracle: end values of the IVP test set (stiff.json). Tolerance: the largest relative error over the components is at most 10 times rtol.
/// </summary>
public sealed class RosenbrockTests
{
    public static TheoryData<string, double> Cases()
    {
        var data = new TheoryData<string, double>();
        foreach (string name in new[] { "robertson", "robertson_t40", "robertson_t1e5", "hires", "vanderpol_eps1e-6_t2", "vanderpol_eps1e-6_t11", "oregonator", "oregonator_t30", "pollution", "pleiades" })
            foreach (double rtol in new[] { 1e-4, 1e-6, 1e-8 }) data.Add(name, rtol);
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Advance_PublishedProblem_MeetsTheTolerance(string name, double rtol)
    {
        var (y, end, expected) = Problem(name);
        long steps = name[..3] switch
        {
            "rob" => Solve<Robertson>(y, end, rtol),
            "hir" => Solve<Hires>(y, end, rtol),
            "van" => Solve<VanDerPol>(y, end, rtol),
            "ore" => Solve<Oregonator>(y, end, rtol),
            "pol" => Solve<Pollution>(y, end, rtol),
            _ => Solve<Pleiades>(y, end, rtol),
        };
        double worst = 0;
        for (int i = 0; i < y.Length; i++) worst = Math.Max(worst, Math.Abs(y[i] / expected[i] - 1));
        // Seven bodies in close encounters amplify any local error about a hundred times: no local control can promise more.
        double allowed = (name == "pleiades" ? 300 : 10) * rtol;
        Assert.True(worst <= allowed, $"{name} at rtol {rtol}: error {worst / rtol:g3} rtol in {steps} steps");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Tableau_TwoStepSizes_ConvergesWithItsOrder(int order)
    {
        // One fixed step each, so the local error falls with the power order + 1; it may fall faster by luck, never slower.
        var tableau = order switch { 3 => RosenbrockTableau.Rodas3, 4 => RosenbrockTableau.Rodas4, _ => RosenbrockTableau.Rodas5P };
        Assert.Equal(order, tableau.Order);
        double coarse = LocalError(tableau, 0.2), fine = LocalError(tableau, 0.1);
        Assert.InRange(Math.Log2(coarse / fine), order + 0.7, order + 3);
    }

    [Fact]
    public void Advance_InPieces_AgreesWithOneGo()
    {
        double[] whole = [1, 0, 0], pieces = [1, 0, 0];
        var integrator = new Rosenbrock(RosenbrockTableau.Rodas5P, 1e-8, [1e-12, 1e-16, 1e-12]);
        var system = new DualSystem<Robertson>(3);
        var memory = default(StepMemory);
        integrator.Advance(ref system, 0, 40, whole, ref memory, out _);
        long once = integrator.AcceptedSteps;
        memory = default;
        for (int i = 0; i < 40; i++) integrator.Advance(ref system, i, 1, pieces, ref memory, out _);
        for (int i = 0; i < 3; i++) Assert.Equal(whole[i], pieces[i], 2e-8 * whole[i]);
        // Cutting the way into forty pieces costs at most two steps more in each; starting anew would cost ten.
        Assert.InRange(integrator.AcceptedSteps - once, once, once + 80);
    }

    [Fact]
    public void Advance_RatesNotFinite_StopsWithTheTimeReached()
    {
        double[] y = [1];
        var system = new BlowUp();
        var memory = default(StepMemory);
        var integrator = new Rosenbrock(RosenbrockTableau.Rodas5P, 1e-6, [1e-9]);
        Assert.Equal(StiffOutcome.StepTooSmall, integrator.Advance(ref system, 0, 1, y, ref memory, out double reached));
        Assert.InRange(reached, 0.45, 0.5001);
    }

    [Fact]
    public void Advance_Warm_AllocatesNothing()
    {
        double[] y = [1, 0, 0];
        var integrator = new Rosenbrock(RosenbrockTableau.Rodas5P, 1e-6, [1e-9, 1e-12, 1e-9]);
        var system = new DualSystem<Robertson>(3);
        var memory = default(StepMemory);
        integrator.Advance(ref system, 0, 1, y, ref memory, out _);
        long before = GC.GetAllocatedBytesForCurrentThread();
        integrator.Advance(ref system, 1, 10, y, ref memory, out _);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Jacobian_ByDualNumbers_EqualsDifferences()
    {
        double[] y = [0.3, -0.2, 0.7, 0.1, 0.5, 0.6, -0.4, 0.9];
        var system = new DualSystem<Hires>(8);
        double[] jacobian = new double[64], up = new double[8], down = new double[8];
        system.Jacobian(0, y, jacobian);
        for (int j = 0; j < 8; j++)
        {
            // Quadratic equations: central differences are exact up to rounding.
            double keep = y[j];
            y[j] = keep + 0.5;
            system.Rates(0, y, up);
            y[j] = keep - 0.5;
            system.Rates(0, y, down);
            y[j] = keep;
            for (int i = 0; i < 8; i++) Assert.Equal(up[i] - down[i], jacobian[i * 8 + j], 1e-12);
        }
    }

    private static long Solve<TEquations>(double[] y, double end, double rtol) where TEquations : IStiffEquations
    {
        var absolute = new double[y.Length];
        // Some components end at 1e-18 and start at 0: the absolute tolerance lies below them all.
        Array.Fill(absolute, rtol * 1e-20);
        var integrator = new Rosenbrock(RosenbrockTableau.Rodas5P, rtol, absolute);
        var system = new DualSystem<TEquations>(y.Length);
        var memory = default(StepMemory);
        Assert.Equal(StiffOutcome.Done, integrator.Advance(ref system, 0, end, y, ref memory, out _));
        return integrator.AcceptedSteps + integrator.RejectedSteps;
    }

    private static double LocalError(RosenbrockTableau tableau, double step)
    {
        double[] y = [0.2];
        var system = new Logistic();
        var integrator = new Rosenbrock(tableau, 1e3, [1e3]);
        var memory = new StepMemory(step, 0, 0);
        integrator.Advance(ref system, 0, step, y, ref memory, out _);
        Assert.Equal(1, integrator.AcceptedSteps);
        // The solution itself comes from a tolerance far below.
        double[] exact = [0.2];
        var fine = new Rosenbrock(RosenbrockTableau.Rodas5P, 1e-13, [1e-15]);
        memory = default;
        fine.Advance(ref system, 0, step, exact, ref memory, out _);
        return Math.Abs(y[0] - exact[0]);
    }

    private static (double[] Y, double End, double[] Expected) Problem(string name)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Repository.Path("tests", "Numerics", "VersusPublished", "Stiff", "stiff.json")));
        var problem = json.RootElement.GetProperty(name);
        static double[] Values(JsonElement e) => [.. e.EnumerateArray().Select(v => v.GetDouble())];
        string own = problem.TryGetProperty("own_radau_rtol1e12", out _) ? "own_radau_rtol1e12" : "own";
        return (Values(problem.GetProperty("y0")), problem.GetProperty("t_end").GetDouble(), Values(problem.GetProperty(own)));
    }

    private readonly struct Logistic : IStiffSystem
    {
        public int Dimension => 1;

        public bool DependsOnTime => true;

        public void Rates(double t, ReadOnlySpan<double> y, Span<double> rates) => rates[0] = y[0] * (1 - y[0]) + Math.Sin(3 * t);

        public void Jacobian(double t, ReadOnlySpan<double> y, Span<double> jacobian) => jacobian[0] = 1 - 2 * y[0];

        public void TimeDerivative(double t, ReadOnlySpan<double> y, Span<double> derivative) => derivative[0] = 3 * Math.Cos(3 * t);
    }

    /// <summary>y' = 2 y^2 from 1: infinite at t = 0.5.</summary>
    private readonly struct BlowUp : IStiffSystem
    {
        public int Dimension => 1;

        public bool DependsOnTime => false;

        public void Rates(double t, ReadOnlySpan<double> y, Span<double> rates) => rates[0] = y[0] is > 0 and < 1e9 ? 2 * y[0] * y[0] : double.NaN;

        public void Jacobian(double t, ReadOnlySpan<double> y, Span<double> jacobian) => jacobian[0] = 4 * y[0];

        public void TimeDerivative(double t, ReadOnlySpan<double> y, Span<double> derivative) => derivative.Clear();
    }
}

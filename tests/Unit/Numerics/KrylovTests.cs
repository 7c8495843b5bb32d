using Multiscale.Core;
using Multiscale.Numerics;
using Multiscale.Parallel;

namespace Multiscale.UnitTests;

public sealed class KrylovTests
{
    private const int N = 400;
    private static readonly SerialCommunicator Serial = new();

    [Fact]
    public void ConjugateGradient_Laplacian_FindsTheSolution()
    {
        var (matrix, solution, right) = Problem(skew: 0);
        var x = new double[N];
        var result = new ReproducibleConjugateGradient(Serial, N, N).Solve(matrix, right, x, 1e-13);
        Assert.True(result.Converged);
        Assert.True(Distance(x, solution) < 1e-10); // condition number about 100
    }

    [Fact]
    public void BiCGStab_UnsymmetricMatrix_FindsTheSolution()
    {
        var (matrix, solution, right) = Problem(skew: 0.3);
        var x = new double[N];
        var result = new ReproducibleBiCGStab(Serial, N, N).Solve(matrix, right, x, 1e-13);
        Assert.True(result.Converged);
        Assert.True(Distance(x, solution) < 1e-10);
    }

    [Fact]
    public void Solve_Warm_AllocatesNothing()
    {
        var (matrix, _, right) = Problem(skew: 0.3);
        var x = new double[N];
        var cg = new ReproducibleConjugateGradient(Serial, N, N);
        var general = new ReproducibleBiCGStab(Serial, N, N);
        var residual = (double[])right.Clone();
        cg.Solve(matrix, residual, x, 1e-6, 20);
        general.Solve(matrix, right, x, 1e-6, 20);
        long before = GC.GetAllocatedBytesForCurrentThread();
        cg.Solve(matrix, residual, x, 1e-9, 20);
        general.Solve(matrix, right, x, 1e-9, 20);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void CsrMatrix_ColumnOutOfRange_IsAnInputError() =>
        Assert.Equal("MS0501", Assert.Throws<InputException>(() => new CsrMatrix([0, 1], [1], [1.0])).Diagnostics[0].Code);

    private static (CsrMatrix Matrix, double[] Solution, double[] Right) Problem(double skew)
    {
        var start = new List<int> { 0 };
        var columns = new List<int>();
        var values = new List<double>();
        for (int i = 0; i < N; i++)
        {
            for (int j = Math.Max(0, i - 1); j <= Math.Min(N - 1, i + 1); j++)
            {
                columns.Add(j);
                values.Add(j == i ? 2.05 + 0.5 * (i % 3) : j < i ? -1 - skew : -1 + skew);
            }
            start.Add(columns.Count);
        }
        var matrix = new CsrMatrix([.. start], [.. columns], [.. values]);
        var random = new CounterRandom(7, 7);
        var solution = new double[N];
        for (int i = 0; i < N; i++) solution[i] = random.Normal((ulong)i);
        var right = new double[N];
        matrix.Apply(solution, right);
        return (matrix, solution, right);
    }

    private static double Distance(double[] a, double[] b) => a.Zip(b, (u, v) => Math.Abs(u - v)).Max();
}

using Multiscale.Numerics;
using Multiscale.Parallel;

namespace Multiscale.BloodFlow;

/// <summary>Solves the symmetric positive definite system of the node pressures; the whole right-hand side and solution on every rank.</summary>
internal interface IPressureSystem : IDisposable
{
    /// <summary>Values of the matrix in its CSR pattern.</summary>
    Span<double> Values { get; }

    /// <summary>Takes the values over. Collective.</summary>
    void Update();

    /// <summary>Solves; <paramref name="x"/> holds a first guess. Collective.</summary>
    void Solve(ReadOnlySpan<double> b, Span<double> x);
}

/// <summary>Factorised redundantly on every rank: the same bits on any number of ranks.</summary>
internal sealed class DirectPressureSystem(int[] offsets, int[] columns) : IPressureSystem
{
    private readonly SparseLdl factors = new(offsets, columns);

    public Span<double> Values => factors.Values;

    public void Update() => factors.Factorize();

    public void Solve(ReadOnlySpan<double> b, Span<double> x) => factors.Solve(b, x);

    public void Dispose() { }
}

/// <summary>Conjugate gradients with algebraic multigrid in PETSc, rows in contiguous blocks: agrees with the direct solution within its tolerance.</summary>
internal sealed class IterativePressureSystem(int[] offsets, int[] columns, Communicator ranks, double tolerance) : IPressureSystem
{
    private readonly PetscSystem system = new(offsets, columns, ranks, "flow_", tolerance);

    public Span<double> Values => system.Values;

    public void Update() => system.Update();

    public void Solve(ReadOnlySpan<double> b, Span<double> x) => system.Solve(b, x);

    public void Dispose() => system.Dispose();
}

using Multiscale.Core;

namespace Multiscale.Diffusion;

/// <summary>Solves the systems of a membrane's steps; right-hand side and solution are whole on every rank.</summary>
internal interface IFieldSolver
{
    /// <summary>Iterations, and factorisations, since the start.</summary>
    (long Iterations, long Factorisations) Work { get; }

    /// <summary>What a restart needs to go on to the bit.</summary>
    double[] State { get; }

    /// <summary>Goes on from a state; the matrix has the weight and the held vertices of then.</summary>
    void Restore(ReadOnlySpan<double> state);

    /// <summary>The matrix has new values.</summary>
    /// <param name="changed">Besides those of its diagonal.</param>
    void Prepare(bool changed);

    /// <summary>Improves <paramref name="d"/> until the solution is known to about <paramref name="tolerance"/> [mV]. The right-hand side of held vertices is 0. Collective.</summary>
    /// <exception cref="NumericalException">MS0535: no convergence.</exception>
    void Solve(ReadOnlySpan<double> r, Span<double> d, double tolerance);
}

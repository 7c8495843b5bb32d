namespace Multiscale.Numerics;

/// <summary>A square operator whose rows are spread over the ranks; every row is summed in an order that does not depend on the partition.</summary>
public interface ILinearOperator
{
    /// <summary>Rows of this rank.</summary>
    int Rows { get; }

    /// <summary>Length of an argument: the rank's own entries, then its ghosts.</summary>
    int Columns { get; }

    /// <summary>Positive diagonal, one entry per row.</summary>
    ReadOnlySpan<double> Diagonal { get; }

    /// <summary>y = A x; the ghosts of <paramref name="x"/> (length <see cref="Columns"/>) are brought first. Collective.</summary>
    void Apply(Span<double> x, Span<double> y);
}

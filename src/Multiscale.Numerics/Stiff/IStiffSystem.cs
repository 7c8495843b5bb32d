namespace Multiscale.Numerics;

/// <summary>A system of ordinary differential equations y' = f(t, y) with its exact derivatives.</summary>
public interface IStiffSystem
{
    int Dimension { get; }

    /// <summary>False where f depends on t alone through the state: the derivative by time is then never asked for.</summary>
    bool DependsOnTime { get; }

    /// <summary>f(t, y); outside the domain of f at least one rate is NaN, and the integrator takes a smaller step.</summary>
    void Rates(double t, ReadOnlySpan<double> y, Span<double> rates);

    /// <summary>df/dy of shape (Dimension, Dimension), row by row: all elements are written.</summary>
    void Jacobian(double t, ReadOnlySpan<double> y, Span<double> jacobian);

    /// <summary>df/dt at constant y.</summary>
    void TimeDerivative(double t, ReadOnlySpan<double> y, Span<double> derivative);
}

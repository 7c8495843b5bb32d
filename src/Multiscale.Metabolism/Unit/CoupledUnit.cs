using System.Runtime.InteropServices;
using Multiscale.Numerics;

namespace Multiscale.Metabolism;

/// <summary>The 28-state form: the neuron's membrane and sodium live in the neuron solver, which imposes the pump's ATP use.</summary>
public struct CoupledUnit : IStiffSystem
{
    public UnitDrive Drive { get; set; }

    public readonly int Dimension => UnitState.SharedCount;

    public readonly bool DependsOnTime => false;

    public readonly void Rates(double t, ReadOnlySpan<double> y, Span<double> rates) =>
        UnitEquations.Rates(MemoryMarshal.Cast<double, Scalar>(y), MemoryMarshal.Cast<double, Scalar>(rates), new Scalar(Drive.NeuronPump), Drive);

    public readonly void Jacobian(double t, ReadOnlySpan<double> y, Span<double> jacobian)
    {
        Span<Dual> x = stackalloc Dual[UnitState.SharedCount], d = stackalloc Dual[UnitState.SharedCount];
        for (int first = 0; first < x.Length; first += Dual.Width)
        {
            for (int i = 0; i < x.Length; i++) x[i] = Dual.Variable(y[i], i - first);
            UnitEquations.Rates(x, d, Dual.Of(Drive.NeuronPump), Drive);
            Dual.CopyColumns(d, first, jacobian);
        }
    }

    public readonly void TimeDerivative(double t, ReadOnlySpan<double> y, Span<double> derivative) => derivative.Clear();
}

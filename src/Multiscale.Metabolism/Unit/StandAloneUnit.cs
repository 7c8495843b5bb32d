using System.Runtime.InteropServices;
using Multiscale.Numerics;
using static Multiscale.Metabolism.Jolivet;
using static Multiscale.Metabolism.UnitState;

namespace Multiscale.Metabolism;

/// <summary>The excitatory conductance [mS/cm2] and its slope [mS/cm2/s] at a time [s].</summary>
public delegate (double Value, double Slope) ExcitationCourse(double seconds);

/// <summary>
/// The published 33-state form with its own mean-field neuron: sodium, V_m, gates h and n, calcium
/// (Jolivet et al. 2015; its gates after Wang 1998, J Neurophysiol 79:1549).
/// </summary>
public struct StandAloneUnit : IStiffSystem
{
    public UnitDrive Drive { get; set; }

    /// <summary>Replaces the constant excitation of <see cref="Drive"/> where given.</summary>
    public ExcitationCourse? Excitation { get; set; }

    /// <summary>Holds O2_c, GLC_c, LAC_c and dHb where they are (protocol J2 of the verification).</summary>
    public bool CapillaryFrozen { get; set; }

    public readonly int Dimension => FullCount;

    public readonly bool DependsOnTime => Excitation is not null;

    public readonly void Rates(double t, ReadOnlySpan<double> y, Span<double> rates) =>
        Full(At(t), MemoryMarshal.Cast<double, Scalar>(y), MemoryMarshal.Cast<double, Scalar>(rates));

    public readonly void Jacobian(double t, ReadOnlySpan<double> y, Span<double> jacobian)
    {
        Span<Dual> x = stackalloc Dual[FullCount], d = stackalloc Dual[FullCount];
        for (int first = 0; first < x.Length; first += Dual.Width)
        {
            for (int i = 0; i < x.Length; i++) x[i] = Dual.Variable(y[i], i - first);
            Full(At(t), x, d);
            Dual.CopyColumns(d, first, jacobian);
        }
    }

    public readonly void TimeDerivative(double t, ReadOnlySpan<double> y, Span<double> derivative)
    {
        derivative.Clear();
        if (Excitation is null) return;
        double slope = Excitation(t).Slope;
        derivative[FullVm] = -slope * y[FullVm] / Capacitance;
        derivative[FullNaN] = SurfaceNeuron / F * (2.0 / 3) * -slope * y[FullVm];
        derivative[InFull(NaG)] = SurfaceGlia / F * GlutamateDrive * slope;
    }

    private readonly UnitDrive At(double t) => Excitation is null ? Drive : Drive with { Excitation = Excitation(t).Value };

    private readonly void Full<T>(in UnitDrive drive, ReadOnlySpan<T> y, Span<T> d) where T : unmanaged, IReal<T>
    {
        Span<T> shared = stackalloc T[SharedCount], rates = stackalloc T[SharedCount];
        for (int s = 0; s < SharedCount; s++) shared[s] = y[InFull(s)];
        T pumping = PumpNeuron * UnitEquations.Pumping(shared[Atp], y[FullNaN]);
        UnitEquations.Rates(shared, rates, SurfaceNeuron * pumping, drive, CapillaryFrozen);
        for (int s = 0; s < SharedCount; s++) d[InFull(s)] = rates[s];
        Neuron(drive.Excitation, y, d, pumping, shared[Atp]);
    }

    /// <summary>Membrane currents [uA/cm2] of the mean-field neuron, its gates, sodium and calcium.</summary>
    private static void Neuron<T>(double excitation, ReadOnlySpan<T> y, Span<T> d, T pumping, T atp) where T : unmanaged, IReal<T>
    {
        T na = y[FullNaN], v = y[FullVm], h = y[FullH], n = y[FullN], ca = y[FullCa];
        T am = LinearOverExp(-0.1 * (v + 33)), bm = 4 * T.Exp((v + 58) / -12);
        T ah = 0.07 * T.Exp((v + 50) / -10), bh = 1 / (T.Exp(-0.1 * (v + 20)) + 1);
        T an = 0.1 * LinearOverExp(-0.1 * (v + 34)), bn = 0.125 * T.Exp((v + 44) / -25);
        T m = am / (am + bm);

        T eNa = RTF * T.Log(SodiumOutside / na);
        T eLeak = (SodiumLeakNeuron * eNa + PassivePotassium * EK) / (PassivePotassium + SodiumLeakNeuron);
        T leak = Leak * (v - eLeak);
        T sodium = Sodium * (m * m * m) * h * (v - eNa);
        T potassium = Potassium * (n * n) * (n * n) * (v - EK);
        T mCa = 1 / (T.Exp((v + 20) / -9) + 1);
        T calcium = Calcium * (mCa * mCa) * (v - ECa);
        T afterhyperpolarisation = Afterhyperpolarisation * ca / (ca + CalciumK) * (v - EK);
        // Pump current beyond its share at the published initial sodium, where the leak's reversal holds it.
        T pump = F * (pumping - PumpNeuron * UnitEquations.Pumping(atp, T.Of(Published[FullNaN])));
        T synaptic = -excitation * v;

        d[FullVm] = (synaptic - leak - sodium - potassium - calcium - afterhyperpolarisation - pump) / Capacitance;
        d[FullH] = (1e3 * GateSpeed) * (ah - (ah + bh) * h);
        d[FullN] = (1e3 * GateSpeed) * (an - (an + bn) * n);
        d[FullCa] = (-SurfaceNeuron / F) * calcium - (ca - CalciumRest) / CalciumTau;
        d[FullNaN] = (SurfaceNeuron * SodiumLeakNeuron / F) * (eNa - v) - (3 * SurfaceNeuron) * pumping + (SurfaceNeuron / F) * ((2.0 / 3) * synaptic - sodium);
    }

    /// <summary>x / (exp(x) - 1), finite at 0.</summary>
    private static T LinearOverExp<T>(T x) where T : unmanaged, IReal<T> =>
        Math.Abs(x.Value) < 1e-5 ? x * x / 12 - 0.5 * x + 1 : x / (T.Exp(x) - 1);
}

using System.Runtime.InteropServices;
using Multiscale.Numerics;

namespace Multiscale.NumericsTests;

/// <summary>Autonomous equations written once for values and derivatives.</summary>
public interface IStiffEquations
{
    static abstract void Rates<T>(ReadOnlySpan<T> y, Span<T> d) where T : unmanaged, IReal<T>;
}

/// <summary>Equations with the Jacobian that <see cref="Dual"/> gives.</summary>
public readonly struct DualSystem<TEquations>(int dimension) : IStiffSystem where TEquations : IStiffEquations
{
    public int Dimension => dimension;

    public bool DependsOnTime => false;

    public void Rates(double t, ReadOnlySpan<double> y, Span<double> rates) =>
        TEquations.Rates(MemoryMarshal.Cast<double, Scalar>(y), MemoryMarshal.Cast<double, Scalar>(rates));

    public void Jacobian(double t, ReadOnlySpan<double> y, Span<double> jacobian)
    {
        Span<Dual> x = stackalloc Dual[dimension], d = stackalloc Dual[dimension];
        for (int first = 0; first < dimension; first += Dual.Width)
        {
            for (int i = 0; i < dimension; i++) x[i] = Dual.Variable(y[i], i - first);
            TEquations.Rates<Dual>(x, d);
            Dual.CopyColumns(d, first, jacobian);
        }
    }

    public void TimeDerivative(double t, ReadOnlySpan<double> y, Span<double> derivative) => derivative.Clear();
}

/// <summary>Robertson 1966: three species, rate constants over nine decades.</summary>
public sealed class Robertson : IStiffEquations
{
    public static void Rates<T>(ReadOnlySpan<T> y, Span<T> d) where T : unmanaged, IReal<T>
    {
        d[0] = -0.04 * y[0] + 1e4 * y[1] * y[2];
        d[2] = 3e7 * y[1] * y[1];
        d[1] = -(d[0] + d[2]);
    }
}

/// <summary>Schaefer 1975: high irradiance responses of photomorphogenesis, eight species.</summary>
public sealed class Hires : IStiffEquations
{
    public static void Rates<T>(ReadOnlySpan<T> y, Span<T> d) where T : unmanaged, IReal<T>
    {
        d[0] = -1.71 * y[0] + 0.43 * y[1] + 8.32 * y[2] + 0.0007;
        d[1] = 1.71 * y[0] - 8.75 * y[1];
        d[2] = -10.03 * y[2] + 0.43 * y[3] + 0.035 * y[4];
        d[3] = 8.32 * y[1] + 1.71 * y[2] - 1.12 * y[3];
        d[4] = -1.745 * y[4] + 0.43 * y[5] + 0.43 * y[6];
        T binding = 280 * y[5] * y[7];
        d[5] = 0.69 * y[3] + 1.71 * y[4] - 0.43 * y[5] + 0.69 * y[6] - binding;
        d[6] = binding - 1.81 * y[6];
        d[7] = -d[6];
    }
}

/// <summary>Van der Pol with stiffness 1e6.</summary>
public sealed class VanDerPol : IStiffEquations
{
    public static void Rates<T>(ReadOnlySpan<T> y, Span<T> d) where T : unmanaged, IReal<T>
    {
        d[0] = y[1];
        d[1] = 1e6 * ((1 - y[0] * y[0]) * y[1] - y[0]);
    }
}

/// <summary>Field and Noyes 1974: the Belousov-Zhabotinskii reaction.</summary>
public sealed class Oregonator : IStiffEquations
{
    public static void Rates<T>(ReadOnlySpan<T> y, Span<T> d) where T : unmanaged, IReal<T>
    {
        d[0] = 77.27 * (y[1] + y[0] * (1 - 8.375e-6 * y[0] - y[1]));
        d[1] = (y[2] - (y[0] + 1) * y[1]) / 77.27;
        d[2] = 0.161 * (y[0] - y[2]);
    }
}

/// <summary>Verwer 1994: air pollution, 20 species and 25 reactions.</summary>
public sealed class Pollution : IStiffEquations
{
    private static readonly double[] K =
    [
        0.35, 26.6, 12300, 0.00086, 0.00082, 15000, 0.00013, 24000, 16500, 9000, 0.022, 12000, 1.88, 16300, 4.8e6, 0.00035, 0.0175, 1e8,
        4.44e11, 1240, 2.1, 5.78, 0.0474, 1780, 3.12,
    ];

    public static void Rates<T>(ReadOnlySpan<T> y, Span<T> d) where T : unmanaged, IReal<T>
    {
        T r1 = K[0] * y[0], r2 = K[1] * y[1] * y[3], r3 = K[2] * y[4] * y[1], r4 = K[3] * y[6], r5 = K[4] * y[6];
        T r6 = K[5] * y[6] * y[5], r7 = K[6] * y[8], r8 = K[7] * y[8] * y[5], r9 = K[8] * y[10] * y[1], r10 = K[9] * y[10] * y[0];
        T r11 = K[10] * y[12], r12 = K[11] * y[9] * y[1], r13 = K[12] * y[13], r14 = K[13] * y[0] * y[5], r15 = K[14] * y[2];
        T r16 = K[15] * y[3], r17 = K[16] * y[3], r18 = K[17] * y[15], r19 = K[18] * y[15], r20 = K[19] * y[16] * y[5];
        T r21 = K[20] * y[18], r22 = K[21] * y[18], r23 = K[22] * y[0] * y[3], r24 = K[23] * y[18] * y[0], r25 = K[24] * y[19];
        d[0] = r2 + r3 + r9 + r11 + r12 + r22 + r25 - r1 - r10 - r14 - r23 - r24;
        d[1] = r1 + r21 - r2 - r3 - r9 - r12;
        d[2] = r1 + r17 + r19 + r22 - r15;
        d[3] = r15 - r2 - r16 - r17 - r23;
        d[4] = 2 * r4 + r6 + r7 + r13 + r20 - r3;
        d[5] = r3 + 2 * r18 - r6 - r8 - r14 - r20;
        d[6] = r13 - r4 - r5 - r6;
        d[7] = r4 + r5 + r6 + r7;
        d[8] = -(r7 + r8);
        d[9] = r7 + r9 - r12;
        d[10] = r8 + r11 - r9 - r10;
        d[11] = r9;
        d[12] = r10 - r11;
        d[13] = r12 - r13;
        d[14] = r14;
        d[15] = r16 - r18 - r19;
        d[16] = -r20;
        d[17] = r20;
        d[18] = r23 + r25 - r21 - r22 - r24;
        d[19] = r24 - r25;
    }
}

/// <summary>Seven bodies in a plane with close encounters (Hairer, Norsett and Wanner, Solving ODEs I); not stiff.</summary>
public sealed class Pleiades : IStiffEquations
{
    public static void Rates<T>(ReadOnlySpan<T> y, Span<T> d) where T : unmanaged, IReal<T>
    {
        for (int i = 0; i < 7; i++)
        {
            d[i] = y[14 + i];
            d[7 + i] = y[21 + i];
            d[14 + i] = d[21 + i] = T.Of(0);
            for (int j = 0; j < 7; j++)
            {
                if (j == i) continue;
                T dx = y[j] - y[i], dy = y[7 + j] - y[7 + i], square = dx * dx + dy * dy;
                T pull = (j + 1.0) / (square * T.Sqrt(square));
                d[14 + i] = d[14 + i] + pull * dx;
                d[21 + i] = d[21 + i] + pull * dy;
            }
        }
    }
}

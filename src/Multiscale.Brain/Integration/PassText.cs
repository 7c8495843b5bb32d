using Multiscale.Modeling;

namespace Multiscale.Brain;

/// <summary>
/// The code of the passes for vectors of one width and one length of number. The order of every operation is the same for all of them, so that a
/// result depends neither on the width of a machine's registers nor on how points are laid out.
/// </summary>
internal static class PassText
{
    public const string TypeName = "BrainPasses";

    public static string Print(Precision precision)
    {
        bool single = precision == Precision.Single;
        int bits = VectorMath.Width * 64;
        return (Sums + (single ? SingleNoise : DoubleNoise)).Replace("$REAL", single ? "float" : "double").Replace("$VECTOR", $"Vector{bits}")
            .Replace("$WIDTH", (single ? 2 * VectorMath.Width : VectorMath.Width).ToString()).Replace("$MATH", single ? "MathF" : "Math");
    }

    // A sum is taken in four parts by the number of the fibre modulo 4, then (0 + 1) + (2 + 3).
    private const string Sums = """
        using System;
        using System.Runtime.CompilerServices;
        using System.Runtime.Intrinsics;
        using Multiscale.Brain;
        using Multiscale.Modeling;
        using R = $REAL;
        using V = System.Runtime.Intrinsics.$VECTOR<$REAL>;
        using U = System.Runtime.Intrinsics.$VECTOR<ulong>;
        using W = System.Runtime.Intrinsics.$VECTOR;
        public static unsafe class BrainPasses
        {
            // Lanes are points with the same delays.
            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            public static void SumShared(PassFrame* f)
            {
                R* ring = (R*)f->Ring; R* target = (R*)f->Target; R* weights = (R*)f->Weights; int* first = f->First; int* back = f->Back;
                int now = f->Now, length = f->Length, lanes = f->Lanes;
                for (int region = 0; region < f->Regions; region++)
                {
                    int from = first[region], to = first[region + 1];
                    for (int lane = 0; lane < lanes; lane += $WIDTH)
                    {
                        V s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, s3 = V.Zero;
                        R* here = ring + lane;
                        int e = from;
                        for (; e + 3 < to; e += 4)
                        {
                            int a = now - back[e], b = now - back[e + 1], c = now - back[e + 2], d = now - back[e + 3];
                            s0 = W.FusedMultiplyAdd(W.Create(weights[e]), W.Load(here + (a + ((a >> 31) & length))), s0);
                            s1 = W.FusedMultiplyAdd(W.Create(weights[e + 1]), W.Load(here + (b + ((b >> 31) & length))), s1);
                            s2 = W.FusedMultiplyAdd(W.Create(weights[e + 2]), W.Load(here + (c + ((c >> 31) & length))), s2);
                            s3 = W.FusedMultiplyAdd(W.Create(weights[e + 3]), W.Load(here + (d + ((d >> 31) & length))), s3);
                        }
                        if (e < to) { int a = now - back[e]; s0 = W.FusedMultiplyAdd(W.Create(weights[e]), W.Load(here + (a + ((a >> 31) & length))), s0); e++; }
                        if (e < to) { int a = now - back[e]; s1 = W.FusedMultiplyAdd(W.Create(weights[e]), W.Load(here + (a + ((a >> 31) & length))), s1); e++; }
                        if (e < to) { int a = now - back[e]; s2 = W.FusedMultiplyAdd(W.Create(weights[e]), W.Load(here + (a + ((a >> 31) & length))), s2); }
                        W.Store((s0 + s1) + (s2 + s3), target + region * lanes + lane);
                    }
                }
            }

            // Every lane has its own delays, or there is one lane.
            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            public static void SumOwn(PassFrame* f)
            {
                R* ring = (R*)f->Ring; R* target = (R*)f->Target; R* weights = (R*)f->Weights; int* first = f->First;
                int now = f->Now, length = f->Length, lanes = f->Lanes;
                for (int region = 0; region < f->Regions; region++)
                {
                    int from = first[region], to = first[region + 1];
                    for (int lane = 0; lane < lanes; lane++)
                    {
                        R s0 = 0, s1 = 0, s2 = 0, s3 = 0;
                        int* back = f->Back + lane;
                        int e = from;
                        for (; e + 3 < to; e += 4)
                        {
                            int a = now - back[e * lanes], b = now - back[(e + 1) * lanes], c = now - back[(e + 2) * lanes], d = now - back[(e + 3) * lanes];
                            s0 = $MATH.FusedMultiplyAdd(weights[e], ring[a + ((a >> 31) & length)], s0);
                            s1 = $MATH.FusedMultiplyAdd(weights[e + 1], ring[b + ((b >> 31) & length)], s1);
                            s2 = $MATH.FusedMultiplyAdd(weights[e + 2], ring[c + ((c >> 31) & length)], s2);
                            s3 = $MATH.FusedMultiplyAdd(weights[e + 3], ring[d + ((d >> 31) & length)], s3);
                        }
                        if (e < to) { int a = now - back[e * lanes]; s0 = $MATH.FusedMultiplyAdd(weights[e], ring[a + ((a >> 31) & length)], s0); e++; }
                        if (e < to) { int a = now - back[e * lanes]; s1 = $MATH.FusedMultiplyAdd(weights[e], ring[a + ((a >> 31) & length)], s1); e++; }
                        if (e < to) { int a = now - back[e * lanes]; s2 = $MATH.FusedMultiplyAdd(weights[e], ring[a + ((a >> 31) & length)], s2); }
                        target[region * lanes + lane] = (s0 + s1) + (s2 + s3);
                    }
                }
            }

            // CounterRandom.Bits of W keys at once.
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private static U Bits(ulong* keys, ulong counter)
            {
                U z = W.Load(keys) + W.Create((counter + 1) * 0x9E3779B97F4A7C15UL);
                z = (z ^ (z >> 30)) * W.Create(0xBF58476D1CE4E5B9UL);
                z = (z ^ (z >> 27)) * W.Create(0x94D049BB133111EBUL);
                return z ^ (z >> 31);
            }

        """;

    // Box and Muller 1958: the upper 32 bits give the radius, the lower the angle.
    private const string DoubleNoise = """
            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            public static void Noise(PassFrame* f)
            {
                double* one = (double*)f->Target; double* two = (double*)f->Second;
                for (int j = 0; j < f->Count; j += $WIDTH)
                {
                    U bits = Bits(f->Keys + j, f->Counter);
                    V u = (W.ConvertToDouble(bits >> 32) + W.Create(0.5)) * W.Create(1.0 / 4294967296.0);
                    V angle = W.ConvertToDouble(bits & W.Create(0xFFFFFFFFUL)) * W.Create(2 * Math.PI / 4294967296.0);
                    V radius = W.Sqrt(W.Create(-2.0) * W.Log(u));
                    var (sin, cos) = W.SinCos(angle);
                    W.Store(radius * cos, one + j);
                    W.Store(radius * sin, two + j);
                }
            }
        }
        """;

    private const string SingleNoise = """
            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            public static void Noise(PassFrame* f)
            {
                float* one = (float*)f->Target; float* two = (float*)f->Second;
                for (int j = 0; j < f->Count; j += $WIDTH)
                {
                    U a = Bits(f->Keys + j, f->Counter), b = Bits(f->Keys + j + $WIDTH / 2, f->Counter);
                    V u = (W.ConvertToSingle(W.Narrow(a >> 32, b >> 32)) + W.Create(0.5f)) * W.Create(1f / 4294967296f);
                    V angle = W.ConvertToSingle(W.Narrow(a & W.Create(0xFFFFFFFFUL), b & W.Create(0xFFFFFFFFUL))) * W.Create((float)(2 * Math.PI / 4294967296.0));
                    V radius = W.Sqrt(W.Create(-2f) * W.Log(u));
                    var (sin, cos) = W.SinCos(angle);
                    W.Store(radius * cos, one + j);
                    W.Store(radius * sin, two + j);
                }
            }
        }
        """;
}

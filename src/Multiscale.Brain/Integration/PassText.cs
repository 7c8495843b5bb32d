using Multiscale.Modeling;

namespace Multiscale.Brain;

/// <summary>
/// The code of the passes for vectors of one width and one length of number. The order of every operation is the same for all of them, so that a
/// result depends neither on the width of a machine's registers nor on how points are laid out: a sum goes over the long fibres, then the short ones,
/// in the order of the sending regions.
/// </summary>
internal static class PassText
{
    public const string TypeName = "BrainPasses";

    public static string Print(Precision precision)
    {
        bool single = precision == Precision.Single;
        return (Head + Sums + (single ? SingleNoise : DoubleNoise)).Replace("$REAL", single ? "float" : "double").Replace("$VECTOR", $"Vector{VectorMath.Width * 64}")
            .Replace("$WIDTH", (single ? 2 * VectorMath.Width : VectorMath.Width).ToString()).Replace("$MATH", single ? "MathF" : "Math").Replace("$AHEAD", DelayedFibres.Ahead.ToString());
    }

    private const string Head = """
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

    // Shared: lanes are points with the same delays. Own: one lane at a time; the steps ahead are the lanes of the vectors.
    private const string Sums = """
            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            public static void SendShared(PassFrame* f)
            {
                R* ring = (R*)f->Ring; R* sent = (R*)f->Target;
                int lanes = f->Lanes, stride = f->Stride, slots = f->Slots, now = f->Now;
                for (int region = 0; region < f->Regions; region++)
                    for (int lane = 0; lane < lanes; lane += $WIDTH)
                    {
                        V x = W.Load(sent + region * lanes + lane);
                        R* at = ring + (region * stride + now) * lanes + lane;
                        W.Store(x, at);
                        if (now < $AHEAD) W.Store(x, at + slots * lanes);
                    }
            }

            public static void SendOwn(PassFrame* f)
            {
                R* ring = (R*)f->Ring; R* sent = (R*)f->Target;
                for (int i = 0; i < f->Regions * f->Lanes; i++)
                {
                    ring[i * f->Stride + f->Now] = sent[i];
                    if (f->Now < $AHEAD) ring[i * f->Stride + f->Now + f->Slots] = sent[i];
                }
            }

            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            public static void AheadShared(PassFrame* f)
            {
                R* ring = (R*)f->Ring; R* partial = (R*)f->Partial; R* weights = (R*)f->Long.Weights;
                int* first = f->Long.First; int* sources = f->Long.Sources; int* delays = f->Long.Delays;
                int lanes = f->Lanes, stride = f->Stride, slots = f->Slots, now = f->Now, step = f->Regions * lanes;
                for (int region = 0; region < f->Regions; region++)
                    for (int lane = 0; lane < lanes; lane += $WIDTH)
                        for (int half = 0; half < $AHEAD; half += 8)
                        {
                            V s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, s3 = V.Zero, s4 = V.Zero, s5 = V.Zero, s6 = V.Zero, s7 = V.Zero;
                            for (int e = first[region]; e < first[region + 1]; e++)
                            {
                                int slot = now - delays[e];
                                slot += (slot >> 31) & slots;
                                R* at = ring + (sources[e] * stride + slot + half) * lanes + lane;
                                V w = W.Create(weights[e]);
                                s0 = W.FusedMultiplyAdd(w, W.Load(at), s0);
                                s1 = W.FusedMultiplyAdd(w, W.Load(at + lanes), s1);
                                s2 = W.FusedMultiplyAdd(w, W.Load(at + 2 * lanes), s2);
                                s3 = W.FusedMultiplyAdd(w, W.Load(at + 3 * lanes), s3);
                                s4 = W.FusedMultiplyAdd(w, W.Load(at + 4 * lanes), s4);
                                s5 = W.FusedMultiplyAdd(w, W.Load(at + 5 * lanes), s5);
                                s6 = W.FusedMultiplyAdd(w, W.Load(at + 6 * lanes), s6);
                                s7 = W.FusedMultiplyAdd(w, W.Load(at + 7 * lanes), s7);
                            }
                            R* to = partial + half * step + region * lanes + lane;
                            W.Store(s0, to); W.Store(s1, to + step); W.Store(s2, to + 2 * step); W.Store(s3, to + 3 * step);
                            W.Store(s4, to + 4 * step); W.Store(s5, to + 5 * step); W.Store(s6, to + 6 * step); W.Store(s7, to + 7 * step);
                        }
            }

            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            public static void AheadOwn(PassFrame* f)
            {
                R* ring = (R*)f->Ring; R* partial = (R*)f->Partial; R* weights = (R*)f->Long.Weights;
                int* first = f->Long.First; int* sources = f->Long.Sources; int* delays = f->Long.Delays;
                int lanes = f->Lanes, lane = f->Lane, stride = f->Stride, slots = f->Slots, now = f->Now, step = f->Regions * lanes;
                R* sums = stackalloc R[$WIDTH];
                for (int region = 0; region < f->Regions; region++)
                    for (int ahead = 0; ahead < $AHEAD; ahead += $WIDTH)
                    {
                        V s = V.Zero;
                        for (int e = first[region]; e < first[region + 1]; e++)
                        {
                            int slot = now - delays[e];
                            slot += (slot >> 31) & slots;
                            s = W.FusedMultiplyAdd(W.Create(weights[e]), W.Load(ring + (sources[e] * lanes + lane) * stride + slot + ahead), s);
                        }
                        W.Store(s, sums);
                        for (int t = 0; t < $WIDTH; t++) partial[(ahead + t) * step + region * lanes + lane] = sums[t];
                    }
            }

            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            public static void NowShared(PassFrame* f)
            {
                R* ring = (R*)f->Ring; R* partial = (R*)f->Partial; R* target = (R*)f->Target; R* weights = (R*)f->Short.Weights;
                int* first = f->Short.First; int* sources = f->Short.Sources; int* delays = f->Short.Delays;
                int lanes = f->Lanes, stride = f->Stride, slots = f->Slots, now = f->Now;
                for (int region = 0; region < f->Regions; region++)
                    for (int lane = 0; lane < lanes; lane += $WIDTH)
                    {
                        V s = W.Load(partial + region * lanes + lane);
                        for (int e = first[region]; e < first[region + 1]; e++)
                        {
                            int slot = now - delays[e];
                            slot += (slot >> 31) & slots;
                            s = W.FusedMultiplyAdd(W.Create(weights[e]), W.Load(ring + (sources[e] * stride + slot) * lanes + lane), s);
                        }
                        W.Store(s, target + region * lanes + lane);
                    }
            }

            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            public static void NowOwn(PassFrame* f)
            {
                R* ring = (R*)f->Ring; R* partial = (R*)f->Partial; R* target = (R*)f->Target; R* weights = (R*)f->Short.Weights;
                int* first = f->Short.First; int* sources = f->Short.Sources; int* delays = f->Short.Delays;
                int lanes = f->Lanes, lane = f->Lane, stride = f->Stride, slots = f->Slots, now = f->Now;
                for (int region = 0; region < f->Regions; region++)
                {
                    R s = partial[region * lanes + lane];
                    for (int e = first[region]; e < first[region + 1]; e++)
                    {
                        int slot = now - delays[e];
                        slot += (slot >> 31) & slots;
                        s = $MATH.FusedMultiplyAdd(weights[e], ring[(sources[e] * lanes + lane) * stride + slot], s);
                    }
                    target[region * lanes + lane] = s;
                }
            }

        """;

    // Box and Muller 1958. Upper 31 bits: the radius sqrt(-2 ln u). Lower 30 bits: an angle r in the quarter -pi/4..pi/4, turned by pi/4, which gives
    // radius/sqrt(2) (cos r -+ sin r); two more bits are the signs. Both lengths of number see the same bits.
    private const string DoubleNoise = """
            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            public static void Noise(PassFrame* f)
            {
                double* one = (double*)f->Target; double* two = (double*)f->Second;
                for (int j = 0; j < f->Count; j += $WIDTH)
                {
                    U bits = Bits(f->Keys + j, f->Counter);
                    V u = (W.ConvertToDouble((bits >> 33).AsInt64()) + W.Create(0.5)) * W.Create(1.0 / 2147483648.0);
                    V r = W.FusedMultiplyAdd(W.ConvertToDouble((bits & W.Create(0x3FFFFFFFUL)).AsInt64()), W.Create(Math.PI / 2 / 1073741824.0), W.Create(-Math.PI / 4));
                    V radius = W.Sqrt(-W.Log(u));
                    var (sin, cos) = W.SinCos(r);
                    W.Store((radius * (cos - sin)).AsUInt64() ^ ((bits << 32) & W.Create(0x8000000000000000UL)), (ulong*)(one + j));
                    W.Store((radius * (cos + sin)).AsUInt64() ^ ((bits << 33) & W.Create(0x8000000000000000UL)), (ulong*)(two + j));
                }
            }
        }
        """;

    // sin r = r + r^3 s(r^2), cos r = 1 - r^2/2 + r^4 c(r^2): 4e-9 off.
    private const string SingleNoise = """
            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            public static void Noise(PassFrame* f)
            {
                float* one = (float*)f->Target; float* two = (float*)f->Second;
                for (int j = 0; j < f->Count; j += $WIDTH)
                {
                    U a = Bits(f->Keys + j, f->Counter), b = Bits(f->Keys + j + $WIDTH / 2, f->Counter);
                    var high = W.Narrow(a >> 33, b >> 33).AsInt32();
                    var low = W.Narrow(a & W.Create(0xFFFFFFFFUL), b & W.Create(0xFFFFFFFFUL));
                    V u = (W.ConvertToSingle(high) + W.Create(0.5f)) * W.Create(1f / 2147483648f);
                    V r = W.FusedMultiplyAdd(W.ConvertToSingle((low & W.Create(0x3FFFFFFFU)).AsInt32()), W.Create((float)(Math.PI / 2 / 1073741824.0)), W.Create((float)(-Math.PI / 4)));
                    V radius = W.Sqrt(-W.Log(u));
                    V z = r * r;
                    V s = W.FusedMultiplyAdd(W.FusedMultiplyAdd(W.Create(-0.000195878909f), z, W.Create(0.00833274827f)), z, W.Create(-0.166666647f));
                    V c = W.FusedMultiplyAdd(W.FusedMultiplyAdd(W.Create(2.45479421e-05f), z, W.Create(-0.00138883030f)), z, W.Create(0.0416666647f));
                    V sin = W.FusedMultiplyAdd(r * z, s, r);
                    V cos = W.FusedMultiplyAdd(z * z, c, W.FusedMultiplyAdd(z, W.Create(-0.5f), V.One));
                    W.Store((radius * (cos - sin)).AsUInt32() ^ (low & W.Create(0x80000000U)), (uint*)(one + j));
                    W.Store((radius * (cos + sin)).AsUInt32() ^ ((low << 1) & W.Create(0x80000000U)), (uint*)(two + j));
                }
            }
        }
        """;
}

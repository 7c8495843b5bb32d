using System.Numerics;
using Multiscale.Core;

namespace Multiscale.Sweep;

/// <summary>
/// Sobol's sequence in up to 21 dimensions, in Gray-code order and without scrambling: point 0 is the origin.
/// Primitive polynomials and initial direction numbers: Joe and Kuo, SIAM J. Sci. Comput. 30, 2635 (2008), D(6) table.
/// </summary>
public sealed class SobolSequence
{
    private const int Bits = 32;

    /// <summary>Per dimension from the second: coefficients a of the polynomial, then the odd m_1, m_2, ..., as many as its degree.</summary>
    private static readonly int[][] Table =
    [
        [0, 1], [1, 1, 3], [1, 1, 3, 1], [2, 1, 1, 1], [1, 1, 1, 3, 3], [4, 1, 3, 5, 13],
        [2, 1, 1, 5, 5, 17], [4, 1, 1, 5, 5, 5], [7, 1, 1, 7, 11, 19], [11, 1, 1, 5, 1, 1], [13, 1, 1, 1, 3, 11], [14, 1, 3, 5, 5, 31],
        [1, 1, 3, 3, 9, 7, 49], [13, 1, 1, 1, 15, 21, 21], [16, 1, 3, 1, 13, 27, 49], [19, 1, 1, 1, 15, 7, 5], [22, 1, 3, 1, 15, 13, 25], [25, 1, 1, 5, 5, 19, 61],
        [1, 1, 3, 7, 11, 23, 15, 103], [4, 1, 3, 7, 13, 13, 15, 69],
    ];

    private readonly uint[][] directions;

    /// <exception cref="InputException">More dimensions than the table has.</exception>
    public SobolSequence(int dimensions)
    {
        if (dimensions > MaxDimensions) throw new InputException("MS1602", $"a Sobol sequence of {dimensions} axes", $"use at most {MaxDimensions}, or random axes");
        directions = [.. Enumerable.Range(0, dimensions).Select(Directions)];
    }

    public static int MaxDimensions => Table.Length + 1;

    /// <summary>Coordinate <paramref name="dimension"/> of point <paramref name="index"/>, in [0, 1).</summary>
    public double this[long index, int dimension]
    {
        get
        {
            uint bits = 0;
            for (ulong gray = (ulong)index ^ ((ulong)index >> 1); gray != 0; gray &= gray - 1)
                bits ^= directions[dimension][BitOperations.TrailingZeroCount(gray)];
            return bits / 4294967296.0;
        }
    }

    /// <summary>v_k = m_k / 2^k, left-aligned; m_k follows the recurrence of the polynomial.</summary>
    private static uint[] Directions(int dimension)
    {
        var v = new uint[Bits];
        if (dimension == 0)
        {
            for (int k = 0; k < Bits; k++) v[k] = 1u << (Bits - 1 - k);
            return v;
        }
        int[] row = Table[dimension - 1];
        int degree = row.Length - 1;
        for (int k = 0; k < Bits; k++)
        {
            if (k < degree) { v[k] = (uint)row[k + 1] << (Bits - 1 - k); continue; }
            v[k] = v[k - degree] ^ (v[k - degree] >> degree);
            for (int j = 1; j < degree; j++)
                if ((row[0] >> (degree - 1 - j) & 1) != 0) v[k] ^= v[k - j];
        }
        return v;
    }
}

namespace Multiscale.Diffusion;

/// <summary>
/// Non-negative values that remember what rounding withheld: value + residue moves by what is added, to 1e-16 of that addition and not of the
/// value (two-sum, Knuth, The Art of Computer Programming 2, 4.2.2). So a store that holds far more than it exchanges still keeps its account.
/// </summary>
/// <param name="values">The rounded values; more than <paramref name="count"/> may follow (ghosts) and are left alone.</param>
internal sealed class CompensatedValues(double[] values, int count)
{
    private readonly double[] residue = new double[count], start = values[..count];

    /// <summary>What the values lack; part of the state.</summary>
    public Span<double> Residue => residue;

    /// <summary>Sets an initial condition: gains count from here.</summary>
    public void Begin(ReadOnlySpan<double> initial)
    {
        initial.CopyTo(values);
        initial.CopyTo(start);
        Array.Clear(residue);
    }

    public void Add(ReadOnlySpan<double> changes)
    {
        for (int i = 0; i < residue.Length; i++)
        {
            double old = values[i], change = changes[i] + residue[i];
            // Where all is taken, rounding must not leave less than nothing: the residue then holds the debt.
            double sum = Math.Max(0, old + change), moved = sum - old;
            residue[i] = old - (sum - moved) + (change - moved);
            values[i] = sum;
        }
    }

    /// <summary>Gain of a value since the initial condition.</summary>
    public double Gained(int i) => values[i] - start[i] + residue[i];
}

namespace Multiscale.Brain;

/// <summary>Fibres in compressed rows: fibre e of region i, First[i] &lt;= e &lt; First[i + 1].</summary>
internal sealed record FibreRows(int[] First, int[] Sources, int[] Delays, double[] Weights);

/// <summary>
/// The fibres of a connectome at one speed. What comes over a long fibre is known for the next <see cref="Ahead"/> steps, so that its sums are taken for all of
/// them at once; short ones are added step by step.
/// </summary>
internal sealed class DelayedFibres
{
    /// <summary>Steps for which sums over long fibres are taken together; long fibres delay by this or more.</summary>
    public const int Ahead = 16;

    public DelayedFibres(Connectome connectome, double speed, double step)
    {
        Long = Rows(connectome, speed, step, d => d >= Ahead);
        Short = Rows(connectome, speed, step, d => d < Ahead);
        Longest = Math.Max(Long.Delays.DefaultIfEmpty(0).Max(), Short.Delays.DefaultIfEmpty(0).Max());
    }

    public FibreRows Long { get; }

    public FibreRows Short { get; }

    /// <summary>Longest delay [steps].</summary>
    public int Longest { get; }

    private static FibreRows Rows(Connectome connectome, double speed, double step, Func<int, bool> chosen)
    {
        int n = connectome.Count;
        var first = new int[n + 1];
        List<int> sources = [], delays = [];
        List<double> weights = [];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double w = connectome.Weights[i * n + j];
                if (w == 0) continue;
                int delay = Connectome.Delay(connectome.TractLengths[i * n + j], speed, step);
                if (!chosen(delay)) continue;
                sources.Add(j);
                delays.Add(delay);
                weights.Add(w);
            }
            first[i + 1] = sources.Count;
        }
        return new FibreRows(first, [.. sources], [.. delays], [.. weights]);
    }
}

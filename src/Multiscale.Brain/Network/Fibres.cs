namespace Multiscale.Brain;

/// <summary>The weights of a connectome row by row (CSR), without zeros: fibre e of region i, First[i] &lt;= e &lt; First[i + 1], comes from Sources[e].</summary>
internal sealed class Fibres
{
    public Fibres(Connectome connectome)
    {
        int n = connectome.Count;
        First = new int[n + 1];
        List<int> sources = [];
        List<double> weights = [], lengths = [];
        Degree = new double[n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double w = connectome.Weights[i * n + j];
                if (w == 0) continue;
                sources.Add(j);
                weights.Add(w);
                lengths.Add(connectome.TractLengths[i * n + j]);
                Degree[i] += w;
            }
            First[i + 1] = sources.Count;
        }
        (Sources, Weights, Lengths) = ([.. sources], [.. weights], [.. lengths]);
    }

    public int[] First { get; }

    public int[] Sources { get; }

    public double[] Weights { get; }

    /// <summary>[mm].</summary>
    public double[] Lengths { get; }

    /// <summary>Sum of the weights into each region.</summary>
    public double[] Degree { get; }
}

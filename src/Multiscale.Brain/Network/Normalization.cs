using Multiscale.Core;

namespace Multiscale.Brain;

public enum Normalization
{
    [Summary("weights as they are")]
    None,

    [Summary("each weight divided by the sum of its column + 1e-12: what a region sends adds up to 1, as the scripts of TVB-AdEx do")]
    Columns,

    [Summary("each weight divided by the sum of its row: what a region receives adds up to 1")]
    Rows,

    [Summary("all weights divided by the largest")]
    Maximum,
}

/// <summary>Named ways to scale a connectome; none is applied unless asked for.</summary>
public static class ConnectomeScaling
{
    public static Connectome Normalized(this Connectome connectome, Normalization kind)
    {
        int n = connectome.Count;
        double[] w = [.. connectome.Weights];
        var total = new double[n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) total[kind == Normalization.Columns ? j : i] += w[i * n + j];
        double largest = w.Length > 0 ? w.Max() : 0;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                w[i * n + j] = kind switch
                {
                    Normalization.Columns => w[i * n + j] / (total[j] + 1e-12),
                    Normalization.Rows => total[i] > 0 ? w[i * n + j] / total[i] : 0,
                    Normalization.Maximum => largest > 0 ? w[i * n + j] / largest : 0,
                    _ => w[i * n + j],
                };
        return connectome with { Weights = w };
    }

    /// <summary>Without the weights of regions to themselves.</summary>
    public static Connectome WithoutDiagonal(this Connectome connectome)
    {
        int n = connectome.Count;
        double[] w = [.. connectome.Weights];
        for (int i = 0; i < n; i++) w[i * n + i] = 0;
        return connectome with { Weights = w };
    }
}

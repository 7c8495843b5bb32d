namespace Multiscale.Brain;

/// <summary>
/// Regions, and the strength and length of the fibres between them.
/// </summary>
public sealed record Connectome
{
    /// <summary>Names of the regions.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Weight from region j to region i at [i * Count + j]; 0 where there is no fibre.</summary>
    public required double[] Weights { get; init; }

    /// <summary>Length of the fibres from j to i [mm] at [i * Count + j].</summary>
    public required double[] TractLengths { get; init; }

    /// <summary>Centres of the regions x, y, z [mm], region after region; null: unknown.</summary>
    public double[]? Centres { get; init; }

    public int Count => Labels.Count;

    /// <summary>Steps a signal from j to i needs: length / speed / time step rounded to the nearest whole number, halves to even, as The Virtual Brain rounds.</summary>
    /// <param name="speed">[m/s] = [mm/ms].</param>
    /// <param name="step">[ms].</param>
    public static int Delay(double length, double speed, double step) => checked((int)Math.Round(length / speed / step, MidpointRounding.ToEven));
}

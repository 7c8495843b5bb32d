using Multiscale.Numerics;

namespace Multiscale.Diffusion;

/// <summary>
/// The two-point part of an implicit stage, V / h + De T: symmetric, diagonally dominant, with non-positive entries off the diagonal, so that
/// its inverse is non-negative. Rows are summed in the order of the tet's faces.
/// </summary>
internal sealed class StageOperator : ILinearOperator
{
    private readonly TetPartition tets;
    private readonly FaceFluxes fluxes;
    private readonly double[] volumes, diagonal;
    private readonly double[]? loss;
    private double diffusivity, perStep = double.NaN;

    /// <param name="loss">Rate of a sink in proportion to the concentration, per tet [1/ms]; null: none.</param>
    public StageOperator(TetPartition tets, FaceFluxes fluxes, double[] volumes, double[]? loss = null)
    {
        this.loss = loss;
        this.tets = tets;
        this.fluxes = fluxes;
        this.volumes = volumes;
        diagonal = new double[tets.Count];
    }

    public int Rows => tets.Count;

    public int Columns => tets.Near;

    public ReadOnlySpan<double> Diagonal => diagonal;

    /// <summary>The loss has changed.</summary>
    public void Refresh() => perStep = double.NaN;

    /// <param name="diffusivity">De [um^2/ms].</param>
    /// <param name="step">h [ms].</param>
    public void Set(double diffusivity, double step)
    {
        if (perStep == 1 / step && this.diffusivity == diffusivity) return;
        this.diffusivity = diffusivity;
        perStep = 1 / step;
        var t = fluxes.Transmissibilities;
        for (int i = 0; i < diagonal.Length; i++)
            diagonal[i] = perStep * volumes[i] + diffusivity * (t[4 * i] + t[4 * i + 1] + t[4 * i + 2] + t[4 * i + 3]);
        for (int i = 0; i < diagonal.Length && loss is not null; i++) diagonal[i] += volumes[i] * loss[i];
    }

    public void Apply(Span<double> x, Span<double> y)
    {
        tets.UpdateNear(x);
        var t = fluxes.Transmissibilities;
        var across = tets.Neighbours;
        for (int i = 0; i < diagonal.Length; i++)
        {
            double off = 0;
            for (int f = 4 * i; f < 4 * i + 4; f++)
                if (across[f] >= 0) off += t[f] * x[across[f]];
            y[i] = diagonal[i] * x[i] - diffusivity * off;
        }
    }
}

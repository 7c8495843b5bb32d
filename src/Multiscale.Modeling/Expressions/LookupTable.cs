namespace Multiscale.Modeling;

/// <summary>A function given by points with ascending x: linear between them, constant beyond the ends, as NEURON's TABLE and FUNCTION_TABLE are.</summary>
public sealed class LookupTable
{
    private readonly double[] x, y;
    private readonly double perStep; // 1 / step where x are equidistant, otherwise 0

    public LookupTable(double[] x, double[] y) : this(x, y, 0) { }

    /// <summary>Equidistant points.</summary>
    public LookupTable(double first, double step, double[] y) : this([.. y.Select((_, i) => first + i * step)], y, 1 / step) { }

    private LookupTable(double[] x, double[] y, double perStep) => (this.x, this.y, this.perStep) = (x, y, perStep);

    public IReadOnlyList<double> X => x;

    public IReadOnlyList<double> Y => y;

    public double At(double at)
    {
        if (double.IsNaN(at)) return at;
        int i = IntervalOf(at);
        return i < 0 ? y[0] : i >= x.Length - 1 ? y[^1] : y[i] + (at - x[i]) / (x[i + 1] - x[i]) * (y[i + 1] - y[i]);
    }

    public double SlopeAt(double at)
    {
        int i = IntervalOf(at);
        return i < 0 || i >= x.Length - 1 ? 0 : (y[i + 1] - y[i]) / (x[i + 1] - x[i]);
    }

    /// <summary>The point below; -1 before the first.</summary>
    private int IntervalOf(double at)
    {
        if (!(at >= x[0])) return -1;
        if (at >= x[^1]) return x.Length - 1;
        if (perStep > 0) return Math.Clamp((int)((at - x[0]) * perStep), 0, x.Length - 2);
        int i = Array.BinarySearch(x, at);
        return i < 0 ? ~i - 1 : i;
    }
}

namespace Multiscale.Modeling;

/// <summary>A function of one or two arguments by points: linear between them, in each argument, and constant beyond the ends, as NEURON's TABLE and FUNCTION_TABLE are.</summary>
public sealed class LookupTable
{
    private readonly double[] x, y, second;
    private readonly double perStep; // 1 / step where x are equidistant, otherwise 0

    public LookupTable(double[] x, double[] y) : this(x, y, 0) { }

    /// <summary>Equidistant points.</summary>
    public LookupTable(double first, double step, double[] y) : this([.. y.Select((_, i) => first + i * step)], y, 1 / step) { }

    /// <summary>Of two arguments.</summary>
    /// <param name="second">Ascending values of the second argument.</param>
    /// <param name="y">By x, then by the second argument.</param>
    public LookupTable(double[] x, double[] second, double[] y) : this(x, y, 0, second) { }

    private LookupTable(double[] x, double[] y, double perStep, double[]? second = null) => (this.x, this.y, this.perStep, this.second) = (x, y, perStep, second ?? []);

    public IReadOnlyList<double> X => x;

    public IReadOnlyList<double> Y => y;

    /// <summary>Empty for a function of one argument.</summary>
    public IReadOnlyList<double> Second => second;

    public int Arguments => second.Length > 0 ? 2 : 1;

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

    public double At(double at, double other)
    {
        if (double.IsNaN(at) || double.IsNaN(other)) return double.NaN;
        var (i, share) = Place(x, at);
        double low = Row(i, other);
        return share == 0 ? low : low + share * (Row(i + 1, other) - low);
    }

    /// <summary>Derivative by the first (0) or the second argument.</summary>
    public double SlopeAt(double at, double other, int by)
    {
        var (i, share) = Place(x, at);
        if (by == 0) return !(at >= x[0] && at < x[^1]) ? 0 : (Row(i + 1, other) - Row(i, other)) / (x[i + 1] - x[i]);
        if (!(other >= second[0] && other < second[^1])) return 0;
        int j = Place(second, other).Index;
        double low = Rise(i), high = share == 0 ? low : Rise(i + 1);
        return low + share * (high - low);

        double Rise(int row) => (y[row * second.Length + j + 1] - y[row * second.Length + j]) / (second[j + 1] - second[j]);
    }

    private double Row(int i, double other)
    {
        var (j, share) = Place(second, other);
        double low = y[i * second.Length + j];
        return share == 0 ? low : low + share * (y[i * second.Length + j + 1] - low);
    }

    /// <summary>The point below, and the share of the way to the next; the first or the last point beyond the ends.</summary>
    private static (int Index, double Share) Place(double[] points, double at)
    {
        if (!(at > points[0])) return (0, 0);
        if (at >= points[^1]) return (points.Length - 1, 0);
        int i = Array.BinarySearch(points, at);
        if (i < 0) i = ~i - 1;
        return (i, (at - points[i]) / (points[i + 1] - points[i]));
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

using Multiscale.Core;

namespace Multiscale.Brain;

/// <summary>
/// Many brains at once: the same model and connectome at many points of its parameters. What a point gives depends on its parameters, its instance and
/// the seed alone, bit by bit, not on the batch it is part of.
/// </summary>
public sealed class BrainBatch
{
    private readonly BrainBlock[] blocks;
    private readonly (int Block, int Lane)[] where;

    /// <param name="connectome">Already normalised.</param>
    /// <param name="regional">Values per region of the regional parameters of the program.</param>
    /// <exception cref="InputException">MS1503 to MS1505: delays too long, a point or a regional parameter that does not fit.</exception>
    public BrainBatch(BrainProgram program, Connectome connectome, ReadOnlySpan<ParameterPoint> points, IReadOnlyDictionary<string, double[]>? regional = null)
    {
        Program = program;
        Connectome = connectome;
        foreach (var point in points)
            if (point.Values.Length != program.Varied.Count)
                throw new InputException("MS1504", $"a point has {point.Values.Length} values for {program.Varied.Count} varied parameters", "give one value per varied parameter");
        foreach (string name in program.Regional)
            if (regional?.GetValueOrDefault(name)?.Length != connectome.Count)
                throw new InputException("MS1505", $"the regional parameter '{name}' needs {connectome.Count} values, one per region", "give a list as long as the connectome");
        var fibres = new Fibres(connectome);
        int width = BrainBlock.Width(program);
        var made = new List<BrainBlock>();
        where = new (int, int)[points.Length];
        for (int at = 0; at < points.Length;)
        {
            // A vector that would be filled by a third or less costs more than its points one by one.
            int left = points.Length - at, take = left * 3 <= width ? 1 : Math.Min(width, left);
            for (int lane = 0; lane < take; lane++) where[at + lane] = (made.Count, lane);
            made.Add(new BrainBlock(program, fibres, points.Slice(at, take), at, take == 1, regional ?? new Dictionary<string, double[]>()));
            at += take;
        }
        blocks = [.. made];
    }

    public BrainProgram Program { get; }

    public Connectome Connectome { get; }

    public int Points => where.Length;

    /// <summary>Steps done.</summary>
    public long Step { get; private set; }

    /// <summary>[ms].</summary>
    public double Time => Step * Program.Options.TimeStep;

    /// <summary>Takes the averages of every period; null: nobody.</summary>
    public IBrainObserver? Observer { get; set; }

    /// <summary>Act on the inputs the program was compiled to drive.</summary>
    public IReadOnlyList<Stimulus> Stimuli { get; set; } = [];

    /// <summary>Start values of a state, one per region, for all points; the past is constant at the start values.</summary>
    public void SetInitial(string state, ReadOnlySpan<double> values)
    {
        double[] copy = values.ToArray();
        foreach (var block in blocks)
        {
            block.SetState(state, r => copy[r]);
            block.Restart();
        }
    }

    /// <summary>Advances all points by whole steps, block after block.</summary>
    public void Advance(long steps)
    {
        foreach (var block in blocks) block.Advance(steps, Observer, Stimuli);
        Step += steps;
    }

    /// <summary>A state of one point in one region.</summary>
    public double State(string name, int point, int region) => blocks[where[point].Block].State(name, region, where[point].Lane);

    /// <summary>Whether all states of a point are numbers.</summary>
    public bool IsFinite(int point)
    {
        foreach (var state in Program.Model.States)
            for (int r = 0; r < Connectome.Count; r++)
                if (!double.IsFinite(State(state.Name, point, r))) return false;
        return true;
    }
}

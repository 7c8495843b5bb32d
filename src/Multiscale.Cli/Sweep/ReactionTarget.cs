using Multiscale.Core;
using Multiscale.Diffusion;
using Multiscale.Parallel;
using Multiscale.Sweep;

namespace Multiscale.Cli;

/// <summary>Cases of reactions and diffusion as points of a sweep: one run each, on one rank. Columns tell of the molecules of each species in each compartment, patch and region, as recorded.</summary>
internal sealed class ReactionTarget : ISweepTarget
{
    private readonly string file;
    private readonly PointTable table;
    private readonly IReadOnlyList<string> overrides;

    public ReactionTarget(string file, PointTable table, IReadOnlyList<string> overrides)
    {
        (this.file, this.table, this.overrides) = (file, table, overrides);
        var model = Case(table[0]).Model;
        Columns = [.. SeriesColumns.Names(model.Tallies.SelectMany(t => model.Species.Take(model.Visible).Select(s => $"{t.Name} {s.Name}")))];
    }

    public IReadOnlyList<string> Columns { get; }

    public int BatchSize => 1;

    public void Run(ReadOnlySpan<SweepPoint> points, Span<PointResult> results)
    {
        for (int i = 0; i < points.Length; i++) results[i] = new PointResult(Run(Case(points[i])));
    }

    private double[] Run(ReactionCase reactions)
    {
        var (solver, model, end) = (reactions.Build(), reactions.Model, reactions.Options.Duration);
        var series = Enumerable.Range(0, model.Tallies.Count * model.Visible).Select(_ => new List<double>()).ToArray();
        Record();
        var every = reactions.Chemistry.Record.Every ?? end;
        while (solver.Time < end)
        {
            var next = every * (solver.Time / every + 1);
            solver.Advance(next < end ? next : end);
            Record();
        }
        return [.. series.SelectMany(SeriesColumns.Of)];

        void Record()
        {
            for (int t = 0; t < model.Tallies.Count; t++)
            {
                double[] molecules = solver.Molecules(model.Tallies[t].Cells);
                for (int s = 0; s < model.Visible; s++) series[t * model.Visible + s].Add(molecules[s]);
            }
        }
    }

    private ReactionCase Case(SweepPoint point) => new(SimulationCase.Load(file, [$"seed={point.Seed}", .. overrides, .. table.Overrides(point)]), new SerialCommunicator());
}

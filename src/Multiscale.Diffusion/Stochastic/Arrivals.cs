namespace Multiscale.Diffusion;

/// <summary>Molecules from nowhere, within a step.</summary>
/// <param name="Cell">Own cell.</param>
/// <param name="At">Time since the step began [ms].</param>
internal readonly record struct Arrival(int Cell, double At, int Source);

/// <summary>
/// Injections and reactions of order 0: Poisson processes, drawn for blocks of cells, since most cells see none of them in a step. Every rank that owns
/// a cell of a block draws the same events and keeps its own.
/// </summary>
internal sealed class Arrivals
{
    private const int BlockCells = 64;

    private readonly List<Source> sources = [];
    private readonly OwnCells own;
    private readonly List<Arrival> events = [];

    private sealed record Source(int Reaction, Stoichiometry[] Changes, int[] Cells, double[] Cumulative, double Rate, int[] OwnBlocks);

    public Arrivals(ReactionModel model, OwnCells own)
    {
        this.own = own;
        foreach (var injection in model.Injections) Add(model, -1, [new Stoichiometry(injection.Species, 1, Side.Here)], injection.Cells, injection.Rate);
        for (int r = 0; r < model.Reactions.Count; r++)
        {
            var reaction = model.Reactions[r];
            var domain = model.Cells.Domains[reaction.Domain];
            if (reaction.Order == 0) Add(model, r, reaction.Changes, domain.Cells, reaction.Rate * domain.Size);
        }
    }

    public int Count => sources.Count;

    /// <summary>The reaction of a source; -1 for an injection.</summary>
    public int ReactionOf(int source) => sources[source].Reaction;

    public ReadOnlySpan<Stoichiometry> ChangesOf(int source) => sources[source].Changes;

    /// <summary>The arrivals in own cells within a step of <paramref name="duration"/> [ms], by cell, then time.</summary>
    public List<Arrival> Draw(double duration, ulong key)
    {
        events.Clear();
        for (int s = 0; s < sources.Count; s++)
        {
            var source = sources[s];
            foreach (int block in source.OwnBlocks)
            {
                int first = block * BlockCells, last = Math.Min(source.Cells.Length, first + BlockCells);
                double low = first == 0 ? 0 : source.Cumulative[first - 1], high = source.Cumulative[last - 1];
                var draws = Draws.Of(key, ((long)s << 40) | (uint)block);
                for (long k = Deviates.Poisson(ref draws, source.Rate * (high - low) * duration); k > 0; k--)
                {
                    double where = low + draws.Uniform() * (high - low), at = draws.Uniform() * duration;
                    int i = Array.BinarySearch(source.Cumulative, first, last - first, where);
                    i = Math.Min(i < 0 ? ~i : i + 1, last - 1);
                    int local = own.LocalOf(source.Cells[i]);
                    if (local >= 0) events.Add(new Arrival(local, at, s));
                }
            }
        }
        events.Sort(static (a, b) => a.Cell != b.Cell ? a.Cell.CompareTo(b.Cell) : a.At != b.At ? a.At.CompareTo(b.At) : a.Source.CompareTo(b.Source));
        return events;
    }

    private void Add(ReactionModel model, int reaction, IReadOnlyList<Stoichiometry> changes, int[] cells, double rate)
    {
        if (rate == 0 || cells.Length == 0) return;
        var cumulative = new double[cells.Length];
        double sum = 0, size = cells.Sum(c => model.Cells.Sizes[c]);
        for (int i = 0; i < cells.Length; i++) cumulative[i] = (sum += model.Cells.Sizes[cells[i]]) / size;
        var blocks = Enumerable.Range(0, cells.Length).Where(i => own.LocalOf(cells[i]) >= 0).Select(i => i / BlockCells).Distinct().ToArray();
        sources.Add(new Source(reaction, [.. changes], cells, cumulative, rate, blocks));
    }
}

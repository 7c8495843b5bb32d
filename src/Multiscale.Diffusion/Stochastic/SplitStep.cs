using Multiscale.Parallel;

namespace Multiscale.Diffusion;

/// <summary>
/// The step h of the splitting D(h/2) R(h) D(h/2). Both parts are exact; what is neglected is motion while molecules react. Within a step two molecules in a
/// cell react as if they stayed together, so the chance c h of a pair, c its propensity, is wrong by c h / 2 of itself: h = 2 tolerance / c.
/// Conversions at rate k between species that move differently err by (k h)^2 / 24. Where h would fall below a quarter of the mean
/// time between jumps there is nothing left to neglect. A step in which more than its share of a species reacts is followed by a shorter one.
/// </summary>
internal sealed class SplitStep
{
    private const double Conversion = 0.2, JumpShare = 0.25;

    // Fewer events than this say nothing about a rate.
    private const long Counted = 30;

    // Steps between changes, once the first ones have found the rates.
    private const int Often = 8;

    // The first step knows nothing of the rates at which species meet.
    private const double FirstShare = 1.0 / 16;

    private readonly ReactionModel model;
    private readonly SplittingOptions options;
    private readonly Communicator ranks;
    private readonly long[] totals, before;
    private readonly int[] losses; // molecules of species s that reaction r takes at [r * species + s]
    private readonly bool moves;
    private long taken;
    private double since;

    /// <param name="most">The longest step that something else allows [ms].</param>
    public SplitStep(ReactionModel model, JumpTable jumps, SplittingOptions options, Communicator ranks, bool reacts, double most = double.PositiveInfinity)
    {
        (this.model, this.options, this.ranks) = (model, options, ranks);
        totals = new long[model.Species.Count + model.Reactions.Count];
        before = new long[model.Reactions.Count];
        losses = new int[model.Reactions.Count * model.Species.Count];
        for (int r = 0; r < model.Reactions.Count; r++)
            foreach (var change in model.Reactions[r].Changes) losses[r * model.Species.Count + change.Species] += Math.Max(0, -change.Count);
        moves = model.Cells.Count > 1 && model.Diffusivities.Any(d => d > 0);
        Longest = Math.Min(most, reacts && moves ? Math.Min(options.MaxStep, LongestStep(jumps)) : double.PositiveInfinity);
        Current = FirstShare * Longest;
    }

    /// <summary>The longest step that the rates of the model allow [ms].</summary>
    public double Longest { get; }

    /// <summary>The longest step allowed now [ms].</summary>
    public double Current { get; private set; }

    /// <summary>Whether anything diffuses.</summary>
    public bool Moves => moves;

    /// <summary>The next step: an equal part of what is left of the window.</summary>
    public double Next(double left) => left / Math.Max(1, Math.Ceiling(left / Current - 1e-9));

    /// <summary>What a restart needs besides the step: steps taken, then the events of each reaction when the step was last changed.</summary>
    public double[] State
    {
        get => [Current, taken, since, .. before.Select(n => (double)n)];
        set
        {
            (Current, taken, since) = (value[0], (long)value[1], value[2]);
            for (int r = 0; r < before.Length; r++) before[r] = (long)value[3 + r];
        }
    }

    /// <summary>After a step of <paramref name="h"/>: now and then, sets the step by the share of each species that reacts. Collective.</summary>
    public void Learn(Population molecules, long[] events, double h)
    {
        if (double.IsPositiveInfinity(Longest)) return;
        since += h;
        if (++taken > Often && taken % Often != 0) return;
        int species = model.Species.Count;
        molecules.Total(totals.AsSpan(0, species));
        events.CopyTo(totals.AsSpan(species));
        ranks.Sum(totals);
        double most = 0;
        for (int s = 0; s < species; s++)
        {
            long lost = 0;
            for (int r = 0; r < events.Length; r++) lost += losses[r * species + s] * (totals[species + r] - before[r]);
            if (lost >= Counted) most = Math.Max(most, (double)lost / (totals[s] + lost));
        }
        double factor = most == 0 ? 2 : options.Share / most * (since / Current);
        Current = Math.Min(Longest, Current * Math.Clamp(factor, 0.5, 2));
        totals.AsSpan(species).CopyTo(before);
        since = 0;
    }

    private double LongestStep(JumpTable jumps)
    {
        double pair = 0, conversion = 0, fastest = 0, arriving = 0;
        for (int r = 0; r < model.Reactions.Count; r++)
        {
            var reaction = model.Reactions[r];
            var domain = model.Cells.Domains[reaction.Domain];
            if (!reaction.Left.Concat(reaction.Changes).Any(t => LeaveRate(jumps, domain.Cells, t) > 0)) continue;
            foreach (var term in reaction.Left.Concat(reaction.Changes)) fastest = Math.Max(fastest, LeaveRate(jumps, domain.Cells, term));
            double mean = domain.Cells.Sum(c => model.Cells.Sizes[CellGroups.At(model.Cells, c, reaction.SizeSide)]) / domain.Cells.Length;
            if (reaction.Order == 1) conversion = Math.Max(conversion, reaction.Rate);
            if (reaction.Order >= 2) pair = Math.Max(pair, reaction.Rate * Math.Pow(mean, 1 - reaction.Order));
            if (reaction.Order == 0) foreach (var change in reaction.Changes) arriving = Math.Max(arriving, LeaveRate(jumps, domain.Cells, change));
        }
        foreach (var injection in model.Injections) arriving = Math.Max(arriving, LeaveRate(jumps, injection.Cells, new Stoichiometry(injection.Species, 1, Side.Here)));
        double rest = fastest == 0 ? 0 : JumpShare / fastest;
        double step = Math.Max(rest, Math.Min(2 * options.Tolerance / pair, Conversion / conversion));
        return Math.Min(step, 1 / arriving);
    }

    /// <summary>Mean rate at which a molecule of a term leaves its cell, by the size of the cells [1/ms].</summary>
    private double LeaveRate(JumpTable jumps, int[] cells, Stoichiometry term)
    {
        double sum = 0, size = 0;
        foreach (int c in cells)
        {
            int at = CellGroups.At(model.Cells, c, term.Side);
            sum += model.Cells.Sizes[at] * jumps.LeaveRate(at, term.Species);
            size += model.Cells.Sizes[at];
        }
        return size == 0 ? 0 : sum / size;
    }
}

using System.Runtime.CompilerServices;

namespace Multiscale.Diffusion;

/// <summary>
/// Diffusion over a step: every molecule jumps from cell to cell after exponential waiting times until the step is over. Exact for any length of the
/// step; the work is one draw for a molecule that stays, and two for each jump. Walks through foreign cells end with one message per step.
/// </summary>
internal sealed class Walks
{
    // From here on the number that leaves is drawn as a whole.
    private const long DrawnSingly = 24;

    // Walks that go on side by side, so that the memory of one is fetched while the others jump.
    private const int Together = 64;

    private readonly ReactionModel model;
    private readonly JumpTable table;
    private readonly OwnCells own;
    private readonly Population molecules;
    private readonly double[] diffusivities;
    private readonly int species;
    private readonly Walk[] walks = new Walk[Together];
    private int walking;
    private long[] arrivals = new long[1024];
    private int arrived;

    /// <summary>A molecule on its way: the cell it has just entered, and when.</summary>
    private struct Walk
    {
        public int Cell, Species;
        public double At;
        public Draws Draws;
    }

    public Walks(ReactionModel model, JumpTable table, OwnCells own, Population molecules)
    {
        (this.model, this.table, this.own, this.molecules) = (model, table, own, molecules);
        species = model.Species.Count;
        diffusivities = model.Diffusivities;
    }

    /// <summary>Jumps of this rank's molecules since the start.</summary>
    public long Jumps { get; set; }

    /// <summary>Advances all molecules by <paramref name="duration"/> [ms]. Collective.</summary>
    /// <param name="key">Of the streams of this step; a stream belongs to a cell and a species.</param>
    public void Advance(double duration, ulong key)
    {
        var visits = molecules.Visits(molecules.Occupied);
        for (int i = 0; i < visits.Length; i++)
        {
            if (i + Prefetch.Ahead < visits.Length)
            {
                int ahead = visits[i + Prefetch.Ahead];
                table.Prefetch(own.Ids[ahead]);
                Prefetch.Line(ref molecules.Counts[ahead * species]);
            }
            if (Leave(visits[i], duration, key)) molecules.Mark(visits[i]);
        }
        Finish(duration);
        Settle();
    }

    /// <summary>Molecules that set out from held cells: a Poisson number at uniform times.</summary>
    public void Emit(Hold hold, double duration, ulong key)
    {
        foreach (int cell in hold.Cells)
        {
            if (own.LocalOf(cell) < 0) continue;
            double rate = table.LeaveRate(cell, hold.Species) * hold.Level * model.Cells.Sizes[cell];
            var draws = Draws.Of(key, (long)cell * species + hold.Species);
            for (long k = Deviates.Poisson(ref draws, rate * duration); k > 0; k--) Start(cell, hold.Species, draws.Uniform() * duration, duration, draws.Split());
        }
    }

    /// <summary>Lets the molecules of a cell that jump within the step set out; true when a species is used up.</summary>
    private bool Leave(int cell, double duration, ulong key)
    {
        int id = own.Ids[cell];
        ref readonly var from = ref table[id];
        bool emptied = false;
        for (int m = 0; m < molecules.Words; m++)
            for (ulong mark = Single(cell * molecules.Words + m); mark != 0; mark &= mark - 1)
            {
                int s = (m << 6) + System.Numerics.BitOperations.TrailingZeroCount(mark);
                double rate = from.Special < 0 ? from.R3 * diffusivities[from.Domain * species + s] : table.FreeRate(from.Special + s);
                if (rate == 0) continue;
                ref long count = ref molecules.Counts[cell * species + s];
                long n = count, leaving = 0;
                var draws = Draws.Of(key, (long)id * species + s);
                double bound = rate * duration;
                if (n < DrawnSingly)
                {
                    for (long k = 0; k < n; k++)
                    {
                        double u = draws.Uniform();
                        // 1 - exp(-x) is at most x: most that stay need no logarithm.
                        if (u >= bound) continue;
                        double at = -Math.Log(1 - u) / rate;
                        if (at >= duration) continue;
                        leaving++;
                        Start(id, s, at, duration, draws.Split());
                    }
                }
                else
                {
                    double p = 1 - Math.Exp(-bound);
                    leaving = Deviates.Binomial(ref draws, n, p);
                    for (long k = 0; k < leaving; k++) Start(id, s, Math.Min(duration, -Math.Log(1 - draws.Uniform() * p) / rate), duration, draws.Split());
                }
                count = n - leaving;
                emptied |= leaving == n;
            }
        return emptied;
    }

    /// <summary>The species of a word of marks whose molecules walk one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Single(int word) => molecules.Bulk.Length == 0 ? molecules.Marks[word] : molecules.Marks[word] & ~molecules.Bulk[word];

    /// <summary>Lets a molecule enter a cell, of any rank, at a time within the next step.</summary>
    public void Enter(int cell, int s, double at, double duration, Draws draws)
    {
        ref var walk = ref walks[walking++];
        (walk.Cell, walk.Species, walk.At, walk.Draws) = (cell, s, at, draws);
        Jumps++;
        if (walking == Together) Finish(duration);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Start(int cell, int s, double at, double duration, Draws draws)
    {
        ref readonly var from = ref table[cell];
        if (from.Special >= 0) from = ref table.Specials[from.Special + s];
        ref var walk = ref walks[walking++];
        (walk.Species, walk.At, walk.Draws) = (s, at, draws);
        Jump(ref walk, in from);
        if (walking == Together) Finish(duration);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Jump(ref Walk walk, in Jumps from)
    {
        double x = walk.Draws.Uniform() * from.R3;
        int to = x < from.R1 ? (x < from.R0 ? from.To0 : from.To1) : (x < from.R2 ? from.To2 : from.To3);
        table.Prefetch(to);
        walk.Cell = to;
        Jumps++;
    }

    /// <summary>Follows the molecules on their way to the cells where the step ends for them.</summary>
    private void Finish(double duration)
    {
        if (arrivals.Length < arrived + walking) Array.Resize(ref arrivals, 2 * arrivals.Length);
        while (walking > 0)
        {
            int going = 0;
            for (int i = 0; i < walking; i++)
            {
                ref var walk = ref walks[i];
                ref readonly var here = ref table[walk.Cell];
                double rate = here.R3;
                if (here.Special < 0) rate *= diffusivities[here.Domain * species + walk.Species];
                else
                {
                    here = ref table.Specials[here.Special + walk.Species];
                    if (here.Domain == 1) continue; // taken up where the species is held
                    rate = here.R3;
                }
                walk.At += walk.Draws.Exponential() / rate;
                if (walk.At >= duration) arrivals[arrived++] = OwnCells.Pack(walk.Cell, walk.Species);
                else
                {
                    Jump(ref walk, in here);
                    walks[going++] = walk;
                }
            }
            walking = going;
        }
    }

    /// <summary>Counts the molecules where they are now; those in foreign cells are sent to their owners. Collective.</summary>
    private void Settle()
    {
        var here = own.Deliver(arrivals.AsSpan(0, arrived));
        arrived = 0;
        for (int i = 0; i < here.Length; i++)
        {
            if (i + Prefetch.Ahead < here.Length)
            {
                int ahead = own.LocalOf(OwnCells.CellOf(here[i + Prefetch.Ahead]));
                Prefetch.Line(ref molecules.Counts[ahead * species + OwnCells.SpeciesOf(here[i + Prefetch.Ahead])]);
                Prefetch.Line(ref molecules.Marks[ahead * molecules.Words]);
            }
            molecules.Add(own.LocalOf(OwnCells.CellOf(here[i])), OwnCells.SpeciesOf(here[i]), 1);
        }
    }
}

using System.Numerics;
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

    private readonly ReactionModel model;
    private readonly JumpTable table;
    private readonly OwnCells own;
    private readonly Population molecules;
    private readonly double[] diffusivities;
    private readonly int species;
    private long[] arrivals = new long[1024];
    private int arrived;

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
        var occupied = molecules.Occupied;
        for (int w = 0; w < occupied.Length; w++)
            for (ulong word = occupied[w]; word != 0; word &= word - 1)
            {
                int cell = (w << 6) + BitOperations.TrailingZeroCount(word);
                if (Leave(cell, duration, key)) molecules.Mark(cell);
            }
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
            for (long k = Deviates.Poisson(ref draws, rate * duration); k > 0; k--) Walk(cell, hold.Species, draws.Uniform() * duration, duration, ref draws);
        }
    }

    private bool Leave(int cell, double duration, ulong key)
    {
        int id = own.Ids[cell];
        ref readonly var from = ref table.Cells[id];
        bool emptied = false;
        for (int m = 0; m < molecules.Words; m++)
            for (ulong mark = molecules.Marks[cell * molecules.Words + m]; mark != 0; mark &= mark - 1)
            {
                int s = (m << 6) + BitOperations.TrailingZeroCount(mark);
                double rate = from.Special < 0 ? from.R3 * diffusivities[from.Domain * species + s] : LeaveRate(from.Special + s);
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
                        Walk(id, s, at, duration, ref draws);
                    }
                }
                else
                {
                    double p = 1 - Math.Exp(-bound);
                    leaving = Deviates.Binomial(ref draws, n, p);
                    for (long k = 0; k < leaving; k++) Walk(id, s, Math.Min(duration, -Math.Log(1 - draws.Uniform() * p) / rate), duration, ref draws);
                }
                count = n - leaving;
                emptied |= leaving == n;
            }
        return emptied;
    }

    private double LeaveRate(int special) => table.Specials[special].Domain == 1 ? 0 : table.Specials[special].R3;

    /// <summary>Follows a molecule that leaves a cell at time <paramref name="at"/> of the step to the cell where the step ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Walk(int cell, int s, double at, double duration, ref Draws draws)
    {
        var cells = table.Cells;
        long jumps = 0;
        do
        {
            ref readonly var here = ref cells[cell];
            if (here.Special >= 0) here = ref table.Specials[here.Special + s];
            double x = draws.Uniform() * here.R3;
            cell = x < here.R1 ? (x < here.R0 ? here.To0 : here.To1) : (x < here.R2 ? here.To2 : here.To3);
            jumps++;
            ref readonly var there = ref cells[cell];
            double rate;
            if (there.Special < 0) rate = there.R3 * diffusivities[there.Domain * species + s];
            else
            {
                ref readonly var special = ref table.Specials[there.Special + s];
                if (special.Domain == 1)
                {
                    Jumps += jumps;
                    return;
                }
                rate = special.R3;
            }
            at += draws.Exponential() / rate;
        }
        while (at < duration);
        Jumps += jumps;
        if (arrived == arrivals.Length) Array.Resize(ref arrivals, 2 * arrived);
        arrivals[arrived++] = OwnCells.Pack(cell, s);
    }

    /// <summary>Counts the molecules where they are now; those in foreign cells are sent to their owners. Collective.</summary>
    private void Settle()
    {
        foreach (long arrival in own.Deliver(arrivals.AsSpan(0, arrived)))
            molecules.Add(own.LocalOf(OwnCells.CellOf(arrival)), OwnCells.SpeciesOf(arrival), 1);
        arrived = 0;
    }
}

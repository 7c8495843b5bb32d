using System.Diagnostics;
using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.Diffusion;

/// <summary>
/// The reaction-diffusion master equation on tetrahedra: whole molecules that jump between neighbouring cells and react within them.
/// Strang splitting D(h/2) R(h) D(h/2) of exact walks and exact reactions; equal to the bit on any number of ranks.
/// </summary>
public sealed partial class StochasticSolver : IReactionSolver, IVoltageDriven
{
    private readonly long seed;
    private readonly Communicator ranks;
    private readonly OwnCells own;
    private readonly Population molecules;
    private readonly JumpTable jumps;
    private readonly Walks walks;
    private readonly WellStirred reactions;
    private readonly SplitStep split;
    private long step;
    private long diffusing, reacting;

    /// <summary>Collective.</summary>
    /// <param name="ownerOfTet">Rank of each tet; cells that react across a surface are brought together on one rank.</param>
    public StochasticSolver(ReactionModel model, SplittingOptions splitting, long seed, int[] ownerOfTet, Communicator ranks)
    {
        (Model, this.seed, this.ranks) = (model, seed, ranks);
        var groups = new CellGroups(model);
        own = new OwnCells(groups.Owners(model.Cells, ownerOfTet), ranks);
        molecules = new Population(own.Count, model.Species.Count);
        jumps = new JumpTable(model);
        walks = new Walks(model, jumps, own, molecules);
        Potentials = model.PotentialsAtStart();
        reactions = new WellStirred(model, groups, jumps, own, molecules, Potentials);
        split = new SplitStep(model, jumps, splitting, ranks, !reactions.IsIdle);
        for (int i = 0; i < model.Initial.Count; i++) Placement.Spread(model.Initial[i], model.Cells, own, molecules, seed, i);
        Hold();
    }

    public string Name => "reaction-diffusion";

    public ReactionModel Model { get; }

    public IReadOnlyList<Port> Ports => [];

    public IReadOnlyList<Account> Accounts => [];

    public SimTime Time { get; private set; }

    /// <summary>The set "cells": tets, then triangles of patches.</summary>
    public EntitySet Cells => own.Set;

    public double[] Potentials { get; }

    /// <summary>Molecules in own cells: species s of cell c at [c * species + s].</summary>
    public ReadOnlySpan<long> Counts => molecules.Counts;

    /// <summary>Jumps on all ranks since the start. Collective.</summary>
    public long Jumps => ranks.Sum(walks.Jumps);

    /// <summary>Events of each reaction on all ranks since the start. Collective.</summary>
    public long[] Events()
    {
        long[] all = [.. reactions.Events];
        ranks.Sum(all);
        return all;
    }

    /// <summary>Steps since the start.</summary>
    public long Steps => step;

    /// <summary>The longest step of the splitting [ms]; infinite where nothing has to be split.</summary>
    public double LongestStep => split.Longest;

    /// <summary>The largest rate at which molecules jump out of a cell [1/ms]; the step of a splitting with one jump per step would be its inverse.</summary>
    public double FastestJump()
    {
        double fastest = 0;
        for (int c = 0; c < Model.Cells.Count; c++)
            for (int s = 0; s < Model.Species.Count; s++) fastest = Math.Max(fastest, jumps.LeaveRate(c, s));
        return fastest;
    }

    /// <summary>Seconds this rank spent diffusing and reacting.</summary>
    public (double Diffusing, double Reacting) Seconds => (diffusing / (double)Stopwatch.Frequency, reacting / (double)Stopwatch.Frequency);

    /// <summary>Molecules of each species in a set of cells, over all ranks. Collective.</summary>
    public long[] Totals(int[] cells)
    {
        var totals = new long[Model.Species.Count];
        foreach (int c in cells)
            if (own.LocalOf(c) is >= 0 and int local)
                for (int s = 0; s < totals.Length; s++) totals[s] += molecules.Counts[local * totals.Length + s];
        ranks.Sum(totals);
        return totals;
    }

    public void CopyMolecules(Span<double> numbers)
    {
        for (int i = 0; i < numbers.Length; i++) numbers[i] = molecules.Counts[i];
    }

    public double[] Molecules(int[] cells) => Array.ConvertAll(Totals(cells), n => (double)n);

    public IReadOnlyDictionary<string, object?> Figures()
    {
        var events = Events();
        return new Dictionary<string, object?>
        {
            ["steps"] = Steps, ["jumps"] = Jumps, ["reaction_events"] = events.Sum(),
            ["events_by_reaction"] = Model.Reactions.Zip(events).GroupBy(e => e.First.Name).ToDictionary(g => g.Key, g => g.Select(e => e.Second).ToArray()),
            ["seconds"] = new Dictionary<string, double> { ["diffusion"] = Seconds.Diffusing, ["reactions"] = Seconds.Reacting },
        };
    }

    public double Number(int cell, int species) => molecules.Counts[cell * Model.Species.Count + species];

    public void Clear(int cell, int species)
    {
        ref long n = ref molecules.Counts[cell * Model.Species.Count + species];
        if (n == 0) return;
        n = 0;
        molecules.Mark(cell);
    }

    /// <summary>Sets the molecules of a species in a cell, where this rank owns it: an initial condition.</summary>
    public void SetCount(int cell, int species, long number)
    {
        if (own.LocalOf(cell) is not (>= 0 and int local)) return;
        molecules.Counts[local * Model.Species.Count + species] = number;
        molecules.Mark(local);
    }

    public void Advance(SimTime end)
    {
        if (end <= Time) throw new InvalidOperationException($"{Name} is at {Time}, cannot advance to {end}");
        double left = (end - Time).Milliseconds, owed = 0;
        while (left > 0 && !reactions.IsIdle)
        {
            double h = split.Next(left);
            Diffuse(owed + h / 2);
            React(h);
            split.Learn(molecules, reactions.Events, h);
            owed = h / 2;
            left = h >= left ? 0 : left - h;
        }
        Diffuse(owed + left);
        Time = end;
    }

    private void Diffuse(double duration)
    {
        if (!split.Moves) return;
        long start = Stopwatch.GetTimestamp();
        for (int h = 0; h < Model.Holds.Count; h++) walks.Emit(Model.Holds[h], duration, Draws.KeyOf(seed, Purpose.Holds, step));
        walks.Advance(duration, Draws.KeyOf(seed, Purpose.Walks, step++));
        diffusing += Stopwatch.GetTimestamp() - start;
    }

    private void React(double duration)
    {
        long start = Stopwatch.GetTimestamp();
        reactions.Advance(duration, Draws.KeyOf(seed, Purpose.Reactions, step), Draws.KeyOf(seed, Purpose.Arrivals, step));
        step++;
        reacting += Stopwatch.GetTimestamp() - start;
    }

    /// <summary>Held cells begin, and stay, at the whole number next to their level.</summary>
    private void Hold()
    {
        foreach (var hold in Model.Holds)
            foreach (int c in hold.Cells) SetCount(c, hold.Species, (long)Math.Round(hold.Level * Model.Cells.Sizes[c]));
    }
}

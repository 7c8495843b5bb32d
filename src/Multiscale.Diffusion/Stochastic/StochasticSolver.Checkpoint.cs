using Multiscale.Core;

namespace Multiscale.Diffusion;

public sealed partial class StochasticSolver
{
    /// <summary>Counts are stored as doubles: exact up to 9e15 molecules in a cell.</summary>
    public void Save(ICheckpoint checkpoint)
    {
        checkpoint.Put($"{Name}/molecules", own.Set, Array.ConvertAll(molecules.Counts, n => (double)n));
        checkpoint.PutTime($"{Name}/time", Time);
        checkpoint.PutGlobal($"{Name}/steps", [step, Jumps]);
        checkpoint.PutGlobal($"{Name}/events", Array.ConvertAll(Summed(reactions.Events), n => (double)n));
        checkpoint.PutGlobal($"{Name}/splitting", split.State);
        if (regimes is null) return;
        checkpoint.Put($"{Name}/continuous", own.Set, regimes.Flags());
        checkpoint.PutGlobal($"{Name}/leaps", Array.ConvertAll(Summed(reactions.Leapt), n => (double)n));
    }

    public void Restore(ICheckpoint checkpoint)
    {
        var counts = new double[molecules.Counts.Length];
        checkpoint.Get($"{Name}/molecules", own.Set, counts);
        for (int i = 0; i < counts.Length; i++) molecules.Counts[i] = (long)counts[i];
        for (int c = 0; c < own.Count; c++) molecules.Mark(c);
        Time = checkpoint.GetTime($"{Name}/time");
        var steps = checkpoint.GetGlobal($"{Name}/steps");
        step = (long)steps[0];
        // What happened before is counted by the first rank.
        walks.Jumps = ranks.IsRoot ? (long)steps[1] : 0;
        var events = checkpoint.GetGlobal($"{Name}/events");
        for (int r = 0; r < events.Length; r++) reactions.Events[r] = ranks.IsRoot ? (long)events[r] : 0;
        split.State = checkpoint.GetGlobal($"{Name}/splitting");
        if (regimes is null) return;
        var flags = new double[molecules.Counts.Length];
        checkpoint.Get($"{Name}/continuous", own.Set, flags);
        regimes.Restore(flags);
        var leaps = checkpoint.GetGlobal($"{Name}/leaps");
        for (int r = 0; r < leaps.Length; r++) reactions.Leapt[r] = ranks.IsRoot ? (long)leaps[r] : 0;
    }
}

using Multiscale.Core;

namespace Multiscale.Diffusion;

public sealed partial class DiffusionSolver
{
    public void Save(ICheckpoint checkpoint)
    {
        checkpoint.PutTime(Name + "/time", Time);
        foreach (var s in species)
        {
            checkpoint.Put($"{Name}/{s.Name}/concentration", Tets, s.Concentration.AsSpan(0, Tets.Count));
            checkpoint.Put($"{Name}/{s.Name}/residue", Tets, s.Compensated.Residue);
            checkpoint.Put($"{Name}/{s.Name}/boundary", Tets, s.Lost);
            checkpoint.Put($"{Name}/{s.Name}/source", Tets, s.Source.Values);
            s.Walls?.Save(checkpoint, Name);
        }
        glia?.Save(checkpoint);
    }

    public void Restore(ICheckpoint checkpoint)
    {
        Time = checkpoint.GetTime(Name + "/time");
        foreach (var s in species)
        {
            checkpoint.Get($"{Name}/{s.Name}/concentration", Tets, s.Concentration.AsSpan(0, Tets.Count));
            checkpoint.Get($"{Name}/{s.Name}/residue", Tets, s.Compensated.Residue);
            checkpoint.Get($"{Name}/{s.Name}/boundary", Tets, s.Lost);
            checkpoint.Get($"{Name}/{s.Name}/source", Tets, s.Source.Values);
            s.Publish();
            s.Walls?.Restore(checkpoint, Name);
        }
        glia?.Restore(checkpoint);
    }
}

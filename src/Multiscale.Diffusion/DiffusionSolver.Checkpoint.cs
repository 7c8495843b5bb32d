using Multiscale.Core;

namespace Multiscale.Diffusion;

public sealed partial class DiffusionSolver
{
    public void Save(ICheckpoint checkpoint)
    {
        checkpoint.PutGlobal("diffusion/time", [Time.Picoseconds >> 32, Time.Picoseconds & 0xFFFFFFFF]);
        foreach (var s in species)
        {
            checkpoint.Put($"diffusion/{s.Name}", Tets, s.Concentration.AsSpan(0, Tets.Count));
            checkpoint.Put($"diffusion/{s.Name}/residue", Tets, s.Compensated.Residue);
            checkpoint.Put($"diffusion/{s.Name}/boundary", Tets, s.Lost);
            checkpoint.Put($"diffusion/{s.Name}/source", Tets, s.Source.Values);
        }
        glia?.Save(checkpoint);
    }

    public void Restore(ICheckpoint checkpoint)
    {
        var time = checkpoint.GetGlobal("diffusion/time");
        Time = new SimTime(((long)time[0] << 32) + (long)time[1]);
        foreach (var s in species)
        {
            checkpoint.Get($"diffusion/{s.Name}", Tets, s.Concentration.AsSpan(0, Tets.Count));
            checkpoint.Get($"diffusion/{s.Name}/residue", Tets, s.Compensated.Residue);
            checkpoint.Get($"diffusion/{s.Name}/boundary", Tets, s.Lost);
            checkpoint.Get($"diffusion/{s.Name}/source", Tets, s.Source.Values);
            s.Publish();
        }
        glia?.Restore(checkpoint);
    }
}

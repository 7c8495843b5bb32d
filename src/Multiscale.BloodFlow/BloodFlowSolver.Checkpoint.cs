using Multiscale.Core;

namespace Multiscale.BloodFlow;

public sealed partial class BloodFlowSolver
{
    public void Save(ICheckpoint checkpoint)
    {
        checkpoint.Put("blood-flow/radii", vessels, ownedRadii);
        checkpoint.Put("blood-flow/outside", vessels, outside);
        checkpoint.PutGlobal("blood-flow/pressures", network.Pressures);
        checkpoint.PutGlobal("blood-flow/flows", network.Flows);
        checkpoint.PutGlobal("blood-flow/boundary-inflow", network.BoundaryInflow);
        checkpoint.PutGlobal("blood-flow/total-inflow", [network.TotalInflow]);
        if (redCells is not null) checkpoint.PutGlobal("blood-flow/hematocrit", redCells.Hematocrit);
        foreach (var port in Ports) checkpoint.Put("blood-flow/port/" + port.Name, vessels, port.Values);
        checkpoint.PutTime("blood-flow/time", Time);
        foreach (var solute in solutes) solute.Save(checkpoint);
        foreach (var solute in delivered) solute.Save(checkpoint);
        process.Save(checkpoint);
    }

    public void Restore(ICheckpoint checkpoint)
    {
        checkpoint.Get("blood-flow/radii", vessels, ownedRadii);
        checkpoint.Get("blood-flow/outside", vessels, outside);
        var gathered = ranks.Allgatherv<double>(ownedRadii);
        for (int k = 0; k < gathered.Length; k++) radii[gatheredIds[k]] = gathered[k];
        SetVolumes();
        if (redCells is null) network.SetRadii(radii);
        else redCells.Restore(checkpoint.GetGlobal("blood-flow/hematocrit"), radii);
        network.Restore(checkpoint.GetGlobal("blood-flow/pressures"), checkpoint.GetGlobal("blood-flow/flows"), checkpoint.GetGlobal("blood-flow/boundary-inflow"), checkpoint.GetGlobal("blood-flow/total-inflow")[0]);
        foreach (var port in Ports) checkpoint.Get("blood-flow/port/" + port.Name, vessels, port.Values);
        Time = checkpoint.GetTime("blood-flow/time");
        foreach (var solute in solutes) solute.Restore(checkpoint);
        foreach (var solute in delivered) solute.Restore(checkpoint, volumes, Hematocrit);
        process.Restore(checkpoint);
    }
}

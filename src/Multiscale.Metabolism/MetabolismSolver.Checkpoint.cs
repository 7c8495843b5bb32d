using Multiscale.Core;
using Multiscale.Numerics;

namespace Multiscale.Metabolism;

public sealed partial class MetabolismSolver
{
    public void Save(ICheckpoint checkpoint)
    {
        checkpoint.Put("metabolism/states", cells, states);
        checkpoint.Put("metabolism/served", cells, served);
        checkpoint.Put("metabolism/unserved", cells, unserved);
        checkpoint.Put("metabolism/excluded", cells, excluded);
        for (int k = 0; k < given.Length; k++) if (burnt[k].Length > 0) checkpoint.Put("metabolism/burnt/" + given[k].Name, cells, burnt[k]);
        var steps = new double[cells.Count * 3];
        for (int c = 0; c < cells.Count; c++)
            (steps[3 * c], steps[3 * c + 1], steps[3 * c + 2]) = (memory[c].Step, memory[c].AcceptedStep, memory[c].AcceptedError);
        checkpoint.Put("metabolism/steps", cells, steps);
        foreach (var port in Ports) checkpoint.Put("metabolism/port/" + port.Name, cells, port.Values);
        checkpoint.PutTime("metabolism/time", Time);
    }

    public void Restore(ICheckpoint checkpoint)
    {
        checkpoint.Get("metabolism/states", cells, states);
        checkpoint.Get("metabolism/served", cells, served);
        checkpoint.Get("metabolism/unserved", cells, unserved);
        checkpoint.Get("metabolism/excluded", cells, excluded);
        for (int k = 0; k < given.Length; k++) if (burnt[k].Length > 0) checkpoint.Get("metabolism/burnt/" + given[k].Name, cells, burnt[k]);
        var steps = new double[cells.Count * 3];
        checkpoint.Get("metabolism/steps", cells, steps);
        for (int c = 0; c < cells.Count; c++) memory[c] = new StepMemory(steps[3 * c], steps[3 * c + 1], steps[3 * c + 2]);
        foreach (var port in Ports) checkpoint.Get("metabolism/port/" + port.Name, cells, port.Values);
        Time = checkpoint.GetTime("metabolism/time");
    }
}

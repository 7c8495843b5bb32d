using Multiscale.Core;

namespace Multiscale.Neurons;

/// <summary>NEURON's fixed step (fadvance): implicit Euler is its secondorder = 0, Crank-Nicolson its secondorder = 2.</summary>
public sealed partial class NeuronSolver
{
    private void StepAsNeuron(CellGroup group, SimTime start, SimTime end, double previous)
    {
        double h = (end - start).Milliseconds, middle = start.Milliseconds + 0.5 * h;
        DeliverUpTo(group, middle);
        ions.Show(group, 0, (start - spanStart).Milliseconds);
        synapses.Freeze(group.FirstSynapse, group.EndSynapse);
        FillCurrents(group, middle, h);
        foreach (var p in points) p.AddCurrents(group.Index, middle, h);
        clamps.AddAt(group, membrane, cable, middle);
        group.Solver.Solve((Trapezoidal ? 2 : 1) / h);
        ions.Book(group, h, Trapezoidal); // secondorder = 0 leaves the currents at the step's start
        group.Solver.Move(Trapezoidal ? 2 : 1);
        clamps.HoldEnds(group, cable, middle, extrapolate: Trapezoidal);
        foreach (var m in mechanisms) m.Advance(group.FirstBlock, group.EndBlock, end.Milliseconds, h);
        foreach (var p in points) p.Advance(group.Index, end.Milliseconds, h);
        synapses.Decay(group, h);
        DetectSpikes(group, start, end, previous);
        foreach (var p in points) p.CheckWatches(group.Index, end.Milliseconds);
        DeliverUpTo(group, end.Milliseconds);
    }

    private void DeliverUpTo(CellGroup group, double time)
    {
        while (group.Queue.Count > 0 && group.Queue.Next.Time <= time)
        {
            var e = group.Queue.Take();
            if (e.Mechanism < 0) synapses.Deliver(e.Synapse);
            else points[e.Mechanism].Deliver(e);
            ReleaseTransmitter(e);
        }
    }
}

using Multiscale.Core;

namespace Multiscale.Neurons;

/// <summary>NEURON's fixed step (fadvance): implicit Euler is its secondorder = 0, Crank-Nicolson its secondorder = 2.</summary>
public sealed partial class NeuronSolver
{
    private void StepAsNeuron(CellGroup group, SimTime start, SimTime end, double previous)
    {
        double h = (end - start).Milliseconds, middle = start.Milliseconds + 0.5 * h;
        while (group.NextEvent < group.Events.Count && group.Events[group.NextEvent].Time <= middle)
        {
            var e = group.Events[group.NextEvent++];
            synapses.Deliver(e.Synapse);
            ReleaseTransmitter(e);
        }
        ions.Show(group, 0, (start - spanStart).Milliseconds);
        synapses.Freeze(group.FirstSynapse, group.EndSynapse);
        FillCurrents(group, middle, h);
        clamps.AddAt(group, membrane, cable, middle);
        group.Solver.Solve((Trapezoidal ? 2 : 1) / h);
        ions.Book(group, h, Trapezoidal); // secondorder = 0 leaves the currents at the step's start
        group.Solver.Move(Trapezoidal ? 2 : 1);
        clamps.HoldEnds(group, cable, middle, extrapolate: Trapezoidal);
        foreach (var m in mechanisms) m.Advance(group.FirstBlock, group.EndBlock, end.Milliseconds, h);
        synapses.Decay(group.FirstSynapse, group.EndSynapse, h);
        DetectSpikes(group, start, end, previous);
    }
}

using Multiscale.Core;

namespace Multiscale.Neurons;

/// <summary>NEURON's fixed step (fadvance): implicit Euler is its secondorder = 0, Crank-Nicolson its secondorder = 2.</summary>
public sealed partial class NeuronSolver
{
    private void StepAsNeuron(SimTime end)
    {
        double h = (end - Time).Milliseconds, middle = Time.Milliseconds + 0.5 * h;
        while (queue.Count > 0 && queue.Next.Time <= middle)
        {
            var e = queue.Take();
            synapses.Deliver(e.Synapse);
            ReleaseTransmitter(e);
        }
        ions.Show(0, (Time - spanStart).Milliseconds);
        synapses.Freeze();
        FillCurrents();
        clamps.AddAt(membrane, cable, middle);
        SolveVoltage(h);
        ions.Book(h, cable, Trapezoidal); // secondorder = 0 leaves the currents at the step's start
        cable.Move(Trapezoidal ? 2 : 1);
        CopyVoltages();
        foreach (var m in mechanisms) m.AdvanceStates(membrane, h);
        synapses.Decay(h);
        FinishStep(end, h);
    }
}

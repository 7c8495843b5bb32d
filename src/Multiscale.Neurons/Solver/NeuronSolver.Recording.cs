using System.Runtime.InteropServices;
using Multiscale.Core;

namespace Multiscale.Neurons;

/// <summary>What reports may read between steps.</summary>
public sealed partial class NeuronSolver
{
    private readonly List<double[]> keptStates = [];
    private bool sampled;
    private readonly double[] atpOwed;

    /// <summary>Membrane voltage of each compartment [mV].</summary>
    public ReadOnlySpan<double> Voltages => membrane.V.AsSpan(0, layout.Count);

    /// <summary>Spikes of this rank's cells since the list was last cleared, in order of time step, then gid.</summary>
    public IReadOnlyList<Spike> Spikes => spikes;

    public void ClearSpikes() => spikes.Clear();

    /// <summary>Voltage at a position, 0 and 1 being the very ends of a section [mV].</summary>
    public double VoltageAt(long gid, int section, double position)
    {
        int cell = layout.LocalOf(gid);
        return cable.Voltage[cable.NodeOf(cell, layout.Discretizations[cell].NodeAt(section, position))];
    }

    /// <summary>Conductance of a synapse now [uS].</summary>
    public double ConductanceOf(long synapse)
    {
        int at = synapses.Ids.BinarySearch(synapse);
        if (at < 0) throw new ArgumentOutOfRangeException(nameof(synapse));
        return options.Compatibility == Compatibility.Neuron ? synapses.StoredConductanceOf(at) : synapses.ConductanceOf(at);
    }

    /// <summary>Names that <see cref="Variable"/> knows: v, concentrations, reversal potentials, ionic and pump currents, and gates (m, or m_hh where several mechanisms have one).</summary>
    public IEnumerable<string> VariableNames =>
        ["v", "nai", "ki", "cai", "nao", "ko", "cao", "atp", "ena", "ek", "eca", "ina", "ik", "ica", "ip",
            .. mechanisms.SelectMany(m => m.States.Select(s => $"{s.Name}_{m.Name}"))];

    /// <summary>
    /// A quantity of each compartment at the present time [mV, mM, mA/cm2, 1]; valid until the next step. Gates are brought from mid-step to the present.
    /// In NEURON-compatible mode the currents are those stored in the last step, as NEURON shows them.
    /// </summary>
    /// <exception cref="InputException">MS0223: there is no such variable.</exception>
    public ReadOnlySpan<double> Variable(string name)
    {
        if (name == "v") return Voltages;
        if (!sampled) Sample();
        double[]? values = name switch
        {
            "nai" => ions.Nai,
            "ki" => ions.Ki,
            "cai" => ions.Cai,
            "nao" => membrane.Nao,
            "ko" => membrane.Ko,
            "cao" => membrane.Cao,
            "atp" => membrane.Atp,
            "ena" => membrane.ENa,
            "ek" => membrane.EK,
            "eca" => membrane.ECa,
            "ina" => membrane.Na.Current,
            "ik" => membrane.K.Current,
            "ica" => membrane.Ca.Current,
            "ip" => membrane.PumpCurrent,
            _ => Gate(name),
        };
        return values is null
            ? throw new InputException("MS0223", $"the neurons have no variable '{name}'", "use one of " + string.Join(", ", VariableNames))
            : values.AsSpan(0, layout.Count);
    }

    private double[]? Gate(string name)
    {
        int at = 0;
        foreach (var m in mechanisms)
            foreach (var state in m.States)
            {
                if (name == state.Name || name == $"{state.Name}_{m.Name}")
                    return options.Compatibility == Compatibility.Neuron ? state.Values : keptStates[at];
                at++;
            }
        return null;
    }

    /// <summary>Evaluates gates, concentrations and currents at the present time; the states themselves stay half a step behind.</summary>
    private void Sample()
    {
        sampled = true;
        if (options.Compatibility == Compatibility.Neuron)
        {
            ShowStoredCurrents();
            return;
        }
        if (keptStates.Count == 0)
            foreach (var m in mechanisms) foreach (var s in m.States) keptStates.Add(new double[s.Values.Length]);
        SwapStates(copy: true);
        foreach (var m in mechanisms) m.AdvanceStates(membrane, 0.5 * lastStep);
        ions.Show(0, (Time - spanStart).Milliseconds);
        synapses.Freeze();
        FillCurrents();
        SwapStates(copy: false);
    }

    /// <summary>Keeps a copy of the states, or exchanges the states with what was kept.</summary>
    private void SwapStates(bool copy)
    {
        int at = 0;
        foreach (var m in mechanisms)
            foreach (var s in m.States)
            {
                var kept = keptStates[at++];
                for (int i = 0; i < kept.Length; i++)
                {
                    double present = s.Values[i];
                    if (!copy) s.Values[i] = kept[i];
                    kept[i] = present;
                }
            }
    }

    private void ShowStoredCurrents()
    {
        if (Trapezoidal && lastStep > 0)
            for (int c = 0; c < layout.Count; c++)
            {
                double dv = cable.Change[cable.NodeOf(c)];
                membrane.Na.Current[c] += membrane.Na.Slope[c] * dv;
                membrane.K.Current[c] += membrane.K.Slope[c] * dv;
                membrane.Ca.Current[c] += membrane.Ca.Slope[c] * dv;
            }
    }
}

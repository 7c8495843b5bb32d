using Multiscale.Core;

namespace Multiscale.Neurons;

/// <summary>What reports may read between steps.</summary>
public sealed partial class NeuronSolver
{
    private readonly List<double[]> keptStates = [];
    private readonly Dictionary<string, double[]> shown = [];
    private double[]? voltages;
    private bool sampled, voltagesKnown;

    /// <summary>Membrane voltage of each compartment [mV].</summary>
    public ReadOnlySpan<double> Voltages
    {
        get
        {
            voltages ??= new double[layout.Count];
            if (!voltagesKnown) for (int c = 0; c < layout.Count; c++) voltages[c] = membrane.V[cable.Layout.SlotOf(c)];
            voltagesKnown = true;
            return voltages;
        }
    }

    /// <summary>Spikes of this rank's cells since the list was last cleared, in order of time step, then gid.</summary>
    public IReadOnlyList<Spike> Spikes => spikes;

    public void ClearSpikes() => spikes.Clear();

    /// <summary>Voltage at a position, 0 and 1 being the very ends of a section [mV].</summary>
    public double VoltageAt(long gid, int section, double position)
    {
        int cell = layout.LocalOf(gid);
        return cable.VoltageAt(cable.Layout.SlotOfNode(cell, layout.Discretizations[cell].NodeAt(section, position)));
    }

    /// <summary>Conductance of a synapse now [uS].</summary>
    public double ConductanceOf(long synapse)
    {
        int at = synapses.IndexOf(synapse);
        if (at < 0) throw new ArgumentOutOfRangeException(nameof(synapse));
        return options.Compatibility == Compatibility.Neuron ? synapses.StoredConductanceOf(at) : synapses.ConductanceOf(at);
    }

    /// <summary>Names that <see cref="Variable"/> knows: v, concentrations, reversal potentials, ionic and pump currents, and states (m, or m_hh where several mechanisms have one).</summary>
    public IEnumerable<string> VariableNames =>
        ["v", .. IonVariables.Where(membrane.Has), .. mechanisms.SelectMany(m => m.States.Select(s => $"{s.Name}_{m.Name}"))];

    private static readonly string[] IonVariables = ["nai", "ki", "cai", "nao", "ko", "cao", "atp", "ena", "ek", "eca", "ina", "ik", "ica"];

    /// <summary>
    /// A quantity of each compartment at the present time [mV, mM, mA/cm2, 1]; valid until the next step. Gates are brought from mid-step to the present;
    /// where a mechanism is not, its variables are 0. In NEURON-compatible mode the currents are those stored in the last step, as NEURON shows them.
    /// </summary>
    /// <exception cref="InputException">MS0223: there is no such variable.</exception>
    public ReadOnlySpan<double> Variable(string name)
    {
        if (name == "v") return Voltages;
        if (!sampled) Sample();
        switch (name)
        {
            case "nai" when options.Accumulation && ions.FollowsSodiumAndPotassium && !written.Contains(name): return ions.Nai;
            case "ki" when options.Accumulation && ions.FollowsSodiumAndPotassium && !written.Contains(name): return ions.Ki;
            case "cai" when ions.FollowsCalcium: return ions.Cai;
            case "atp" when !membrane.Holds("atpi"): return ports.Atp.Values;
        }
        if (membrane.Has(name)) return Show(name, membrane.Place(name == "atp" ? "atpi" : name), null);
        int at = 0;
        foreach (var m in mechanisms)
            foreach (var state in m.States)
            {
                if (name == state.Name || name == $"{state.Name}_{m.Name}") return Show(name, state.Values, m, options.Compatibility == Compatibility.Neuron ? null : keptStates[at]);
                at++;
            }
        foreach (var m in mechanisms)
            if (name.EndsWith("_" + m.Name, StringComparison.Ordinal) && m.Column(name[..^(m.Name.Length + 1)]) is { } column) return Show(name, column, m);
        throw new InputException("MS0223", $"the neurons have no variable '{name}'", "use one of " + string.Join(", ", VariableNames));
    }

    /// <summary>A parameter, state, kept variable or current (the mean over the last step, i [nA]) of a point process on this rank now, as its mechanism's text names it.</summary>
    /// <exception cref="InputException">MS0223: there is no such process here, or no such variable.</exception>
    public double PointVariable(long process, string name)
    {
        foreach (var p in points)
            if (p.InstanceOf(process) is >= 0 and var k)
                return (p.Column(name) ?? p.Output(name)) is { } column ? column[k]
                    : throw new InputException("MS0223", $"point process {process} ({p.Name}) has no variable '{name}'", "use one of " + string.Join(", ", p.Program.Columns.Select(c => c.Name)));
        throw new InputException("MS0223", $"there is no point process {process} on this rank", "ask the rank that holds its cell");
    }

    /// <summary>Whether point processes of a mechanism show a variable; false where no rank's part of the network has the mechanism.</summary>
    public bool HasPointVariable(string mechanism, string name) => points.Find(p => p.Name == mechanism) is { } all && (all.Column(name) ?? all.Output(name)) is not null;

    /// <summary>A parameter, state or variable of an artificial cell on this rank now; what it computes is as old as its last event.</summary>
    /// <exception cref="InputException">MS0223: there is no such cell here, or no such variable.</exception>
    public double ArtificialVariable(long gid, string name) => artificial.Variable(gid, name)
        ?? throw new InputException("MS0223", $"there is no artificial cell {gid} on this rank", "ask the rank that holds it");

    private double[] Show(string name, SlotArray values, DensityMechanism? of, double[]? kept = null)
    {
        if (!shown.TryGetValue(name, out var array)) shown[name] = array = new double[layout.Count];
        for (int c = 0; c < array.Length; c++)
        {
            int at = PlaceOf(of, c);
            array[c] = at < 0 ? 0 : kept is null ? values[at] : kept[at];
        }
        return array;
    }

    /// <summary>Evaluates gates, concentrations and currents at the present time; the states themselves stay half a step behind.</summary>
    private void Sample()
    {
        sampled = true;
        ions.Publish();
        if (options.Compatibility == Compatibility.Neuron)
        {
            ShowStoredCurrents();
            return;
        }
        if (keptStates.Count == 0)
            foreach (var m in mechanisms) foreach (var s in m.States) keptStates.Add(new double[s.Values.Count]);
        SwapStates(copy: true);
        foreach (var group in groups)
        {
            foreach (var m in mechanisms) m.Advance(group.FirstBlock, group.EndBlock, Time.Milliseconds, 0.5 * lastStep);
            ions.Show(group, 0, (Time - spanStart).Milliseconds);
            synapses.Freeze(group.FirstSynapse, group.EndSynapse);
            FillCurrents(group, Time.Milliseconds, lastStep);
        }
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
        if (Trapezoidal && lastStep > 0) membrane.MoveCurrents(cable.Change);
    }
}

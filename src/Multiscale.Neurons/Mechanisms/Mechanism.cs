namespace Multiscale.Neurons;

/// <summary>A named array that a mechanism shows to reports: one value per compartment.</summary>
public readonly record struct RangeVariable(string Name, double[] Values);

/// <summary>
/// A membrane mechanism on all compartments of a rank; where it is absent its density is zero. State and densities are
/// structures of arrays, padded like <see cref="Membrane"/>.
/// </summary>
public abstract class Mechanism
{
    /// <summary>As NEURON writes it after the underscore: hh in m_hh.</summary>
    public abstract string Name { get; }

    /// <summary>The states, each saved in checkpoints under its name.</summary>
    public virtual IReadOnlyList<RangeVariable> States => [];

    /// <summary>Moves the states by <paramref name="h"/> [ms] at constant voltage; positive infinity: to their steady state.</summary>
    public virtual void AdvanceStates(Membrane membrane, double h) { }

    /// <summary>Adds the outward currents at the present voltage, and their slopes.</summary>
    public abstract void AddCurrents(Membrane membrane);
}

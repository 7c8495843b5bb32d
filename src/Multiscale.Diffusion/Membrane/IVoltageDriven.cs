namespace Multiscale.Diffusion;

/// <summary>What a membrane asks of the solver whose rates follow its potential.</summary>
public interface IVoltageDriven : IReactionSolver
{
    /// <summary>The potential at each triangle of the model [mV], own or not; held while the solver advances.</summary>
    double[] Potentials { get; }

    /// <summary>Molecules of a species in an own cell, by its position.</summary>
    double Number(int cell, int species);

    /// <summary>Takes all molecules of a species out of an own cell.</summary>
    void Clear(int cell, int species);
}

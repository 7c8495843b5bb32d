namespace Multiscale.Core;

/// <summary>Advances one physics on its own time steps; knows no other solver.</summary>
public interface ISolver
{
    string Name { get; }

    /// <summary>The quantities this solver offers and takes.</summary>
    IReadOnlyList<Port> Ports { get; }

    /// <summary>The stores of conserved quantities, for the ledger.</summary>
    IReadOnlyList<Account> Accounts { get; }

    SimTime Time { get; }

    /// <summary>Advances to <paramref name="end"/>, sub-cycling as it needs; integral ports then hold the integral over this span alone.</summary>
    void Advance(SimTime end);

    /// <summary>Writes everything that a run from here depends on, keyed by global ids.</summary>
    void Save(ICheckpoint checkpoint);

    /// <summary>Restores what <see cref="Save"/> wrote; the continued run is equal to the bit.</summary>
    void Restore(ICheckpoint checkpoint);
}

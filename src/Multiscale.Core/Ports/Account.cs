namespace Multiscale.Core;

/// <summary>The amount each owned entity holds, in the account's unit.</summary>
public delegate ReadOnlySpan<double> Holdings();

/// <summary>
/// A store of a conserved quantity inside a solver, measured in the solver's own state: the ledger compares its change with what was exchanged.
/// </summary>
/// <param name="Quantity">What is conserved: K, Na, Ca, ATP, blood.</param>
/// <param name="Name">Which store: inside, outside, glia, boundary, stimulus ...</param>
/// <param name="Unit">amol for ions, um^3 for blood.</param>
/// <param name="Holdings">Reads the store, one value per owned entity; the sum over all ranks is the balance.</param>
/// <param name="Gained">What the store has gained since its solver began, to the rounding of the gain and not of the store: for stores that hold
/// far more than they exchange. Null: the change of the holdings.</param>
public sealed record Account(string Quantity, string Name, Unit Unit, Holdings Holdings, Holdings? Gained = null);

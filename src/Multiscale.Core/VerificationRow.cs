namespace Multiscale.Core;

/// <summary>One comparison of a computed quantity with its oracle.</summary>
public readonly record struct VerificationRow(string Case, string Oracle, string Quantity, double Error, double Allowed, string Unit)
{
    public bool Pass => Error <= Allowed;
}

namespace Multiscale.Core;

/// <summary>Exponents of the SI base quantities: length, mass, time, current, amount, temperature.</summary>
public readonly record struct Dimension(sbyte Length, sbyte Mass, sbyte Time, sbyte Current, sbyte Amount, sbyte Temperature)
{
    public static Dimension None => default;

    public static Dimension operator *(Dimension a, Dimension b) => new(
        (sbyte)(a.Length + b.Length), (sbyte)(a.Mass + b.Mass), (sbyte)(a.Time + b.Time),
        (sbyte)(a.Current + b.Current), (sbyte)(a.Amount + b.Amount), (sbyte)(a.Temperature + b.Temperature));

    public Dimension Power(int n) => new(
        (sbyte)(Length * n), (sbyte)(Mass * n), (sbyte)(Time * n), (sbyte)(Current * n), (sbyte)(Amount * n), (sbyte)(Temperature * n));
}

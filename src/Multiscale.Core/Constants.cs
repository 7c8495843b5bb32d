namespace Multiscale.Core;

/// <summary>Physical constants, CODATA 2018 (exact by definition of the SI since 2019).</summary>
public static class Constants
{
    /// <summary>Faraday constant [C/mol].</summary>
    public const double Faraday = 96485.33212331001;

    /// <summary>Molar gas constant [J/(mol K)].</summary>
    public const double GasConstant = 8.31446261815324;

    /// <summary>Avogadro constant [1/mol].</summary>
    public const double Avogadro = 6.02214076e23;

    /// <summary>0 degC [K].</summary>
    public const double ZeroCelsius = 273.15;

    /// <summary>Amount released per (1 mA/cm2 x 1 um2 x 1 ms), divided by the valence [amol]: 1e-14 C / F.</summary>
    public const double AttomolePerMilliampereSquareMicronMillisecond = 1e-14 / Faraday * 1e18;

    /// <summary>RT/F [mV] at a temperature in degC.</summary>
    public static double ThermalVoltage(double celsius) => 1e3 * GasConstant * (celsius + ZeroCelsius) / Faraday;
}

namespace Multiscale.Tissue;

/// <summary>Numbers that <c>case.yaml</c> and <c>simulation_config.json</c> share.</summary>
internal sealed record CaseDefaults
{
    /// <summary>[ms]</summary>
    public double Duration { get; init; } = 3000;

    /// <summary>Step of the neurons [ms].</summary>
    public double Step { get; init; } = 0.025;

    /// <summary>[mV]</summary>
    public double SpikeThreshold { get; init; } = -20;

    /// <summary>[degC]</summary>
    public double Celsius { get; init; } = 37;

    /// <summary>[mV]</summary>
    public double InitialVoltage { get; init; } = -70;

    public string NodeSet { get; init; } = "Excitatory";

    /// <summary>[ms]</summary>
    public double StimulusStart { get; init; } = 20;

    /// <summary>[ms]</summary>
    public double StimulusDuration { get; init; } = 350;

    /// <summary>[nA]</summary>
    public double Amplitude { get; init; } = 0.165;

    /// <summary>Relative spread of the amplitude between cells.</summary>
    public double Spread { get; init; } = 0.2;

    /// <summary>Astrocyte conductance per release event [mS/cm2]: many synapses share one astrocyte.</summary>
    public double Transmitter { get; init; } = 0.003;

    /// <summary>High-threshold calcium conductance of soma and dendrites [mS/cm2].</summary>
    public double Calcium { get; init; } = 0.1;

    /// <summary>Blood per second and tissue volume [1/s].</summary>
    public double InflowPerTissue { get; init; } = 0.012;

    /// <summary>[g/(um s^2)]</summary>
    public double OutletPressure { get; init; } = 1.33e-3;
}

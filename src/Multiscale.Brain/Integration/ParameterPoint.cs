namespace Multiscale.Brain;

/// <summary>One brain of a batch.</summary>
/// <param name="Instance">Keys its noise: points of the same instance get the same noise.</param>
/// <param name="Values">Values of the parameters the program was compiled to vary, in their order.</param>
public readonly record struct ParameterPoint(long Instance, double[] Values);

namespace Multiscale.Brain;

/// <summary>Something added to an input of the model: a course in time, with a weight per region.</summary>
/// <param name="Input">Name of the input in the text of the model.</param>
/// <param name="Regions">Weight of each region.</param>
/// <param name="Course">Value at a time [ms]; held over a step.</param>
public sealed record Stimulus(string Input, double[] Regions, Func<double, double> Course);

namespace Multiscale.Core;

/// <summary>The unit in which a number of an option record is held; the YAML text carries its own unit and is converted once.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class QuantityAttribute(string unit) : Attribute
{
    public string Unit { get; } = unit;

    /// <summary>Smallest allowed value, in <see cref="Unit"/>.</summary>
    public double Min { get; init; } = double.NegativeInfinity;

    /// <summary>Largest allowed value, in <see cref="Unit"/>.</summary>
    public double Max { get; init; } = double.PositiveInfinity;

    /// <summary>The value must lie above <see cref="Min"/>, not at it.</summary>
    public bool Above { get; init; }
}

/// <summary>One line for the reference page and for error messages.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class | AttributeTargets.Field)]
public sealed class SummaryAttribute(string text) : Attribute
{
    public string Text { get; } = text;
}

/// <summary>A path in a configuration file, absolute; relative ones are taken from the file that names them.</summary>
public readonly record struct InputPath(string FullPath, SourceLocation Location)
{
    public override string ToString() => FullPath;
}

namespace Multiscale.Cli;

/// <summary>What a chart calls a series whose name begins with a state of the metabolic model, such as <c>GLC_n, mean</c>; files and manifest keep the model's names.</summary>
internal static class Legend
{
    private static readonly (string Name, string Words)[] States =
    [
        ("ATP_n", "ATP in neurons"), ("ATP_g", "ATP in astrocytes"), ("O2_c", "oxygen in capillaries"), ("GLC_n", "glucose in neurons"),
        ("LAC_e", "lactate outside"), ("dHb", "deoxyhaemoglobin"), ("HbO2", "oxyhaemoglobin"),
    ];

    public static string Of(string series)
    {
        foreach (var (name, words) in States)
            if (series.StartsWith(name, StringComparison.Ordinal)) return words + series[name.Length..];
        return series;
    }
}

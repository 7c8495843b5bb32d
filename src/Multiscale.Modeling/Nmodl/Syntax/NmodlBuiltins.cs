namespace Multiscale.Modeling;

/// <summary>Names that every mechanism knows without declaring them.</summary>
public static class NmodlBuiltins
{
    /// <summary>Membrane potential [mV], time [ms], step [ms], temperature [degC], area [um2], diameter [um], order of the time step.</summary>
    public static IReadOnlyCollection<string> Variables { get; } = ["v", "t", "dt", "celsius", "area", "diam", "secondorder"];

    /// <summary>Forward and backward flux of the reaction before the statement, in a KINETIC block.</summary>
    public static IReadOnlyCollection<string> Fluxes { get; } = ["f_flux", "b_flux"];

    /// <summary>Functions and the least and most arguments they take.</summary>
    public static IReadOnlyDictionary<string, (int Least, int Most)> Functions { get; } = new Dictionary<string, (int, int)>
    {
        ["exp"] = (1, 1), ["log"] = (1, 1), ["log10"] = (1, 1), ["sqrt"] = (1, 1), ["fabs"] = (1, 1), ["abs"] = (1, 1),
        ["sin"] = (1, 1), ["cos"] = (1, 1), ["tan"] = (1, 1), ["asin"] = (1, 1), ["acos"] = (1, 1), ["atan"] = (1, 1), ["atan2"] = (2, 2),
        ["sinh"] = (1, 1), ["cosh"] = (1, 1), ["tanh"] = (1, 1), ["pow"] = (2, 2), ["fmod"] = (2, 2), ["ceil"] = (1, 1), ["floor"] = (1, 1),
        ["erf"] = (1, 1), ["fmin"] = (2, 2), ["fmax"] = (2, 2), ["exprelr"] = (1, 1), ["at_time"] = (1, 1),
        ["nernst"] = (3, 3), ["ghk"] = (4, 4), ["nrn_pointing"] = (1, 1),
        ["net_send"] = (2, 2), ["net_move"] = (1, 1), ["net_event"] = (1, 1), ["state_discontinuity"] = (2, 2),
        ["random_uniform"] = (1, 3), ["random_negexp"] = (1, 2), ["random_normal"] = (1, 3), ["random_ipick"] = (1, 1), ["random_dpick"] = (1, 1),
        ["scop_random"] = (0, 0), ["exprand"] = (1, 1), ["normrand"] = (2, 2), ["poisrand"] = (1, 1), ["set_seed"] = (1, 1),
        ["random_setseq"] = (2, 2), ["random_setids"] = (2, 4), ["printf"] = (1, int.MaxValue),
    };
}

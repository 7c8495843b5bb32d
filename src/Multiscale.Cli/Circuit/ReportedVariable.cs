using Multiscale.Core;
using Multiscale.Formats;
using Multiscale.Modeling;
using Multiscale.Neurons;

namespace Multiscale.Cli;

/// <summary>A variable as a report names it: v, cai, ina; gna_hh or hh.gna of a mechanism in the membrane; Exp2Syn.g, or g alone, of synapses.</summary>
internal sealed record ReportedVariable(string Name, string Mechanism)
{
    /// <summary>All that crosses the membrane of a compartment, charging it included, in nA.</summary>
    public static ReportedVariable Membrane { get; } = new("i_membrane", "");

    public static IEnumerable<ReportedVariable> Of(ReportRequest request) =>
        request.Variable.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(v => v.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? new ReportedVariable(v[(dot + 1)..], v[..dot]) : new ReportedVariable(v, ""));

    /// <summary>As the solver knows it in the membrane.</summary>
    public string InMembrane => Mechanism.Length == 0 ? Name : $"{Name}_{Mechanism}";

    /// <summary>What mechanisms must keep for reports, as MECHANISM's variable x: x_MECHANISM.</summary>
    public static IEnumerable<string> Kept(IEnumerable<ReportRequest> requests, IEnumerable<NmodlFile> mechanisms) =>
        (from request in requests
         where request.Enabled
         from variable in Of(request)
         from file in mechanisms
         from assigned in file.Assigned
         where variable.InMembrane == $"{assigned.Name}_{file.Name}" || (file.Kind == MechanismKind.Point && variable.Name == assigned.Name && variable.Mechanism is "")
         select $"{assigned.Name}_{file.Name}").Distinct();

    /// <summary>The unit where the request names none.</summary>
    public string Unit => Name switch
    {
        "v" or "ena" or "ek" or "eca" => "mV",
        "cai" or "nai" or "ki" or "cao" or "nao" or "ko" or "atp" => "mM",
        "ina" or "ik" or "ica" => "mA/cm2",
        "i_membrane" => "nA",
        _ => "",
    };
}

using Multiscale.Core;
using Multiscale.Formats;

namespace Multiscale.Cli;

/// <summary>Which reports of a simulation_config.json are written; all faults at once.</summary>
internal static class ReportRules
{
    public static IEnumerable<Diagnostic> Faults(SimulationConfig? config)
    {
        foreach (var r in config?.Reports ?? [])
        {
            if (!r.Enabled) continue;
            if (KindOf(r) is null)
                yield return Fault(r, $"reports of type \"{r.Module}\" are not written", "use compartment (membrane_report), summation, synapse, lfp or extracellular, or set enabled to false");
            if (r.Sections is not ("soma" or "all" or "axon" or "dend" or "apic")) yield return Fault(r, $"sections \"{r.Sections}\"", "use soma, axon, dend, apic or all");
            if (r.Compartments is not (null or "center" or "all")) yield return Fault(r, $"compartments \"{r.Compartments}\"", "use center or all");
            if (r.Scaling is not (null or "none" or "area")) yield return Fault(r, $"scaling \"{r.Scaling}\"", "use none or area");
            if (KindOf(r) is ReportKind.Lfp or ReportKind.Extracellular)
            {
                if (r.Electrodes is null) yield return Fault(r, "it names no electrodes", "give electrode_positions, a table with the header: channel x_pos y_pos z_pos");
                if (r.Sources is not ("line" or "point")) yield return Fault(r, $"sources \"{r.Sources}\"", "use line or point");
                if (!(r.Conductivity > 0)) yield return Fault(r, $"conductivity {r.Conductivity} S/m", "give a number above 0");
            }
            if (r.Step is { } dt && !(dt > 0)) yield return Fault(r, $"dt {dt} ms", "give a step above 0");
        }

        Diagnostic Fault(ReportRequest r, string message, string remedy) => new("MS0147", $"$.reports.{r.Name}: {message}", remedy, new SourceLocation(config!.File));
    }

    public static ReportKind? KindOf(ReportRequest r) => r.Module switch
    {
        "membrane_report" or "compartment" or "compartment_report" => ReportKind.Compartment,
        "summation" => ReportKind.Summation,
        "synapse" => ReportKind.Synapse,
        "lfp" => ReportKind.Lfp,
        "extracellular" or "ecp" => ReportKind.Extracellular,
        _ => null,
    };
}

internal enum ReportKind { Compartment, Summation, Synapse, Lfp, Extracellular }

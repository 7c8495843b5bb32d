using Multiscale.BloodFlow;
using Multiscale.Core;
using Multiscale.Coupling;
using Multiscale.Metabolism;

namespace Multiscale.Cli;

/// <summary>The default exchange set of a full case: every line names what crosses, and through which mapping (docs/theory/coupling.md).</summary>
internal static class Exchanges
{
    public static IReadOnlyList<Exchange> Of(CoupledTissue tissue, CaseOptions options)
    {
        var list = new List<Exchange>();
        if (tissue.Mappings is not { } maps) return list;
        var on = options.Coupling;
        bool staggered = options.Schedule == ScheduleKind.Staggered;
        if (tissue.Neurons is { } neurons)
        {
            if (tissue.Diffusion is { } diffusion)
            {
                Join(neurons, "k-release", maps.SegmentToTet!, diffusion, "k-source", conserves: "K");
                Join(neurons, "na-release", maps.SegmentToTet!, diffusion, "na-source", conserves: "Na");
                Join(neurons, "ca-release", maps.SegmentToTet!, diffusion, "ca-source", conserves: "Ca");
                Join(diffusion, "k", maps.TetToSegment!, neurons, "ko", on: on.PotassiumFeedback);
                Join(diffusion, "na", maps.TetToSegment!, neurons, "nao", on: on.SodiumFeedback);
                Join(diffusion, "ca", maps.TetToSegment!, neurons, "cao", on: on.SodiumFeedback);
                if (!staggered) Join(diffusion, "k-uptake-rate", maps.TetToSegment!, neurons, "k-uptake-rate", on: on.PotassiumFeedback);
            }
            if (tissue.Metabolism is { } cells)
            {
                Join(neurons, "atp-use", maps.SegmentToCell!, cells, "atp-demand", conserves: "ATP");
                Join(neurons, "transmitter-exposure", maps.SegmentToCell!, cells, "transmitter-exposure");
                var ahead = staggered ? Extrapolation.None : Extrapolation.Linear;
                Join(cells, "atp", maps.CellToSegment!, neurons, "atp", ahead, on: on.AtpFeedback);
                Join(cells, "adp", maps.CellToSegment!, neurons, "adp", ahead, on: on.AtpFeedback);
            }
            if (tissue.BloodFlow is { } vessels && maps.VesselToTet is not null)
                Join(neurons, "release-events", maps.SegmentToVessel(), vessels, "endfoot-drive", on: on.Endfeet);
        }
        if (tissue is { Diffusion: { } ions, Metabolism: { } glia } && on.GlialUptake)
            Join(ions, "k-uptake", maps.TetToCell!, glia, "glial-potassium");
        if (tissue is { BloodFlow: { } blood, Metabolism: { } supplied } && maps.VesselToTet is not null)
        {
            Join(blood, "perfusion", maps.VesselToCell(), supplied, "inflow", on: on.Perfusion);
            Join(blood, "capillary-volume", maps.VesselToCell(), supplied, "capillary-volume", on: on.Perfusion);
        }
        if (tissue is { Supply: { } fields, Walls: { } walls, Metabolism: { } fed, BloodFlow: { } feeding })
            foreach (string solute in (string[])["oxygen", "glucose"])
            {
                Join(fed, solute + "-release", maps.CellToTet(), fields, solute + "-source", conserves: solute);
                Join(fields, solute, maps.CellMean(), fed, solute);
                Join(fields, solute + "-returned", walls.ToVessels, feeding, solute + "-returned", conserves: solute);
                Join(feeding, solute + "-free", walls.FromVessels, fields, solute + "-blood");
                Join(feeding, solute + "-emptying", walls.FromVessels, fields, solute + "-emptying");
            }
        return list;

        void Join(ISolver from, string offered, Mapping through, ISolver to, string taken,
            Extrapolation extrapolation = Extrapolation.None, string? conserves = null, bool on = true)
        {
            // A solver without this quantity (no calcium in the tissue, say) has no port for it: nothing to join.
            if (PortOf(from, offered) is { } source && PortOf(to, taken) is { } destination)
                list.Add(new Exchange(from, source, through, to, destination, extrapolation, conserves, on));
        }
    }

    /// <summary>Quantities with a conserving port that the case leaves unjoined, because the solver at its other end is off: the surroundings are then an unlimited store.</summary>
    public static IReadOnlyCollection<string> Open(IEnumerable<ISolver> solvers, IReadOnlyList<Exchange> exchanges)
    {
        (string Port, string Quantity)[] conserving = [("k-release", "K"), ("na-release", "Na"), ("ca-release", "Ca"), ("atp-use", "ATP"), ("atp-demand", "ATP")];
        var ports = solvers.SelectMany(s => s.Ports).Where(p => !exchanges.Any(e => e.Offered == p || e.Taken == p)).Select(p => p.Name).ToHashSet();
        var carried = solvers.OfType<BloodFlowSolver>().SelectMany(b => b.Solutes).Select(s => (Port: s.Name + "-release", Quantity: s.Name))
            .Concat(solvers.OfType<MetabolismSolver>().SelectMany(m => m.Accounts).Select(a => (Port: a.Quantity + "-release", a.Quantity)));
        return [.. conserving.Concat(carried).Where(c => ports.Contains(c.Port)).Select(c => c.Quantity).Distinct()];
    }

    public static Port? PortOf(ISolver solver, string name) => solver.Ports.FirstOrDefault(p => p.Name == name);
}

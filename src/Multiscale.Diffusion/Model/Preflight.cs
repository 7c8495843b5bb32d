using System.Globalization;
using Multiscale.Core;

namespace Multiscale.Diffusion;

/// <summary>What a run will be like, before it starts: sizes, molecules per tetrahedron, steps and, of molecules one by one, events, memory and time.</summary>
public static class Preflight
{
    // Measured on one core of 2.6 GHz: see `multiscale bench diffusion`.
    private const double SecondsPerVisit = 40e-9, SecondsPerJump = 80e-9, SecondsPerEvent = 60e-9;

    // Jump table, marks, neighbours and vertices of the mesh, besides 8 bytes per species.
    private const double BytesPerCell = 220;

    private const double LargestVolume = 1e9;

    /// <summary>Lines for the terminal. Collective.</summary>
    public static IEnumerable<string> Of(IReactionSolver solver, IntegrationOptions integration, SimTime duration)
    {
        var model = solver.Model;
        var cells = model.Cells;
        double ms = (duration - solver.Time).Milliseconds;
        yield return Text($"mesh: {cells.Mesh.Count} tetrahedra, {cells.Mesh.TotalVolume:g6} um^3, {cells.Mesh.Inverted} turned round");
        // A cubic millimetre with molecules one by one: the mesh was hardly meant in um.
        if (cells.Mesh.TotalVolume > LargestVolume) yield return Text($"warning: the mesh measures {cells.Mesh.TotalVolume:g3} um^3; are its lengths in um?");
        var jumps = new JumpTable(model);
        double moved = 0, visits = 0, rate = 0;
        foreach (var domain in cells.Domains)
        {
            var totals = solver.Molecules(domain.Cells);
            yield return Text($"{(domain.IsSurface ? "patch" : "compartment")} {domain.Name}: {domain.Cells.Length} {(domain.IsSurface ? "triangles" : "tetrahedra")}, {domain.Size:g6} {(domain.IsSurface ? "um^2" : "um^3")}");
            for (int s = 0; s < totals.Length; s++)
            {
                double leave = domain.Cells.Sum(c => jumps.LeaveRate(c, s) * cells.Sizes[c]) / domain.Size;
                if (totals[s] == 0 && leave == 0) continue;
                moved += totals[s] * leave * ms;
                visits += Math.Min(totals[s], domain.Cells.Length);
                yield return Text($"  {model.Species[s].Name}: {totals[s]:g10} molecules, {totals[s] / domain.Cells.Length:g3} per cell, {leave:g3} jumps per ms each");
            }
            foreach (var reaction in model.Reactions.Where(r => cells.Domains[r.Domain] == domain))
                rate += MeanFieldRate(reaction, domain, totals);
        }
        if (model.Membrane is { } membrane)
            yield return Text($"membrane: {membrane.Vertices.Length} vertices, {membrane.Triangles.Length} triangles, steps of {membrane.Step:g3} ms at most ({Math.Ceiling(ms / membrane.Step)})");
        if ((solver is MembraneSolver outer ? outer.Molecules : solver) is not StochasticSolver molecules)
        {
            yield return Text($"step: {integration.Step:g3} ms, {Math.Ceiling(ms / integration.Step)} steps");
            yield return Text($"memory: about {cells.Count * (BytesPerCell + 100.0 * model.Species.Count) / 1e6:g3} MB on one rank");
            yield break;
        }
        double step = Math.Min(Math.Min(molecules.LongestStep, ms), model.Membrane?.Step ?? ms), fastest = molecules.FastestJump();
        yield return Text($"step: {step:g3} ms at most ({Math.Ceiling(ms / step)} steps); fastest jump after {1 / fastest:g3} ms on average, to which steps of one jump would be tied");
        yield return Text($"events: about {moved:g3} jumps and, at the rates of the start, {rate * ms:g3} reactions in {ms:g6} ms");
        yield return Text($"memory: about {cells.Count * (BytesPerCell + 8 * model.Species.Count) / 1e6:g3} MB on one rank");
        yield return Text($"time: about {2 * visits * Math.Max(1, ms / step) * SecondsPerVisit + moved * SecondsPerJump + rate * ms * SecondsPerEvent:g2} s on one rank");
    }

    /// <summary>Events per ms of a reaction if its domain were well stirred; 0 for reactions across a surface, whose volumes are not known to mix.</summary>
    private static double MeanFieldRate(Reaction reaction, Domain domain, double[] totals)
    {
        if (reaction.SizeSide != Side.Here || reaction.Left.Any(t => t.Side != Side.Here)) return 0;
        double a = reaction.Rate * domain.Size;
        foreach (var term in reaction.Left) a *= Math.Pow(totals[term.Species] / domain.Size, term.Count);
        return a;
    }

    private static string Text(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);
}

using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.BloodFlow;

/// <summary>Oxygen and glucose along a capillary against closed forms and quadrature, and their conservation in a lattice.</summary>
public static class CapillaryVerification
{
    private const string Case = "capillary_exchange";
    private const int Pieces = 100;
    private const double Radius = 2.5, Length = 5, Flow = 200; // [um], [um], [um^3/s]
    private const double Wall = 2 * Math.PI * Radius * Length * Pieces; // [um^2]

    private static readonly SoluteOptions Glucose = new() { Name = "glucose", Entering = 4.8, Permeability = 0.02, Tissue = 2.4 };
    private static readonly SoluteOptions Oxygen = new() { Name = "oxygen", Entering = 8.34, Permeability = 2, Tissue = 0.01, Binding = new() };

    /// <param name="configurations">The folder of all reference cases.</param>
    public static IEnumerable<VerificationRow> Run(string configurations) => [Unbound(), Bound(), Krogh(), .. Conservation(configurations)];

    private static VerificationRow Unbound()
    {
        var solute = Along(Glucose, _ => Glucose.Tissue);
        double exchange = Glucose.Permeability * Wall / Flow, expected = (Glucose.Entering - Glucose.Tissue) * (1 - Math.Exp(-exchange)) * Flow;
        return new VerificationRow(Case, "closed form", "glucose beside a constant tissue: given", Math.Abs(solute.Released.Sum() - expected) / expected, 1e-12, "relative");
    }

    private static VerificationRow Bound()
    {
        double lower = Oxygen.Entering - Along(Oxygen, _ => Oxygen.Tissue).Released.Sum() / Flow;
        var law = new FreeShare(Oxygen.Binding, Oxygen.Binding!.Capacity);
        // Simpson in log c, fine enough that twice as fine changes nothing.
        const int n = 20000;
        double from = Math.Log(lower), step = (Math.Log(Oxygen.Entering) - from) / n, sum = 0;
        for (int i = 0; i <= n; i++)
        {
            double c = Math.Exp(from + i * step);
            sum += (i == 0 || i == n ? 1 : i % 2 == 1 ? 4 : 2) * c / (law.At(c).Free - Oxygen.Tissue) * step / 3;
        }
        double exchange = Oxygen.Permeability * Wall / Flow;
        return new VerificationRow(Case, "quadrature", $"oxygen beside a constant tissue: way from {Oxygen.Entering} to {lower:f2} mM", Math.Abs(sum - exchange) / exchange, 1e-6, "relative");
    }

    private static VerificationRow Krogh()
    {
        double consumption = 0.5 * Oxygen.Entering * Flow / (Pieces * Length); // half of what comes, [amol/s/um]
        var law = new FreeShare(Oxygen.Binding, Oxygen.Binding!.Capacity);
        double At(double x) => Oxygen.Entering - consumption * x / Flow;
        var solute = Along(Oxygen, piece => law.At(At((piece + 0.5) * Length)).Free - consumption / (2 * Math.PI * Radius * Oxygen.Permeability));
        double worst = 0;
        for (int i = 0; i < Pieces; i++) worst = Math.Max(worst, Math.Abs(solute.Concentrations[i] - At((i + 0.5) * Length)));
        return new VerificationRow(Case, "Krogh's capillary", "oxygen, uniform consumption: largest error of its profile", worst / Oxygen.Entering, 1e-4, "of what enters");
    }

    private static IEnumerable<VerificationRow> Conservation(string configurations)
    {
        var graph = new VesselTable(Path.Combine(configurations, "flow_lattice15"), "flow_lattice15").Graph;
        var options = new BloodFlowOptions
        {
            Outlets = OutletKind.Flow, Viscosity = ViscosityModel.PriesInVivo, Hematocrit = new() { Transport = true }, Solutes = [Oxygen, Glucose],
        };
        var ranks = new SerialCommunicator();
        using var solver = new BloodFlowSolver(options, graph, BloodFlowSolver.Blocks(graph, ranks), ranks);
        foreach (var solute in solver.Solutes)
        {
            double given = solute.Released.Sum(), carried = solute.Crossing(solver.Flows, solver.BoundaryInflow, out double entered);
            yield return new VerificationRow(Case, "conservation", $"lattice, {solute.Name}: in - out - given", Math.Abs(carried - given) / entered, 1e-12, "of what enters");
        }
    }

    /// <summary>A solute in a straight capillary, with what the tissue holds beside each of its pieces.</summary>
    private static SoluteTransport Along(SoluteOptions options, Func<int, double> tissue)
    {
        Point3[] nodes = [.. Enumerable.Range(0, Pieces + 1).Select(i => new Point3(i * Length, 0, 0))];
        var diameters = new double[nodes.Length];
        Array.Fill(diameters, 2 * Radius);
        var graph = VesselGraph.FromNodes(nodes, diameters, [.. Enumerable.Range(0, Pieces)], [.. Enumerable.Range(1, Pieces)]);
        var (flows, inflow, open) = (new double[Pieces], new double[Pieces + 1], new bool[Pieces]);
        Array.Fill(flows, Flow);
        Array.Fill(open, true);
        (inflow[0], inflow[Pieces]) = (Flow, -Flow);
        var solute = new SoluteTransport(options, graph, new Downstream(graph), open, 0.45);
        for (int i = 0; i < Pieces; i++) solute.Tissue[i] = tissue(i);
        solute.Follow(flows, graph.Radii, inflow, default);
        return solute;
    }
}

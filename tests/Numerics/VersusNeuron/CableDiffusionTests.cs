using System.Text.Json;
using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.NumericsTests;

/// <summary>LONGITUDINAL_DIFFUSION on a branched cell.</summary>
public sealed class CableDiffusionTests
{
    private static readonly string Folder = Repository.Path("tests", "Unit", "Modeling", "Mod");
    private static readonly JsonElement Expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "expected", "diffusion_cable.json"))).RootElement;

    /// <summary>The same equations by the same steps: rounding alone differs.</summary>
    [Fact]
    public void Diffusion_BranchedCell_FollowsNeuron()
    {
        var solver = Solver(0.025, Compatibility.Neuron);
        string[] columns = [.. Expected.GetProperty("columns").EnumerateArray().Select(c => c.GetString()!)];
        int row = 0;
        foreach (var at in Expected.GetProperty("rows").EnumerateArray())
        {
            if (row > 0) solver.Advance(SimTime.FromMilliseconds(row));
            row++;
            for (int k = 0; k < columns.Length; k++)
            {
                var values = solver.Variable(columns[k] + "_diffusion_cable");
                for (int c = 0; c < values.Length; c++) Assert.Equal(at[c][k].GetDouble(), values[c], 1e-10);
            }
        }
        Assert.Equal(11, row);
    }

    /// <summary>The default steps: the difference between halved steps falls fourfold, 3.5 being order 1.8.</summary>
    [Fact]
    public void Diffusion_HalvedSteps_ConvergesToSecondOrder()
    {
        double[][] ends = [.. new[] { 0.2, 0.1, 0.05 }.Select(dt =>
        {
            var solver = Solver(dt, Compatibility.None);
            solver.Advance(SimTime.FromMilliseconds(4));
            return solver.Variable("ca[0]_diffusion_cable").ToArray();
        })];
        double Largest(int k) => ends[k].Zip(ends[k + 1], (a, b) => Math.Abs(a - b)).Max();
        Assert.InRange(Largest(0) / Largest(1), 3.5, 4.7);
    }

    /// <summary>Without sources and sinks nothing is lost: the sum of volume x concentration stays, to rounding.</summary>
    [Theory]
    [InlineData(Compatibility.None)]
    [InlineData(Compatibility.Neuron)]
    public void Diffusion_ClosedCell_KeepsItsAmount(Compatibility compatibility)
    {
        var solver = Solver(0.1, compatibility, decay: 0);
        var cut = solver.Layout.Discretizations[0];
        double Amount()
        {
            var (outer, inner, bound) = (solver.Variable("ca[0]_diffusion_cable").ToArray(), solver.Variable("ca[1]_diffusion_cable").ToArray(), solver.Variable("bound_diffusion_cable").ToArray());
            return Enumerable.Range(0, cut.Count).Sum(c => Math.PI * cut.Diameter[c] * cut.Diameter[c] / 4 * cut.Length[c] * (0.3 * (outer[c] + bound[c]) + 0.7 * inner[c]));
        }
        double before = Amount();
        solver.Advance(SimTime.FromMilliseconds(5));
        Assert.Equal(before + 2 * 24 * 5, Amount(), 1e-8); // um2/ms x um x ms
    }

    private static NeuronSolver Solver(double step, Compatibility compatibility, double decay = 0.02)
    {
        var catalog = new MechanismCatalog();
        catalog.Add(Path.Combine(Folder, "diffusion_cable.mod"));
        var types = new[] { SectionType.Soma, SectionType.BasalDendrite, SectionType.BasalDendrite, SectionType.BasalDendrite, SectionType.Axon };
        var sections = new List<Section>();
        foreach (var s in Expected.GetProperty("sections").EnumerateArray())
        {
            double length = s[3].GetDouble(), diameter = s[4].GetDouble();
            sections.Add(new Section(sections.Count, types[sections.Count], s[1].GetInt32(), s[2].GetDouble(), [new(new Point3(0, 0, 0), diameter), new(new Point3(length, 0, 0), diameter)]));
        }
        int[] counts = [.. Expected.GetProperty("sections").EnumerateArray().Select(s => s[5].GetInt32())];
        var morphology = new Morphology("branched", sections);
        MembraneOptions With(double inflow) => MembraneOptions.Bare with
        {
            Passive = 1e-4, Mechanisms = [new() { Name = "diffusion_cable", Parameters = new Dictionary<string, double> { ["decay"] = decay, ["inflow"] = inflow } }],
        };
        var model = new CellModel { Soma = With(0), Dendrite = With(0), Axon = With(Expected.GetProperty("inflow").GetDouble()), Rest = false };
        return new NeuronSolver(
            new NeuronOptions
            {
                TimeStep = step, Compatibility = compatibility, Method = compatibility == Compatibility.Neuron ? IntegrationMethod.ImplicitEuler : IntegrationMethod.CrankNicolson,
                InitialVoltage = -65, Accumulation = false, Celsius = 6.3,
            },
            new NeuronNetwork { Cells = [new CellDescription(0, morphology, model) { Discretization = new Discretization(morphology, s => counts[s.Index]) }] }, new SerialCommunicator(), null, catalog);
    }
}

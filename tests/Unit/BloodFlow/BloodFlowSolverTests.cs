using Multiscale.BloodFlow;
using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.UnitTests;

public sealed class BloodFlowSolverTests
{
    private static readonly SerialCommunicator Serial = new();

    [Fact]
    public void Solve_ChainOfThreeNodes_HasEqualPressureSteps()
    {
        // Published test: unit flow through two equal vessels, pressures 1, 0, -1 up to scale and a constant.
        var solver = Solver(Chain(3), new BloodFlowOptions { Boundaries = [new() { Node = 0, Flow = 1 }, new() { Node = 2, Flow = -1 }] });
        // The steps are 500 times smaller than the base pressure they stand on: 1e-12 is their rounding.
        double step = solver.Pressures[0] - solver.Pressures[1];
        Assert.Equal(step, solver.Pressures[1] - solver.Pressures[2], 1e-12 * step);
        Assert.Equal(Viscosity.Resistance(ViscosityModel.Radius, 1.2e-6, 2, 10), step, 1e-12 * step);
        Assert.Equal(1.33e-3, solver.Pressures[2], 1e-17);
    }

    [Fact]
    public void Solve_ParallelVessels_ShareTheFlowByConductance()
    {
        var graph = Graph([0, 10], [(0, 1), (0, 1)]) with { Radii = [2, 4] };
        var solver = Solver(graph, new BloodFlowOptions { Viscosity = ViscosityModel.Constant, Boundaries = [new() { Node = 0, Flow = 17 }, new() { Node = 1, Pressure = 5 }] });
        // Conductances go with r^4: 1 to 16.
        Assert.Equal(1, solver.Flows[0], 1e-14);
        Assert.Equal(16, solver.Flows[1], 1e-13);
        Assert.Equal(5, solver.Pressures[1]);
    }

    [Fact]
    public void Solve_TwoPressures_GivesTheFlowOfTheirDifference()
    {
        var solver = Solver(Chain(4), new BloodFlowOptions { Boundaries = [new() { Node = 0, Pressure = 2 }, new() { Node = 3, Pressure = 1 }] });
        double expected = 1 / (3 * Viscosity.Resistance(ViscosityModel.Radius, 1.2e-6, 2, 10));
        for (int e = 0; e < 3; e++) Assert.Equal(expected, solver.Flows[e], 1e-13 * expected);
        Assert.Equal(expected, solver.TotalInflow, 1e-13 * expected);
    }

    [Fact]
    public void Solve_DetachedPiece_HasNoFlowAndIsReported()
    {
        var graph = Graph([0, 10, 100, 110, 120], [(0, 1), (2, 3), (3, 4)]);
        var solver = Solver(graph, new BloodFlowOptions { Boundaries = [new() { Node = 0, Flow = 3 }, new() { Node = 1, Pressure = 1 }] });
        Assert.Equal(2, solver.UnperfusedVessels);
        Assert.Equal([3, 0, 0], solver.Flows.ToArray().Select(q => Math.Round(q, 12)));
    }

    [Theory]
    [InlineData("MS0633", 0, 3, 1, -2)]
    [InlineData("MS0630", 0, 3, 9, -3)]
    [InlineData("MS0630", 1, 3, 1, -3)]
    public void Construct_BadBoundaries_NamesTheFault(string code, int first, double inflow, int second, double outflow)
    {
        var options = new BloodFlowOptions { Boundaries = [new() { Node = first, Flow = inflow }, new() { Node = second, Flow = outflow }] };
        Assert.Equal(code, Assert.Throws<InputException>(() => Solver(Chain(3), options)).Diagnostics[0].Code);
    }

    [Fact]
    public void Construct_InflowPerTissueWithoutTissue_IsRefused() =>
        Assert.Equal("MS0632", Assert.Throws<InputException>(() => Solver(Tree(), new BloodFlowOptions { InflowPerTissue = 0.012, MaxEntries = 1 })).Diagnostics[0].Code);

    [Fact]
    public void Perfusion_ScaledInflow_AddsUpToTheInflow()
    {
        var solver = Solver(Tree(), new BloodFlowOptions { InflowPerTissue = 0.012, MaxEntries = 1 }, 1e6);
        solver.RequirePerfusion();
        Assert.Equal(12000, solver.TotalInflow, 1e-8);
        double sum = 0, volume = 0;
        for (int v = 0; v < solver.Flows.Length; v++)
        {
            bool capillary = solver.Radii[v] <= 3;
            Assert.Equal(capillary, Port(solver, "perfusion").Values[v] > 0);
            sum += Port(solver, "perfusion").Values[v];
            volume += capillary ? solver.Volumes[v] : 0;
        }
        Assert.Equal(12000, sum, 1e-8);
        Assert.Equal(volume, Port(solver, "capillary-volume").Values.Sum(), 1e-9 * volume);
    }

    [Fact]
    public void RequirePerfusion_NoCapillaries_IsRefused()
    {
        var graph = Graph([0, 10, 20], [(0, 1), (1, 2)]) with { Radii = [5, 5] };
        var solver = Solver(graph, new BloodFlowOptions { Boundaries = [new() { Node = 0, Flow = 3 }, new() { Node = 2, Pressure = 1 }] });
        Assert.Equal("MS0635", Assert.Throws<InputException>(solver.RequirePerfusion).Diagnostics[0].Code);
    }

    [Fact]
    public void Advance_SwellingBeyondTheInflow_CountsOnlyFreshBlood()
    {
        // Doubled radii draw blood back through the outlets; what perfuses is still what enters at the top.
        var course = new CourseOptions { Times = [0, 1], Values = [1, 2] };
        var solver = Solver(Tree(), new BloodFlowOptions { InflowPerTissue = 0.012, MaxEntries = 1, Radii = RadiusModel.Course, RadiusCourse = course }, 1e4);
        solver.Advance(SimTime.FromMilliseconds(1));
        Assert.True(solver.BoundaryInflow.ToArray().Sum() > 10 * 120, "the vessels fill");
        Assert.Equal(120, solver.TotalInflow, 1e-10);
        Assert.Equal(120, Port(solver, "perfusion").Values.Sum(), 1e-10);
    }

    [Theory]
    [InlineData(OutletKind.Pressure)]
    [InlineData(OutletKind.Flow)]
    public void Advance_MovingRadii_ConservesBlood(OutletKind outlets)
    {
        var solver = Solver(Tree(), new BloodFlowOptions { InflowPerTissue = 0.012, MaxEntries = 1, Radii = RadiusModel.Endfoot, Outlets = outlets }, 1e6);
        double Total() => solver.Accounts.Sum(a => a.Holdings().ToArray().Sum());
        double before = Total(), volume = solver.Volumes.ToArray().Sum();
        for (int w = 1; w <= 40; w++)
        {
            for (int v = 0; v < solver.Flows.Length; v++) Port(solver, "endfoot-drive").Values[v] = w < 20 ? 0.002 * (v % 3) : 0;
            solver.Advance(SimTime.FromMilliseconds(100 * w));
            // What crossed the boundary in one window is a thousand times the rounding asked for here.
            Assert.Equal(before, Total(), 1e-10 * volume);
            Assert.InRange(solver.Residual, 0, 1e-12);
        }
        Assert.True(solver.Accounts[0].Holdings().ToArray().Sum() > volume * 1.001, "vessels have dilated");
    }

    [Fact]
    public void Advance_SteadyHalfDrive_DilatesByHalfOfTheMaximum()
    {
        var options = new BloodFlowOptions { MaxEntries = 1, Radii = RadiusModel.Endfoot };
        var solver = Solver(Tree(), options);
        var rest = solver.Radii.ToArray();
        for (int w = 1; w <= 1000; w++)
        {
            Port(solver, "endfoot-drive").Values.AsSpan().Fill(options.Endfoot.HalfDrive * 0.1);
            solver.Advance(SimTime.FromMilliseconds(100 * w));
        }
        for (int e = 0; e < rest.Length; e++) Assert.Equal(1 + 0.5 * (rest[e] <= 3 ? 0.38 : 0.23), solver.Radii[e] / rest[e], 1e-12);
    }

    [Fact]
    public void Advance_InflowCourse_IsTakenAtTheMiddleOfTheSpan()
    {
        var course = new CourseOptions { Times = [0, 1000], Values = [1, 3] };
        var solver = Solver(Chain(3), new BloodFlowOptions { InflowCourse = course, Boundaries = [new() { Node = 0, Flow = 10 }, new() { Node = 2, Pressure = 0 }] });
        solver.Advance(SimTime.FromMilliseconds(500));
        Assert.Equal(15, solver.TotalInflow, 1e-12);
        // Rigid vessels: what came in has left, so the outside's balance is closed.
        Assert.Equal(0, solver.Accounts[1].Holdings().ToArray().Sum(), 1e-12);
    }

    [Theory]
    [InlineData(RadiusModel.Endfoot)]
    [InlineData(RadiusModel.Stochastic)]
    [InlineData(RadiusModel.Fixed)]
    [InlineData(RadiusModel.Course)]
    public void Restore_MidRun_ContinuesToTheBit(RadiusModel model)
    {
        var options = new BloodFlowOptions { MaxEntries = 1, Radii = model, RadiusCourse = new() { Times = [0, 1000], Values = [1, 1.2], Interpolation = Interpolation.Smoothstep } };
        var first = Solver(Tree(), options);
        Drive(first, 0, 4);
        var checkpoint = new MemoryCheckpoint();
        first.Save(checkpoint);
        Drive(first, 4, 9);
        var second = Solver(Tree(), options);
        second.Restore(checkpoint);
        Drive(second, 4, 9);
        Assert.Equal(first.Flows.ToArray(), second.Flows.ToArray());
        Assert.Equal(first.Radii.ToArray(), second.Radii.ToArray());
        Assert.Equal(first.Accounts[1].Holdings().ToArray(), second.Accounts[1].Holdings().ToArray());
        Assert.Equal(first.Time, second.Time);
    }

    [Fact]
    public void Smoothstep_MidPoint_IsTheMeanWithFifthDegreeShape()
    {
        var course = new Course(new CourseOptions { Times = [0, 10, 20], Values = [1, 1, 3], Interpolation = Interpolation.Smoothstep });
        Assert.Equal(1, course.At(-5));
        Assert.Equal(2, course.At(15), 1e-15);
        Assert.Equal(1 + 2 * (0.001 * (10 - 1.5 + 0.06)), course.At(11), 1e-14);
        Assert.Equal(3, course.At(99));
        Assert.Equal("MS0631", Assert.Throws<InputException>(() => new Course(new CourseOptions { Times = [0, 0], Values = [1, 2] })).Diagnostics[0].Code);
    }

    [Fact]
    public void Hematocrit_UnevenBifurcation_GoesToTheBranchWithMoreBlood()
    {
        // Pressures make the first branch carry about nine times the blood of the second.
        var graph = Graph([0, 10, 20, 110], [(0, 1), (1, 2), (1, 3)]);
        var solver = Solver(graph, RedCells(new() { Node = 0, Flow = 100 }, new() { Node = 2, Pressure = 1 }, new() { Node = 3, Pressure = 1 }));
        Assert.Equal(0.45, solver.Hematocrit[0]);
        Assert.True(solver.Hematocrit[1] > 0.45 && solver.Hematocrit[2] < 0.3, $"{solver.Hematocrit[1]}, {solver.Hematocrit[2]}");
        // Less thick blood flows better than the geometry alone lets it.
        Assert.InRange(solver.Flows[2] / solver.Flows[1], 1.0 / 9 + 0.01, 0.5);
        Assert.InRange(solver.RedCellImbalance, 0, 1e-14);
    }

    [Fact]
    public void Hematocrit_WithoutSeparation_StaysAsItEntered()
    {
        // A chain has no bifurcation.
        var solver = Solver(Chain(5), RedCells(new() { Node = 0, Flow = 100 }, new() { Node = 4, Pressure = 1 }));
        Assert.All(solver.Hematocrit.ToArray(), h => Assert.Equal(0.45, h, 1e-15));
    }

    [Fact]
    public void Construct_NarrowVesselInVivo_IsRefused()
    {
        var graph = Chain(3) with { Radii = [2, 0.5] };
        Assert.Equal("MS0639", Assert.Throws<InputException>(() => Solver(graph, RedCells(new() { Node = 0, Flow = 1 }, new() { Node = 2, Pressure = 1 }))).Diagnostics[0].Code);
    }

    [Fact]
    public void Restore_WithRedCells_ContinuesToTheBit()
    {
        var options = new BloodFlowOptions { MaxEntries = 1, Radii = RadiusModel.Stochastic, Viscosity = ViscosityModel.PriesInVitro, Hematocrit = new() { Transport = true } };
        var first = Solver(Tree(), options);
        Drive(first, 0, 3);
        var checkpoint = new MemoryCheckpoint();
        first.Save(checkpoint);
        Drive(first, 3, 6);
        var second = Solver(Tree(), options);
        second.Restore(checkpoint);
        Drive(second, 3, 6);
        Assert.Equal(first.Hematocrit.ToArray(), second.Hematocrit.ToArray());
        Assert.Equal(first.Flows.ToArray(), second.Flows.ToArray());
        Assert.True(first.Hematocrit.ToArray().Distinct().Count() > 10, "bifurcations separate red cells");
    }

    [Fact]
    public void Boundaries_WithTheirOwnCourse_Move()
    {
        // A pulse of 8 Hz, looked at in the middle of windows of 31.25 ms: a quarter of the period apart.
        var pulse = new CourseOptions { Pulse = new() { Amplitude = 0.5, Frequency = 8, Phase = -0.125 } };
        var solver = Solver(Chain(3), new BloodFlowOptions { Boundaries = [new() { Node = 0, Flow = 10, Course = pulse }, new() { Node = 2, Pressure = 0 }] });
        double[] expected = [10, 15, 10, 5];
        for (int w = 0; w < 4; w++)
        {
            solver.Advance(SimTime.FromMilliseconds(31.25 * (w + 1)));
            Assert.Equal(expected[w], solver.TotalInflow, 1e-12);
        }
    }

    [Fact]
    public void Course_FromAFile_IsTheTable()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "time,value\n0, 1\n10, 3\n");
            var options = new CourseOptions { File = new InputPath(file, new SourceLocation("case.yaml", 3, 4)) };
            Assert.Equal(2, new Course(options).At(5));
            File.WriteAllText(file, "time,value\n0, 1\n10; 3\n");
            var fault = Assert.Throws<InputException>(() => new Course(options)).Diagnostics[0];
            Assert.Equal(("MS0631", 3), (fault.Code, fault.Location!.Value.Line));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Solutes_BesideTissue_GiveWhatTheBloodLoses()
    {
        var oxygen = new SoluteOptions { Name = "oxygen", Entering = 8.34, Permeability = 2, Binding = new() };
        var options = new BloodFlowOptions { InflowPerTissue = 0.012, MaxEntries = 1, Radii = RadiusModel.Stochastic, Solutes = [oxygen] };
        var first = Solver(Tree(), options, 1e6);
        double given = 0;
        for (int w = 0; w < 4; w++)
        {
            Port(first, "oxygen-tissue").Values.AsSpan().Fill(0.02 + 0.01 * w);
            first.Advance(SimTime.FromMilliseconds(100 * (w + 1)));
            given += Port(first, "oxygen-release").Values.Sum();
            for (int e = 0; e < first.Flows.Length; e++) Assert.Equal(first.Radii[e] <= 3 + 0.5 && Port(first, "perfusion").Values[e] > 0, Port(first, "oxygen-release").Values[e] > 0);
        }
        Assert.Equal(0, first.Accounts.Single(a => a.Quantity == "oxygen").Holdings().ToArray().Sum() + given, 1e-12 * given);
        var checkpoint = new MemoryCheckpoint();
        first.Save(checkpoint);
        first.Advance(SimTime.FromMilliseconds(500));
        var second = Solver(Tree(), options, 1e6);
        second.Restore(checkpoint);
        second.Advance(SimTime.FromMilliseconds(500));
        Assert.Equal(first.Solutes[0].Concentrations, second.Solutes[0].Concentrations);
        Assert.Equal(first.Accounts[^1].Holdings().ToArray(), second.Accounts[^1].Holdings().ToArray());
    }

    private static BloodFlowOptions RedCells(params BoundaryOptions[] boundaries) =>
        new() { Boundaries = boundaries, Viscosity = ViscosityModel.PriesInVivo, Hematocrit = new() { Transport = true } };

    private static void Drive(BloodFlowSolver solver, int from, int to)
    {
        for (int w = from; w < to; w++)
        {
            if (solver.Ports[0].Name == "endfoot-drive")
                for (int v = 0; v < solver.Flows.Length; v++) solver.Ports[0].Values[v] = 1e-3 * ((v + w) % 4);
            solver.Advance(SimTime.FromMilliseconds(100 * (w + 1)));
        }
    }

    private static Port Port(BloodFlowSolver solver, string name) => solver.Ports.Single(p => p.Name == name);

    private static BloodFlowSolver Solver(VesselGraph graph, BloodFlowOptions options, double? tissue = null) =>
        new(options, graph, BloodFlowSolver.Blocks(graph, Serial), Serial, tissue);

    /// <summary>Nodes on a line, diameters 4 um.</summary>
    private static VesselGraph Graph(double[] x, (int Start, int End)[] edges) => VesselGraph.FromNodes(
        [.. x.Select(v => new Point3(v, 0, 0))], [.. x.Select(_ => 4.0)], [.. edges.Select(e => e.Start)], [.. edges.Select(e => e.End)]);

    private static VesselGraph Chain(int nodes) => Graph([.. Enumerable.Range(0, nodes).Select(i => 10.0 * i)], [.. Enumerable.Range(0, nodes - 1).Select(i => (i, i + 1))]);

    /// <summary>A binary tree from a thick trunk at the top down to capillaries.</summary>
    private static VesselGraph Tree()
    {
        List<Point3> positions = [new(0, 0, 0), new(0, -50, 0)];
        List<double> diameters = [16, 14];
        List<int> start = [0], end = [1];
        int first = 1;
        for (int level = 0; level < 5; level++)
        {
            int last = positions.Count;
            for (int parent = first; parent < last; parent++)
            {
                for (int side = -1; side <= 1; side += 2)
                {
                    start.Add(parent);
                    end.Add(positions.Count);
                    positions.Add(new Point3(positions[parent].X + side * 40 / (level + 1), positions[parent].Y - 30, 5 * side));
                    diameters.Add(diameters[parent] * (side < 0 ? 0.7 : 0.76));
                }
            }
            first = last;
        }
        return VesselGraph.FromNodes([.. positions], [.. diameters], [.. start], [.. end]);
    }
}

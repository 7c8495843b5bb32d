using Multiscale.Core;
using Multiscale.Diffusion;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.UnitTests;

public sealed class DiffusionSolverTests
{
    private static readonly SerialCommunicator Serial = new();
    private static readonly SimTime Window = SimTime.FromMilliseconds(2.5);

    [Fact]
    public void Advance_SourcesUptakeAndClamp_ConservesAmounts()
    {
        var options = Tissue() with
        {
            Species =
            [
                new() { Name = "k", Diffusivity = 1.96, Initial = 3, Clamps = [new() { Patch = "left", Concentration = 5 }] },
                new() { Name = "na", Diffusivity = 1.33, Initial = 145 },
            ],
        };
        var solver = Solver(options, Irregular());
        var given = Scatter(solver, "k-source", 0.5);
        var before = Balance(solver);
        double total = 0;
        for (int k = 1; k <= 10; k++)
        {
            solver.Advance(Window * k);
            total += given;
        }
        var after = Balance(solver);
        // Rounding of sums of a few hundred terms.
        Assert.Equal(before["K"] + total, after["K"], 1e-12 * after["K"]);
        Assert.Equal(before["Na"], after["Na"], 1e-12 * after["Na"]);
        Assert.NotEqual(0, Held(solver, "K", "boundary"));
    }

    [Theory]
    [InlineData(1e-2)]
    [InlineData(1e-9)]
    [InlineData(1e-18)] // a hundred windows of it are less than 3 mM can show in a double
    public void Advance_SourcesFarBelowTheStock_GainsAreWhatWasGiven(double mean)
    {
        var solver = Solver(Tissue(), Irregular());
        double given = Scatter(solver, "k-source", mean), total = 0;
        for (int k = 1; k <= 100; k++)
        {
            solver.Advance(Window * k);
            total += given;
        }
        var sum = new ReproducibleSum();
        foreach (var account in solver.Accounts) sum.Add((account.Gained ?? account.Holdings)());
        // Rounding of what was exchanged, not of the stock.
        Assert.Equal(1, sum.Total(Serial) / total, 1e-12);
    }

    [Fact]
    public void Advance_LinearFieldBetweenHeldEnds_StaysAsItIs()
    {
        var mesh = Irregular();
        var options = Quiet() with
        {
            Species =
            [
                new()
                {
                    Name = "a", Diffusivity = 2, Initial = 0,
                    Clamps = [new() { Patch = "left", Concentration = 10 }, new() { Patch = "right", Concentration = 30 }],
                },
            ],
        };
        var solver = Solver(options, mesh);
        var exact = new double[mesh.Count];
        for (int t = 0; t < exact.Length; t++) exact[t] = 10 + 20 * mesh.Barycentre(t).X / 8;
        solver.SetConcentration("a", exact);
        for (int k = 1; k <= 4; k++) solver.Advance(Window * k);
        for (int t = 0; t < exact.Length; t++) Assert.Equal(exact[t], solver.Concentration("a")[t], 1e-11);
    }

    [Fact]
    public void Advance_UniformField_FollowsTheRungeKuttaReference()
    {
        var solver = Solver(Tissue(), Irregular());
        var source = Port(solver, "k-source");
        double k = 3, worst = 0;
        for (int w = 1; w <= 200; w++)
        {
            double given = w < 100 ? 0.08 : 0; // mM per window, uniform
            for (int t = 0; t < source.Length; t++) source[t] = given * solver.ExtracellularVolumes[t];
            solver.Advance(Window * w);
            k = Reference(k, given, 2.5);
            foreach (double c in solver.Concentration("k")) worst = Math.Max(worst, Math.Abs(c - k));
        }
        Assert.True(k > 4, "the uptake was at work");
        Assert.True(worst < 1e-10, $"{worst}");
    }

    [Fact]
    public void Advance_HugeDiffusivity_IsAWellMixedBox()
    {
        var solver = Solver(Tissue() with { Species = [new() { Name = "k", Diffusivity = 1e6, Initial = 3 }] }, Irregular());
        double volume = 0, given = Scatter(solver, "k-source", 0.3);
        foreach (double v in solver.ExtracellularVolumes) volume += v;
        double k = 3;
        for (int w = 1; w <= 40; w++)
        {
            solver.Advance(Window * w);
            k = Reference(k, given / volume, 2.5);
            double mean = Held(solver, "K", "outside") / volume;
            Assert.Equal(k, mean, 1e-9 * w);
        }
    }

    [Fact]
    public void Advance_LaggedUptake_FollowsTheStaggeredReference()
    {
        var solver = Solver(Tissue() with { Uptake = new() { Mode = UptakeMode.Lagged, Period = 10 } }, Irregular());
        var source = Port(solver, "k-source");
        var uptake = new AstrocyteUptake(new UptakeOptions(), 3);
        double k = 3, u = 0, integral = 0;
        for (int w = 1; w <= 80; w++)
        {
            for (int t = 0; t < source.Length; t++) source[t] = 0.08 * solver.ExtracellularVolumes[t];
            solver.Advance(Window * w);
            double next = k + 0.08 - u * 2.5 / 10;
            integral += 2.5 * 0.5 * (k + next);
            k = next;
            double reported = 0;
            if (w % 4 == 0)
            {
                reported = u = uptake.Rate(integral / 10) * 10;
                integral = 0;
            }
            Assert.Equal(k, solver.Concentration("k")[7], 1e-11);
            Assert.Equal(reported * solver.ExtracellularVolumes[7], Port(solver, "k-uptake")[7], 1e-11);
        }
        Assert.True(u > 0.01);
    }

    [Fact]
    public void Advance_LowPotassium_ReturnsFromTheStoreButNeverMoreThanItHolds()
    {
        var options = Tissue() with { Uptake = new() { GlialPotassium = 1e-3 } };
        var solver = Solver(options, Irregular());
        solver.SetConcentration("k", Enumerable.Repeat(0.5, Port(solver, "k").Length).ToArray());
        for (int w = 1; w <= 400; w++) solver.Advance(Window * w);
        foreach (double held in Account(solver, "K", "glia").Holdings()) Assert.Equal(0, held, 1e-15);
        Assert.Equal(0.5 + 1e-3 * 0.25 / 0.2, solver.Concentration("k")[0], 1e-12);
    }

    [Fact]
    public void Advance_SinkNearlyEmptiesATet_StaysPositive()
    {
        var solver = Solver(Quiet(), Irregular());
        var source = Port(solver, "k-source");
        for (int t = 0; t < source.Length; t += 3) source[t] = -0.97 * 3 * solver.ExtracellularVolumes[t];
        double before = Held(solver, "K", "outside"), given = source.Sum();
        solver.Advance(Window);
        foreach (double c in solver.Concentration("k")) Assert.True(c > 0);
        Assert.Equal(before + given, Held(solver, "K", "outside"), 1e-12 * before);
    }

    [Fact]
    public void Advance_SpikeOnAlmostNothing_FallsBackToTheMonotoneStep()
    {
        var solver = Solver(Quiet(), Irregular());
        var c = new double[Port(solver, "k").Length];
        Array.Fill(c, 1e-9);
        c[100] = 1000;
        solver.SetConcentration("k", c);
        double before = Held(solver, "K", "outside");
        solver.Advance(SimTime.FromMilliseconds(0.2));
        Assert.True(solver.MonotoneSteps > 0);
        foreach (double v in solver.Concentration("k")) Assert.True(v >= 0);
        Assert.Equal(before, Held(solver, "K", "outside"), 1e-12 * before);
    }

    [Fact]
    public void Advance_SinkBeyondAllContent_NamesTetSpeciesAndWindow()
    {
        var solver = Solver(Quiet() with { MaxHalvings = 2 }, Irregular());
        Port(solver, "k-source")[11] = -1e6;
        var error = Assert.Throws<NumericalException>(() => solver.Advance(Window)).Diagnostics[0];
        Assert.Equal("MS0510", error.Code);
        Assert.Contains("k falls to", error.Message, StringComparison.Ordinal);
        Assert.Contains("tetrahedron 11 ", error.Message, StringComparison.Ordinal);
        Assert.Contains("2.5 ms", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Restore_MidRun_ContinuesToTheBit()
    {
        foreach (var mode in new[] { UptakeMode.Inside, UptakeMode.Lagged })
        {
            var options = Tissue() with { Uptake = new() { Mode = mode, Period = 10 } };
            var mesh = Irregular();
            var straight = Solver(options, mesh);
            Scatter(straight, "k-source", 0.5);
            var checkpoint = new MemoryCheckpoint();
            for (int w = 1; w <= 9; w++)
            {
                straight.Advance(Window * w);
                if (w == 3) straight.Save(checkpoint);
            }
            var resumed = Solver(options, mesh);
            resumed.Restore(checkpoint);
            Assert.Equal(Window * 3, resumed.Time);
            for (int w = 4; w <= 9; w++) resumed.Advance(Window * w);
            foreach (var port in straight.Ports) Assert.Equal(port.Values, Port(resumed, port.Name));
            foreach (var (a, b) in straight.Accounts.Zip(resumed.Accounts))
            {
                Assert.Equal(a.Holdings().ToArray(), b.Holdings().ToArray());
                Assert.Equal(a.Gained?.Invoke().ToArray(), b.Gained?.Invoke().ToArray());
            }
        }
    }

    [Fact]
    public void Advance_Warm_AllocatesNothing()
    {
        var solver = Solver(Tissue(), Irregular());
        Scatter(solver, "k-source", 0.5);
        solver.Advance(Window);
        solver.Advance(Window * 2);
        long before = GC.GetAllocatedBytesForCurrentThread();
        solver.Advance(Window * 3);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Advance_WindowHalved_ConvergesInSecondOrder()
    {
        // Source, uptake and diffusion together; initial field smooth, away from rest.
        double[] At(double window)
        {
            var solver = Solver(Tissue() with { MaxStep = 100, Tolerance = 1e-12 }, Irregular());
            var mesh = Irregular();
            var c = new double[mesh.Count];
            for (int t = 0; t < c.Length; t++) c[t] = 12 + 4 * Math.Cos(Math.PI * mesh.Barycentre(t).X / 8);
            solver.SetConcentration("k", c);
            double spread = Scatter(solver, "k-source", 0.02 * window);
            Assert.True(spread > 0);
            for (int w = 1; w * window <= 16.001; w++) solver.Advance(SimTime.FromMilliseconds(window) * w);
            return solver.Concentration("k").ToArray();
        }
        double[] coarse = At(2), middle = At(1), fine = At(0.5);
        double first = coarse.Zip(middle, (a, b) => Math.Abs(a - b)).Max(), second = middle.Zip(fine, (a, b) => Math.Abs(a - b)).Max();
        Assert.InRange(Math.Log2(first / second), 1.7, 2.6);
    }

    [Theory]
    [InlineData("MS0504")]
    [InlineData("MS0505")]
    [InlineData("MS0503")]
    public void Create_WrongOptions_NamesTheMistake(string code)
    {
        var options = code switch
        {
            "MS0504" => Tissue() with { Species = [new() { Name = "na", Diffusivity = 1, Initial = 1 }] },
            "MS0505" => Tissue() with { Species = [.. Tissue().Species, .. Tissue().Species] },
            _ => Quiet() with { Species = [new() { Name = "k", Diffusivity = 1, Initial = 1, Clamps = [new() { Patch = "top", Concentration = 1 }] }] },
        };
        Assert.Equal(code, Assert.Throws<InputException>(() => Solver(options, Irregular())).Diagnostics[0].Code);
    }

    private static DiffusionOptions Tissue() => new() { Species = [new() { Name = "k", Diffusivity = 1.96, Initial = 3 }] };

    private static DiffusionOptions Quiet() => Tissue() with { Uptake = new() { Mode = UptakeMode.Off } };

    private static DiffusionSolver Solver(DiffusionOptions options, TetMesh mesh) => new(options, mesh, new int[mesh.Count], Serial);

    /// <summary>A box of 8 x 4 x 4 um whose inner vertices are shifted, with the patches left (x = 0) and right (x = 8).</summary>
    private static TetMesh Irregular()
    {
        var box = BoxMesh.Create(default, new Point3(8, 4, 4), 8, 4, 4);
        var random = new CounterRandom(11, 3);
        for (int v = 0; v < box.Vertices.Length; v++)
        {
            var p = box.Vertices[v];
            double Shift(double x, double high, ulong axis) => x <= 0 || x >= high ? x : x + 0.25 * (random.Uniform((ulong)v * 3 + axis) - 0.5);
            box.Vertices[v] = new Point3(Shift(p.X, 8, 0), Shift(p.Y, 4, 1), Shift(p.Z, 4, 2));
        }
        var triangles = new List<int>();
        List<int> left = [], right = [];
        for (int f = 0; f < 4 * box.Count; f++)
        {
            if (box.Neighbours[f] >= 0) continue;
            var (a, b, c) = box.FaceVertices(f / 4, f % 4);
            foreach (var (patch, x) in new[] { (left, 0.0), (right, 8.0) })
            {
                if (box.Vertices[a].X != x || box.Vertices[b].X != x || box.Vertices[c].X != x) continue;
                patch.Add(triangles.Count / 3);
                triangles.AddRange([c, a, b]);
            }
        }
        return new TetMesh(box.Vertices, box.Tets,
            [new PhysicalGroup("left", 2, 2, [.. left]), new PhysicalGroup("right", 2, 3, [.. right])], [.. triangles]);
    }

    /// <summary>dk/dt = given / window - J(k) with four steps of the classical Runge-Kutta scheme.</summary>
    private static double Reference(double k, double given, double window)
    {
        double S(double x) => 1 / (1 + Math.Exp((18 - x) / 2.5));
        double F(double x) => given / window - 1e-3 * 66.7 * (S(x) - S(3));
        double h = window / 4;
        for (int i = 0; i < 4; i++)
        {
            double a = F(k), b = F(k + h / 2 * a), c = F(k + h / 2 * b), d = F(k + h * c);
            k += h / 6 * (a + 2 * b + 2 * c + d);
        }
        return k;
    }

    /// <summary>Fills a source port unevenly with about <paramref name="mean"/> mM per window; returns the amount.</summary>
    private static double Scatter(DiffusionSolver solver, string port, double mean)
    {
        var random = new CounterRandom(2, 9);
        var values = Port(solver, port);
        for (int t = 0; t < values.Length; t++) values[t] = 2 * mean * random.Uniform((ulong)t) * solver.ExtracellularVolumes[t];
        return values.Sum();
    }

    private static double[] Port(DiffusionSolver solver, string name) => solver.Ports.Single(p => p.Name == name).Values;

    private static Account Account(DiffusionSolver solver, string quantity, string name) =>
        solver.Accounts.Single(a => a.Quantity == quantity && a.Name == name);

    private static double Held(DiffusionSolver solver, string quantity, string name)
    {
        double sum = 0;
        foreach (double v in Account(solver, quantity, name).Holdings()) sum += v;
        return sum;
    }

    private static Dictionary<string, double> Balance(DiffusionSolver solver) =>
        solver.Accounts.GroupBy(a => a.Quantity).ToDictionary(g => g.Key, g => g.Sum(a => Held(solver, a.Quantity, a.Name)));
}

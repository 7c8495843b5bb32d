using Multiscale.Core;
using Multiscale.Metabolism;

namespace Multiscale.UnitTests;

public sealed class MetabolismSolverTests
{
    private const double CellVolume = 4500, TissueVolume = 1e9 / 9e4, Window = 100;

    [Fact]
    public void Advance_RestingInputs_StaysAtThePublishedRest()
    {
        var solver = Solver(1);
        // The fixed point of jolivet_steady.json, polished to 2e-13.
        Assert.Equal(2.197364418240042, Port(solver, "atp").Values[0], 1e-13);
        Assert.Equal(Adp(2.197364418240042), Port(solver, "adp").Values[0], 1e-13);
        for (int w = 1; w <= 600; w++)
        {
            Port(solver, "atp-demand").Values[0] = MetabolismOptions.PublishedDemand * CellVolume * Window / 1e3;
            solver.Advance(SimTime.FromMilliseconds(w * Window));
        }
        Assert.Equal(2.197364418240042, Port(solver, "atp").Values[0], 1e-11);
    }

    [Fact]
    public void Advance_NoDemandDelivered_KeepsTheRestingDemand()
    {
        var solver = new MetabolismSolver(new MetabolismOptions(), EntitySet.Whole("cells", 1), [CellVolume], [TissueVolume]) { DemandIsCoupled = false };
        solver.Advance(SimTime.FromMilliseconds(5000));
        Assert.Equal(2.197364418240042, Port(solver, "atp").Values[0], 1e-12);
    }

    [Theory]
    // Published bounds of the unit: 0.31 mM/s leaves 2.08 mM after 2 s and 1.79 mM after 20 s.
    [InlineData(0.31, 2, 2.08, 0.005)]
    [InlineData(0.31, 20, 1.79, 0.005)]
    public void Advance_RaisedDemand_LowersAtp(double demand, double seconds, double expected, double tolerance)
    {
        var solver = Solver(1);
        Port(solver, "atp-demand").Values[0] = demand * CellVolume * seconds;
        solver.Advance(SimTime.FromMilliseconds(1e3 * seconds));
        Assert.Equal(expected, Port(solver, "atp").Values[0], tolerance);
    }

    [Fact]
    public void Advance_DemandBeyondSupply_NamesCellTimeAndValues()
    {
        var solver = Solver(3);
        Port(solver, "atp-demand").Values[2] = 0.8 * CellVolume * 20;
        var fault = Assert.Throws<NumericalException>(() => solver.Advance(SimTime.FromMilliseconds(20000)));
        Assert.Equal("MS0604", fault.Diagnostics[0].Code);
        Assert.Contains("cell 2", fault.Message);
        Assert.Contains("0.8", fault.Message);
    }

    [Theory]
    [InlineData("inflow", 0)]
    [InlineData("inflow", -1)]
    [InlineData("capillary-volume", 0)]
    [InlineData("inflow", double.NaN)]
    public void Advance_NoSupply_IsRefused(string port, double value)
    {
        var solver = Solver(1);
        Port(solver, port).Values[0] = value;
        Assert.Equal("MS0605", Assert.Throws<NumericalException>(() => solver.Advance(SimTime.FromMilliseconds(100))).Diagnostics[0].Code);
    }

    [Fact]
    public void Restore_MidRun_ContinuesToTheBit()
    {
        var first = Solver(5);
        Drive(first, 0, 7);
        var checkpoint = new MemoryCheckpoint();
        first.Save(checkpoint);
        Drive(first, 7, 12);
        var second = Solver(5);
        second.Restore(checkpoint);
        Assert.Equal(SimTime.FromMilliseconds(700), second.Time);
        Drive(second, 7, 12);
        Assert.Equal(first.States.ToArray(), second.States.ToArray());
        Assert.Equal(first.Accounts[0].Holdings().ToArray(), second.Accounts[0].Holdings().ToArray());
    }

    [Fact]
    public void Advance_OtherCellsPresent_DoesNotMatter()
    {
        MetabolismSolver many = Solver(4), one = new(new MetabolismOptions(), new EntitySet("cells", 4, [2]), [CellVolume], [TissueVolume]);
        Drive(many, 0, 5);
        Drive(one, 0, 5);
        Assert.Equal(many.States.Slice(2 * 28, 28).ToArray(), one.States.ToArray());
    }

    [Fact]
    public void Settle_OwnInflow_StartsAtItsOwnRest()
    {
        var solver = new MetabolismSolver(new MetabolismOptions { Start = MetabolicStart.Steady }, EntitySet.Whole("cells", 2), [CellVolume, CellVolume], [TissueVolume, TissueVolume]) { DemandIsCoupled = false };
        Port(solver, "inflow").Values[0] = 0.015 * TissueVolume;
        Port(solver, "inflow").Values[1] = 0.009 * TissueVolume;
        solver.Settle();
        var before = solver.States.ToArray();
        Assert.True(before[19] > 6.98 && before[28 + 19] < 6.98, "capillary oxygen follows the inflow");
        solver.Advance(SimTime.FromMilliseconds(10000));
        for (int s = 0; s < before.Length; s++) Assert.Equal(1, solver.States[s] / before[s], 1e-9);
    }

    [Fact]
    public void Advance_StandAlone_StaysAtItsFixedPoint()
    {
        var solver = new MetabolismSolver(new MetabolismOptions { Model = MetabolismOptions.StandAlone }, EntitySet.Whole("cells", 1), [CellVolume], [TissueVolume]);
        var value = new double[1];
        solver.Advance(SimTime.FromMilliseconds(60000));
        solver.CopyState("V_m", value);
        // jolivet_steady.json
        Assert.Equal(-73.58643588004993, value[0], 1e-9);
        solver.CopyState("Na_n", value);
        Assert.Equal(7.973720517577622, value[0], 1e-9);
        Assert.Equal("MS0603", Assert.Throws<InputException>(() => solver.CopyState("Na_x", new double[1])).Diagnostics[0].Code);
    }

    [Fact]
    public void Adp_AtRest_SumsToThePool()
    {
        // ATP + ADP + AMP = A with AMP = ADP^2 / (q ATP), exactly.
        var solver = Solver(1);
        double atp = Port(solver, "atp").Values[0], adp = Port(solver, "adp").Values[0];
        Assert.Equal(2.212, atp + adp + adp * adp / (0.92 * atp), 1e-14);
    }

    [Theory]
    [InlineData(FailureResponse.Exclude)]
    [InlineData(FailureResponse.Clamp)]
    public void Advance_DemandBeyondSupply_ExcludesTheCellAndAccountsForIt(FailureResponse response)
    {
        var solver = Solver(3, new MetabolismOptions { OnFailure = response });
        var told = new List<CellFailure>();
        solver.Failed = told.Add;
        double[] asked = [0.2 * CellVolume * 20, 0.2 * CellVolume * 20, 0.8 * CellVolume * 20];
        asked.CopyTo(Port(solver, "atp-demand").Values, 0);
        solver.Advance(SimTime.FromMilliseconds(20000));
        solver.Advance(SimTime.FromMilliseconds(40000));
        var excluded = new double[3];
        solver.CopyState("excluded", excluded);
        Assert.Equal([0, 0, 1], excluded);
        var failure = Assert.Single(told, f => f.Response == FailureResponse.Exclude);
        Assert.Equal(2, failure.Cell);
        Assert.InRange(failure.Time.Milliseconds, 1000, 20000);
        Assert.Contains("pump_n = 0.8", failure.Values);
        // What is not served is unserved: together all that was asked for. NaN nowhere.
        for (int c = 0; c < 3; c++)
            Assert.Equal(2 * asked[c], solver.Accounts.Sum(a => a.Holdings()[c]), 1e-9 * asked[c]);
        Assert.True(solver.Accounts[1].Holdings()[2] > asked[2]);
        Assert.All(solver.States.ToArray(), v => Assert.True(double.IsFinite(v)));
        Assert.All(Port(solver, "adp").Values, v => Assert.True(double.IsFinite(v)));
    }

    [Fact]
    public void Advance_Supplied_TakesFromTheTissueWhatItsReactionsUse()
    {
        var solver = Solver(2, new MetabolismOptions { Model = MetabolismOptions.Supplied });
        Port(solver, "oxygen").Values.AsSpan().Fill(0.03);
        Port(solver, "glucose").Values.AsSpan().Fill(2.48);
        solver.Settle();
        // At rest the port holds a second's use; a window uses its share. A glucose burns with six oxygen, less what leaves as lactate: 5.5 in brain.
        double oxygen = Port(solver, "oxygen-release").Values[0], glucose = Port(solver, "glucose-release").Values[0];
        Assert.InRange(oxygen / glucose, 5.3, 5.8);
        Assert.Equal(-0.033 * TissueVolume, oxygen, 0.001 * TissueVolume); // the published rest: F (O2a - O2v) = 0.0329 mM/s
        double all = 0, spike = 0.5 * CellVolume * 0.4; // 0.5 mM/s
        for (int w = 1; w <= 20; w++)
        {
            Port(solver, "atp-demand").Values[0] = MetabolismOptions.PublishedDemand * CellVolume * Window / 1e3;
            Port(solver, "atp-demand").Values[1] = w <= 4 ? spike / 4 : MetabolismOptions.PublishedDemand * CellVolume * Window / 1e3;
            solver.Advance(SimTime.FromMilliseconds(w * Window));
            all += Port(solver, "oxygen-release").Values[0];
            Assert.Equal(0.1 * oxygen, Port(solver, "oxygen-release").Values[0], 1e-8 * -oxygen);
            Assert.Equal(0.1 * glucose, Port(solver, "glucose-release").Values[0], 1e-8 * -glucose);
            if (w > 1) Assert.True(Port(solver, "oxygen-release").Values[1] < 0.1 * oxygen, "a cell that spends more takes more");
        }
        Assert.Equal(-all, solver.Accounts.Single(a => a.Quantity == "oxygen").Holdings()[0], 1e-12 * -all);
    }

    [Fact]
    public void Advance_Warm_AllocatesNothing()
    {
        var solver = Solver(3);
        Drive(solver, 0, 2);
        var end = SimTime.FromMilliseconds(300);
        long before = GC.GetAllocatedBytesForCurrentThread();
        solver.Advance(end);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static double Adp(double atp) => 0.5 * atp * (Math.Sqrt(0.92 * 0.92 + 4 * 0.92 * (2.212 / atp - 1)) - 0.92);

    private static MetabolismSolver Solver(int cells, MetabolismOptions? options = null)
    {
        double[] volumes = new double[cells], tissue = new double[cells];
        Array.Fill(volumes, CellVolume);
        Array.Fill(tissue, TissueVolume);
        return new MetabolismSolver(options ?? new MetabolismOptions(), EntitySet.Whole("cells", cells), volumes, tissue);
    }

    /// <summary>Inputs that differ by cell and window.</summary>
    private static void Drive(MetabolismSolver solver, int from, int to)
    {
        var demand = Port(solver, "atp-demand");
        for (int w = from; w < to; w++)
        {
            for (int c = 0; c < demand.Set.Count; c++)
            {
                long id = demand.Set.OwnedIds[c];
                demand.Values[c] = (0.15 + 0.02 * ((id + w) % 5)) * CellVolume * Window / 1e3;
                Port(solver, "glial-potassium").Values[c] = 0.1 * (w % 3) * TissueVolume * Window / 1e3;
                Port(solver, "transmitter-exposure").Values[c] = 0.5 * (id % 2);
            }
            solver.Advance(SimTime.FromMilliseconds((w + 1) * Window));
        }
    }

    private static Port Port(MetabolismSolver solver, string name) => solver.Ports.Single(p => p.Name == name);
}

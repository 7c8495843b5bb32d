using Multiscale.Geometry;
using Multiscale.Neurons;

namespace Multiscale.UnitTests;

public sealed class CellBalanceTests
{
    [Fact]
    public void Balance_UnequalCells_HeaviestFirst()
    {
        // By hand: 9 | 8; 7 goes to the second with 8, 6 to the first; 5 and 4 even out: 9 + 6 + 5 and 8 + 7 + 4.
        var balance = new CellBalance([4, 9, 5, 8, 6, 7], 2);
        Assert.Equal([1, 0, 0, 1, 0, 1], Enumerable.Range(0, 6).Select(c => balance.OwnerOf(c)));
        Assert.Equal(20 / 19.5, balance.Imbalance, 1e-15);
    }

    [Fact]
    public void CostOf_KineticChannel_CountsItsStates()
    {
        var shape = new Morphology("one", [new Section(0, SectionType.Soma, -1, 0, [new MorphologyPoint(new Point3(0, 0, 0), 10), new MorphologyPoint(new Point3(10, 0, 0), 10)])]);
        var cut = new Discretization(shape, _ => 5);
        double bare = Cost([]), passive = Cost(["pas"]), kinetic = Cost(["na_rb"]);
        Assert.True(bare > 0 && passive > bare);
        // na_rb has 13 states, kp two; 5 compartments, each state twice a mechanism.
        Assert.Equal(5 * 2 * 11, kinetic - Cost(["kp"]), 1e-12);

        double Cost(string[] mechanisms) => CellBalance.CostOf(CellModel.Uniform("m", MembraneOptions.Bare with { Mechanisms = [.. mechanisms.Select(n => new MechanismOptions { Name = n })] }, rest: false), cut, new MechanismCatalog());
    }
}

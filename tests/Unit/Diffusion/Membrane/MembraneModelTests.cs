using Multiscale.Core;
using Multiscale.Diffusion;

namespace Multiscale.UnitTests;

public sealed class MembraneModelTests
{
    private static readonly SourceLocation Somewhere = new("case.yaml", 9, 5);

    [Fact]
    public void Build_Bar_HasItsCapacitanceAndItsResistance()
    {
        var model = Build(100, o => o).Membrane!;
        // 1 uF/cm2 on 4 x 2 x 8 um^2; 2 Ohm m, 8 um long and 4 um^2 wide: a conductance of 0.25 uS, and 8 mV along it.
        Assert.Equal(64e-5, model.Capacitance.Sum(), 1e-12);
        var mesh = BarMesh.Create(2, 8, 2, 4);
        double power = 0;
        for (int t = 0; t < model.Tets.Length / 4; t++)
            for (int i = 0; i < 4; i++)
                for (int j = 0; j < 4; j++) power += model.Stiffness[16 * t + 4 * i + j] * mesh.Vertices[model.Tets[4 * t + i]].Z * mesh.Vertices[model.Tets[4 * t + j]].Z;
        Assert.Equal(64 * 0.25, power, 1e-12);
    }

    [Fact]
    public void Build_VoltageRates_HaveTheirValueAtTheStart()
    {
        var reaction = Build(100, o => o with { Reactions = Rate("2000*exp((V + 65)/10) [1/s]") }).Reactions[0];
        Assert.Equal((2, 2 * Math.E), (reaction.Rate, reaction.Voltage!.At(-55)), (a, b) => Math.Abs(a.Item1 - b.Item1) + Math.Abs(a.Item2 - b.Item2) < 1e-8);
    }

    [Theory]
    [InlineData("MS0530", "1 - V")]
    [InlineData("MS0531", "no patch")]
    [InlineData("MS0102", "1/M")]
    [InlineData("MS0523", "soma")]
    [InlineData("MS0532", "inner side")]
    [InlineData("MS0533", "no charge")]
    [InlineData("MS0533", "outside")]
    [InlineData("MS0534", "no vertex")]
    [InlineData("MS0534", "determines")]
    public void Build_Fault_NamesItsPlace(string code, string said)
    {
        var fault = Assert.Throws<InputException>(() => Build(said is "inner side" or "no vertex" ? 4 : double.PositiveInfinity, o => (code, said) switch
        {
            ("MS0530", _) => o with { Reactions = Rate("1 - V [1/ms]") },
            ("MS0531", _) => o with { Reactions = Rate("exp(V) [1/ms]"), Membrane = o.Membrane! with { Patches = ["end"] } },
            ("MS0102", _) => o with { Reactions = Rate("exp(V/10) [1/M/s]") },
            ("MS0523", _) => o with { Membrane = o.Membrane! with { Compartment = "soma" } },
            ("MS0532", _) => o with { Membrane = o.Membrane! with { Compartment = "outside" } },
            (_, "no charge") => Passing(o, "A", 1),
            (_, "outside") => Passing(o, "Ca", null),
            (_, "no vertex") => o with { Membrane = o.Membrane! with { CurrentClamps = [new() { In = "top", Amplitude = 1, Location = Somewhere }] }, Regions = new Dictionary<string, RegionOptions> { ["top"] = new() { Within = "outside", Low = [0, 0, 6] } } },
            _ => o with { Membrane = o.Membrane! with { Capacitance = 0 } },
        }));
        var diagnostic = fault.Diagnostics[0];
        Assert.Equal(code, diagnostic.Code);
        Assert.Equal(Somewhere, diagnostic.Location);
        Assert.Contains(said, diagnostic.ToString(), StringComparison.Ordinal);
    }

    private static ReactionDiffusionOptions Passing(ReactionDiffusionOptions o, string ion, double? outer) =>
        o with { Membrane = o.Membrane! with { Goldman = [new() { Species = "B", Ion = ion, Permeability = 1, Outer = outer, Location = Somewhere }] } };

    private static Dictionary<string, RateOptions> Rate(string forward) => new() { ["A -> B on side"] = new() { Forward = forward, Location = Somewhere } };

    /// <param name="cut">Above it lies "outside", and the membrane is at the lowest end alone.</param>
    private static ReactionModel Build(double cut, Func<ReactionDiffusionOptions, ReactionDiffusionOptions> complete) => ModelBuilder.Build(complete(new()
    {
        Species = new Dictionary<string, MoleculeOptions> { ["A"] = new(), ["B"] = new(), ["Ca"] = new() { Valence = 2 } },
        Patches = new Dictionary<string, PatchOptions> { ["start"] = new() { Inner = "axon" }, ["end"] = new() }.Concat(cut < 8 ? [] : [new("side", new() { Inner = "axon" })]).ToDictionary(),
        Membrane = new() { Compartment = "axon", Patches = [cut < 8 ? "start" : "side"], Resistivity = 2, Location = Somewhere },
    }), BarMesh.Create(2, 8, 2, 4, cut));
}

using Multiscale.Core;
using Multiscale.Diffusion;

namespace Multiscale.UnitTests;

public sealed class ModelBuilderTests
{
    private static readonly SourceLocation Somewhere = new("case.yaml", 7, 3);

    [Fact]
    public void Build_MolarRates_BecomeRatesPerMolecule()
    {
        var model = Build(o => o with
        {
            Reactions = new Dictionary<string, RateOptions> { ["A + B <-> C"] = new() { Forward = "1e9 /M/s", Backward = "100 /s" }, ["0 -> A"] = new() { Forward = "1 mM/s" } },
        });
        // k / (N_A 1e-15 l) per um^3, per ms; 1 mM/s is N_A 1e-18 per um^3 and s.
        Assert.Equal(1e6 / 6.02214076e8, model.Reactions[0].Rate, 1e-12);
        Assert.Equal(0.1, model.Reactions[1].Rate, 1e-15);
        Assert.Equal(6.02214076e5 * 1e-3, model.Reactions[2].Rate, 1e-7);
    }

    [Fact]
    public void Build_SurfaceReactions_TakeAreaOrTheVolumeOfTheirSide()
    {
        var model = Build(o => o with
        {
            Patches = new Dictionary<string, PatchOptions> { ["end"] = new() },
            Reactions = new Dictionary<string, RateOptions> { ["A + B -> C on end"] = new() { Forward = "1e10 m^2/mol/s" }, ["A(inner) + B -> C on end"] = new() { Forward = "1e6 /M/s" } },
        });
        Assert.Equal((Side.Here, Side.Inner), (model.Reactions[0].SizeSide, model.Reactions[1].SizeSide));
        Assert.Equal(1e7 / 6.02214076e11, model.Reactions[0].Rate, 1e-12);
        Assert.Equal(1e3 / 6.02214076e8, model.Reactions[1].Rate, 1e-15);
        Assert.All(model.Cells.Domains[1].Cells, t => Assert.True(model.Cells.Inner(t) >= 0 && model.Cells.Outer(t) < 0));
        Assert.Equal(4.0, model.Cells.Domains[1].Size, 1e-12);
    }

    [Theory]
    [InlineData("MS0521", "X")]
    [InlineData("MS0522", "backward")]
    [InlineData("MS0523", "er")]
    [InlineData("MS0102", "1/M^1/s")]
    public void Build_Fault_NamesItsPlace(string code, string said)
    {
        var fault = Assert.Throws<InputException>(() => Build(o => o with
        {
            Reactions = new Dictionary<string, RateOptions>
            {
                [code switch { "MS0521" => "A + X -> B", "MS0522" => "A <-> B", "MS0523" => "A -> B in er", _ => "A + B -> C" }] =
                    new() { Forward = code == "MS0521" ? "1 /M/s" : "1 /s", Location = Somewhere },
            },
        }));
        var diagnostic = Assert.Single(fault.Diagnostics);
        Assert.Equal(code, diagnostic.Code);
        Assert.Equal(Somewhere, diagnostic.Location);
        Assert.Contains(said, diagnostic.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_ManyFaults_AreReportedTogether()
    {
        var fault = Assert.Throws<InputException>(() => Build(o => o with
        {
            Initial = [new() { Species = "Q", Count = 1 }, new() { Species = "A", In = "nowhere", Count = 1 }, new() { Species = "A" }],
            Regions = new Dictionary<string, RegionOptions> { ["far"] = new() { Low = [100, 100, 100] } },
        }));
        Assert.Equal(["MS0525", "MS0521", "MS0523", "MS0524"], fault.Diagnostics.Select(d => d.Code));
    }

    private static ReactionModel Build(Func<ReactionDiffusionOptions, ReactionDiffusionOptions> complete) =>
        ModelBuilder.Build(complete(new() { Species = new[] { "A", "B", "C" }.ToDictionary(n => n, _ => new MoleculeOptions { Diffusivity = 0.1 }) }), MirrorMesh.Create(1, 2, 2, 2));
}

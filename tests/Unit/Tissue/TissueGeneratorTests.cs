using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Tissue;

namespace Multiscale.UnitTests;

public class TissueGeneratorTests
{
    private static readonly TissueBlock Block = TissueGenerator.Generate(new TissueOptions());

    [Fact]
    public void Generate_SameSeed_SameBlock()
    {
        var again = TissueGenerator.Generate(new TissueOptions());
        Assert.Equal(Block.Cells, again.Cells);
        Assert.Equal(Block.Synapses, again.Synapses);
        Assert.Equal(Block.Points(), again.Points());
        Assert.Equal(Block.Vessels.Graph.Diameters, again.Vessels.Graph.Diameters);
    }

    [Fact]
    public void Generate_OtherSeed_OtherBlock()
    {
        var other = TissueGenerator.Generate(new TissueOptions { Seed = 2 });
        Assert.NotEqual(Block.Cells, other.Cells);
        Assert.NotEqual(Block.Vessels.Graph.Positions[5], other.Vessels.Graph.Positions[5]);
    }

    [Theory]
    [InlineData(120, 1)]
    [InlineData(150, 2)]
    [InlineData(200, 3)]
    public void Generate_AnySize_KeepsEveryPointInside(double size, int seed)
    {
        var block = TissueGenerator.Generate(new TissueOptions { Size = size, Seed = seed });
        Assert.All(block.Points(), p => Assert.True(p.X > 0 && p.Y > 0 && p.Z > 0 && p.X < size && p.Y < size && p.Z < size, $"{p}"));
    }

    [Fact]
    public void Generate_DefaultSize_HasTheDensitiesOfCortex()
    {
        var summary = TissueSummary.Of(Block);
        TestContext.Current.TestOutputHelper?.WriteLine(summary.ToString());
        // 9e4 per mm^3 in 150^3 um^3 are 303.75 cells.
        Assert.Equal(304, summary.Cells);
        Assert.Equal(243, summary.Excitatory);
        Assert.InRange(summary.NeuronVolumeFraction, 0.35, 0.5);
        Assert.InRange(summary.VesselVolumeFraction, 0.01, 0.015);
        // The range in which the metabolism can pay for the resting pump (theory: coupling).
        Assert.InRange(summary.RestingLeak.Low, 2e-5, 2e-4);
        Assert.InRange(summary.RestingLeak.High, 2e-5, 2e-4);
        // The number of synapses is binomial: five standard deviations of sum p (1 - p) < 18 x 304 is 370.
        Assert.InRange(summary.Synapses, 18 * 304 - 370, 18 * 304 + 370);
    }

    [Fact]
    public void Generate_DefaultSize_EveryShapeHasSixtyCompartments() =>
        Assert.All(Block.Shapes, s => Assert.InRange(s.Compartments, 60, 120));

    [Fact]
    public void Generate_DefaultSize_UsesEveryShape() =>
        Assert.Equal(Enumerable.Range(0, Block.Shapes.Count), Block.Cells.Select(c => c.Shape).Distinct().Order());

    [Fact]
    public void Generate_DefaultSize_SpreadsSomasEvenly()
    {
        // Somas lie between 9.5 um from either wall; each half along each axis gets half of 304, +- 5 sqrt(304) / 2 = 44.
        foreach (var axis in new Func<Point3, double>[] { p => p.X, p => p.Y, p => p.Z })
            Assert.InRange(Block.Cells.Count(c => axis(c.Position) < 75), 152 - 44, 152 + 44);
        // The middle third of the volume that somas can take holds (1/3)^3 of a uniform distribution: 11, +- 5 sqrt(11) = 17 upward.
        Assert.InRange(Block.Cells.Count(c => IsCentral(c.Position)), 2, 28);
        static bool IsCentral(Point3 p) => new[] { p.X, p.Y, p.Z }.All(x => Math.Abs(x - 75) < 131.0 / 6);
    }

    [Fact]
    public void Generate_DefaultSize_SomasTouchNeitherEachOtherNorVessels()
    {
        var cells = Block.Cells;
        for (int i = 0; i < cells.Count; i++)
            for (int j = 0; j < i; j++)
                Assert.True(Point3.Distance(cells[i].Position, cells[j].Position) > Block.Shapes[cells[i].Shape].SomaRadius + Block.Shapes[cells[j].Shape].SomaRadius);
        var graph = Block.Vessels.Graph;
        foreach (var cell in cells)
            for (int e = 0; e < graph.EdgeCount; e++)
                Assert.True(Point3.Distance(cell.Position, Point3.Lerp(graph.Positions[graph.Start[e]], graph.Positions[graph.End[e]], 0.5)) > graph.Radii[e] + Block.Shapes[cell.Shape].SomaRadius - 1);
    }

    [Fact]
    public void Generate_Shapes_ForkByRallsLaw()
    {
        foreach (var shape in Block.Shapes)
        {
            var sections = shape.Morphology.Sections;
            foreach (var parent in sections.Where(s => s.Type is SectionType.BasalDendrite or SectionType.ApicalDendrite))
            {
                var children = sections.Where(s => s.Parent == parent.Index).ToArray();
                if (children.Length == 0) continue;
                Assert.Equal(Math.Pow(parent.Points[^1].Diameter, 1.5), children.Sum(c => Math.Pow(c.Points[^1].Diameter, 1.5)), 1e-12 * 100);
                Assert.All(children, c => Assert.Equal(parent.Points[^1].Position, c.Points[0].Position));
            }
        }
    }

    [Fact]
    public void Generate_Shapes_ListSectionsInSonataOrder()
    {
        foreach (var sections in Block.Shapes.Select(s => s.Morphology.Sections))
        {
            Assert.Equal(sections.Select(s => (int)s.Type).Order(), sections.Select(s => (int)s.Type));
            Assert.All(sections.Skip(1), s => Assert.InRange(s.Parent, 0, s.Index - 1));
            Assert.Equal(Enumerable.Range(0, sections.Count), sections.Select(s => s.Index));
        }
    }

    [Fact]
    public void Generate_Synapses_SitOnTheRightSectionsWithTheRightDelays()
    {
        Assert.All(Block.Synapses, s =>
        {
            Assert.NotEqual(s.Source, s.Target);
            var type = Block.Shapes[Block.Cells[s.Target].Shape].Morphology.Sections[s.Section].Type;
            bool excitatory = Block.Cells[s.Source].Excitatory;
            Assert.Contains(type, excitatory
                ? new[] { SectionType.BasalDendrite, SectionType.ApicalDendrite }
                : [SectionType.Soma, SectionType.BasalDendrite, SectionType.ApicalDendrite]);
            Assert.InRange(s.SectionPosition, 0, 1);
            double distance = Point3.Distance(Block.Cells[s.Source].Position, Block.Cells[s.Target].Position);
            Assert.Equal(0.5 + distance / 300, s.Delay, 1e-12);
            Assert.InRange(s.Weight, excitatory ? 0.4e-3 : 0.8e-3, excitatory ? 0.6e-3 : 1.2e-3);
        });
    }

    [Fact]
    public void Generate_Stimulated_AreTheCentralExcitatoryCells()
    {
        Assert.Equal(49, Block.Stimulated.Count);
        Assert.All(Block.Stimulated, i => Assert.True(Block.Cells[i].Excitatory));
        double Distance(int i) => Point3.Distance(Block.Cells[i].Position, new Point3(75, 75, 75));
        double farthest = Block.Stimulated.Max(Distance);
        Assert.DoesNotContain(Enumerable.Range(0, 243).Except(Block.Stimulated), i => Distance(i) < farthest);
    }

    [Fact]
    public void Generate_TooManySynapses_SaysSo() =>
        Assert.Equal("MS0803", Assert.Throws<InputException>(() => TissueGenerator.Generate(new TissueOptions { SynapsesPerCell = 250 })).Diagnostics[0].Code);

    [Fact]
    public void Generate_ImpossibleVolumeFraction_SaysSo() =>
        Assert.Equal("MS0801", Assert.Throws<InputException>(() => TissueGenerator.Generate(new TissueOptions { NeuronVolumeFraction = 0.1 })).Diagnostics[0].Code);
}

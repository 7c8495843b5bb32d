using Multiscale.Neurons;

namespace Multiscale.UnitTests;

public sealed class CableLayoutTests
{
    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(2, 0, 2)]
    [InlineData(3, 1, 0)]
    [InlineData(8, 1, 0)]
    [InlineData(10, 1, 2)] // the two left over would fill a quarter of a pack
    [InlineData(12, 2, 0)]
    public void Packs_CellsOfOneTopology_InterleavedFromThreeOn(int count, int interleaved, int along)
    {
        var layout = new CableLayout(RandomCells.Layout(Enumerable.Range(0, count).Select(i => RandomCells.Tree(1, (ulong)i, 9))));
        Assert.Equal(interleaved, layout.Packs.Count(p => p.Interleaved));
        Assert.Equal(along, layout.Packs.Count(p => !p.Interleaved));
    }

    [Fact]
    public void Packs_MixedTopologies_EachPackOneTopologyInOrderOfFirstCell()
    {
        var layout = new CableLayout(RandomCells.Layout(Enumerable.Range(0, 20).Select(i => RandomCells.Tree((ulong)i % 4, (ulong)i, 9))));
        Assert.Equal([0, 1, 2, 3], layout.Packs.Select(p => p.Cells[0]));
        Assert.All(layout.Packs, p => Assert.All(p.Cells, c => Assert.Equal(p.Cells[0], c % 4)));
        Assert.Equal(Enumerable.Range(0, 20), layout.Packs.SelectMany(p => p.Cells).Order());
        int block = 0;
        foreach (var pack in layout.Packs)
        {
            Assert.Equal(block, pack.FirstBlock);
            block += pack.BlockCount;
        }
        Assert.Equal(block, layout.BlockCount);
    }

    [Fact]
    public void Topology_SectionsOfOtherTypes_NotInterleaved()
    {
        var cut = RandomCells.Tree(1, 1, 4);
        var other = new Geometry.Discretization(new Geometry.Morphology("other", [.. cut.Morphology.Sections.Select(s => s with { Type = Geometry.SectionType.Axon })]),
            s => cut.CountOf(s.Index));
        var layout = new CableLayout(RandomCells.Layout(cut, other, cut, cut));
        Assert.Equal([[0, 2, 3], [1]], layout.Packs.Select(p => p.Cells));
    }

    [Fact]
    public void SlotOf_EveryCompartment_RoundTripAndNodesAgree()
    {
        var cells = RandomCells.Layout(Enumerable.Range(0, 14).Select(i => RandomCells.Tree((ulong)i % 3, (ulong)i, 7)));
        var layout = new CableLayout(cells);
        var used = new HashSet<int>();
        for (int c = 0; c < cells.Count; c++)
        {
            Assert.True(used.Add(layout.SlotOf(c)));
            Assert.Equal(c, layout.CompartmentOf(layout.SlotOf(c)));
            int cell = cells.CellOf[c];
            Assert.Equal(layout.SlotOf(c), layout.SlotOfNode(cell, cells.Discretizations[cell].NodeOf(c - cells.CellOffsets[cell])));
        }
        for (int slot = 0; slot < layout.SlotCount; slot++) Assert.Equal(!used.Contains(slot), layout.CompartmentOf(slot) < 0);
    }

    [Fact]
    public void SlotOfNode_OpenEnds_HaveNoRowAndStandNextToTheirNeighbour()
    {
        var cells = RandomCells.Layout(RandomCells.Tree(5, 5, 6));
        var layout = new CableLayout(cells);
        var cut = cells.Discretizations[0];
        int ends = 0;
        for (int node = 0; node < cut.NodeCount; node++)
        {
            int[] around = [.. Enumerable.Range(0, cut.NodeCount).Where(n => cut.Parent[n] == node || cut.Parent[node] == n)];
            bool open = cut.CompartmentOf[node] < 0 && around.Length == 1;
            int point = layout.SlotOfNode(0, node);
            Assert.Equal(open, point < 0);
            if (!open) continue;
            ends++;
            Assert.Equal(layout.SlotOfNode(0, around[0]), layout.OpenEnds[~point]);
        }
        Assert.Equal(ends, layout.OpenEnds.Length);
        Assert.True(ends >= 2);
    }

    [Fact]
    public void StreamGroup_AnyCells_EveryRowOnceAndSiblingsTogether()
    {
        int cut = 0;
        for (int count = 1; count < 15; count++)
        {
            var layout = new CableLayout(RandomCells.Layout(Enumerable.Range(0, count).Select(i => RandomCells.Tree((ulong)(31 * count + i), 1, 1 + 5 * i % 12))));
            var place = new Dictionary<int, int>(); // which stretch solves a slot; 0: a trunk
            int stretches = 0;
            foreach (var group in StreamGroup.Of(layout.Packs))
            {
                Assert.All(group.Stages, stage => Assert.InRange(stage.Length, 1, StreamGroup.Width));
                foreach (int slot in group.Trunk) place.Add(slot, 0);
                foreach (var stretch in group.Stages.SelectMany(s => s))
                {
                    stretches++;
                    for (int r = 0; r < stretch.Rows; r++) place.Add(stretch.First + r, stretches);
                }
                cut += group.Trunk.Length;
            }
            Assert.Equal(layout.Packs.Sum(p => p.Topology.Rows), place.Count);
            foreach (var pack in layout.Packs)
                for (int r = 1; r < pack.Topology.Rows; r++)
                {
                    int parent = pack.Topology.Parent[r], own = place[pack.FirstSlot + r], above = place[pack.FirstSlot + parent];
                    Assert.True(own == above || above == 0, "a row and its parent in two stretches");
                    Assert.Equal(own, place[pack.FirstSlot + Array.IndexOf(pack.Topology.Parent, parent)]); // its first sibling
                }
        }
        Assert.True(cut > 100, "some cells were cut");
    }
}

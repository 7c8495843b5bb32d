using Multiscale.Geometry;

namespace Multiscale.UnitTests;

public sealed class SegmentIntersectionTests
{
    [Fact]
    public void Compute_Polylines_AreLengthWeightedSumsOfTheirParts()
    {
        var mesh = JitteredMesh.Create(4, 10, 31);
        var lines = Enumerable.Range(0, 50)
            .Select(r => Enumerable.Range(0, 2 + r % 4).Select(i => JitteredMesh.Point(32, (ulong)(8 * r + i), -1, 11)).ToArray()).ToArray();
        var rows = SegmentIntersection.Compute(mesh, lines);
        Assert.Equal(50, rows.Rows);
        for (int r = 0; r < lines.Length; r++)
        {
            var expected = new double[mesh.Count];
            double length = 0;
            for (int i = 1; i < lines[r].Length; i++)
            {
                double part = Point3.Distance(lines[r][i - 1], lines[r][i]);
                length += part;
                var shares = BruteForceClipping.Shares(mesh, lines[r][i - 1], lines[r][i]);
                for (int t = 0; t < mesh.Count; t++) expected[t] += part * shares[t];
            }
            double sum = rows.Outside[r];
            for (int k = rows.RowOffsets[r]; k < rows.RowOffsets[r + 1]; k++)
            {
                if (k > rows.RowOffsets[r]) Assert.True(rows.Columns[k - 1] < rows.Columns[k], "columns ascend");
                Assert.Equal(expected[rows.Columns[k]] / length, rows.Values[k], 1e-11);
                expected[rows.Columns[k]] = 0;
                sum += rows.Values[k];
            }
            Assert.Equal(1, sum, 1e-12);
            Assert.InRange(expected.Max(), 0, 1e-11);
        }
    }

    [Fact]
    public void Compute_SamePolylineInAnyCompany_GivesTheSameBits()
    {
        var mesh = JitteredMesh.Create(4, 10, 33);
        var lines = Enumerable.Range(0, 20).Select(r => new[] { JitteredMesh.Point(34, (ulong)(2 * r), 0, 10), JitteredMesh.Point(34, (ulong)(2 * r + 1), 0, 10) }).ToArray();
        var all = SegmentIntersection.Compute(mesh, lines);
        for (int r = 0; r < lines.Length; r++)
        {
            var alone = SegmentIntersection.Compute(mesh, [lines[r]]);
            Assert.Equal(alone.Columns, all.Columns[all.RowOffsets[r]..all.RowOffsets[r + 1]]);
            Assert.Equal(alone.Values, all.Values[all.RowOffsets[r]..all.RowOffsets[r + 1]]);
        }
    }

    [Fact]
    public void ComputePoints_InsideOnFaceAndOutside_SharesEqually()
    {
        var locator = new TetLocator(BoxMesh.Create(new(0, 0, 0), new(1, 1, 1), 1, 1, 1));
        var rows = SegmentIntersection.ComputePoints(locator, [new(0.8, 0.5, 0.1), new(0.5, 0.5, 0.5), new(2, 0, 0)]);
        Assert.Equal([0, 1, 7, 7], rows.RowOffsets);
        Assert.Equal(1, rows.Values[0]);
        Assert.All(rows.Values[1..7], share => Assert.Equal(1.0 / 6, share));
        Assert.Equal([0, 0, 1], rows.Outside);
    }

    [Fact]
    public void Run_RandomSegments_SumToOne()
    {
        var timing = IntersectionBenchmark.Run(JitteredMesh.Create(8, 10, 35), 2000, 5, 1);
        Assert.InRange(timing.WorstSum, 0, 1e-12);
        Assert.InRange(timing.Pieces, 5, 50);
    }
}

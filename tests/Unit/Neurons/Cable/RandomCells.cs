using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.UnitTests;

/// <summary>Random trees, densities and voltages; everything about a cell follows from its key, wherever it stands.</summary>
internal static class RandomCells
{
    /// <summary>Sections that hang anywhere on earlier ones; <paramref name="shape"/> decides the tree, <paramref name="size"/> lengths and diameters.</summary>
    public static Discretization Tree(ulong shape, ulong size, int sections)
    {
        var (form, draw) = (new CounterRandom(11, shape), new CounterRandom(12, size));
        var list = new Section[sections];
        for (int s = 0; s < sections; s++)
        {
            double place = form.Uniform((ulong)(4 * s)), wide = 0.5 + 3 * draw.Uniform((ulong)(3 * s)), narrow = 0.5 + draw.Uniform((ulong)(3 * s + 1));
            double length = 10 + 200 * draw.Uniform((ulong)(3 * s + 2));
            int up = s == 0 ? -1 : (int)(form.Uniform((ulong)(4 * s + 1)) * s);
            var type = s == 0 ? SectionType.Soma : (SectionType)(2 + (int)(3 * form.Uniform((ulong)(4 * s + 2))));
            list[s] = new Section(s, type, up, s == 0 ? 0 : place < 0.2 ? 0 : place < 0.7 ? 1 : place, [new(new Point3(0, 0, 0), wide), new(new Point3(length, 0, 0), narrow)]);
        }
        return new Discretization(new Morphology("random", list), s => 1 + (int)(9 * form.Uniform((ulong)(4 * s.Index + 3))));
    }

    public static NeuronLayout Layout(params IEnumerable<Discretization> cuts)
    {
        var model = new CellModel { Soma = new MembraneOptions { Resistivity = 90 }, Axon = new MembraneOptions { Capacitance = 0.5 } };
        var cells = cuts.Select((cut, i) => new CellDescription(i, cut.Morphology, model) { Discretization = cut }).ToArray();
        return new NeuronLayout(new NeuronOptions(), new NeuronNetwork { Cells = cells }, new SerialCommunicator());
    }

    /// <summary>Voltages of all nodes and membrane currents of all compartments of one cell.</summary>
    public static void Fill(NeuronLayout cells, CableMatrix matrix, int cell, ulong key)
    {
        var draw = new CounterRandom(13, key);
        var cut = cells.Discretizations[cell];
        ulong k = 0;
        for (int node = 0; node < cut.NodeCount; node++)
        {
            double v = -70 + 50 * draw.Uniform(k++);
            if (matrix.Layout.SlotOfNode(cell, node) is >= 0 and var slot) matrix.Voltage[slot] = v;
        }
        for (int c = 0; c < cut.Count; c++)
        {
            int slot = matrix.Layout.SlotOf(cells.CellOffsets[cell] + c);
            matrix.Current[slot] = 0.2 * draw.Uniform(k++) - 0.1;
            matrix.Slope[slot] = 0.01 * draw.Uniform(k++);
            bool synapse = draw.Uniform(k++) < 0.1;
            matrix.PointCurrent[slot] = synapse ? 0.01 * draw.Uniform(k) : 0;
            matrix.PointSlope[slot] = synapse ? 1e-3 * draw.Uniform(k) : 0;
        }
    }
}

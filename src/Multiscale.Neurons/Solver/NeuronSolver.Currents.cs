namespace Multiscale.Neurons;

/// <summary>What crosses the membrane in all.</summary>
public sealed partial class NeuronSolver
{
    private int[]? electrodes; // mechanisms of point processes that are electrodes
    private double[] inflow = [], rowVoltage = [];

    /// <summary>
    /// Outward current through the membrane of each compartment of this rank now [nA], capacitive current included: what comes along the cell and from electrodes
    /// leaves through the membrane. Over a cell the sum is what electrodes bring. Electrodes among point processes count as in the last step, on its mean.
    /// </summary>
    /// <param name="currents">By compartment.</param>
    public void MembraneCurrents(Span<double> currents)
    {
        electrodes ??= [.. Enumerable.Range(0, points.Count).Where(p => electrodeProcesses.Contains(points[p].Name))];
        double time = Time.Milliseconds;
        for (int cell = 0; cell < layout.Descriptions.Length; cell++)
        {
            var pack = cable.Layout.PackOf(cell);
            int rows = pack.Topology.Rows, first = cable.Layout.FirstSlotOf(cell);
            if (inflow.Length < rows) (inflow, rowVoltage) = (new double[rows], new double[rows]);
            Array.Clear(inflow, 0, rows);
            clamps.AddElectrodes(cell, cable, time, inflow);
            foreach (int p in electrodes) points[p].AddElectrodes(cell, layout, cable.Layout, inflow);
            cable.AddFlows(cell, rowVoltage, inflow);
            for (int c = layout.CellOffsets[cell]; c < layout.CellOffsets[cell + 1]; c++) currents[c] = inflow[(cable.Layout.SlotOf(c) - first) / pack.Stride];
        }
    }
}

namespace Multiscale.Neurons;

internal sealed unsafe partial class CableMatrix
{
    /// <summary>
    /// Adds what flows along one cell into each of its rows now [nA]. Points where sections meet stand at the voltage at which nothing stays in them, so that over
    /// the cell all flows add up to nothing.
    /// </summary>
    /// <param name="voltage">Room for the voltages of the rows.</param>
    /// <param name="inflow">By row; what electrodes bring is in it already.</param>
    public void AddFlows(int cell, double[] voltage, double[] inflow)
    {
        var pack = Layout.PackOf(cell);
        int[] up = pack.Topology.Parent;
        int first = Layout.FirstSlotOf(cell);
        for (int r = 0; r < up.Length; r++)
        {
            int slot = first + pack.Stride * r;
            voltage[r] = Voltage[slot];
            if (!meetingAt.TryGetValue(slot, out int e)) continue;
            double sum = inflow[r], conductance = 0;
            for (int j = meetingOffsets[e]; j < meetingOffsets[e + 1]; j++)
            {
                sum += conductances[j] * Voltage[neighbours[j]];
                conductance += conductances[j];
            }
            voltage[r] = sum / conductance;
        }
        for (int r = 1; r < up.Length; r++)
        {
            double flow = Axial[first + pack.Stride * r] * (voltage[up[r]] - voltage[r]);
            inflow[r] += flow;
            inflow[up[r]] -= flow;
        }
    }
}

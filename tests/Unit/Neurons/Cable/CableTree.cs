using Multiscale.Geometry;

using Multiscale.Neurons;

namespace Multiscale.UnitTests;

/// <summary>
/// The cable equation of all cells of a rank: one symmetric tree matrix, solved by Hines's elimination (Hines 1984, Int J Biomed Comput 15:69).
/// Rows are charge balances [nA] of compartments and of points without area or capacitance; parents come before children.
/// </summary>
internal sealed class CableTree
{
    private readonly int[] parent, compartment, nodeOf, cellNodes;
    private readonly double[] axial, axialSum, coupling, capacitance, diagonal, rhs, voltage, nodeCurrent;
    private readonly double[] halfway, second, whole, restarted; // of cells that restart
    private readonly int[] ends, endOffsets, endNeighbours; // points of zero area and the nodes around them
    private readonly double[] endConductances;

    public CableTree(NeuronLayout layout, double[] capacitance, double initialVoltage)
    {
        this.capacitance = capacitance;
        int cells = layout.Descriptions.Length, n = 0;
        cellNodes = new int[cells + 1];
        for (int i = 0; i < cells; i++) cellNodes[i + 1] = n += layout.Discretizations[i].NodeCount;
        parent = new int[n];
        compartment = new int[n];
        nodeOf = new int[layout.Count];
        axial = new double[n];
        axialSum = new double[n];
        diagonal = new double[n];
        rhs = new double[n];
        nodeCurrent = new double[n];
        (coupling, halfway, second, whole, restarted) = (new double[n], new double[n], new double[n], new double[n], new double[layout.Count]);
        voltage = new double[n];
        Array.Fill(voltage, initialVoltage);
        var around = new List<(int End, int Neighbour, double Conductance)>();
        for (int cell = 0; cell < cells; cell++)
        {
            var cut = layout.Discretizations[cell];
            for (int k = 0; k < cut.NodeCount; k++)
            {
                int node = cellNodes[cell] + k, c = cut.CompartmentOf[k], up = cut.Parent[k];
                compartment[node] = c < 0 ? -1 : layout.CellOffsets[cell] + c;
                if (c >= 0) nodeOf[compartment[node]] = node;
                parent[node] = up < 0 ? -1 : cellNodes[cell] + up;
                if (up < 0) continue;
                int carrier = c >= 0 ? c : cut.CompartmentOf[up]; // whose section the resistance lies in
                double conductance = 1 / (0.01 * layout.MembraneOf(layout.CellOffsets[cell] + carrier).Resistivity * cut.ResistanceToParent[k]); // [uS]
                axial[node] = conductance;
                axialSum[node] += conductance;
                axialSum[parent[node]] += conductance;
                if (c < 0) around.Add((node, parent[node], conductance));
                if (compartment[parent[node]] < 0) around.Add((parent[node], node, conductance));
            }
        }
        var degree = new int[n];
        for (int i = 0; i < n; i++) if (parent[i] >= 0) (degree[i], degree[parent[i]]) = (degree[i] + 1, degree[parent[i]] + 1);
        for (int i = 0; i < n; i++)
        {
            // An end where nothing else attaches holds no charge and draws none.
            if (parent[i] is not (>= 0 and var p)) continue;
            if (compartment[i] >= 0 || degree[i] > 1) coupling[p] += axial[i];
            if (compartment[p] >= 0 || degree[p] > 1) coupling[i] += axial[i];
        }
        var groups = around.GroupBy(a => a.End).OrderBy(g => g.Key).ToArray();
        ends = [.. groups.Select(g => g.Key)];
        endOffsets = [0, .. groups.Select(g => g.Count())];
        for (int i = 1; i < endOffsets.Length; i++) endOffsets[i] += endOffsets[i - 1];
        endNeighbours = [.. groups.SelectMany(g => g.Select(a => a.Neighbour))];
        endConductances = [.. groups.SelectMany(g => g.Select(a => a.Conductance))];
    }

    public int NodeCount => parent.Length;

    /// <summary>[mV] of all nodes.</summary>
    public double[] Voltage => voltage;

    /// <summary>Injected current of each node [nA]; only used for points without area.</summary>
    public double[] NodeCurrent => nodeCurrent;

    /// <summary>Change of voltage found by the solve [mV], by node.</summary>
    public double[] Change => rhs;

    public int NodeOf(int compartment) => nodeOf[compartment];

    public int NodeOf(int cell, int node) => cellNodes[cell] + node;

    public int CompartmentOf(int node) => compartment[node];

    public int FirstNodeOf(int cell) => cellNodes[cell];

    /// <summary>
    /// Solves (C/h' + G + axial) dv = -I(v) + axial currents at v for the change dv. <paramref name="conductance"/> [uS] holds C/h' + G and
    /// <paramref name="current"/> [nA] the outward current of each compartment.
    /// </summary>
    public void Solve(double[] conductance, double[] current) => Solve(0, parent.Length, conductance, current, voltage, rhs);

    /// <summary>
    /// Redoes the step of one cell so that the stiff modes a jump excites are damped: two implicit Euler half steps, doubled, less one whole step;
    /// second order. The solve has just made the first half step with <paramref name="conductance"/> = 2 C/h + G.
    /// <see cref="Change"/> then holds the mean change over the step.
    /// </summary>
    public void Restart(int cell, double step, double[] conductance, double[] current)
    {
        int first = cellNodes[cell], end = cellNodes[cell + 1];
        for (int i = first; i < end; i++)
        {
            halfway[i] = voltage[i] + rhs[i];
            int c = compartment[i];
            if (c >= 0) restarted[c] = current[c] + (conductance[c] - 2 * capacitance[c] / step) * rhs[i];
        }
        Solve(first, end, conductance, restarted, halfway, second);
        for (int i = first; i < end; i++) if (compartment[i] is >= 0 and var c) restarted[c] = conductance[c] - capacitance[c] / step;
        Solve(first, end, restarted, current, voltage, whole);
        for (int i = first; i < end; i++)
        {
            halfway[i] = voltage[i] + 2 * (rhs[i] + second[i]) - whole[i];
            rhs[i] = 2 * rhs[i] + second[i] - whole[i];
        }
    }

    /// <summary>Takes the voltages that <see cref="Restart"/> found.</summary>
    public void TakeRestarted(int cell) => Array.Copy(halfway, cellNodes[cell], voltage, cellNodes[cell], cellNodes[cell + 1] - cellNodes[cell]);

    private void Solve(int first, int end, double[] conductance, double[] current, double[] v, double[] b)
    {
        var d = diagonal;
        for (int i = first; i < end; i++)
        {
            int c = compartment[i];
            d[i] = axialSum[i];
            b[i] = nodeCurrent[i];
            if (c < 0) continue;
            d[i] += conductance[c];
            b[i] -= current[c];
        }
        for (int i = first; i < end; i++)
        {
            int p = parent[i];
            if (p < 0) continue;
            double flow = axial[i] * (v[p] - v[i]);
            b[i] += flow;
            b[p] -= flow;
        }
        for (int i = end - 1; i >= first; i--)
        {
            int p = parent[i];
            if (p < 0) continue;
            double f = axial[i] / d[i];
            d[p] -= f * axial[i];
            b[p] += f * b[i];
        }
        for (int i = first; i < end; i++)
        {
            int p = parent[i];
            b[i] = (p < 0 ? b[i] : b[i] + axial[i] * b[p]) / d[i];
        }
    }

    /// <summary>Moves every node by <paramref name="factor"/> times the change.</summary>
    public void Move(double factor)
    {
        for (int i = 0; i < voltage.Length; i++) voltage[i] += factor * rhs[i];
    }

    /// <summary>Whether the trapezoidal rule with this step [ms] would let a jump at the node ring: axial conductance above 2 C / h.</summary>
    public bool IsStiff(int node, double step) => compartment[node] < 0 || coupling[node] * step > 2 * capacitance[compartment[node]];

    /// <summary>
    /// Points without capacitance take the voltage at which their currents balance; extrapolating them like the others would leave an error
    /// that the trapezoidal rule never damps.
    /// </summary>
    public void BalanceEnds()
    {
        for (int e = 0; e < ends.Length; e++)
        {
            double sum = nodeCurrent[ends[e]], conductance = 0;
            for (int j = endOffsets[e]; j < endOffsets[e + 1]; j++)
            {
                sum += endConductances[j] * voltage[endNeighbours[j]];
                conductance += endConductances[j];
            }
            voltage[ends[e]] = sum / conductance;
        }
    }
}

using Multiscale.Core;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.BloodFlow;

/// <summary>
/// Quasi-static flow in a vessel graph: at each node the flows of its vessels balance what enters there and half of what its vessels swell by,
/// sum_e (p_i - p_j) / R_e = s_i - 1/2 sum_e dV_e/dt. Pressures held at boundary nodes are known;
/// a component without any is fixed at one node and shifted afterwards.
/// </summary>
public sealed class FlowNetwork : IDisposable
{
    private readonly BloodFlowOptions options;
    private readonly VesselGraph graph;
    private readonly Components components;
    private readonly FlowBoundaries boundaries;
    private readonly bool[] perfused, floating;
    private readonly int[] ground, unknownOf, unknowns;
    private readonly int[] slots; // of each edge: diagonal of start, diagonal of end, start-end, end-start; -1: not there
    private readonly IPressureSystem? system;
    private int[]? entries; // where blood comes in at rest: what swelling vessels draw back through outlets is not fresh
    private readonly double[] reference; // a held pressure of each component: solving for differences from it keeps small flows exact
    private readonly double[] rhs, solution, conductances, source, surplus, lowest;

    public FlowNetwork(BloodFlowOptions options, VesselGraph graph, Components components, FlowBoundaries boundaries, Communicator ranks)
    {
        this.options = options;
        this.graph = graph;
        this.components = components;
        this.boundaries = boundaries;
        perfused = new bool[components.Count];
        floating = new bool[components.Count];
        reference = new double[components.Count];
        ground = new int[components.Count];
        foreach (int i in boundaries.Nodes)
        {
            int c = components.Of[i];
            if (!perfused[c]) (perfused[c], floating[c], ground[c]) = (true, true, i);
            if (boundaries.HoldsPressure[i] && floating[c]) (floating[c], reference[c]) = (false, boundaries.Pressure[i]);
        }
        unknownOf = new int[graph.NodeCount];
        var list = new List<int>();
        for (int i = 0; i < graph.NodeCount; i++)
        {
            int c = components.Of[i];
            bool known = !perfused[c] || boundaries.HoldsPressure[i] || (floating[c] && ground[c] == i);
            unknownOf[i] = known ? -1 : list.Count;
            if (!known) list.Add(i);
        }
        unknowns = [.. list];
        slots = new int[4 * graph.EdgeCount];
        rhs = new double[unknowns.Length];
        solution = new double[unknowns.Length];
        conductances = new double[graph.EdgeCount];
        source = new double[graph.NodeCount];
        surplus = new double[components.Count];
        lowest = new double[components.Count];
        Pressures = new double[graph.NodeCount];
        Flows = new double[graph.EdgeCount];
        BoundaryInflow = new double[graph.NodeCount];
        if (unknowns.Length == 0) return;
        var (offsets, columns) = Pattern();
        system = graph.EdgeCount <= options.DirectEdges
            ? new DirectPressureSystem(offsets, columns)
            : new IterativePressureSystem(offsets, columns, ranks, options.IterativeTolerance);
    }

    /// <summary>Node pressures [g/(um s^2)]; 0 where nothing flows.</summary>
    public double[] Pressures { get; }

    /// <summary>Mean flow from start to end of each vessel [um^3/s].</summary>
    public double[] Flows { get; }

    /// <summary>What enters the graph at each node [um^3/s]; negative: what leaves.</summary>
    public double[] BoundaryInflow { get; }

    /// <summary>Largest imbalance at a node over the largest flow, of the last solve.</summary>
    public double Residual { get; private set; }

    /// <summary>Fresh blood [um^3/s]: what enters at the nodes where it enters in the first solve.</summary>
    public double TotalInflow { get; private set; }

    public bool IsPerfused(int edge) => perfused[components.Of[graph.Start[edge]]];

    /// <summary>Vessels in components without any boundary: nothing flows there.</summary>
    public int UnperfusedEdges
    {
        get
        {
            int count = 0;
            for (int e = 0; e < graph.EdgeCount; e++) count += IsPerfused(e) ? 0 : 1;
            return count;
        }
    }

    /// <summary>Resistances from new radii [um] and hematocrits (none: that of the blood that enters). Collective.</summary>
    public void SetRadii(ReadOnlySpan<double> radii, ReadOnlySpan<double> hematocrit = default)
    {
        for (int e = 0; e < graph.EdgeCount; e++)
            conductances[e] = 1 / Viscosity.Resistance(options.Viscosity, options.PlasmaViscosity, radii[e], graph.Lengths[e], hematocrit.IsEmpty ? options.Hematocrit.Entering : hematocrit[e]);
        if (system is null) return;
        var values = system.Values;
        values.Clear();
        for (int e = 0; e < graph.EdgeCount; e++)
        {
            double g = conductances[e];
            int at = 4 * e;
            if (slots[at] >= 0) values[slots[at]] += g;
            if (slots[at + 1] >= 0) values[slots[at + 1]] += g;
            if (slots[at + 2] >= 0) values[slots[at + 2]] -= g;
            if (slots[at + 3] >= 0) values[slots[at + 3]] -= g;
        }
        system.Update();
    }

    /// <summary>Pressures and flows for growing volumes dV/dt [um^3/s] and a factor on all given flows. Collective.</summary>
    /// <exception cref="InputException">Given flows of a component that holds no pressure do not add up to zero.</exception>
    public void Solve(ReadOnlySpan<double> growth, double inflowFactor)
    {
        Sources(growth, inflowFactor);
        Array.Clear(Pressures);
        foreach (int i in boundaries.Nodes)
            if (boundaries.HoldsPressure[i]) Pressures[i] = boundaries.Pressure[i] - reference[components.Of[i]];
        for (int u = 0; u < unknowns.Length; u++) rhs[u] = source[unknowns[u]];
        for (int e = 0; e < graph.EdgeCount; e++)
        {
            int s = unknownOf[graph.Start[e]], t = unknownOf[graph.End[e]];
            if (s >= 0 && t < 0) rhs[s] += conductances[e] * Pressures[graph.End[e]];
            if (t >= 0 && s < 0) rhs[t] += conductances[e] * Pressures[graph.Start[e]];
        }
        system?.Solve(rhs, solution);
        for (int u = 0; u < unknowns.Length; u++) Pressures[unknowns[u]] = solution[u];
        for (int e = 0; e < graph.EdgeCount; e++) Flows[e] = conductances[e] * (Pressures[graph.Start[e]] - Pressures[graph.End[e]]);
        Balance(growth);
        Shift();
    }

    /// <summary>Largest flow in a vessel [um^3/s].</summary>
    public double LargestFlow { get; private set; }

    /// <summary>Takes the results of an earlier solve over; the first guess of the next one follows from them.</summary>
    public void Restore(ReadOnlySpan<double> pressures, ReadOnlySpan<double> flows, ReadOnlySpan<double> boundaryInflow, double totalInflow)
    {
        pressures.CopyTo(Pressures);
        flows.CopyTo(Flows);
        boundaryInflow.CopyTo(BoundaryInflow);
        TotalInflow = totalInflow;
        for (int u = 0; u < unknowns.Length; u++) solution[u] = pressures[unknowns[u]] - reference[components.Of[unknowns[u]]];
    }

    /// <summary>Collective.</summary>
    public void Dispose() => system?.Dispose();

    /// <summary>What enters each node: given flows, shares of the surplus, minus half of the growth of its vessels.</summary>
    private void Sources(ReadOnlySpan<double> growth, double factor)
    {
        Array.Clear(source);
        Array.Clear(surplus);
        for (int e = 0; e < graph.EdgeCount; e++)
        {
            source[graph.Start[e]] -= 0.5 * growth[e];
            source[graph.End[e]] -= 0.5 * growth[e];
            surplus[components.Of[graph.Start[e]]] -= growth[e];
        }
        foreach (int i in boundaries.Nodes)
        {
            BoundaryInflow[i] = factor * boundaries.Inflow[i];
            surplus[components.Of[i]] += BoundaryInflow[i];
        }
        foreach (int i in boundaries.Nodes)
        {
            BoundaryInflow[i] -= boundaries.OutflowShare[i] * surplus[components.Of[i]];
            source[i] += BoundaryInflow[i];
        }
        CheckFloating();
    }

    private void CheckFloating()
    {
        Array.Clear(surplus);
        Array.Clear(lowest);
        foreach (int i in boundaries.Nodes) lowest[components.Of[i]] += Math.Abs(BoundaryInflow[i]);
        for (int i = 0; i < graph.NodeCount; i++) surplus[components.Of[i]] += source[i];
        for (int c = 0; c < components.Count; c++)
        {
            if (!floating[c] || Math.Abs(surplus[c]) <= 1e-6 * lowest[c]) continue;
            throw new InputException("MS0633",
                $"the flows given in the component of node {ground[c]} add up to {surplus[c]} um^3/s, and it holds no pressure", "let the flows add up to zero, or hold a pressure at one of its outlets (always, while radii move)");
        }
    }

    /// <summary>Net inflow where pressures are held, the total inflow, and the largest imbalance elsewhere.</summary>
    private void Balance(ReadOnlySpan<double> growth)
    {
        double largestFlow = 0, largestImbalance = 0;
        for (int e = 0; e < graph.EdgeCount; e++)
        {
            source[graph.Start[e]] -= Flows[e];
            source[graph.End[e]] += Flows[e];
            largestFlow = Math.Max(largestFlow, Math.Abs(Flows[e]));
        }
        TotalInflow = 0;
        for (int i = 0; i < graph.NodeCount; i++)
        {
            if (boundaries.HoldsPressure[i]) BoundaryInflow[i] = -source[i];
            else if (perfused[components.Of[i]]) largestImbalance = Math.Max(largestImbalance, Math.Abs(source[i]));
        }
        // Between outlets of equal pressure nothing flows but rounding.
        entries ??= Array.FindAll(boundaries.Nodes, i => BoundaryInflow[i] > 1e-6 * largestFlow);
        foreach (int i in entries) TotalInflow += Math.Max(0, BoundaryInflow[i]);
        LargestFlow = largestFlow;
        Residual = largestFlow > 0 ? largestImbalance / largestFlow : 0;
    }

    /// <summary>Back to absolute pressures; where none is held, the lowest boundary node gets the base pressure.</summary>
    private void Shift()
    {
        Array.Fill(lowest, double.PositiveInfinity);
        foreach (int i in boundaries.Nodes) lowest[components.Of[i]] = Math.Min(lowest[components.Of[i]], Pressures[i]);
        for (int i = 0; i < graph.NodeCount; i++)
            Pressures[i] += floating[components.Of[i]] ? options.BasePressure - lowest[components.Of[i]] : reference[components.Of[i]];
    }

    /// <summary>CSR pattern of the unknown nodes with ascending columns; parallel vessels share their places.</summary>
    private (int[] Offsets, int[] Columns) Pattern()
    {
        int n = unknowns.Length;
        var rows = new List<int>[n];
        for (int u = 0; u < n; u++) rows[u] = [u];
        for (int e = 0; e < graph.EdgeCount; e++)
        {
            int s = unknownOf[graph.Start[e]], t = unknownOf[graph.End[e]];
            if (s < 0 || t < 0 || s == t) continue;
            rows[s].Add(t);
            rows[t].Add(s);
        }
        var offsets = new int[n + 1];
        for (int u = 0; u < n; u++)
        {
            rows[u].Sort();
            int kept = 0;
            for (int k = 0; k < rows[u].Count; k++)
                if (k == 0 || rows[u][k] != rows[u][k - 1]) rows[u][kept++] = rows[u][k];
            rows[u].RemoveRange(kept, rows[u].Count - kept);
            offsets[u + 1] = offsets[u] + kept;
        }
        var columns = new int[offsets[n]];
        for (int u = 0; u < n; u++) rows[u].CopyTo(columns, offsets[u]);
        int Slot(int row, int column) => row < 0 || column < 0 ? -1 : Array.BinarySearch(columns, offsets[row], offsets[row + 1] - offsets[row], column);
        for (int e = 0; e < graph.EdgeCount; e++)
        {
            int s = unknownOf[graph.Start[e]], t = unknownOf[graph.End[e]];
            // A loop from a node to itself carries nothing.
            bool loop = graph.Start[e] == graph.End[e];
            slots[4 * e] = loop ? -1 : Slot(s, s);
            slots[4 * e + 1] = loop ? -1 : Slot(t, t);
            slots[4 * e + 2] = loop ? -1 : Slot(s, t);
            slots[4 * e + 3] = loop ? -1 : Slot(t, s);
        }
        return (offsets, columns);
    }
}

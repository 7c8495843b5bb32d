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
    private readonly int[] inner; // edges between two unknown nodes
    private readonly Condensation condensation;
    private readonly IPressureSystem? system; // of the core that condensation leaves
    private int[]? entries; // where blood comes in at rest: what swelling vessels draw back through outlets is not fresh
    private readonly double[] reference; // a held pressure of each component: solving for differences from it keeps small flows exact
    private readonly double[] rhs, solution, coreRhs, coreSolution, innerConductances, toKnown, conductances, source, surplus, lowest;

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
        // A loop from a node to itself carries nothing.
        inner = [.. Enumerable.Range(0, graph.EdgeCount).Where(e => unknownOf[graph.Start[e]] >= 0 && unknownOf[graph.End[e]] >= 0 && graph.Start[e] != graph.End[e])];
        condensation = new Condensation(unknowns.Length, Array.ConvertAll(inner, e => unknownOf[graph.Start[e]]), Array.ConvertAll(inner, e => unknownOf[graph.End[e]]));
        innerConductances = new double[inner.Length];
        toKnown = new double[unknowns.Length];
        coreRhs = new double[condensation.Offsets.Length - 1];
        coreSolution = new double[coreRhs.Length];
        rhs = new double[unknowns.Length];
        solution = new double[unknowns.Length];
        conductances = new double[graph.EdgeCount];
        source = new double[graph.NodeCount];
        surplus = new double[components.Count];
        lowest = new double[components.Count];
        Pressures = new double[graph.NodeCount];
        Flows = new double[graph.EdgeCount];
        BoundaryInflow = new double[graph.NodeCount];
        if (coreRhs.Length == 0) return;
        system = (condensation.Columns.Length - coreRhs.Length) / 2 <= options.DirectEdges
            ? new DirectPressureSystem(condensation.Offsets, condensation.Columns)
            : new IterativePressureSystem(condensation.Offsets, condensation.Columns, ranks, options.IterativeTolerance);
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
        for (int k = 0; k < inner.Length; k++) innerConductances[k] = conductances[inner[k]];
        Array.Clear(toKnown);
        for (int e = 0; e < graph.EdgeCount; e++)
        {
            int s = unknownOf[graph.Start[e]], t = unknownOf[graph.End[e]];
            if (s >= 0 && t < 0) toKnown[s] += conductances[e];
            if (t >= 0 && s < 0) toKnown[t] += conductances[e];
        }
        condensation.Update(innerConductances, toKnown, system is null ? default : system.Values);
        system?.Update();
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
        condensation.Reduce(rhs, coreRhs);
        condensation.Core(solution, coreSolution);
        system?.Solve(coreRhs, coreSolution);
        condensation.Expand(coreSolution, rhs, solution);
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
}

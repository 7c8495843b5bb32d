using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Diffusion;

/// <summary>
/// The potential at the vertices, whole on every rank: C dV/dt = -K V - g (V - E) + I with the capacitance C and the conductances g lumped at vertices, a third of each triangle. A step is
/// the L-stable SDIRK2 of Alexander (1977) with the conductances of the step's middle: both stages have one matrix, C may be 0.
/// </summary>
internal sealed class MembranePotential
{
    // Error of a solve [mV].
    private const double Tolerance = 1e-8;

    private static readonly double Gamma = 1 - Math.Sqrt(0.5);

    private readonly MembraneModel model;
    private readonly FieldMatrix matrix;
    private readonly IFieldSolver system;
    private readonly double[] conductance, current, right, first, second;
    private readonly bool[] held;
    private double lastStep, weight;

    /// <summary>Collective.</summary>
    /// <param name="factored">The most vertices for which every rank factorises the whole matrix.</param>
    public MembranePotential(MembraneModel model, Communicator ranks, int factored)
    {
        this.model = model;
        int size = model.Vertices.Length;
        matrix = new FieldMatrix(model);
        system = size <= factored ? new FactoredField(matrix) : new IteratedField(matrix, ranks);
        (Now, Before) = (new double[size], new double[size]);
        (conductance, current, right, first, second) = (new double[size], new double[size], new double[size], new double[size], new double[size]);
        held = new bool[size];
        Array.Fill(Now, model.Initial);
        Hold(SimTime.Zero);
        Now.CopyTo(Before, 0);
    }

    /// <summary>At the vertices [mV]: now, and a step ago.</summary>
    public double[] Now { get; }

    public double[] Before { get; }

    public (long Iterations, long Factorisations) Work => system.Work;

    /// <summary>Means over the triangles in the middle of a step of <paramref name="duration"/> ms to come, by extrapolation.</summary>
    public void Ahead(double duration, double[] potentials, int firstTriangle)
    {
        double share = lastStep > 0 ? 0.5 * duration / lastStep : 0;
        for (int t = 0; t < model.Triangles.Length; t++)
        {
            double sum = 0;
            for (int i = 3 * t; i < 3 * t + 3; i++)
            {
                int v = model.Corners[i];
                sum += Now[v] + share * (Now[v] - Before[v]);
            }
            potentials[model.Triangles[t] - firstTriangle] = sum / 3;
        }
    }

    /// <summary>The next time after <paramref name="now"/> at which a clamp begins or ends, at most <paramref name="end"/>.</summary>
    public SimTime NextSwitch(SimTime now, SimTime end)
    {
        foreach (var list in (ReadOnlySpan<IReadOnlyList<Clamp>>)[model.Currents, model.Potentials])
            for (int i = 0; i < list.Count; i++)
            {
                if (list[i].From > now && list[i].From < end) end = list[i].From;
                if (list[i].Until > now && list[i].Until < end) end = list[i].Until;
            }
        return end;
    }

    /// <summary>Advances by a step.</summary>
    /// <param name="start">When it begins; clamps do not change within it.</param>
    /// <param name="duration">[ms]</param>
    /// <param name="conductances">Of the channels of each triangle [uS].</param>
    /// <param name="currents">Into the compartment at 0 mV, through each triangle [nA].</param>
    public void Advance(SimTime start, double duration, ReadOnlySpan<double> conductances, ReadOnlySpan<double> currents)
    {
        bool switched = Hold(start);
        Gather(start, conductances, currents);
        weight = Gamma * duration;
        system.Prepare(matrix.Assemble(weight, model.Capacitance, conductance, held));
        matrix.Conduct(Now, right);
        // The stages of the step before are good guesses; they move on smoothly.
        for (int v = 0; v < right.Length; v++)
        {
            right[v] = held[v] ? 0 : weight * (current[v] - conductance[v] * Now[v] - right[v]);
            if (held[v]) first[v] = second[v] = 0;
        }
        system.Solve(right, first, Tolerance);
        for (int v = 0; v < right.Length; v++)
            if (!held[v]) right[v] += (1 - Gamma) / Gamma * model.Capacitance[v] * first[v];
        system.Solve(right, second, Tolerance);
        for (int v = 0; v < right.Length; v++)
        {
            Before[v] = Now[v];
            Now[v] += second[v];
            if (!double.IsFinite(Now[v])) throw new NumericalException("MS0535", $"the potential at vertex {model.Vertices[v]} is no longer a number", "take a shorter step, or check conductances and currents");
        }
        lastStep = switched ? 0 : duration;
    }

    /// <summary>What a restart needs to go on to the bit.</summary>
    public double[] State
    {
        get => [.. Now, .. Before, .. first, .. second, .. held.Select(h => h ? 1.0 : 0), lastStep, weight, .. system.State];
        set
        {
            int n = Now.Length;
            value.AsSpan(0, n).CopyTo(Now);
            value.AsSpan(n, n).CopyTo(Before);
            value.AsSpan(2 * n, n).CopyTo(first);
            value.AsSpan(3 * n, n).CopyTo(second);
            for (int v = 0; v < n; v++) held[v] = value[4 * n + v] != 0;
            (lastStep, weight) = (value[5 * n], value[5 * n + 1]);
            if (weight == 0) return;
            matrix.Assemble(weight, model.Capacitance, conductance, held);
            system.Restore(value.AsSpan(5 * n + 2));
        }
    }

    private void Gather(SimTime start, ReadOnlySpan<double> conductances, ReadOnlySpan<double> currents)
    {
        model.Leak.CopyTo(conductance, 0);
        model.LeakCurrent.CopyTo(current, 0);
        for (int t = 0; t < conductances.Length; t++)
            for (int i = 3 * t; i < 3 * t + 3; i++)
            {
                conductance[model.Corners[i]] += conductances[t] / 3;
                current[model.Corners[i]] += currents[t] / 3;
            }
        for (int k = 0; k < model.Currents.Count; k++)
        {
            var clamp = model.Currents[k];
            if (!clamp.IsOn(start)) continue;
            for (int i = 0; i < clamp.Vertices.Length; i++) current[clamp.Vertices[i]] += clamp.Value * clamp.Weights[i];
        }
    }

    /// <summary>Puts vertices to the potentials at which they are clamped; says whether that changes which are.</summary>
    private bool Hold(SimTime time)
    {
        bool switched = false;
        for (int k = 0; k < model.Potentials.Count; k++)
        {
            var clamp = model.Potentials[k];
            bool on = clamp.IsOn(time);
            foreach (int v in clamp.Vertices)
            {
                switched |= on && (!held[v] || !Now[v].Equals(clamp.Value));
                if (on) Now[v] = clamp.Value;
            }
        }
        Span<bool> before = held.Length <= 4096 ? stackalloc bool[held.Length] : new bool[held.Length];
        held.CopyTo(before);
        Array.Clear(held);
        for (int k = 0; k < model.Potentials.Count; k++)
            if (model.Potentials[k].IsOn(time))
                foreach (int v in model.Potentials[k].Vertices) held[v] = true;
        return switched || !before.SequenceEqual(held);
    }
}

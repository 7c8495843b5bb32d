using System.Diagnostics;
using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Diffusion;

/// <summary>
/// A membrane and the molecules that make its currents. A step from t to t + h: rates at the potential of t + h/2, extrapolated; molecules react and diffuse to t + h; the potential
/// follows with the mean of the open channels and with the very charges that passed. Second order in h; charges and ions agree. Equal to the bit on any number of ranks.
/// </summary>
public sealed class MembraneSolver : IReactionSolver
{
    /// <summary>The most vertices for which every rank factorises the whole matrix.</summary>
    public const int Factored = 20_000;

    private readonly IVoltageDriven molecules;
    private readonly MembraneModel model;
    private readonly MembranePotential potential;
    private readonly ChannelCurrents channels;
    private readonly int[] positions; // of the mesh's vertices; -1: no potential
    private long solving;

    /// <summary>Collective.</summary>
    /// <param name="factored">Larger meshes are solved by iteration, their vertices spread over the ranks.</param>
    /// <exception cref="InputException">MS0536: the method follows no potential.</exception>
    public MembraneSolver(IReactionSolver molecules, MembraneModel model, Communicator ranks, int factored = Factored)
    {
        this.molecules = molecules as IVoltageDriven ?? throw new InputException("MS0536", "this method knows no membrane", "choose method: stochastic or deterministic, or leave membrane out");
        this.model = model;
        potential = new MembranePotential(model, ranks, factored);
        channels = new ChannelCurrents(model, this.molecules, ranks);
        positions = new int[molecules.Model.Cells.Mesh.Vertices.Length];
        Array.Fill(positions, -1);
        for (int v = 0; v < model.Vertices.Length; v++) positions[model.Vertices[v]] = v;
    }

    public string Name => molecules.Name;

    public ReactionModel Model => molecules.Model;

    public IReadOnlyList<Port> Ports => molecules.Ports;

    public IReadOnlyList<Account> Accounts => molecules.Accounts;

    public SimTime Time => molecules.Time;

    public EntitySet Cells => molecules.Cells;

    /// <summary>The solver of reactions and diffusion.</summary>
    public IReactionSolver Molecules => molecules;

    /// <summary>The potential at the vertices of the model [mV], whole on every rank.</summary>
    public ReadOnlySpan<double> Potentials => potential.Now;

    /// <summary>Steps of the potential since the start.</summary>
    public long Steps { get; private set; }

    /// <summary>Through each triangle of the membrane in the last step [nA], out of the compartment, at the potential of its end: channels and ions, without leaks and capacitance.</summary>
    public double ChannelCurrent(int triangle)
    {
        double v = 0;
        for (int i = 3 * triangle; i < 3 * triangle + 3; i++) v += potential.Now[model.Corners[i]] / 3;
        return channels.Conductances[triangle] * v - channels.Currents[triangle];
    }

    /// <summary>The mean potential of cells that have one, by size [mV]; NaN where none has.</summary>
    public double Potential(ReadOnlySpan<int> cells)
    {
        double sum = 0, size = 0;
        foreach (int c in cells)
        {
            double mean = At(c);
            if (double.IsNaN(mean)) continue;
            sum += mean * Model.Cells.Sizes[c];
            size += Model.Cells.Sizes[c];
        }
        return size > 0 ? sum / size : double.NaN;
    }

    public void CopyMolecules(Span<double> numbers) => molecules.CopyMolecules(numbers);

    double[] IReactionSolver.Molecules(int[] cells) => molecules.Molecules(cells);

    public IReadOnlyDictionary<string, object?> Figures() => new Dictionary<string, object?>(molecules.Figures())
    {
        ["membrane"] = new Dictionary<string, object?> { ["vertices"] = model.Vertices.Length, ["steps"] = Steps, ["iterations"] = potential.Work.Iterations, ["factorisations"] = potential.Work.Factorisations, ["seconds"] = solving / (double)Stopwatch.Frequency },
    };

    public void Advance(SimTime end)
    {
        while (Time < end)
        {
            SimTime start = Time, next = potential.NextSwitch(start, end);
            long steps = (long)Math.Max(1, Math.Ceiling((next - start).Milliseconds / model.Step - 1e-9));
            for (long k = 1; k <= steps; k++) Step(start + new SimTime((long)((Int128)(next - start).Picoseconds * k / steps)));
        }
    }

    public void Save(ICheckpoint checkpoint)
    {
        molecules.Save(checkpoint);
        checkpoint.PutGlobal($"{Name}/potential", [Steps, .. potential.State]);
    }

    public void Restore(ICheckpoint checkpoint)
    {
        molecules.Restore(checkpoint);
        var state = checkpoint.GetGlobal($"{Name}/potential");
        Steps = (long)state[0];
        potential.State = state[1..];
    }

    private void Step(SimTime end)
    {
        var start = Time;
        double h = (end - start).Milliseconds;
        potential.Ahead(h, molecules.Potentials, Model.Cells.Mesh.Count);
        channels.Begin();
        molecules.Advance(end);
        channels.End(h);
        long begun = Stopwatch.GetTimestamp();
        potential.Advance(start, h, channels.Conductances, channels.Currents);
        solving += Stopwatch.GetTimestamp() - begun;
        Steps++;
    }

    /// <summary>Mean over the corners of a cell; NaN where a corner has no potential.</summary>
    private double At(int cell)
    {
        double sum = 0;
        var corners = Model.Cells.Corners(cell);
        foreach (int v in corners) sum += positions[v] < 0 ? double.NaN : potential.Now[positions[v]];
        return sum / corners.Length;
    }
}

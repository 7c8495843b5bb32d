using Multiscale.Core;

namespace Multiscale.Diffusion;

/// <summary>Molecules of a species that conduct, each with this conductance [uS] and reversal potential [mV].</summary>
public sealed record OhmicCurrent(int Species, double Conductance, double Reversal);

/// <summary>A current [nA], or a potential [mV], at vertices of the field, from one time to another.</summary>
/// <param name="Vertices">Positions among <see cref="MembraneModel.Vertices"/>.</param>
/// <param name="Weights">Share of each vertex; they sum to 1.</param>
public sealed record Clamp(int[] Vertices, double[] Weights, double Value, SimTime From, SimTime Until)
{
    public bool IsOn(SimTime time) => time >= From && time < Until;
}

/// <summary>The potential of a compartment as its solver reads it, equal on every rank: mV, nA, uS, nF, ms and um.</summary>
public sealed record MembraneModel
{
    /// <summary>Ids in the mesh of the vertices that have a potential, ascending.</summary>
    public required int[] Vertices { get; init; }

    /// <summary>Corners of the tets that conduct, as positions among <see cref="Vertices"/>, four each.</summary>
    public required int[] Tets { get; init; }

    /// <summary>Integral of conductivity times the products of gradients between corners of each tet [uS], sixteen each.</summary>
    public required double[] Stiffness { get; init; }

    /// <summary>Cells of the membrane: triangles, ascending.</summary>
    public required int[] Triangles { get; init; }

    /// <summary>Corners of the triangles, as positions among <see cref="Vertices"/>, three each.</summary>
    public required int[] Corners { get; init; }

    /// <summary>Of each vertex [nF].</summary>
    public required double[] Capacitance { get; init; }

    /// <summary>Leak of each vertex [uS], and its product with the reversal potential [nA].</summary>
    public required double[] Leak { get; init; }

    public required double[] LeakCurrent { get; init; }

    public required IReadOnlyList<OhmicCurrent> Ohmic { get; init; }

    /// <summary>Hidden species that count elementary charges moved out of the compartment and into it; -1 where no ion moves.</summary>
    public required (int Out, int In) Charges { get; init; }

    public required IReadOnlyList<Clamp> Currents { get; init; }

    public required IReadOnlyList<Clamp> Potentials { get; init; }

    /// <summary>At the start [mV].</summary>
    public required double Initial { get; init; }

    /// <summary>The longest step [ms].</summary>
    public required double Step { get; init; }
}

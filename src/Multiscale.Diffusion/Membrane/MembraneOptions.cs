using Multiscale.Core;

namespace Multiscale.Diffusion;

[Summary("The electric potential inside a compartment: conduction in its tetrahedra, capacitance and currents on patches of its surface; the outside is at 0 mV.")]
public sealed record MembraneOptions
{
    public SourceLocation Location { get; init; }

    [Summary("compartment that conducts")]
    public required string Compartment { get; init; }

    [Summary("patches of its surface that are membrane; the rest of the surface is insulated")]
    public required string[] Patches { get; init; }

    [Summary("resistivity of the compartment"), Quantity("Ohm*m", Min = 0, Above = true)]
    public double Resistivity { get; init; } = 1;

    [Summary("capacitance of the membrane"), Quantity("uF/cm2", Min = 0)]
    public double Capacitance { get; init; } = 1;

    [Summary("potential at the start"), Quantity("mV")]
    public double Initial { get; init; } = -65;

    [Summary("temperature of the GHK currents"), Quantity("degC")]
    public double Temperature { get; init; } = 20;

    [Summary("longest step between potential and reactions"), Quantity("ms", Min = 0, Above = true)]
    public double Step { get; init; } = 0.01;

    [Summary("currents in proportion to the area")]
    public IReadOnlyList<LeakOptions> Leaks { get; init; } = [];

    [Summary("Ohmic currents through molecules of a patch: open states of channels")]
    public IReadOnlyList<OhmicOptions> Ohmic { get; init; } = [];

    [Summary("GHK currents: ions that pass open channels from the inner tetrahedron to the outer one, or to a fixed concentration")]
    public IReadOnlyList<GoldmanOptions> Goldman { get; init; } = [];

    [Summary("currents injected")]
    public IReadOnlyList<CurrentClampOptions> CurrentClamps { get; init; } = [];

    [Summary("potentials held fixed")]
    public IReadOnlyList<VoltageClampOptions> VoltageClamps { get; init; } = [];
}

[Summary("A passive current g (V - E) per area.")]
public sealed record LeakOptions
{
    public SourceLocation Location { get; init; }

    [Summary("patch; all of the membrane when left out")]
    public string? On { get; init; }

    [Summary("conductance per area"), Quantity("S/cm2", Min = 0)]
    public required double Conductance { get; init; }

    [Summary("reversal potential"), Quantity("mV")]
    public required double Reversal { get; init; }
}

[Summary("A current n g (V - E) through n molecules of a species.")]
public sealed record OhmicOptions
{
    public SourceLocation Location { get; init; }

    [Summary("species that conducts: the open state of a channel")]
    public required string Species { get; init; }

    [Summary("conductance of one molecule"), Quantity("pS", Min = 0)]
    public required double Conductance { get; init; }

    [Summary("reversal potential"), Quantity("mV")]
    public required double Reversal { get; init; }
}

[Summary("A current of one ion through open channels, after Goldman, Hodgkin and Katz: n P x (c_i - c_o exp(-x)) / (1 - exp(-x)) ions per time, x = z F V / (R T).")]
public sealed record GoldmanOptions
{
    public SourceLocation Location { get; init; }

    [Summary("species that lets the ion pass: the open state of a channel")]
    public required string Species { get; init; }

    [Summary("species that passes; its valence counts")]
    public required string Ion { get; init; }

    [Summary("permeability of one molecule"), Quantity("um^3/s", Min = 0)]
    public required double Permeability { get; init; }

    [Summary("fixed concentration outside; when left out, ions go to and come from the outer compartment of the patch"), Quantity("mM", Min = 0)]
    public double? Outer { get; init; }

    [Summary("patch; all of the membrane when left out")]
    public string? On { get; init; }
}

[Summary("A current into the compartment, spread by area over a surface or by volume over a region.")]
public sealed record CurrentClampOptions
{
    public SourceLocation Location { get; init; }

    [Summary("physical surface, patch, region or compartment")]
    public required string In { get; init; }

    [Summary("current into the compartment"), Quantity("nA")]
    public required double Amplitude { get; init; }

    [Summary("begin")]
    public SimTime From { get; init; }

    [Summary("end; the whole run when left out")]
    public SimTime? Until { get; init; }
}

[Summary("A potential held fixed at the vertices of a surface or a region. The step in which a clamp begins or ends is of first order.")]
public sealed record VoltageClampOptions
{
    public SourceLocation Location { get; init; }

    [Summary("physical surface, patch, region or compartment")]
    public required string In { get; init; }

    [Summary("potential"), Quantity("mV")]
    public required double Potential { get; init; }

    [Summary("begin")]
    public SimTime From { get; init; }

    [Summary("end; the whole run when left out")]
    public SimTime? Until { get; init; }
}

namespace Multiscale.Diffusion;

/// <summary>One species: index s in every table.</summary>
public sealed record Species(string Name, int Valence)
{
    /// <summary>Not of the user: charges that channels carried. Hidden species are the last ones.</summary>
    public bool IsHidden { get; init; }
}

/// <summary>A number of molecules of a species, by its index.</summary>
public readonly record struct Stoichiometry(int Species, int Count, Side Side);

/// <summary>
/// A one-way reaction in the cells of a domain. Its propensity in a cell is <c>Rate v^(1 - order) n (n - 1) ...</c> [1/ms], v the size of the cell,
/// or of the tet on <see cref="SizeSide"/> when a molecule of a surface reaction is in a volume.
/// </summary>
/// <param name="Rate">[um^(3 (order - 1)) / ms] in volumes, [um^(2 (order - 1)) / ms] on surfaces, per molecule and not per mol.</param>
/// <param name="Left">What must be there.</param>
/// <param name="Changes">What changes, Count above and below 0.</param>
public sealed record Reaction(string Name, int Domain, double Rate, int Order, Side SizeSide, IReadOnlyList<Stoichiometry> Left, IReadOnlyList<Stoichiometry> Changes)
{
    /// <summary>The rate at any potential of the triangle, where it depends on that; <see cref="Rate"/> is then the one at the start.</summary>
    public VoltageRate? Voltage { get; init; }
}

/// <summary>Cells that hold a species at a fixed level [molecules per um^3].</summary>
public sealed record Hold(int Species, int[] Cells, double Level);

/// <summary>Molecules that arrive at random: <see cref="Rate"/> per ms in all cells together.</summary>
public sealed record Injection(int Species, int[] Cells, double Rate);

/// <summary>What is there at the start: an exact number, spread by size.</summary>
public sealed record Seeding(int Species, int[] Cells, long Count);

/// <summary>A named set of cells whose totals are recorded.</summary>
public sealed record Tally(string Name, int[] Cells, double Size, bool IsSurface);

/// <summary>A model on a mesh, as the solvers read it: indices instead of names, um, ms and molecules instead of units. Equal on every rank.</summary>
public sealed record ReactionModel
{
    public required CellMesh Cells { get; init; }

    public required IReadOnlyList<Species> Species { get; init; }

    /// <summary>Diffusion coefficient of species s in domain d at [d * species + s] [um^2/ms].</summary>
    public required double[] Diffusivities { get; init; }

    public required IReadOnlyList<Reaction> Reactions { get; init; }

    /// <summary>Pairs of domains (lower first) between which a species passes.</summary>
    public required IReadOnlySet<(int Low, int High, int Species)> Crossings { get; init; }

    public required IReadOnlyList<Hold> Holds { get; init; }

    public required IReadOnlyList<Injection> Injections { get; init; }

    public required IReadOnlyList<Seeding> Initial { get; init; }

    /// <summary>Compartments, patches and regions.</summary>
    public required IReadOnlyList<Tally> Tallies { get; init; }

    public MembraneModel? Membrane { get; init; }

    /// <summary>Number of species that are not hidden.</summary>
    public int Visible => Species.Count(s => !s.IsHidden);

    public double Diffusivity(int domain, int species) => Diffusivities[domain * Species.Count + species];

    /// <summary>The potential of each triangle at the start [mV].</summary>
    internal double[] PotentialsAtStart()
    {
        var potentials = new double[Cells.Count - Cells.Mesh.Count];
        Array.Fill(potentials, Membrane?.Initial ?? 0);
        return potentials;
    }

    public int IndexOf(string species)
    {
        for (int s = 0; s < Species.Count; s++)
            if (Species[s].Name == species) return s;
        return -1;
    }

    /// <summary>
    /// The diffusion coefficient through the face between two cells [um^2/ms]: 0 where the species does not pass, the harmonic mean of
    /// different ones, so that a uniform concentration is stationary.
    /// </summary>
    public double DiffusivityBetween(int from, int to, int species)
    {
        int a = Cells.DomainOf[from], b = Cells.DomainOf[to];
        double d = Diffusivity(a, species);
        if (a == b) return d;
        if (!Crossings.Contains((Math.Min(a, b), Math.Max(a, b), species))) return 0;
        double other = Diffusivity(b, species);
        return d + other == 0 ? 0 : 2 * d * other / (d + other);
    }
}

using Multiscale.Core;

namespace Multiscale.Diffusion;

/// <summary>
/// What a species exchanges with blood through vessel walls. Each wall lets q = P A (b - c) through, c in the tetrahedron, b free in the blood. Tissue is part of the implicit
/// step, so a wall that fills its tetrahedron within a millisecond needs no shorter one. Blood is told after the window what was drawn; till then it is taken to answer in
/// proportion to the change of the draw, b = b0 - e T (q - q0) / (P A), with e the rate at which the wall empties the vessel, T the window and q0 the mean draw of the last:
/// q = P A (b0 + e T q0 / (P A) - c) / (1 + e T). Where nothing changes that is the wall's own law.
/// </summary>
internal sealed class WallExchange
{
    private readonly string species;
    private readonly VesselWalls walls;
    private readonly double[] wall, conductance, behind, accessible, drawn; // [um^3/ms], the same with answer, [mM], [um^3], [amol/ms]

    /// <param name="permeability">[um/s].</param>
    /// <param name="accessible">Volume of each own tetrahedron that the species fills [um^3].</param>
    public WallExchange(string species, double permeability, VesselWalls walls, double[] accessible)
    {
        (this.species, this.walls, this.accessible) = (species, walls, accessible);
        wall = Array.ConvertAll(walls.Areas, a => 1e-3 * permeability * a);
        (conductance, behind, drawn) = (new double[wall.Length], new double[wall.Length], new double[wall.Length]);
        Loss = new double[accessible.Length];
        Exposure = new double[accessible.Length];
        Blood = Port.Takes(species + "-blood", walls.Set, "mM", Measure.Intensive, Sampling.Instant);
        Emptying = Port.Takes(species + "-emptying", walls.Set, "1/s", Measure.Intensive, Sampling.Instant);
        Returned = Port.Offers(species + "-returned", walls.Set, "amol", Measure.Extensive, Sampling.Integral);
    }

    /// <summary>Rate at which the walls of each own tetrahedron would empty it [1/ms].</summary>
    public double[] Loss { get; }

    /// <summary>Integral of the concentration over the last step [mM ms].</summary>
    public double[] Exposure { get; }

    /// <summary>Free in the blood behind each wall [mM].</summary>
    public Port Blood { get; }

    /// <summary>Rate at which the whole wall of its vessel, against an empty tissue, would take what is free there.</summary>
    public Port Emptying { get; }

    /// <summary>What the tissue gave to the blood: less than nothing where it took.</summary>
    public Port Returned { get; }

    public IReadOnlyList<Port> Ports => [Blood, Emptying, Returned];

    /// <summary>Begins a window [ms].</summary>
    public void Open(double window)
    {
        Array.Clear(Returned.Values);
        Array.Clear(Loss);
        for (int w = 0; w < wall.Length; w++)
        {
            double answer = 1e-3 * Emptying.Values[w] * window;
            conductance[w] = wall[w] / (1 + answer);
            behind[w] = Blood.Values[w] + answer * drawn[w] / wall[w];
            Loss[walls.Tets[w]] += conductance[w] / accessible[walls.Tets[w]];
        }
    }

    /// <summary>Adds what comes out of the blood [mM/ms].</summary>
    public void AddSupply(Span<double> rate)
    {
        for (int w = 0; w < wall.Length; w++) rate[walls.Tets[w]] += conductance[w] * behind[w] / accessible[walls.Tets[w]];
    }

    /// <summary>A step of <paramref name="h"/> ms was accepted.</summary>
    public void Accept(double h)
    {
        for (int w = 0; w < wall.Length; w++) Returned.Values[w] += conductance[w] * (Exposure[walls.Tets[w]] - behind[w] * h);
    }

    public void Close(double window)
    {
        for (int w = 0; w < wall.Length; w++) drawn[w] = -Returned.Values[w] / window;
    }

    public void Save(ICheckpoint checkpoint, string solver)
    {
        foreach (var port in Ports) checkpoint.Put($"{solver}/{port.Name}", walls.Set, port.Values);
        checkpoint.Put($"{solver}/{species}-drawn", walls.Set, drawn);
    }

    public void Restore(ICheckpoint checkpoint, string solver)
    {
        foreach (var port in Ports) checkpoint.Get($"{solver}/{port.Name}", walls.Set, port.Values);
        checkpoint.Get($"{solver}/{species}-drawn", walls.Set, drawn);
    }
}

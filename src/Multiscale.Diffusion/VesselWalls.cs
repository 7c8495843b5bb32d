using Multiscale.Core;

namespace Multiscale.Diffusion;

/// <summary>The walls of vessels where tissue exchanges with blood, one for each vessel in each tetrahedron that it crosses.</summary>
/// <param name="Set">Walls, owned by the rank of their tetrahedron.</param>
/// <param name="Tets">Own tetrahedron of each own wall.</param>
/// <param name="Areas">[um^2].</param>
/// <param name="Permeabilities">Of the species that pass [um/s]; walls are tight for others.</param>
public sealed record VesselWalls(EntitySet Set, int[] Tets, double[] Areas, IReadOnlyDictionary<string, double> Permeabilities);

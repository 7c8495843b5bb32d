using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Diffusion;

/// <summary>How concentrations move within a step.</summary>
internal interface IExchange
{
    /// <summary>Sweeps, or iterations, of linear solvers since the start.</summary>
    long Sweeps { get; }

    /// <summary>Times that something had to be cut or repeated with the monotone flux.</summary>
    long Cuts { get; }

    /// <summary>Advances the values c [cell * width + s] of own cells by <paramref name="step"/> [ms]. Collective.</summary>
    void Advance(double[] c, double step);
}

/// <summary>
/// Diffusion in one compartment by the flux of <see cref="FaceFluxes"/>, which is exact on linear fields of any mesh: second order in space, species by species. A step that
/// would leave less than nothing is repeated with the monotone flux and implicit Euler, in halves if need be.
/// </summary>
internal sealed class ConsistentExchange : IExchange
{
    private const int MaxHalvings = 20;

    private readonly TetPartition tets;
    private readonly ImplicitStep implicitStep;
    private readonly SpeciesField[] species;
    private readonly double[] zero;
    private readonly int width;

    /// <summary>Collective.</summary>
    /// <exception cref="InputException">MS0528: the model has more than one compartment, or holds concentrations.</exception>
    public ConsistentExchange(ReactionModel model, int[] ownerOfTet, Communicator ranks, int width, double reduction)
    {
        // Compartments come before patches, so the diffusivities of the first compartment come first.
        bool onSurfaces = model.Diffusivities.Skip(model.Species.Count).Any(d => d > 0);
        if (model.Cells.Domains.Count(d => !d.IsSurface) > 1 || model.Holds.Count > 0 || onSurfaces)
            throw new InputException("MS0528", "the consistent flux is for one compartment without clamps and surface diffusion", "leave `integration.flux` at its default, barycentres");
        this.width = width;
        var mesh = model.Cells.Mesh;
        tets = new TetPartition(mesh, ownerOfTet, ranks);
        var volumes = new double[tets.Count];
        for (int t = 0; t < volumes.Length; t++) volumes[t] = mesh.Volumes[tets.Ids[t]];
        zero = new double[tets.Count];
        implicitStep = new ImplicitStep(tets, volumes, reduction);
        var fluxes = new FaceFluxes(tets, FluxScheme.Corrected, []);
        var stage = new StageOperator(tets, fluxes, volumes);
        var corrected = fluxes.IsTwoPoint ? null : new CorrectedOperator(tets, fluxes, volumes);
        species = [.. model.Species.Select((s, i) => new SpeciesField(new SpeciesOptions { Name = s.Name, Diffusivity = 0, Initial = 0 }, model.Diffusivity(0, i), tets, fluxes, stage, corrected, volumes))];
    }

    public long Sweeps => implicitStep.Iterations;

    public long Cuts { get; private set; }

    public void Advance(double[] c, double step)
    {
        for (int s = 0; s < species.Length; s++)
        {
            if (species[s].Effective == 0) continue;
            var values = species[s].Concentration;
            for (int t = 0; t < tets.Count; t++) values[t] = c[t * width + s];
            Step(species[s], step, monotone: false, MaxHalvings);
            for (int t = 0; t < tets.Count; t++) c[t * width + s] = values[t];
        }
    }

    private void Step(SpeciesField s, double h, bool monotone, int halvings)
    {
        bool solved = monotone ? implicitStep.Monotone(s, zero, h) : implicitStep.SecondOrder(s, zero, h, warm: false);
        double least = double.PositiveInfinity;
        for (int t = 0; t < zero.Length; t++) least = Math.Min(least, s.Concentration[t] + implicitStep.Change[t]);
        if (solved && tets.Ranks.Min(least) >= 0)
        {
            for (int t = 0; t < zero.Length; t++) s.Concentration[t] += implicitStep.Change[t];
            return;
        }
        Cuts++;
        if (!monotone)
        {
            Step(s, h, monotone: true, halvings);
            return;
        }
        if (halvings == 0) throw new NumericalException("MS0510", $"{s.Name} falls to {least:g4} in a diffusion step of {h:g2} ms", "use the flux between barycentres, or shorter steps");
        Step(s, h / 2, true, halvings - 1);
        Step(s, h / 2, true, halvings - 1);
    }
}

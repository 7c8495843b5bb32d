using Multiscale.Core;

namespace Multiscale.Diffusion;

/// <summary>A solver of a reaction model, in molecules or in concentrations.</summary>
public interface IReactionSolver : ISolver
{
    ReactionModel Model { get; }

    /// <summary>The set "cells": tets, then triangles of patches.</summary>
    EntitySet Cells { get; }

    /// <summary>Molecules in own cells, whole or not: species s of cell c at [c * species + s].</summary>
    void CopyMolecules(Span<double> numbers);

    /// <summary>Molecules of each species in a set of cells, over all ranks. Collective.</summary>
    double[] Molecules(int[] cells);

    /// <summary>Steps, events and seconds for the manifest. Collective.</summary>
    IReadOnlyDictionary<string, object?> Figures();

    /// <summary>The solver that the options ask for. Collective.</summary>
    static IReactionSolver Create(ReactionModel model, ReactionDiffusionOptions options, long seed, int[] ownerOfTet, Parallel.Communicator ranks)
    {
        IReactionSolver molecules = options.Method switch
        {
            ReactionMethod.Deterministic => new DeterministicSolver(model, options.Integration, ownerOfTet, ranks),
            _ => new StochasticSolver(model, options.Splitting, seed, ownerOfTet, ranks),
        };
        return model.Membrane is null ? molecules : new MembraneSolver(molecules, model.Membrane, ranks);
    }
}

using Multiscale.BloodFlow;
using Multiscale.Core;
using Multiscale.Diffusion;
using Multiscale.Formats;
using Multiscale.Metabolism;
using Multiscale.Neurons;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>One shipped reference case.</summary>
/// <param name="Long">Run by `verify --full`, or by its name, only.</param>
internal sealed record VerificationCase(string Name, bool Long, Func<string, Communicator, IEnumerable<VerificationRow>> Run)
{
    /// <summary>Its folder in the repository.</summary>
    public string Folder { get; init; } = "configs/verification/" + Name;

    /// <summary>A file of others, kept at `shared/data` beside the repository, without which the case is skipped.</summary>
    public string? Needs { get; init; }

    /// <summary>Its meshes are made by Gmsh.</summary>
    public bool OfGmsh { get; init; }

    /// <summary>Why the case cannot run here; null where it can.</summary>
    public string? Missing => Needs is not null && ShippedFiles.Beside(Needs) is null ? $"{Needs} is not at ../shared/data" : OfGmsh && !GmshScript.IsInstalled ? "gmsh is not installed" : null;
}

/// <summary>All reference cases, in the order in which they run.</summary>
internal static class VerificationCases
{
    public static IReadOnlyList<VerificationCase> All { get; } =
    [
        Of(new SquidSomaCase()),
        Of(new PassiveCableCase()),
        Of(new PassiveTreeCase()),
        Of(new SquidAxonCase()),
        Of(new BallAndStickCase()),
        Of(new BranchedTreeCase(SwcFile.Read)),
        Of(new RingCase()),
        Of(new IonCase()),
        Of(new GapChainCase()),
        new("kinetic_cell", false, (folder, _) =>
            [new VerificationRow("kinetic_cell", "NEURON so0", "three voltages, largest", KineticCell.LargestDifference(Path.Combine(folder, "kinetic_cell.csv")), KineticCell.Allowed, "mV")]),
        new("netbench", false, NetbenchVerification.Run),
        new("unbounded_diffusion", false, UnboundedDiffusion.Run),
        new("bounded_diffusion", false, BoundedDiffusion.Run),
        new("diffbox", false, (folder, ranks) => DiffusionBox.Run(folder, ranks)),
        new("reactions", false, (_, ranks) => ReactionLaws.WellMixedCases(ranks)),
        new("reactions_spatial", false, (_, ranks) => ReactionLaws.SpatialCases(ranks)),
        new("master_equation", false, (_, ranks) => MasterEquation.Decay(ranks).Concat(MasterEquation.SpatialDecay(ranks, runs: 1)).Concat(MasterEquation.Production(ranks)).Concat(MasterEquation.BirthDeath(ranks))),
        new("masteq_diff", false, (_, ranks) => MasterEquation.Diffusing(ranks, seconds: 2500)),
        new("masteq_diff_whole", true, (_, ranks) => MasterEquation.Diffusing(ranks, seconds: 50_000)) { Folder = "configs/verification/masteq_diff" },
        new("stochastic_diffusion", false, (_, ranks) => DiffusionLaws.Run(ranks)),
        new("annihilation", false, (_, ranks) => Annihilation.Run(ranks, runs: 12)),
        new("rate_equations", false, (_, ranks) => ReactionLaws.Concentrations(ranks).Concat(DiffusionLaws.Run(ranks, ReactionMethod.Deterministic)).Concat(Annihilation.Run(ranks, 1, ReactionMethod.Deterministic))),
        new("hybrid", false, (_, ranks) => ReactionLaws.WellMixedCases(ranks, ReactionMethod.Hybrid).Concat(ReactionLaws.SpatialCases(ranks, ReactionMethod.Hybrid)).Concat(MasterEquation.Hybrid(ranks))
            .Concat(DiffusionLaws.Run(ranks, ReactionMethod.Hybrid)).Concat(Annihilation.Run(ranks, 1, ReactionMethod.Hybrid, dense: 40))),
        new("gmsh_diffusion", false, (_, ranks) => DiffusionLaws.OnGmsh(ranks, GmshScript.Of, whole: false)) { OfGmsh = true },
        new("gmsh_diffusion_whole", true, (_, ranks) => DiffusionLaws.OnGmsh(ranks, GmshScript.Of, whole: true)) { OfGmsh = true, Folder = "configs/verification/gmsh_diffusion" },
        new("decay_spatial_whole", true, (_, ranks) => MasterEquation.SpatialDecay(ranks, runs: 100)) { Folder = "configs/verification/master_equation" },
        new("annihilation_whole", true, (_, ranks) => Annihilation.Run(ranks, runs: 50)) { Folder = "configs/verification/annihilation" },
        new("efield_vc", false, (_, ranks) => FieldConduction.Run(ranks)),
        new("rallpack1_tets", false, (_, ranks) => PassiveAxon.Run(ranks)),
        new("rallpack3_tets", false, (folder, ranks) => SquidAxonTets.Concentrations(Beside(folder, "b3_rallpack3"), ranks)),
        new("rallpack3_molecules", false, (folder, ranks) => SquidAxonTets.Molecules(Beside(folder, "b3_rallpack3"), ranks, until: 20, allowedTime: 0.7, allowedHeight: 3)) { Folder = "configs/verification/rallpack3_tets" },
        new("rallpack3_molecules_whole", true, (folder, ranks) => SquidAxonTets.Molecules(Beside(folder, "b3_rallpack3"), ranks, until: 250, allowedTime: 3, allowedHeight: 5)) { Folder = "configs/verification/rallpack3_tets" },
        new("ghk", false, (_, ranks) => GoldmanFlux.Run(ranks)),
        new("flow_tree56", false, (folder, _) => FlowVerification.Tree56(folder)),
        new("flow_lattice15", false, (folder, _) => FlowVerification.Lattice15(folder)),
        new("red_cells", false, (folder, _) => RedCellVerification.Run(Path.GetDirectoryName(folder)!)),
        new("capillary_exchange", false, (folder, _) => CapillaryVerification.Run(Path.GetDirectoryName(folder)!)),
        new("krogh_cylinder", false, (_, _) => KroghVerification.Run()),
        new("radius_process", false, (_, _) => RadiusVerification.Run()),
        new("intersections", false, (_, _) => IntersectionVerification.Run()),
        new("jolivet_J1", false, (folder, _) => JolivetVerification.J1(folder)),
        new("jolivet_J2", false, (folder, _) => JolivetVerification.J2(folder)),
        new("jolivet_steady", false, (folder, _) => JolivetVerification.Steady(folder)),
        new("stiff", false, (folder, _) => StiffVerification.Run(folder)),
        new("onecell", false, OneCellVerification.Run),
        new("brain_transfer", false, BrainVerification.Transfer),
        new("brain_nodes", false, BrainVerification.Nodes),
        new("brain_net68", false, BrainVerification.Network68) { Needs = "connectivity_68.zip" },
        new("brain_mpr76", false, BrainVerification.Network76) { Needs = "connectivity_76.zip" },
        new("brain_bold", false, BrainVerification.Bold),
        new("brain-up-down", false, CaseVerification.Run) { Folder = "configs/brain-up-down" },
        new("quickstart", false, CaseVerification.Run) { Folder = "configs/quickstart" },
        new("stimulus-10s", true, CaseVerification.Run) { Folder = "configs/stimulus-10s" },
    ];

    private static string Beside(string folder, string other) => Path.Combine(Path.GetDirectoryName(folder)!, other);

    private static VerificationCase Of(NeuronCase neurons) => new(neurons.Name, false, (folder, _) => neurons.Run(folder));
}

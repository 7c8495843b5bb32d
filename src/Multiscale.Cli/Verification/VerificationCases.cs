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
        new("netbench", false, NetbenchVerification.Run),
        new("unbounded_diffusion", false, UnboundedDiffusion.Run),
        new("bounded_diffusion", false, BoundedDiffusion.Run),
        new("diffbox", false, (folder, ranks) => DiffusionBox.Run(folder, ranks)),
        new("flow_tree56", false, (folder, _) => FlowVerification.Tree56(folder)),
        new("flow_lattice15", false, (folder, _) => FlowVerification.Lattice15(folder)),
        new("red_cells", false, (folder, _) => RedCellVerification.Run(Path.GetDirectoryName(folder)!)),
        new("radius_process", false, (_, _) => RadiusVerification.Run()),
        new("intersections", false, (_, _) => IntersectionVerification.Run()),
        new("jolivet_J1", false, (folder, _) => JolivetVerification.J1(folder)),
        new("jolivet_J2", false, (folder, _) => JolivetVerification.J2(folder)),
        new("jolivet_steady", false, (folder, _) => JolivetVerification.Steady(folder)),
        new("stiff", false, (folder, _) => StiffVerification.Run(folder)),
        new("onecell", false, OneCellVerification.Run),
        new("quickstart", false, CaseVerification.Run) { Folder = "configs/quickstart" },
        new("stimulus-10s", true, CaseVerification.Run) { Folder = "configs/stimulus-10s" },
    ];

    private static VerificationCase Of(NeuronCase neurons) => new(neurons.Name, false, (folder, _) => neurons.Run(folder));
}

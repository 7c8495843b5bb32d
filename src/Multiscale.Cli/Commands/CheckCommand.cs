using System.CommandLine;
using System.Text.Json;
using Multiscale.Configuration;
using Multiscale.Diffusion;

namespace Multiscale.Cli;

/// <summary>`multiscale check CASE`: reads and builds a case, runs nothing, and says what it found.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("case") { Description = "case.yaml" };
        var set = new Option<string[]>("--set") { Description = "Overrides.", DefaultValueFactory = _ => [] };
        var command = new Command("check", "Reads and builds a case without running it; every fault is located.") { file, set };
        command.SetAction(result =>
        {
            // Ranks first: a fault in the case is then printed once.
            var ranks = Job.Ranks;
            var options = SimulationCase.Load(result.GetValue(file)!, result.GetValue(set)!);
            if (options.Brain is not null)
            {
                var brain = new BrainCase(options.Brain, options.Seed);
                if (ranks.IsRoot) Console.WriteLine($"{options.Name}: {options.Duration} of {brain.Program.Model.Name}, {brain.Connectome.Count} regions, {brain.Connectome.Weights.Count(w => w != 0)} fibres\nno fault found");
                return 0;
            }
            if (options.ReactionDiffusion is not null)
            {
                var lines = Preflight.Of(new ReactionCase(options, ranks).Build(), options.ReactionDiffusion.Integration, options.Duration).ToArray();
                if (!ranks.IsRoot) return 0;
                Console.WriteLine($"{options.Name}: {options.Duration}");
                foreach (string line in lines) Console.WriteLine(line);
                Console.WriteLine("no fault found");
                return 0;
            }
            var tissue = TissueBuilder.Build(options, ranks, new NoCache());
            if (!ranks.IsRoot) return 0;
            Console.WriteLine($"{options.Name}: {options.Duration}, {JsonNamingPolicy.KebabCaseLower.ConvertName(options.Schedule.ToString())} schedule, windows {options.Windows.Tissue} and {options.Windows.Slow}");
            if (tissue.Mesh is not null) Console.WriteLine($"mesh: {tissue.Mesh.Count} tetrahedra, {tissue.Mesh.TotalVolume:g6} um^3, {tissue.Mesh.Inverted} turned round");
            if (tissue.Layout is { } layout) Console.WriteLine($"neurons: {layout.Cells.GlobalCount} cells, {layout.Segments.GlobalCount} compartments");
            if (tissue.Vessels is { } vessels) Console.WriteLine($"vessels: {vessels.EdgeCount} segments, {vessels.NodeCount} nodes");
            foreach (var e in tissue.Coupler.Exchanges) Console.WriteLine($"exchange: {e.Name} [{e.Taken.Unit}]{(e.Enabled ? "" : "  (off: the destination keeps its initial coupled value)")}");
            foreach (string warning in tissue.Warnings) Console.WriteLine($"warning: {warning}");
            Console.WriteLine("no fault found");
            return 0;
        });
        return command;
    }
}

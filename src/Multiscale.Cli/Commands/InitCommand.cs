using System.CommandLine;
using Multiscale.Configuration;
using Multiscale.Core;
using Multiscale.Tissue;

namespace Multiscale.Cli;

/// <summary>`multiscale init tissue` writes a whole case; `multiscale init mesh` meshes a user's own circuit and vessels.</summary>
internal static class InitCommand
{
    private static readonly Option<string[]> Set = new("--set") { Description = "Options of the generator, such as cell_density=8e4 1/mm^3.", DefaultValueFactory = _ => [] };

    public static Command Create() => new("init", "Makes new cases and meshes.") { TissueCommand(), MeshCommand() };

    private static Command TissueCommand()
    {
        var folder = new Argument<string>("folder") { Description = "New folder of the case." };
        var size = new Option<string>("--size") { Description = "Edge of the cube.", DefaultValueFactory = _ => "150 um" };
        var seed = new Option<long>("--seed") { Description = "Seed.", DefaultValueFactory = _ => 1L };
        var command = new Command("tissue", "Generates a cube of cortex-like tissue as a complete case.") { folder, size, seed, Set };
        command.SetAction(result =>
        {
            string[] overrides = [$"size={result.GetValue(size)}", $"seed={result.GetValue(seed)}", .. result.GetValue(Set)!];
            var options = CaseFile.Parse<TissueOptions>("", "command line", overrides).Value;
            var summary = TissueWriter.Write(TissueGenerator.Generate(options), result.GetValue(folder)!);
            Console.WriteLine(summary);
            Console.WriteLine($"run it: multiscale run {Path.Combine(result.GetValue(folder)!, "case.yaml")}");
            return 0;
        });
        return command;
    }

    private static Command MeshCommand()
    {
        var output = new Argument<string>("mesh") { Description = "Mesh file to write (.msh)." };
        var around = new Option<string?>("--around") { Description = "SONATA circuit_config.json whose cells the mesh must hold." };
        var vessels = new Option<string?>("--vessels") { Description = "SONATA vasculature file that the mesh must hold." };
        var element = new Option<string>("--element") { Description = "Edge length of the tetrahedra.", DefaultValueFactory = _ => "15.5 um" };
        var command = new Command("mesh", "Meshes the box around a circuit and a vessel graph.") { output, around, vessels, element };
        command.SetAction(result =>
        {
            if (result.GetValue(around) is null && result.GetValue(vessels) is null)
                throw new InputException("MS0130", "there is nothing to mesh around", "give --around CIRCUIT, --vessels GRAPH, or both");
            string path = result.GetValue(output)!;
            var box = TissueExtent.Of(result.GetValue(around), result.GetValue(vessels));
            var made = TissueMesher.Mesh(box, Quantity.Parse(result.GetValue(element)!, Unit.Parse("um")), Path.ChangeExtension(path, ".geo"), path);
            Console.WriteLine($"{path}: {made.Tets} tetrahedra in {box.Size.X:g6} x {box.Size.Y:g6} x {box.Size.Z:g6} um{(made.ByGmsh ? "" : "; Gmsh is not installed, so the box is cut into cubes")}");
            return 0;
        });
        return command;
    }
}

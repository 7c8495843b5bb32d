using Multiscale.Core;
using Multiscale.Formats;
using Multiscale.Geometry;

namespace Multiscale.Tissue;

/// <summary>Writes a block as a case folder: case, README, SONATA circuit, vessels and mesh.</summary>
public static class TissueWriter
{
    /// <summary>Writes all files and returns the figures of the block with those of its mesh.</summary>
    /// <param name="name">Name of the case; that of the folder when none is given.</param>
    /// <exception cref="InputException">MS0807: the folder already holds a case.</exception>
    /// <exception cref="EnvironmentException">MS0806: Gmsh fails; MS0808: the folder cannot be written.</exception>
    public static TissueSummary Write(TissueBlock block, string folder, string? name = null)
    {
        string At(string file) => Path.Combine(folder, file);
        if (File.Exists(At(TissueFiles.Case)))
            throw new InputException("MS0807", $"{folder} already holds {TissueFiles.Case}", "name a new folder, or remove the old case first");
        try
        {
            foreach (string inner in new[] { TissueFiles.Network, TissueFiles.Morphologies, TissueFiles.Synapses }) Directory.CreateDirectory(At(inner));
            var defaults = new CaseDefaults();
            WriteCircuit(block, folder, At, defaults);
            WriteVessels(block.Vessels.Graph, At);
            var box = TissueBox.Cube(block.Options.Size).Union(TissueBox.Around(block.Points()));
            var made = TissueMesher.Mesh(box, block.Options.ElementSize, At(TissueFiles.Script), At(TissueFiles.Mesh));
            var summary = TissueSummary.Of(block) with { Tets = made.Tets, MeshedByGmsh = made.ByGmsh };
            name ??= Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
            File.WriteAllText(At(TissueFiles.Readme), CaseText.Readme(name, block, summary));
            // Last: a folder with a case.yaml is whole.
            File.WriteAllText(At(TissueFiles.Case), CaseText.Yaml(name, block, defaults));
            return summary;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException("MS0808", $"the case cannot be written: {e.Message}", "choose a folder with write access and space");
        }
    }

    private static void WriteCircuit(TissueBlock block, string folder, Func<string, string> at, CaseDefaults defaults)
    {
        foreach (var shape in block.Shapes)
            using (var file = new StreamWriter(at($"{TissueFiles.Morphologies}/{shape.Morphology.Name}.swc")))
                SwcWriter.Write(file, shape.Morphology);
        foreach (bool excitatory in new[] { true, false })
            File.WriteAllText(at($"{TissueFiles.Synapses}/{CircuitTables.SynapseFile(excitatory)}"), CircuitTexts.Synapse(excitatory));
        CircuitFolder.Write(folder, new Circuit
        {
            Nodes = [CircuitTables.Nodes(block)], Edges = [CircuitTables.Edges(block)],
            Components = new Dictionary<string, string> { ["morphologies_dir"] = at(TissueFiles.Morphologies), ["synaptic_models_dir"] = at(TissueFiles.Synapses) },
        });
        File.WriteAllText(at(TissueFiles.NodeSets), CircuitTexts.NodeSets(block.Stimulated));
        CircuitFolder.Write(folder, CircuitTexts.Simulation(folder, defaults, block.Options.Seed));
    }

    private static void WriteVessels(VesselGraph graph, Func<string, string> at)
    {
        VasculatureFile.Write(at(TissueFiles.Vasculature), graph);
        VesselTables.Write(at(TissueFiles.VesselNodes), at(TissueFiles.VesselEdges), graph);
    }
}

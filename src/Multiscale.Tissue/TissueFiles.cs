namespace Multiscale.Tissue;

/// <summary>Names of the files of a generated case, relative to its folder; those of the circuit are SONATA's customary ones.</summary>
public static class TissueFiles
{
    public const string Case = "case.yaml";
    public const string Readme = "README.md";
    public const string Circuit = "circuit_config.json";
    public const string Simulation = "simulation_config.json";
    public const string NodeSets = "node_sets.json";
    public const string Network = "network";
    public const string Morphologies = "morphologies";
    public const string Synapses = "synapses";
    public const string Vasculature = "vasculature.h5";
    public const string VesselNodes = "vasculature_nodes.csv";
    public const string VesselEdges = "vasculature_edges.csv";
    public const string Script = "tissue.geo";
    public const string Mesh = "tissue.msh";
}

using Multiscale.Formats;

namespace Multiscale.Tissue;

/// <summary>The cells and synapses of a block as SONATA populations; one node type stands for each shape.</summary>
internal static class CircuitTables
{
    public const string Population = "cortex";

    /// <summary>Positions, orientations and, for tools that do not read type tables, shape and class.</summary>
    public static NodePopulation Nodes(TissueBlock block)
    {
        var nodes = new NodePopulation(Population, Column(block.Cells, c => (long)c.Shape), NodeTypes(block.Shapes));
        var attributes = nodes.Attributes;
        attributes.Add("x", Column(block.Cells, c => c.Position.X));
        attributes.Add("y", Column(block.Cells, c => c.Position.Y));
        attributes.Add("z", Column(block.Cells, c => c.Position.Z));
        attributes.Add("orientation_w", Column(block.Cells, c => c.Orientation.W));
        attributes.Add("orientation_x", Column(block.Cells, c => c.Orientation.X));
        attributes.Add("orientation_y", Column(block.Cells, c => c.Orientation.Y));
        attributes.Add("orientation_z", Column(block.Cells, c => c.Orientation.Z));
        attributes.Add("morphology", Column(block.Cells, string? (c) => block.Shapes[c.Shape].Morphology.Name));
        attributes.Add("synapse_class", Column(block.Cells, string? (c) => ClassOf(c.Excitatory)));
        return nodes;
    }

    /// <summary>Place on the target, delay [ms] and peak conductance [uS] of each synapse.</summary>
    public static EdgePopulation Edges(TissueBlock block)
    {
        var synapses = block.Synapses;
        var edges = new EdgePopulation($"{Population}_{Population}", Population, Population,
            Column(synapses, s => (long)s.Source), Column(synapses, s => (long)s.Target), Column(synapses, s => (long)s.Kind), EdgeTypes());
        var attributes = edges.Attributes;
        attributes.Add("afferent_section_id", new AttributeColumn(Column(synapses, s => (double)s.Section), whole: true));
        attributes.Add("afferent_section_pos", Column(synapses, s => s.SectionPosition));
        attributes.Add("delay", Column(synapses, s => s.Delay));
        attributes.Add("syn_weight", Column(synapses, s => s.Weight));
        return edges;
    }

    public static string SynapseFile(bool excitatory) => excitatory ? "excitatory.json" : "inhibitory.json";

    public static string ClassOf(bool excitatory) => excitatory ? "EXC" : "INH";

    private static TypeTable NodeTypes(IReadOnlyList<CellShape> shapes)
    {
        var types = new TypeTable("node_type_id", "population", "model_type", "model_template", "morphology", "synapse_class");
        for (int i = 0; i < shapes.Count; i++)
            types.Add(i, Population, "biophysical", "ms:cortical", shapes[i].Morphology.Name, ClassOf(shapes[i].Excitatory));
        return types;
    }

    private static TypeTable EdgeTypes()
    {
        var types = new TypeTable("edge_type_id", "population", "source_query", "target_query", "model_template", "dynamics_params");
        foreach (var kind in Enum.GetValues<SynapseKind>())
        {
            bool source = kind is SynapseKind.ExcitatoryToExcitatory or SynapseKind.ExcitatoryToInhibitory;
            bool target = kind is SynapseKind.ExcitatoryToExcitatory or SynapseKind.InhibitoryToExcitatory;
            types.Add((int)kind, $"{Population}_{Population}", Query(source), Query(target), "Exp2Syn", SynapseFile(source));
        }
        return types;
    }

    private static string Query(bool excitatory) => $"synapse_class=='{ClassOf(excitatory)}'";

    private static T[] Column<S, T>(IReadOnlyList<S> rows, Func<S, T> value) => [.. rows.Select(value)];
}

using System.Globalization;

namespace Multiscale.Tissue;

/// <summary>The texts of a generated case that a user reads and edits: <c>case.yaml</c> and <c>README.md</c>.</summary>
internal static class CaseText
{
    public static string Yaml(string name, TissueBlock block, CaseDefaults defaults) => string.Create(CultureInfo.InvariantCulture, $"""
        # A cube of {block.Options.Size} um of generated tissue (seed {block.Options.Seed}). Run it with:
        #   multiscale run case.yaml --out run --ranks 4
        name: {name}
        seed: {block.Options.Seed}
        duration: {defaults.Duration} ms

        # Second order in the window; 'staggered' and 'repeat' are there for comparison.
        schedule: local-source
        windows:
          tissue: 2.5 ms    # neurons and diffusion exchange ions
          slow: 100 ms      # blood flow and metabolism take their turn
        mesh: {TissueFiles.Mesh}

        # Leave a solver's section out and the others run without it.
        neurons:
          circuit: {TissueFiles.Circuit}
          solver:
            time_step: {1e3 * defaults.Step} us
            max_compartment_length: {block.Options.MaxCompartmentLength} um
            transmitter:
              conductance: {defaults.Transmitter} mS/cm2    # per release event, in the astrocyte
          model:    # Pospischil et al. 2008, with their high-threshold calcium current
            soma:
              calcium: {defaults.Calcium} mS/cm2
            dendrite:
              calcium: {defaults.Calcium} mS/cm2
          stimuli:
            - node_set: {defaults.NodeSet}    # or Stimulated: the {block.Stimulated.Count} excitatory cells nearest to the centre
              start: {defaults.StimulusStart} ms
              duration: {defaults.StimulusDuration} ms
              amplitude: {defaults.Amplitude} nA
              spread: {defaults.Spread}    # of the amplitude between cells

        # K, Na and Ca in the extracellular space: volume fraction 0.2, tortuosity 1.6, astrocytes take up K.
        diffusion: @[@]

        blood_flow:
          vessels: {TissueFiles.Vasculature}
          solver:
            inflow_per_tissue: {defaults.InflowPerTissue} 1/s    # blood per second and tissue volume
            entries: resting-pressure       # dilation lets more blood in
            radii: endfoot                  # vessels dilate where synapses release
            boundaries:
              - node: {block.Vessels.Entry}    # top of the arteriole
                flow: {defaults.InflowPerTissue * block.Options.Volume:g6} um^3/s
              - node: {block.Vessels.Exit}    # top of the venule
                pressure: {defaults.OutletPressure} g/um/s^2

        # Energy of every neuron and its astrocyte.
        metabolism: @[@]

        reports:
          voltage: 0.5 ms
          fields: 20 ms

        """).Replace("@[@]", "{}", StringComparison.Ordinal);

    public static string Readme(string name, TissueBlock block, TissueSummary summary) => string.Create(CultureInfo.InvariantCulture, $"""
        # {name}

        A generated cube of tissue, {block.Options.Size} um along each edge, made by
        `multiscale init tissue --size {block.Options.Size}um --seed {block.Options.Seed}`. The same options give the same files.

        ```
        {summary}
        ```

        | file | what |
        |---|---|
        | `case.yaml` | the case: `multiscale run case.yaml` |
        | `{TissueFiles.Circuit}`, `{TissueFiles.Simulation}`, `{TissueFiles.NodeSets}` | the circuit as other SONATA tools expect it |
        | `{TissueFiles.Network}/nodes.h5`, `node_types.csv` | cells: position [um], orientation (quaternion), morphology, class |
        | `{TissueFiles.Network}/edges.h5`, `edge_types.csv` | synapses: section and position on it, delay [ms], peak conductance [uS] |
        | `{TissueFiles.Morphologies}/*.swc` | {summary.Morphologies} cell shapes with three-point somas |
        | `{TissueFiles.Synapses}/*.json` | time constants [ms] and reversal potentials [mV] of the synapses |
        | `{TissueFiles.Vasculature}` | vessels as a SONATA population; the same as CSV in `{TissueFiles.VesselNodes}` and `{TissueFiles.VesselEdges}` |
        | `{TissueFiles.Script}`, `{TissueFiles.Mesh}` | the box for Gmsh, and its mesh |

        ## How it was made
        - **Cells**: {block.Options.CellDensity:g6} neurons per mm^3, {100 * block.Options.ExcitatoryFraction:g3} % of them excitatory. Dendrites fork at fixed intervals of path length,
          diameters follow Rall's 3/2 power law, and one factor on all of them makes neurons fill {100 * block.Options.NeuronVolumeFraction:g3} % of the tissue.
          Arbors are compact (at most {2 * ArborDomain.Reach} um wide) so that they fit: cells near a wall have shapes whose soma lies at the side.
          There are no cortical layers; +y is toward the surface.
        - **Synapses**: probability falls with distance as exp(-d / {block.Options.ConnectionLength} um); {block.Options.SynapsesPerCell} per cell in the mean;
          delay {block.Options.SynapticDelay} ms + d / ({block.Options.AxonSpeed} um/ms). Excitatory ones sit on dendrites, inhibitory ones on soma and stems.
        - **Vessels**: one arteriole and one venule come down from the surface; a capillary bed joins them. Trunks follow Murray's law. Blood enters at the top
          of the arteriole, leaves at the top of the venule, and passes through every vessel.
        - **Mesh**: a box around it all; tetrahedra of about {block.Options.ElementSize} um.

        """);
}

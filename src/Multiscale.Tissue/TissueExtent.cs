using Multiscale.Core;
using Multiscale.Formats;
using Multiscale.Geometry;

namespace Multiscale.Tissue;

/// <summary>The box around a circuit and a vessel graph that came from elsewhere.</summary>
public static class TissueExtent
{
    /// <summary>The bounding box of every point of every placed cell and of the vessel nodes, widened by 1.001.</summary>
    /// <param name="circuit">A SONATA circuit_config.json, or null.</param>
    /// <param name="vessels">A SONATA vasculature file, or null.</param>
    /// <exception cref="InputException">A file is missing or faulty; MS0805: there is no volume; MS0809: the circuit names no folder of morphologies.</exception>
    public static TissueBox Of(string? circuit, string? vessels) =>
        TissueBox.Around([.. circuit is null ? [] : PlacedPoints(Circuit.Read(circuit)), .. vessels is null ? [] : VasculatureFile.Read(vessels).Positions]);

    private static IEnumerable<Point3> PlacedPoints(Circuit circuit)
    {
        var shapes = new Dictionary<string, Point3[]>();
        foreach (var nodes in circuit.Nodes)
        {
            // Cells without a shape, such as virtual ones and point neurons, take no room.
            if (nodes.Attributes.Texts("morphology") is not { } names) continue;
            var (positions, orientations) = (nodes.Positions, nodes.Orientations);
            for (int i = 0; i < nodes.Count; i++)
            {
                if (names[i] is not { } name) continue;
                if (!shapes.TryGetValue(name, out var points)) shapes[name] = points = ShapePoints(circuit, name);
                foreach (var p in points) yield return positions[i] + orientations[i].Rotate(p);
            }
        }
    }

    private static Point3[] ShapePoints(Circuit circuit, string name)
    {
        if (!circuit.Components.TryGetValue("morphologies_dir", out string? folder))
            throw new InputException("MS0809", "the circuit has cells with morphologies, but names no folder of them", "add \"morphologies_dir\" to \"components\"", new SourceLocation(circuit.File));
        string file = Path.Combine(folder, name.EndsWith(".swc", StringComparison.OrdinalIgnoreCase) ? name : name + ".swc");
        return [.. SwcFile.Read(file).Sections.SelectMany(s => s.Points).Select(p => p.Position)];
    }
}

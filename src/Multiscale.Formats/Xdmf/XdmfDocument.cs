using System.Globalization;
using System.Security;
using System.Text;
using System.Xml.Linq;
using Multiscale.Core;

namespace Multiscale.Formats;

/// <param name="Path">Dataset within the HDF5 file.</param>
internal readonly record struct XdmfField(string Name, string Unit, string Path);

/// <summary>The XML half of a field file.</summary>
internal sealed class XdmfDocument(string dataFile, string grid, string topologyType, int cells, int nodesPerCell, int points)
{
    private readonly StringBuilder steps = new();

    internal int Steps { get; private set; }

    /// <summary>Time of the last step.</summary>
    internal SimTime? Last { get; private set; }

    internal void Add(SimTime time, IEnumerable<XdmfField> fields)
    {
        steps.Append(CultureInfo.InvariantCulture, $"""
                  <Grid Name="{Escape(grid)}" GridType="Uniform">
                    <Time Value="{time.Milliseconds:R}"/>
            {Mesh}
            """);
        foreach (var field in fields)
            steps.Append(CultureInfo.InvariantCulture, $"""
                        <Attribute Name="{Escape(field.Name)}" AttributeType="Scalar" Center="Cell">
                          <DataItem Format="HDF" NumberType="Float" Precision="8" Dimensions="{cells}">{Escape(dataFile)}:{Escape(field.Path)}</DataItem>
                          <Information Name="units" Value="{Escape(field.Unit)}"/>
                        </Attribute>

                """);
        steps.Append("      </Grid>\n");
        Steps++;
        Last = time;
    }

    // A polyline needs its number of points; other types have a fixed one.
    private string Mesh => $"""
                <Topology TopologyType="{topologyType}" NumberOfElements="{cells}"{(topologyType == "Polyline" ? $" NodesPerElement=\"{nodesPerCell}\"" : "")}>
                  <DataItem Format="HDF" NumberType="Int" Precision="4" Dimensions="{cells} {nodesPerCell}">{Escape(dataFile)}:/geometry/topology</DataItem>
                </Topology>
                <Geometry GeometryType="XYZ">
                  <DataItem Format="HDF" NumberType="Float" Precision="8" Dimensions="{points} 3">{Escape(dataFile)}:/geometry/points</DataItem>
                </Geometry>

        """;

    /// <summary>Takes over the steps that a document of the same cells describes, up to a time.</summary>
    internal void Take(string path, SimTime until)
    {
        foreach (var step in XDocument.Load(path).Descendants("Grid").Where(g => g.Element("Time") is not null))
        {
            var time = SimTime.FromMilliseconds(double.Parse(step.Element("Time")!.Attribute("Value")!.Value, CultureInfo.InvariantCulture));
            if (time > until) break;
            Add(time, step.Elements("Attribute").Select(a => new XdmfField(a.Attribute("Name")!.Value, a.Element("Information")!.Attribute("Value")!.Value, a.Element("DataItem")!.Value[(dataFile.Length + 1)..])));
        }
    }

    internal void Write(string path) => TextFile.Write(path, $"""
        <?xml version="1.0" encoding="utf-8"?>
        <Xdmf Version="3.0">
          <Domain>
            <Information Name="time units" Value="ms"/>
            <Information Name="length units" Value="um"/>
            <Grid Name="{Escape(grid)} over time" GridType="Collection" CollectionType="Temporal">
        {steps}    </Grid>
          </Domain>
        </Xdmf>

        """);

    private static string Escape(string text) => SecurityElement.Escape(text);
}

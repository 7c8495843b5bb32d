using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Multiscale.Core;

namespace Multiscale.Formats;

/// <summary>
/// Reads the biophysical properties of a cell in NeuroML 2 as BMTK does for templates nml:...: channel densities, resistivity, capacitance and concentration
/// models by segment group; its morphology is not used.
/// </summary>
public static class NeuroMlFile
{
    // Factors to S/cm2, mV, Ohm cm, uF/cm2, ms.
    private static readonly Dictionary<string, double> Units = new()
    {
        ["S_per_cm2"] = 1, ["mS_per_cm2"] = 1e-3, ["S_per_m2"] = 1e-4, ["mV"] = 1, ["V"] = 1e3, ["ohm_cm"] = 1, ["kohm_cm"] = 1e3, ["ohm_m"] = 100,
        ["uF_per_cm2"] = 1, ["F_per_m2"] = 100, ["ms"] = 1, ["s"] = 1e3, [""] = 1,
    };

    /// <exception cref="InputException">MS0753: no XML, or a value that is missing or in an unknown unit; with its line.</exception>
    public static BiophysicalModel Read(string path)
    {
        XElement root;
        try
        {
            root = XElement.Load(path, LoadOptions.SetLineInfo);
        }
        catch (Exception e) when (e is XmlException or IOException or UnauthorizedAccessException)
        {
            throw new InputException("MS0753", $"cannot read the NeuroML cell: {e.Message}", "check the path and the XML", new SourceLocation(path, (e as XmlException)?.LineNumber ?? 0, (e as XmlException)?.LinePosition ?? 0));
        }
        var parameters = new List<MechanismParameter>();
        Dictionary<string, double> resistivity = [], capacitance = [], sodium = [], potassium = [];
        foreach (var element in root.Descendants())
            switch (element.Name.LocalName)
            {
                case "resistivity": foreach (string s in Sections(element, path)) resistivity[s] = Value(element, "value", path); break;
                case "specificCapacitance": foreach (string s in Sections(element, path)) capacitance[s] = Value(element, "value", path); break;
                case "channelDensity" or "channelDensityNernst":
                    string channel = Text(element, "ionChannel", path), id = Text(element, "id", path), ion = (string?)element.Attribute("ion") ?? "";
                    foreach (string s in Sections(element, path))
                    {
                        if (channel == "pas") parameters.Add(new MechanismParameter(s, "pas", "e", Value(element, "erev", path)));
                        parameters.Add(new MechanismParameter(s, channel, channel == "pas" ? "g" : BiophysicalModel.Split(id, channel)!.Value.Parameter, Value(element, "condDensity", path)));
                        if (ion == "na" && element.Attribute("erev") is not null) sodium[s] = Value(element, "erev", path);
                        if (ion == "k" && element.Attribute("erev") is not null) potassium[s] = Value(element, "erev", path);
                    }
                    break;
                case "concentrationModel":
                    foreach (string s in Sections(element, path))
                        foreach (string name in (string[])["gamma", "decay"]) parameters.Add(new MechanismParameter(s, Text(element, "id", path), name, Value(element, name, path)));
                    break;
            }
        return new BiophysicalModel { Resistivity = resistivity, Capacitance = capacitance, Parameters = parameters, SodiumReversal = sodium, PotassiumReversal = potassium };
    }

    private static string[] Sections(XElement element, string path) => Text(element, "segmentGroup", path).ToLowerInvariant() switch
    {
        "all" => BiophysicalModel.SectionKinds,
        "soma" or "somatic" => ["soma"],
        "axon" or "axonal" => ["axon"],
        "dend" or "basal" or "dendritic" => ["dend"],
        "apic" or "apical" => ["apic"],
        _ => throw Fault(element, path, $"segmentGroup \"{(string?)element.Attribute("segmentGroup")}\"", "use all, soma, axon, dend or apic"),
    };

    private static string Text(XElement element, string name, string path) => (string?)element.Attribute(name) ?? throw Fault(element, path, $"{name} is missing", "");

    private static double Value(XElement element, string name, string path)
    {
        string text = Text(element, name, path);
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length is 1 or 2 && double.TryParse(words[0], CultureInfo.InvariantCulture, out double value) && Units.TryGetValue(words.Length == 2 ? words[1] : "", out double factor)
            ? value * factor
            : throw Fault(element, path, $"{name} \"{text}\" is no number in a known unit", $"the units are {string.Join(", ", Units.Keys.Where(u => u.Length > 0))}");
    }

    private static InputException Fault(XElement element, string path, string message, string remedy)
    {
        var line = (IXmlLineInfo)element;
        return new InputException("MS0753", $"{element.Name.LocalName}: {message}", remedy, new SourceLocation(path, line.LineNumber, line.LinePosition));
    }
}

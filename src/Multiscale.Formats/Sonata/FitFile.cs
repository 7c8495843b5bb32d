using Multiscale.Core;

namespace Multiscale.Formats;

/// <summary>Reads the parameters of a model of the Allen Cell Types Database (fit.json: passive, genome, conditions), as BMTK's aibs_perisomatic and aibs_allactive use them.</summary>
public static class FitFile
{
    /// <exception cref="InputException">MS0730-MS0732: the file is missing, no JSON, or lacks a value; MS0752: a name that tells no mechanism.</exception>
    public static BiophysicalModel Read(string path)
    {
        var json = SonataJson.Read(path);
        SonataJson passive = First(json, "passive"), conditions = First(json, "conditions");
        var parameters = new List<MechanismParameter>();
        var resistivity = new Dictionary<string, double>();
        var capacitance = passive.Items("cm").ToDictionary(c => c.RequiredText("section"), c => c.RequiredNumber("cm"));
        foreach (string section in BiophysicalModel.SectionKinds)
        {
            if (passive.OptionalNumber("ra") is { } ra) resistivity[section] = ra;
            // NEURON's own reversal potential of pas holds where the file gives none.
            parameters.Add(new MechanismParameter(section, "pas", "e", passive.OptionalNumber("e_pas") ?? -70));
        }
        foreach (var gene in json.Items("genome"))
        {
            string section = gene.RequiredText("section"), name = gene.RequiredText("name");
            // Old files hold entries for all cells at once that BMTK leaves out too.
            if (section == "glob") continue;
            double value = gene.Value("value").ValueKind == System.Text.Json.JsonValueKind.String && double.TryParse(gene.RequiredText("value"), System.Globalization.CultureInfo.InvariantCulture, out double number) ? number : gene.RequiredNumber("value");
            string mechanism = gene.OptionalText("mechanism") ?? "";
            if (mechanism.Length == 0 && name == "Ra") resistivity[section] = value;
            else if (mechanism.Length == 0 && name == "cm") capacitance[section] = value;
            else if (BiophysicalModel.Split(name, mechanism) is { } found) parameters.Add(new MechanismParameter(section, found.Mechanism, found.Parameter, value));
            else throw new InputException("MS0752", $"genome: \"{name}\" in {section} names no mechanism", "write PARAMETER_MECHANISM, or give the mechanism", new SourceLocation(path));
        }
        var reversals = conditions.Items("erev").ToArray();
        return new BiophysicalModel
        {
            Resistivity = resistivity,
            Capacitance = capacitance,
            Parameters = parameters,
            SodiumReversal = Reversals("ena"),
            PotassiumReversal = Reversals("ek"),
        };

        Dictionary<string, double> Reversals(string name) => reversals.Where(r => r.Has(name)).ToDictionary(r => r.RequiredText("section"), r => r.RequiredNumber(name));
    }

    private static SonataJson First(SonataJson json, string key) => json.Items(key).FirstOrDefault() ?? throw json.Fault(key, "an array with one object");
}

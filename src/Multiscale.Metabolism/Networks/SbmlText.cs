using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Multiscale.Core;

namespace Multiscale.Metabolism;

/// <summary>
/// SBML Level 2 or 3 core as the text of a <see cref="ReactionNetwork"/>: compartments, species, parameters, functions, reactions with rate laws in MathML,
/// assignment, initial and rate rules, events with triggers. Ids keep their names; an id that the text cannot hold gets an underscore behind it. Species are
/// concentrations unless they have only substance units; time is 't' in the unit of the model.
/// </summary>
internal sealed class SbmlText
{
    private static readonly HashSet<string> Words =
    [
        "t", "pi", "model", "title", "parameter", "state", "input", "function", "coupling", "noise", "observe", "take", "give", "from", "without", "when", "d", "sum", "where", "degree",
        "exp", "log", "log10", "sqrt", "sin", "cos", "tan", "tanh", "sinh", "cosh", "atan", "erf", "erfc", "abs", "floor", "ceil", "min", "max", "pow",
    ];

    private readonly string fileName;
    private readonly XElement model;
    private readonly XNamespace core;
    private readonly List<Diagnostic> errors = [];
    private readonly Dictionary<string, XElement> functions = [];
    private readonly Dictionary<string, double> constants = [];
    private readonly StringBuilder text = new();
    private readonly int level;

    /// <exception cref="InputException">MS0609: the file is not SBML that can be read.</exception>
    public SbmlText(string source, string fileName)
    {
        this.fileName = fileName;
        XDocument document;
        try
        {
            document = XDocument.Parse(source, LoadOptions.SetLineInfo);
        }
        catch (XmlException e)
        {
            throw new InputException("MS0609", $"broken XML: {e.Message}", "restore the file", new SourceLocation(fileName, e.LineNumber, e.LinePosition));
        }
        var root = document.Root!;
        core = root.Name.Namespace;
        level = (int?)root.Attribute("level") ?? 0;
        if (root.Name.LocalName != "sbml" || level is not (2 or 3) || root.Element(core + "model") is not { } found)
            throw new InputException("MS0609", "this is no SBML of level 2 or 3", "export the model as SBML Level 3 core", At(root));
        model = found;
        Convert();
        if (errors.Count > 0) throw new InputException(errors);
        Text = text.ToString();
    }

    public string Text { get; }

    private void Convert()
    {
        foreach (string unsupported in (string[])["listOfConstraints"])
            if (model.Element(core + unsupported) is { } element) Fail(element, $"{unsupported} is not read", "remove it: the bounds of states do its work");
        foreach (var algebraic in List("listOfRules", "algebraicRule")) Fail(algebraic, "algebraic rules are not read", "solve the rule for one variable and write an assignment rule");
        foreach (var f in List("listOfFunctionDefinitions", "functionDefinition")) functions[Id(f)] = f;
        var assigned = List("listOfRules", "assignmentRule").ToDictionary(r => (string)r.Attribute("variable")!);
        var rated = List("listOfRules", "rateRule").ToDictionary(r => (string)r.Attribute("variable")!);
        var initial = List("listOfInitialAssignments", "initialAssignment").ToDictionary(r => (string)r.Attribute("symbol")!);
        var set = model.Descendants(core + "eventAssignment").Select(e => (string)e.Attribute("variable")!).ToHashSet();
        var species = List("listOfSpecies", "species").ToArray();
        var reactions = List("listOfReactions", "reaction").ToArray();

        text.Append($"model {Name(Id(model))}\ntitle {((string?)model.Attribute("name") ?? Id(model)).ReplaceLineEndings(" ")}\ninput t\n");
        foreach (var (element, value) in List("listOfCompartments", "compartment").Select(c => (c, Number(c, "size") ?? 1)).Concat(List("listOfParameters", "parameter").Select(p => (p, Number(p, "value") ?? 0))))
            Quantity(element, value, assigned, rated, initial, set);
        foreach (var s in species)
        {
            bool moves = reactions.Any(r => Changes(r, Id(s)) && !Flag(s, "boundaryCondition") && !Flag(s, "constant"));
            double size = constants.GetValueOrDefault((string)s.Attribute("compartment")!, 1);
            bool amount = Flag(s, "hasOnlySubstanceUnits");
            double value = Number(s, "initialConcentration") is { } c ? amount ? c * size : c : Number(s, "initialAmount") is { } a ? amount ? a : a / size : 0;
            if (moves && !assigned.ContainsKey(Id(s))) State(s, value, initial);
            else Quantity(s, value, assigned, rated, initial, set);
        }
        foreach (var rule in Ordered(assigned)) text.Append($"{Name((string)rule.Attribute("variable")!)} = {Math(rule)}\n");
        foreach (var r in reactions)
        {
            var law = r.Element(core + "kineticLaw");
            if (law is null) { Fail(r, $"the reaction '{Id(r)}' has no rate law", "give it a kineticLaw"); continue; }
            var local = law.Descendants().Where(p => p.Name.LocalName is "parameter" or "localParameter" && p.Name.Namespace == core)
                .ToDictionary(p => Id(p), p => Literal(Number(p, "value") ?? 0));
            text.Append($"{Name(Id(r))} = {Math(law, local)}\n");
        }
        foreach (var s in species.Where(s => !assigned.ContainsKey(Id(s)) && !Flag(s, "boundaryCondition") && !Flag(s, "constant")))
        {
            var terms = reactions.Where(r => Changes(r, Id(s))).Select(r => Term(r, Id(s))).Where(t => t.Length > 0).ToArray();
            if (terms.Length == 0) continue;
            string compartment = Name((string)s.Attribute("compartment")!), sum = string.Join(" + ", terms);
            text.Append($"{Name(Id(s))}' = {(Flag(s, "hasOnlySubstanceUnits") ? sum : $"({sum})/{compartment}")}\n");
        }
        foreach (var (variable, rule) in rated) text.Append($"{Name(variable)}' = {Math(rule)}\n");
        foreach (var e in List("listOfEvents", "event")) Event(e);
    }

    /// <summary>A compartment, parameter or species that no reaction changes.</summary>
    private void Quantity(XElement element, double value, Dictionary<string, XElement> assigned, Dictionary<string, XElement> rated, Dictionary<string, XElement> initial, HashSet<string> set)
    {
        string id = Id(element);
        if (assigned.ContainsKey(id)) return;
        if (rated.ContainsKey(id)) { State(element, value, initial); return; }
        if (set.Contains(id))
        {
            State(element, value, initial);
            text.Append($"{Name(id)}' = 0\n");
            return;
        }
        constants[id] = initial.TryGetValue(id, out var rule) ? Constant(rule) : value;
        text.Append($"parameter {Name(id)} = {Literal(constants[id])}\n");
    }

    private void State(XElement element, double value, Dictionary<string, XElement> initial)
    {
        constants[Id(element)] = initial.TryGetValue(Id(element), out var rule) ? Constant(rule) : value;
        text.Append($"state {Name(Id(element))} = {Literal(constants[Id(element)])}\n");
    }

    private void Event(XElement e)
    {
        if (e.Element(core + "delay") is { } delay) Fail(delay, "delays of events are not read", "write the delay into the trigger");
        if (e.Element(core + "priority") is { } priority) Fail(priority, "priorities of events are not read", "make the triggers distinct");
        var changes = e.Descendants(core + "eventAssignment").Select(a => $"{Name((string)a.Attribute("variable")!)} = {Math(a)}");
        text.Append($"when {Math(e.Element(core + "trigger")!)} set {string.Join(", ", changes)}\n");
    }

    /// <summary>Assignment rules so that each follows those it uses.</summary>
    private IEnumerable<XElement> Ordered(Dictionary<string, XElement> rules)
    {
        var open = new List<XElement>(rules.Values);
        while (open.Count > 0)
        {
            var next = open.FirstOrDefault(r => !open.Any(o => o != r && r.Descendants().Any(c => c.Name.LocalName == "ci" && c.Value.Trim() == (string)o.Attribute("variable")!)));
            if (next is null)
            {
                Fail(open[0], "assignment rules that depend on one another in a circle", "break the circle");
                yield break;
            }
            open.Remove(next);
            yield return next;
        }
    }

    private bool Changes(XElement reaction, string id) => Participants(reaction, id).Any();

    private IEnumerable<(XElement Reference, int Sign)> Participants(XElement reaction, string id) =>
        from side in ((string List, int Sign)[])[("listOfReactants", -1), ("listOfProducts", 1)]
        from reference in reaction.Element(core + side.List)?.Elements(core + "speciesReference") ?? []
        where (string)reference.Attribute("species")! == id
        select (reference, side.Sign);

    private string Term(XElement reaction, string id)
    {
        double total = 0;
        foreach (var (reference, sign) in Participants(reaction, id))
        {
            if (reference.Element(core + "stoichiometryMath") is { } math) Fail(math, "stoichiometries that are formulas are not read", "write a number");
            total += sign * (Number(reference, "stoichiometry") ?? 1);
        }
        return total == 0 ? "" : $"({Literal(total)})*{Name(Id(reaction))}";
    }

    private string Math(XElement owner, IReadOnlyDictionary<string, string>? local = null)
    {
        var math = owner.Elements().FirstOrDefault(e => e.Name.LocalName == "math");
        if (math?.Elements().FirstOrDefault() is { } root) return new MathMl(this, local).Print(root);
        Fail(owner, $"<{owner.Name.LocalName}> has no formula", "give it a MathML element");
        return "0";
    }

    /// <summary>The value of a formula of constants.</summary>
    private double Constant(XElement rule)
    {
        string formula = Math(rule);
        try
        {
            var parsed = ReactionNetwork.Parse($"model initial\nstate x_ = 0\n{string.Concat(constants.Select(c => $"parameter {Name(c.Key)} = {Literal(c.Value)}\n"))}x_' = {formula}", fileName);
            return parsed.Model.Derivatives[0].IsNumber ? parsed.Model.Derivatives[0].Value : throw new InvalidOperationException();
        }
        catch (Exception e) when (e is InputException or InvalidOperationException)
        {
            Fail(rule, "an initial assignment that is no formula of constants", "use parameters and compartments that come before it");
            return 0;
        }
    }

    private IEnumerable<XElement> List(string list, string element) => model.Element(core + list)?.Elements(core + element) ?? [];

    private string Id(XElement element) => (string?)element.Attribute("id") ?? (string?)element.Attribute("name") ?? "unnamed";

    private static bool Flag(XElement element, string name) => (string?)element.Attribute(name) is "true" or "1";

    private double? Number(XElement element, string name)
    {
        if ((string?)element.Attribute(name) is not { } given) return null;
        if (double.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)) return value;
        Fail(element, $"{name} '{given}' is not a finite number", "write a number");
        return 0;
    }

    internal XElement? Function(string id) => functions.GetValueOrDefault(id);

    internal static string Name(string id) => Words.Contains(id) ? id + "_" : id;

    internal static string Literal(double value) => value < 0 ? $"(-{(-value).ToString("R", CultureInfo.InvariantCulture)})" : value.ToString("R", CultureInfo.InvariantCulture);

    internal void Fail(XElement at, string message, string remedy) => errors.Add(new Diagnostic("MS0609", message, remedy, At(at)));

    private SourceLocation At(XElement element) => ((IXmlLineInfo)element) is var line && line.HasLineInfo() ? new SourceLocation(fileName, line.LineNumber, line.LinePosition) : new SourceLocation(fileName);
}

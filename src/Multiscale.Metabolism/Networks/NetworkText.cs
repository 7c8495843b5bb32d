using System.Text.RegularExpressions;
using Multiscale.Core;
using Multiscale.Modeling;

namespace Multiscale.Metabolism;

/// <summary>Reads the statements of a <see cref="ReactionNetwork"/>; all other lines are equations.</summary>
internal sealed partial class NetworkText
{
    private readonly List<Diagnostic> errors = [];
    private readonly List<TakenInput> takes = [];
    private readonly List<GivenValue> gives = [];
    private readonly List<(string Name, string Unit, SourceLocation At)> imposed = [];
    private readonly List<(string Name, SourceLocation At)> dropped = [];
    private readonly string fileName;
    private NetworkText? origin;
    private EquationText? equations;
    private string name = "", title = "";

    private NetworkText(string fileName) => this.fileName = fileName;

    public static NetworkText Read(string source, string fileName)
    {
        if (source.AsSpan().TrimStart().StartsWith("<")) source = SbmlText.Convert(source, fileName);
        var text = new NetworkText(fileName);
        string[] lines = source.Split('\n');
        for (int i = 0; i < lines.Length; i++)
            if (text.Statement(lines[i].Split('#')[0].Trim(), new SourceLocation(fileName, i + 1, 1))) lines[i] = "";
        if (text.errors.Count > 0) throw new InputException(text.errors);
        // A text with an origin only changes it: it has no equations of its own.
        if (text.origin is null) text.equations = EquationText.Parse(string.Join('\n', lines), fileName);
        else text.RefuseEquations(lines);
        return text;
    }

    public ReactionNetwork Lower(IReadOnlyDictionary<string, double> values)
    {
        var chain = Chain();
        var text = chain[0].equations!;
        var model = text.Lower(new EquationOptions { Values = values, Imposed = n => chain.Any(c => c.imposed.Any(i => i.Name == n)) });
        foreach (var link in chain) model = link.Change(model);
        model = model with { Name = name.Length > 0 ? name : model.Name, Title = title.Length > 0 ? title : model.Title };
        TakenInput[] allTakes = [.. chain.SelectMany(c => c.takes)];
        GivenValue[] allGives = [.. chain.SelectMany(c => c.gives)];
        foreach (var take in allTakes)
            if (model.Inputs.All(i => i.Name != take.Input)) Fail(take.At, $"'{take.Input}' is no input", NearestWord.Advice(take.Input, model.Inputs.Select(i => i.Name), "declare it with 'input'"));
        foreach (var give in allGives)
            if (model.States.All(s => s.Name != give.Value) && model.Derived.All(d => d.Name != give.Value)) Fail(give.At, $"'{give.Value}' is neither a state nor derived", "define it with 'name = expression'");
        if (errors.Count > 0) throw new InputException(errors);
        return new ReactionNetwork { Model = model, Takes = allTakes, Gives = allGives };
    }

    /// <summary>This text's impositions and omissions done to a model.</summary>
    private EquationModel Change(EquationModel model)
    {
        foreach (var (name, unit, at) in imposed)
        {
            if (model.Derived.All(d => d.Name != name)) Fail(at, $"'{name}' is no derived quantity", NearestWord.Advice(name, model.Derived.Select(d => d.Name), "name a quantity of the model"));
            model = model with { Inputs = [.. model.Inputs, new EquationInput(name, unit, "imposed", at)] };
        }
        foreach (var (name, at) in dropped)
            if (model.States.All(s => s.Name != name)) Fail(at, $"'{name}' is no state", NearestWord.Advice(name, model.States.Select(s => s.Name), "name a state of the model"));
        if (dropped.Count == 0 || errors.Count > 0) return errors.Count > 0 ? throw new InputException(errors) : model;
        int[] kept = [.. Enumerable.Range(0, model.States.Count).Where(i => dropped.All(d => d.Name != model.States[i].Name))];
        foreach (var (name, at) in dropped)
            foreach (int i in kept)
                if (model.Derivatives[i].DependsOn(model.Graph.Symbol(name))) Fail(at, $"'{name}' cannot be left out: {model.States[i].Name} depends on it", "impose the quantity through which it does");
        if (errors.Count > 0) throw new InputException(errors);
        bool Lasts(Expression e) => dropped.All(d => !e.DependsOn(model.Graph.Symbol(d.Name)));
        var derived = model.Derived.Where(d => Lasts(d.Value)).ToArray();
        string[] states = [.. kept.Select(i => model.States[i].Name)];
        return model with
        {
            States = [.. kept.Select(i => model.States[i])], Derivatives = [.. kept.Select(i => model.Derivatives[i])], Noise = [.. kept.Select(i => model.Noise[i])],
            Derived = derived, Observed = [.. model.Observed.Where(o => states.Contains(o) || derived.Any(d => d.Name == o))],
        };
    }

    private bool Statement(string line, SourceLocation at)
    {
        Match m;
        if ((m = Take().Match(line)).Success)
            takes.Add(new TakenInput(m.Groups[1].Value, m.Groups[2].Value, m.Groups[3].Value switch { "" => Share.Whole, "cell" => Share.Cell, _ => Share.Tissue }, at));
        else if ((m = Give().Match(line)).Success) gives.Add(new GivenValue(m.Groups[1].Value, m.Groups[2].Value, at));
        else if ((m = Impose().Match(line)).Success) imposed.Add((m.Groups[1].Value, m.Groups[2].Value, at));
        else if ((m = Without().Match(line)).Success) dropped.AddRange(m.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries).Select(n => (n, at)));
        else if ((m = From().Match(line)).Success)
        {
            string beside = Path.Combine(Path.GetDirectoryName(fileName) ?? "", m.Groups[1].Value);
            var (text, file) = ReactionNetwork.Open(File.Exists(beside) ? beside : m.Groups[1].Value, at);
            origin = Read(text, file);
        }
        else if ((m = Words().Match(line)).Success) Fail(at, $"'{line}' is no statement", "write 'take INPUT = PORT', 'take INPUT = PORT per cell', '... per tissue', 'give PORT = VALUE', 'from MODEL', 'impose DERIVED (UNIT)' or 'without STATE, STATE'");
        else
        {
            if (line.StartsWith("model ", StringComparison.Ordinal)) name = line[6..].Trim();
            if (line.StartsWith("title ", StringComparison.Ordinal)) title = line[6..].Trim();
            return false;
        }
        return true;
    }

    private void RefuseEquations(string[] lines)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Split('#')[0].Trim();
            if (line.Length > 0 && !line.StartsWith("model ", StringComparison.Ordinal) && !line.StartsWith("title ", StringComparison.Ordinal))
                Fail(new SourceLocation(fileName, i + 1, 1), "a model made 'from' another has no equations of its own", "use 'impose' and 'without', or write the whole model");
        }
        if (errors.Count > 0) throw new InputException(errors);
    }

    private List<NetworkText> Chain()
    {
        List<NetworkText> chain = [this];
        while (chain[0].origin is { } before) chain.Insert(0, before);
        return chain;
    }

    private void Fail(SourceLocation at, string message, string remedy) => errors.Add(new Diagnostic("MS0608", message, remedy, at));

    [GeneratedRegex(@"^take\s+(\w+)\s*=\s*([\w-]+)(?:\s+per\s+(cell|tissue))?$")]
    private static partial Regex Take();

    [GeneratedRegex(@"^give\s+([\w-]+)\s*=\s*(\w+)$")]
    private static partial Regex Give();

    [GeneratedRegex(@"^impose\s+(\w+)\s*\(([^)]*)\)$")]
    private static partial Regex Impose();

    [GeneratedRegex(@"^without\s+([\w\s,]+)$")]
    private static partial Regex Without();

    [GeneratedRegex(@"^from\s+(\S+)$")]
    private static partial Regex From();

    [GeneratedRegex(@"^(take|give|impose|without|from)\s")]
    private static partial Regex Words();
}

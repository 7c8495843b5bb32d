using System.Text.RegularExpressions;
using Multiscale.Core;
using Multiscale.Modeling;

namespace Multiscale.Metabolism;

/// <summary>Reads the statements of a <see cref="ReactionNetwork"/>; all others are equations.</summary>
internal sealed partial class NetworkText
{
    private readonly List<Diagnostic> errors = [];
    private readonly List<TakenInput> takes = [];
    private readonly List<GivenValue> gives = [];
    private readonly List<(string Name, SourceLocation At)> dropped = [];
    private readonly List<(string Trigger, List<(string State, string Value)> Changes, SourceLocation At)> events = [];
    private readonly List<string> equations = [];
    private readonly string fileName;
    private readonly string[] above;

    private NetworkText(string fileName, string[] above) => (this.fileName, this.above) = (fileName, above);

    public static NetworkText Read(string source, string fileName) => Read(source, fileName, []);

    private static NetworkText Read(string source, string fileName, string[] above)
    {
        if (source.AsSpan().TrimStart().StartsWith("<")) source = new SbmlText(source, fileName).Text;
        var text = new NetworkText(fileName, [.. above, fileName]);
        foreach (var (line, statement) in Statements(source))
        {
            var at = new SourceLocation(fileName, line + 1, 1);
            if (When().Match(statement.Split('#')[0].Trim()) is { Success: true } when)
            {
                text.Event(when.Groups[1].Value, when.Groups[2].Value, at);
                continue;
            }
            bool own = text.Statement(statement, at);
            // What is read here leaves an empty line, so that the errors of equations keep their place.
            if (own) text.equations.AddRange(Enumerable.Repeat("", statement.Count(c => c == '\n') + 1));
            else text.equations.Add(statement);
        }
        return text.errors.Count > 0 ? throw new InputException(text.errors) : text;
    }

    public ReactionNetwork Lower(IReadOnlyDictionary<string, double> values)
    {
        var model = Drop(EquationText.Parse(Equations, fileName, OpenEquations).Lower(new EquationOptions { Values = values }));
        // An input that a later text computes itself is no longer taken.
        takes.RemoveAll(t => model.Derived.Any(d => d.Name == t.Input));
        foreach (var take in takes)
            if (model.Inputs.All(i => i.Name != take.Input)) Fail(take.At, $"'{take.Input}' is no input", NearestWord.Advice(take.Input, model.Inputs.Select(i => i.Name), "declare it with 'input'"));
        foreach (var give in gives)
            if (model.States.All(s => s.Name != give.Value) && model.Derived.All(d => d.Name != give.Value)) Fail(give.At, $"'{give.Value}' is neither a state nor derived", "define it with 'name = expression'");
        int StateOf(string state, SourceLocation at)
        {
            for (int i = 0; i < model.States.Count; i++) if (model.States[i].Name == state) return i;
            Fail(at, $"'{state}' is no state", NearestWord.Advice(state, model.States.Select(s => s.Name), "an event sets states only"));
            return 0;
        }
        NetworkEvent[] jumps = [.. events.Select(e => new NetworkEvent(e.Trigger, [.. e.Changes.Select(c => (StateOf(c.State, e.At), c.Value))]))];
        if (jumps.Length > 64) Fail(events[64].At, "a model has at most 64 events", "join some");
        if (errors.Count > 0) throw new InputException(errors);
        var given = new List<GivenValue>();
        foreach (var give in gives)
        {
            given.Add(give.Per == Share.Whole ? give : give with { Total = model.States.Count });
            if (give.Per != Share.Whole) model = AddUp(model, give);
        }
        return new ReactionNetwork { Model = model, Takes = takes, Gives = given, Events = jumps };
    }

    private string Equations => string.Join('\n', equations);

    private static (string Text, string File) OpenEquations(string name, SourceLocation at)
    {
        var (text, file) = ReactionNetwork.Open(name, at);
        return (Read(text, file).Equations, file);
    }

    /// <summary>A further state that adds up a rate over the window: the amount then is what the integrator's own steps came to.</summary>
    private static EquationModel AddUp(EquationModel model, GivenValue give) => model with
    {
        States = [.. model.States, new EquationState($"{give.Value} over the window", "mM", 0, double.NegativeInfinity, double.PositiveInfinity, "", give.At)],
        Derivatives = [.. model.Derivatives, model.Observe(give.Value)],
        Noise = [.. model.Noise, model.Graph.Zero],
    };

    /// <summary>Condition and values of an event as derived quantities, in the place of its line.</summary>
    private void Event(string condition, string changes, SourceLocation at)
    {
        string trigger = $"when{events.Count}_";
        var parts = new List<string> { $"{trigger} = where({condition}, 1, 0)" };
        var set = new List<(string, string)>();
        foreach (string change in AtTop(changes))
        {
            int equals = change.IndexOf('=');
            if (equals < 0) { Fail(at, $"'{change.Trim()}' sets nothing", "write 'when CONDITION set STATE = VALUE'"); continue; }
            string state = change[..equals].Trim(), value = $"{trigger}{state}";
            parts.Add($"{value} = {change[(equals + 1)..].Trim()}");
            set.Add((state, value));
        }
        events.Add((trigger, set, at));
        equations.AddRange(parts);
    }

    /// <summary>Parts between commas outside brackets.</summary>
    private static IEnumerable<string> AtTop(string list)
    {
        int depth = 0, begin = 0;
        for (int i = 0; i < list.Length; i++)
        {
            depth += list[i] is '(' ? 1 : list[i] is ')' ? -1 : 0;
            if (list[i] != ',' || depth > 0) continue;
            yield return list[begin..i];
            begin = i + 1;
        }
        yield return list[begin..];
    }

    /// <summary>Leaves out the states that 'without' names, and what was derived from them.</summary>
    private EquationModel Drop(EquationModel model)
    {
        if (dropped.Count == 0) return model;
        foreach (var (name, at) in dropped)
            if (model.States.All(s => s.Name != name)) Fail(at, $"'{name}' is no state", NearestWord.Advice(name, model.States.Select(s => s.Name), "name a state of the model"));
        int[] kept = [.. Enumerable.Range(0, model.States.Count).Where(i => dropped.All(d => d.Name != model.States[i].Name))];
        foreach (var (name, at) in dropped)
            foreach (int i in kept)
                if (model.Derivatives[i].DependsOn(model.Graph.Symbol(name))) Fail(at, $"'{name}' cannot be left out: {model.States[i].Name} depends on it", "make the quantity through which it does an input");
        if (errors.Count > 0) throw new InputException(errors);
        var derived = model.Derived.Where(v => dropped.All(d => !v.Value.DependsOn(model.Graph.Symbol(d.Name)))).ToArray();
        var states = kept.Select(i => model.States[i]).ToArray();
        return model with
        {
            States = states, Derivatives = [.. kept.Select(i => model.Derivatives[i])], Noise = [.. kept.Select(i => model.Noise[i])],
            Derived = derived, Observed = [.. model.Observed.Where(o => states.Any(s => s.Name == o) || derived.Any(d => d.Name == o))],
        };
    }

    private bool Statement(string statement, SourceLocation at)
    {
        string line = statement.Split('#')[0].Trim();
        Match m;
        if ((m = Take().Match(line)).Success)
            takes.Add(new TakenInput(m.Groups[1].Value, m.Groups[2].Value, ShareOf(m.Groups[3].Value), at));
        else if ((m = Give().Match(line)).Success) gives.Add(new GivenValue(m.Groups[1].Value, m.Groups[2].Value, ShareOf(m.Groups[3].Value), at));
        else if ((m = Without().Match(line)).Success) dropped.AddRange(m.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries).Select(n => (n, at)));
        else if ((m = From().Match(line)).Success)
        {
            Begin(m.Groups[1].Value, at);
            // The equations begin with the other text's too.
            return false;
        }
        else if (Words().IsMatch(line)) Fail(at, $"'{line}' is no statement", "write 'take INPUT = PORT', 'give PORT = VALUE', either with 'per cell' or 'per tissue' after it, 'from MODEL' or 'without STATE, STATE'");
        else return false;
        return true;
    }

    private static Share ShareOf(string word) => word switch { "" => Share.Whole, "cell" => Share.Cell, _ => Share.Tissue };

    /// <summary>Takes over what the other text takes, gives, leaves out, and its events.</summary>
    private void Begin(string name, SourceLocation at)
    {
        string beside = Path.Combine(Path.GetDirectoryName(fileName) ?? "", name);
        var (text, file) = ReactionNetwork.Open(File.Exists(beside) ? beside : name, at);
        if (above.Contains(file))
        {
            Fail(at, $"the text begins with itself, through {string.Join(", ", above)}", "name another one");
            return;
        }
        var origin = Read(text, file, above);
        takes.InsertRange(0, origin.takes);
        gives.InsertRange(0, origin.gives);
        dropped.InsertRange(0, origin.dropped);
        events.InsertRange(0, origin.events);
    }

    /// <summary>Statements with the number of their first line: lines joined while brackets are open.</summary>
    private static IEnumerable<(int Line, string Text)> Statements(string source)
    {
        string[] lines = source.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            int first = i, depth = 0;
            string text = "";
            do
            {
                string code = lines[i].Split('#')[0];
                depth += code.Count(c => c is '(' or '[' or '{') - code.Count(c => c is ')' or ']' or '}');
                text += (i > first ? "\n" : "") + lines[i];
            }
            while (depth > 0 && ++i < lines.Length);
            yield return (first, text);
        }
    }

    private void Fail(SourceLocation at, string message, string remedy) => errors.Add(new Diagnostic("MS0608", message, remedy, at));

    [GeneratedRegex(@"^take\s+(\w+)\s*=\s*([\w-]+)(?:\s+per\s+(cell|tissue))?$")]
    private static partial Regex Take();

    [GeneratedRegex(@"^give\s+([\w-]+)\s*=\s*(\w+)(?:\s+per\s+(cell|tissue))?$")]
    private static partial Regex Give();

    [GeneratedRegex(@"^without\s+([\w\s,]+)$")]
    private static partial Regex Without();

    [GeneratedRegex(@"^when\s+(.+?)\s+set\s+(.+)$")]
    private static partial Regex When();

    [GeneratedRegex(@"^from\s+(\S+)$")]
    private static partial Regex From();

    [GeneratedRegex(@"^(take|give|without|from)\s")]
    private static partial Regex Words();
}

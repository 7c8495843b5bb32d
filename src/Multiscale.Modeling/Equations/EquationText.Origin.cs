namespace Multiscale.Modeling;

public sealed partial class EquationText
{
    /// <summary>The text that this one begins with: a file beside it, or what the caller knows by that name.</summary>
    private EquationText? Origin(string name, int start)
    {
        if (open is null || origin is not null)
        {
            Fail("MS1352", start, open is null ? "a text of this kind begins with no other" : "a text begins with one other only", "leave this line out");
            return origin;
        }
        string beside = Path.Combine(Path.GetDirectoryName(FileName) ?? "", name);
        var (text, file) = open(File.Exists(beside) ? beside : name, Locate(start));
        if (!above.Contains(file)) return Parse(text, file, open, above);
        Fail("MS1352", start, $"the text begins with itself: {string.Join(", which begins with ", above.SkipWhile(f => f != file).Append(file))}", "name another one");
        return null;
    }

    /// <summary>
    /// Puts the statements of another text before those of this one. What both name is as this one says, in its place there; a name that means something of another kind
    /// here (an input in place of an equation) no longer means what it did there. What is new stands before the next statement of its kind that replaces one, or at the end.
    /// </summary>
    private void BeginWith(EquationText other)
    {
        var own = new HashSet<string>([.. Parameters.Select(p => Bare(p.Name)), .. States.Select(s => s.Name), .. Inputs.Select(i => i.Name), .. Statements.Where(s => s.Defines).Select(s => s.Name)]);
        Parameters = Joined(other.Parameters, Parameters, p => p.Name);
        States = Joined(other.States, States, s => s.Name);
        Inputs = Joined(other.Inputs, Inputs, i => i.Name);
        Statements = Joined(other.Statements, Statements, s => s.Key);
        foreach (var (name, count) in other.Arrays)
            if (!own.Contains(name)) Arrays[name] = count;
        foreach (var (name, function) in other.Functions) Functions.TryAdd(name, function);
        if (Observed.Count == 0) Observed = other.Observed;
        if (Name.Length == 0) Name = other.Name;
        if (Title.Length == 0) Title = other.Title;

        List<T> Joined<T>(List<T> theirs, List<T> mine, Func<T, string> key)
        {
            List<T> all = [.. theirs.Where(t => !own.Contains(Bare(key(t))) || mine.Any(m => key(m) == key(t)))];
            int at = all.Count;
            for (int i = mine.Count - 1; i >= 0; i--)
            {
                int place = all.FindIndex(t => key(t) == key(mine[i]));
                if (place < 0) all.Insert(at, mine[i]);
                else all[at = place] = mine[i];
            }
            return all;
        }

        // An element of an array goes by the array's name.
        static string Bare(string name) => name.Split('[')[0];
    }
}

namespace Multiscale.Modeling;

/// <summary>What the names of a mechanism stand for.</summary>
internal sealed class SymbolTable
{
    private static readonly string[] Common = ["t", "dt", "celsius"];
    private static readonly string[] OfPlace = ["v", "area", "diam"];

    private readonly NmodlFile file;
    private readonly IReadOnlyDictionary<string, string> pointers;
    private readonly HashSet<string> range, streams;
    private readonly Dictionary<string, double> constants = [];
    private readonly Dictionary<string, NmodlParameter> parameters = [];
    private readonly HashSet<string> states = [], assigned = [], ionNames = [];
    private readonly Dictionary<string, int> sizes = [];

    public SymbolTable(NmodlFile file, IReadOnlyDictionary<string, string>? pointers = null)
    {
        this.file = file;
        this.pointers = pointers ?? new Dictionary<string, string>();
        range = [.. file.Range.Select(r => r.Name)];
        streams = [.. file.RandomVariables.Select(r => r.Name)];
        foreach (var ion in file.Ions) ionNames.UnionWith(ion.Reads.Concat(ion.Writes));
        foreach (var c in file.Constants) constants[c.Name] = c.Value;
        foreach (var p in file.Parameters)
        {
            parameters[p.Name] = p;
            if (p.ArraySize is { } size) sizes[p.Name] = size;
        }
        foreach (var a in file.Assigned)
        {
            assigned.Add(a.Name);
            if (a.ArraySize is { } size) sizes[a.Name] = size;
        }
        foreach (var s in file.States)
        {
            states.Add(s.Name);
            if (s.ArraySize is { } size) sizes[s.Name] = size;
        }
        foreach (var l in file.FileLocals)
        {
            assigned.Add(l.Name);
            if (l.ArraySize is { } size) sizes[l.Name] = size;
        }
    }

    /// <summary>The array that a pointer stands for, or the name itself.</summary>
    public string Resolved(string name) => pointers.GetValueOrDefault(name, name);

    public bool IsConstant(string name, out double value) => constants.TryGetValue(name, out value);

    public bool IsState(string name) => states.Contains(name);

    /// <summary>Whether it points to what only the simulation knows.</summary>
    public bool IsOpenPointer(string name) => !pointers.ContainsKey(name) && file.Pointers.Any(p => p.Name == name);

    public IEnumerable<string> OpenPointers => file.Pointers.Select(p => p.Name).Where(IsOpenPointer);

    /// <summary>Whether it is a RANDOM, or the key of one.</summary>
    public bool IsStream(string name) => streams.Contains(name) || name.EndsWith(MechanismProgram.KeySuffix, StringComparison.Ordinal);

    public IEnumerable<string> Streams => file.RandomVariables.Select(r => r.Name);

    public int? SizeOf(string name) => sizes.TryGetValue(name, out int size) ? size : null;

    public bool IsRange(string name) => range.Contains(name);

    public bool IsIonVariable(string name) => ionNames.Contains(name);

    /// <summary>Ionic current such as ina of ion na.</summary>
    public bool IsIonCurrent(string name) => file.Ions.Any(i => name == "i" + i.Name);

    /// <summary>Whether the array lies with the places: voltage, geometry, concentrations, reversal potentials.</summary>
    public bool IsPlace(string name) => OfPlace.Contains(name) || ionNames.Contains(name);

    public bool IsCommon(string name) => Common.Contains(name);

    /// <summary>A parameter of each instance, or of all.</summary>
    public bool IsParameter(string name) => parameters.ContainsKey(name) && !IsPlace(name) && !IsCommon(name) && !IsOpenPointer(name);

    public bool IsGlobalParameter(string name) => IsParameter(name) && !range.Contains(name);

    /// <summary>Whether a mechanism holds it and a statement may change it.</summary>
    public bool IsVariable(string name) => IsAssigned(name) || IsState(name) || IsParameter(name) || streams.Contains(name) || ionNames.Contains(name) || IsOpenPointer(name);

    public bool IsAssigned(string name) => assigned.Contains(name) && !IsPlace(name) && !IsCommon(name) && !IsOpenPointer(name);

    public IEnumerable<(string Key, double Default, string Unit)> Parameters => file.Parameters.Where(p => IsParameter(p.Name))
        .SelectMany(p => Keys(p.Name).Select(k => (k, p.Value ?? 0, p.Unit ?? "1")));

    public IEnumerable<(string Key, double Default, string Unit)> States => file.States.Where(s => !IsPlace(s.Name))
        .SelectMany(s => Keys(s.Name).Select(k => (k, 0.0, s.Unit ?? "1")));

    public string UnitOf(string key)
    {
        string name = key.Split('[')[0];
        return file.Assigned.FirstOrDefault(a => a.Name == name)?.Unit ?? "1";
    }

    /// <summary>The name, or the names of all elements of an array.</summary>
    public IEnumerable<string> Keys(string name) => SizeOf(name) is { } size ? Enumerable.Range(0, size).Select(i => $"{name}[{i}]") : [name];
}

using System.Reflection;

namespace Multiscale.ArchitectureTests;

/// <summary>Who may know whom; the table is the layout of the house.</summary>
public sealed class DependencyTests
{
    private static readonly string[] Physics = ["Neurons", "Diffusion", "BloodFlow", "Metabolism"];

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Core"] = [],
        ["Interop"] = ["Core"],
        ["Parallel"] = ["Core", "Interop"],
        ["Numerics"] = ["Core", "Interop", "Parallel"],
        ["Geometry"] = ["Core", "Parallel"],
        ["Modeling"] = ["Core"],
        ["Configuration"] = ["Core"],
        ["Neurons"] = ["Core", "Geometry", "Parallel", "Numerics", "Modeling"],
        ["Diffusion"] = ["Core", "Geometry", "Parallel", "Numerics", "Modeling"],
        ["BloodFlow"] = ["Core", "Geometry", "Parallel", "Numerics", "Modeling"],
        ["Metabolism"] = ["Core", "Geometry", "Parallel", "Numerics", "Modeling"],
        ["Coupling"] = ["Core", "Geometry", "Parallel"],
        ["Brain"] = ["Core", "Parallel", "Numerics", "Modeling"],
        ["Sweep"] = ["Core", "Parallel"],
        ["Formats"] = ["Core", "Interop", "Parallel", "Numerics", "Geometry", "Modeling", "Neurons", "Diffusion", "BloodFlow", "Metabolism", "Configuration", "Brain"],
        ["Tissue"] = ["Core", "Geometry", "Formats"],
    };

    public static TheoryData<string> Names => [.. SourceTree.Projects.Select(p => p.Name)];

    [Fact]
    public void Projects_OfTheHouse_AreFound() =>
        Assert.Superset(new HashSet<string>([.. Physics, "Core", "Coupling", "Interop", "Cli"]), SourceTree.Projects.Select(p => p.Name).ToHashSet());

    [Theory, MemberData(nameof(Names))]
    public void ProjectFile_References_AreAllowed(string name) =>
        AssertAllowed(name, SourceTree.Projects.Single(p => p.Name == name).References);

    /// <summary>What the compiled code uses, through references of references too.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Assembly_References_AreAllowed(string name) =>
        AssertAllowed(name, [.. Load(name).GetReferencedAssemblies()
            .Where(a => a.Name!.StartsWith("Multiscale.", StringComparison.Ordinal)).Select(a => a.Name!["Multiscale.".Length..])]);

    [Fact]
    public void Physics_OneSolver_KnowsNoOther()
    {
        foreach (string name in (string[])[.. Physics, "Coupling"])
            Assert.DoesNotContain(Reachable(name), other => other != name && (Physics.Contains(other) || other == "Coupling"));
    }

    [Fact]
    public void Core_References_NoPackage() => Assert.Empty(SourceTree.Projects.Single(p => p.Name == "Core").Packages);

    [Fact]
    public void Cli_AsCompositionRoot_IsReferencedByNobody() =>
        Assert.DoesNotContain(SourceTree.Projects, p => p.References.Contains("Cli"));

    private static void AssertAllowed(string name, IReadOnlyList<string> references)
    {
        if (name == "Cli") return;
        Assert.True(Allowed.TryGetValue(name, out var allowed), $"Multiscale.{name} is new: say in this table what it may reference");
        var forbidden = references.Except(allowed!).ToArray();
        Assert.True(forbidden.Length == 0, $"Multiscale.{name} must not reference {string.Join(", ", forbidden)}");
    }

    /// <summary>All projects below one, through any number of steps.</summary>
    private static HashSet<string> Reachable(string name)
    {
        var seen = new HashSet<string>();
        var pending = new Stack<string>([name]);
        while (pending.TryPop(out string? next))
            foreach (string reference in SourceTree.Projects.Single(p => p.Name == next).References)
                if (seen.Add(reference)) pending.Push(reference);
        return seen;
    }

    private static Assembly Load(string name) => Assembly.Load(name == "Cli" ? "multiscale" : "Multiscale." + name);
}

using System.Text.RegularExpressions;

namespace Multiscale.ArchitectureTests;

/// <summary>Native code: one managed project that calls it, one C library with a prefix.</summary>
public sealed partial class InteropTests
{
    [Fact]
    public void NativeImports_OutsideInterop_DoNotExist()
    {
        var offenders = SourceTree.Files("src", "*.cs").Where(file => !file.StartsWith("src/Multiscale.Interop/", StringComparison.Ordinal) && Import().IsMatch(SourceTree.Text(file)));
        Assert.Empty(offenders);
    }

    [Fact]
    public void NativeImports_InInterop_AreSourceGenerated()
    {
        string[] files = [.. SourceTree.Files("src/Multiscale.Interop", "*.cs")];
        Assert.Contains(files, file => SourceTree.Text(file).Contains("[LibraryImport(", StringComparison.Ordinal));
        Assert.DoesNotContain(files, file => SourceTree.Text(file).Contains("[DllImport(", StringComparison.Ordinal));
    }

    [Fact]
    public void NativeExports_AllStartWithPrefix()
    {
        var exports = SourceTree.Files("native", "*.c").SelectMany(file => Export().Matches(SourceTree.Text(file)).Select(m => m.Groups[1].Value)).ToArray();
        Assert.NotEmpty(exports);
        Assert.All(exports, name => Assert.StartsWith("ms_", name, StringComparison.Ordinal));
    }

    [Fact]
    public void NativeFunctions_WithoutExport_AreStatic()
    {
        // Anything else at the start of a line that opens a function body would be an export without the prefix.
        foreach (string file in SourceTree.Files("native", "*.c"))
            Assert.DoesNotContain(Function().Matches(SourceTree.Text(file)).Select(m => m.Value), line => !line.StartsWith("MS_API", StringComparison.Ordinal) && !line.StartsWith("static", StringComparison.Ordinal) && !line.StartsWith("typedef", StringComparison.Ordinal));
    }

    [Fact]
    public void NativeImports_OfTheShim_AreExported()
    {
        var exports = SourceTree.Files("native", "*.c").SelectMany(file => Export().Matches(SourceTree.Text(file)).Select(m => m.Groups[1].Value)).ToHashSet();
        var imports = SourceTree.Files("src/Multiscale.Interop", "*.cs").SelectMany(file => ImportedName().Matches(SourceTree.Text(file)).Select(m => m.Groups[1].Value)).ToHashSet();
        Assert.Empty(imports.Except(exports));
    }

    [GeneratedRegex(@"\[\s*(LibraryImport|DllImport)\b|NativeLibrary\.(Load|GetExport|TryLoad)|\bdlopen\b")]
    private static partial Regex Import();

    [GeneratedRegex(@"^MS_API\s+[A-Za-z_0-9 ]+?[ *]+([A-Za-z_0-9]+)\(", RegexOptions.Multiline)]
    private static partial Regex Export();

    [GeneratedRegex(@"^[A-Za-z_][^;{}()#=]*\([^;{}]*\)\s*\{", RegexOptions.Multiline)]
    private static partial Regex Function();

    [GeneratedRegex(@"partial\s+[\w*]+\s+(ms_\w+)\(")]
    private static partial Regex ImportedName();
}

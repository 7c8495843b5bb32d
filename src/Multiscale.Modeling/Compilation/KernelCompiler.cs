using System.Reflection;
using System.Runtime.Loader;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Multiscale.Modeling;

/// <summary>
/// Compiles generated C# in memory, without a compiler on the machine. What was compiled once is kept on disk under the hash of the text and of this
/// library, and loaded from there the next time, by any number of ranks at once.
/// </summary>
/// <param name="cacheFolder">Where assemblies are kept; null: nowhere.</param>
public sealed class KernelCompiler(string? cacheFolder)
{
    private static readonly string Version = typeof(KernelCompiler).Module.ModuleVersionId.ToString("N");

    /// <summary>Compiles, or finds, one text; returns its assembly.</summary>
    /// <exception cref="InvalidOperationException">The text does not compile: a defect of the printer.</exception>
    /// <param name="besides">Further libraries the text uses.</param>
    public Assembly Compile(string text, params IReadOnlyList<Assembly> besides)
    {
        string version = Version + string.Concat(besides.Select(a => a.ManifestModule.ModuleVersionId.ToString("N")));
        string key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(version + text)))[..32];
        string? file = cacheFolder is null ? null : Path.Combine(cacheFolder, key + ".dll");
        byte[] image = file is not null && File.Exists(file) ? File.ReadAllBytes(file) : Emit(key, text, besides);
        if (file is not null && !File.Exists(file)) Keep(file, image);
        return new AssemblyLoadContext(key, isCollectible: false).LoadFromStream(new MemoryStream(image));
    }

    /// <summary>A method of a compiled text as a kernel.</summary>
    public static KernelMethod Kernel(Assembly assembly, string typeName, string method) => assembly.GetType(typeName, true)!.GetMethod(method)!.CreateDelegate<KernelMethod>();

    private static byte[] Emit(string key, string text, IReadOnlyList<Assembly> besides)
    {
        var tree = CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest));
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        MetadataReference[] references =
        [
            MetadataReference.CreateFromFile(typeof(object).Assembly.Location),
            MetadataReference.CreateFromFile(Path.Combine(runtime, "System.Runtime.dll")),
            MetadataReference.CreateFromFile(Path.Combine(runtime, "System.Runtime.Intrinsics.dll")),
            MetadataReference.CreateFromFile(typeof(KernelCompiler).Assembly.Location),
            .. besides.Select(a => MetadataReference.CreateFromFile(a.Location)),
        ];
        var compilation = CSharpCompilation.Create("kernels-" + key, [tree], references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, deterministic: true));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (result.Success) return image.ToArray();
        var first = result.Diagnostics.First(d => d.Severity == DiagnosticSeverity.Error);
        throw new InvalidOperationException($"generated code does not compile: {first}\n{text}");
    }

    /// <summary>Written beside, then renamed: a reader never sees half a file. A full or read-only disk only costs the next start its time.</summary>
    private static void Keep(string file, byte[] image)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            string draft = $"{file}.{Environment.ProcessId}.{Guid.NewGuid():N}";
            File.WriteAllBytes(draft, image);
            File.Move(draft, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { }
    }
}

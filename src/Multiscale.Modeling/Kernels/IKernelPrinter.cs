namespace Multiscale.Modeling;

/// <summary>Turns kernels into the text of a program: the seam for other machines.</summary>
public interface IKernelPrinter
{
    /// <summary>Part of the cache key: texts of different printers are never mixed.</summary>
    string Identity { get; }

    string Print(string typeName, IReadOnlyList<Kernel> kernels, IReadOnlyDictionary<string, Binding> bindings);
}

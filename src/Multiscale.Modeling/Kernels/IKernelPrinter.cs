namespace Multiscale.Modeling;

/// <summary>Kernels that share their arrays, printed as one class.</summary>
public sealed record KernelGroup(string TypeName, IReadOnlyList<Kernel> Kernels, IReadOnlyDictionary<string, Binding> Bindings);

/// <summary>Turns kernels into the text of a program: the seam for other machines.</summary>
public interface IKernelPrinter
{
    /// <summary>One text that holds all groups.</summary>
    string Print(IEnumerable<KernelGroup> groups);
}

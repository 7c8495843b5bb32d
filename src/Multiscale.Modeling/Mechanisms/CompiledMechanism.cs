using System.Reflection;
using Multiscale.Core;

namespace Multiscale.Modeling;

/// <summary>A mechanism with its compiled kernels.</summary>
public sealed class CompiledMechanism
{
    private CompiledMechanism(MechanismProgram program, Assembly assembly, string typeName)
    {
        Program = program;
        Initialize = KernelCompiler.Kernel(assembly, typeName, program.Initialize.Name);
        if (program.Currents is { } currents) Currents = KernelCompiler.Kernel(assembly, typeName, currents.Name);
        if (program.PrintEvents is not null)
        {
            var type = assembly.GetType(typeName + "_Events", true)!;
            Receive = type.GetMethod(nameof(Receive))!.CreateDelegate<EventMethod>();
            Start = type.GetMethod(nameof(Start))!.CreateDelegate<EventMethod>();
            StartConnection = type.GetMethod(nameof(StartConnection))!.CreateDelegate<EventMethod>();
            Watch = type.GetMethod(nameof(Watch))!.CreateDelegate<WatchMethod>();
        }
        if (program.Diffuse is { } diffuse) Diffuse = KernelCompiler.Kernel(assembly, typeName, diffuse.Name);
        if (program.Advance is { } advance) Advance = KernelCompiler.Kernel(assembly, typeName, advance.Name);
    }

    public MechanismProgram Program { get; }

    public KernelMethod Initialize { get; }

    public KernelMethod? Currents { get; }

    public KernelMethod? Advance { get; }

    public KernelMethod? Diffuse { get; }

    /// <summary>NET_RECEIVE.</summary>
    public EventMethod? Receive { get; }

    /// <summary>INITIAL for one instance, for the events it sends.</summary>
    public EventMethod? Start { get; }

    /// <summary>INITIAL of NET_RECEIVE, once for each connection.</summary>
    public EventMethod? StartConnection { get; }

    public WatchMethod? Watch { get; }

    /// <summary>
    /// Compiles mechanisms together, in one text. Where the same texts were compiled for the same demands before, what came of it is read instead, without
    /// building expressions again.
    /// </summary>
    /// <exception cref="InputException">MS1340: a construct that cannot be compiled, with its place.</exception>
    public static CompiledMechanism[] Compile(IReadOnlyList<(NmodlFile File, MechanismDemand Demand)> wanted, KernelCompiler compiler)
    {
        string name = KernelCompiler.KeyOf($"{VectorMath.Width}\n{string.Concat(wanted.Select(w => w.File.Source + w.Demand.Fingerprint))}");
        if (compiler.Find(name + ".dll") is { } image && compiler.Find(name + ".mechanisms") is { } kept && CompiledForm.Read(kept, [.. wanted.Select(w => w.File)]) is { } known)
            return Named(known, KernelCompiler.Load(name, image));
        var programs = wanted.Select(w => MechanismBuilder.Build(w.File, w.Demand)).ToArray();
        var printer = new VectorPrinter(VectorMath.Width);
        var text = printer.Print(programs.Select((p, i) => new KernelGroup(TypeName(p, i), [.. p.Kernels], p.Bindings)));
        text += string.Concat(programs.Select((p, i) => p.PrintEvents?.Invoke(TypeName(p, i))));
        var assembly = compiler.Compile(text, name);
        compiler.Keep(name + ".mechanisms", CompiledForm.Write(programs));
        return Named(programs, assembly);
    }

    private static CompiledMechanism[] Named(MechanismProgram[] programs, Assembly assembly) => [.. programs.Select((p, i) => new CompiledMechanism(p, assembly, TypeName(p, i)))];

    private static string TypeName(MechanismProgram program, int i) => $"M{i}_{program.Name}";
}

using System.Reflection;

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

    /// <summary>Compiles mechanisms together, in one text.</summary>
    public static CompiledMechanism[] Compile(IReadOnlyList<MechanismProgram> programs, KernelCompiler compiler, IKernelPrinter? printer = null)
    {
        printer ??= new VectorPrinter(VectorMath.Width);
        var text = printer.Print(programs.Select((p, i) => new KernelGroup(TypeName(i), [.. p.Kernels], p.Bindings)));
        text += string.Concat(programs.Select((p, i) => p.PrintEvents?.Invoke(TypeName(i))));
        var assembly = compiler.Compile(text);
        return [.. programs.Select((p, i) => new CompiledMechanism(p, assembly, TypeName(i)))];

        string TypeName(int i) => $"M{i}_{programs[i].Name}";
    }
}

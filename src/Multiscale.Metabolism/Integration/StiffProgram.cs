using System.Collections.Concurrent;
using System.Reflection;
using Multiscale.Modeling;
using Multiscale.Numerics;

namespace Multiscale.Metabolism;

/// <summary>Works on one block of cells, laid out by <see cref="StiffLayout"/>.</summary>
internal unsafe delegate void StiffMethod(double* block);

/// <summary>
/// A model compiled for a Rosenbrock method over a vector of cells. An input named t is the time. Compile once, use for any number of batches.
/// </summary>
public sealed class StiffProgram
{
    // Texts compiled in this process: a program is the same for all who ask for the same text.
    private static readonly ConcurrentDictionary<string, Lazy<Type>> Compiled = new();

    private StiffProgram(EquationModel model, RosenbrockTableau tableau, IReadOnlyList<string> outputs, IReadOnlyList<NetworkEvent> events, string? cacheFolder, int width)
    {
        (Model, Tableau, Outputs, Events, Width) = (model, tableau, outputs, events, width);
        var printed = new StiffText(model, tableau, outputs, events, width);
        Layout = printed.Layout;
        Totals = [.. Enumerable.Range(0, model.States.Count).Select(j => Enumerable.Range(0, model.States.Count).All(i => model.Jacobian(i, j).Is(0)))];
        string text = printed.Print();
        var type = Compiled.GetOrAdd(text, t => new Lazy<Type>(() => new KernelCompiler(cacheFolder).Compile(t).GetType(StiffText.TypeName, true)!)).Value;
        StiffMethod Method(string name) => type.GetMethod(name, BindingFlags.Public | BindingFlags.Static)!.CreateDelegate<StiffMethod>();
        (Step, Accept, Slopes, Newton, Interpolate) = (Method("Step"), Method("Accept"), Method("Slopes"), Method("Newton"), Method("Interpolate"));
        if (outputs.Count > 0) Derived = Method("Derived");
        if (events.Count > 0) Triggers = Method("Triggers");
    }

    public EquationModel Model { get; }

    public RosenbrockTableau Tableau { get; }

    /// <summary>Names of states or derived quantities that are asked for at the end of a window.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>At most 64.</summary>
    public IReadOnlyList<NetworkEvent> Events { get; }

    /// <summary>Cells in one vector.</summary>
    public int Width { get; }

    internal StiffLayout Layout { get; }

    /// <summary>States that no rate depends on: they add up, and a rest says nothing about them.</summary>
    internal bool[] Totals { get; }

    internal StiffMethod Step { get; }

    internal StiffMethod Accept { get; }

    internal StiffMethod Slopes { get; }

    internal StiffMethod Newton { get; }

    internal StiffMethod Interpolate { get; }

    internal StiffMethod? Derived { get; }

    internal StiffMethod? Triggers { get; }

    /// <param name="outputs">States or derived quantities of the text.</param>
    /// <param name="cacheFolder">Where compiled code is kept; null: nowhere.</param>
    /// <param name="width">8 or 4 cells a vector; 0: what this machine is fast at.</param>
    public static StiffProgram Compile(EquationModel model, RosenbrockTableau tableau, IReadOnlyList<string>? outputs = null, string? cacheFolder = null, int width = 0) =>
        new(model, tableau, outputs ?? [], [], cacheFolder, width == 0 ? VectorMath.Width : width);

    /// <summary>A network with its events and what it gives to ports.</summary>
    public static StiffProgram Compile(ReactionNetwork network, RosenbrockTableau tableau, string? cacheFolder = null, int width = 0) =>
        new(network.Model, tableau, [.. network.Gives.Select(g => g.Value)], network.Events, cacheFolder, width == 0 ? VectorMath.Width : width);
}

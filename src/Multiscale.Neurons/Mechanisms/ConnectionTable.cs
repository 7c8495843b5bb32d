using Multiscale.Modeling;

namespace Multiscale.Neurons;

/// <summary>The connections that reach the instances of a mechanism, by id, with their weights and variables.</summary>
internal sealed unsafe class ConnectionTable
{
    private readonly Connection[] connections;
    private readonly int width;
    private readonly double[] arguments; // of all connections, pinned; spare ones at the end
    private readonly int[] instanceOf;
    private readonly int[][] of;

    /// <param name="instances">How many there are.</param>
    /// <param name="instanceOf">Instance that a connection reaches.</param>
    public ConnectionTable(MechanismProgram program, IEnumerable<Connection> all, int instances, Func<Connection, int> instanceOf)
    {
        width = program.Arguments;
        connections = [.. all.OrderBy(c => c.Id)];
        arguments = GC.AllocateArray<double>((connections.Length + 1) * width + 1, pinned: true);
        this.instanceOf = Array.ConvertAll(connections, c => instanceOf(c));
        for (int c = 0; c < connections.Length; c++)
            connections[c].Weights.AsSpan(0, Math.Min(connections[c].Weights.Length, width)).CopyTo(Arguments(c));
        var byInstance = Enumerable.Range(0, connections.Length).ToLookup(c => this.instanceOf[c]);
        of = [.. Enumerable.Range(0, instances).Select(k => byInstance[k].ToArray())];
    }

    public int Count => connections.Length;

    public Connection this[int connection] => connections[connection];

    public int InstanceOf(int connection) => instanceOf[connection];

    /// <summary>Local index of a connection.</summary>
    public int IndexOf(long id) => Array.FindIndex(connections, c => c.Id == id);

    /// <summary>Those of an instance.</summary>
    public ReadOnlySpan<int> Of(int instance) => of[instance];

    /// <summary>Weights and variables of a connection.</summary>
    public Span<double> Arguments(int connection) => arguments.AsSpan(connection * width, width);

    /// <summary>The same for the code of events; an event of the instance's own (-1) sees those of the first connection, as in NEURON.</summary>
    public double* ArgumentsAt(int connection, int instance)
    {
        if (connection < 0) connection = of[instance].Length > 0 ? of[instance][0] : connections.Length;
        return (double*)MechanismArrays.Address(arguments) + connection * width;
    }
}

namespace Multiscale.Modeling;

/// <summary>Where a symbol of a kernel lives.</summary>
public enum Residence
{
    /// <summary>One value for all: time, time step, temperature, global parameters.</summary>
    Uniform,

    /// <summary>One value per instance: parameters, states.</summary>
    Column,

    /// <summary>One value per place (compartment) that instances sit on: voltage, concentrations.</summary>
    Place,
}

/// <summary>A symbol, and the number of its array in the <see cref="KernelFrame"/>.</summary>
public readonly record struct Binding(Residence Residence, int Index);

/// <summary>What a kernel does with a value it has computed.</summary>
/// <param name="Target">Symbol of the array.</param>
/// <param name="Accumulate">Add to what is there instead of replacing it.</param>
public sealed record Store(string Target, Expression Value, bool Accumulate = false);

/// <summary>How instances find their place.</summary>
public enum Addressing
{
    /// <summary>Instances come in blocks of eight that sit on blocks of eight places: a table gives the block.</summary>
    Blocks,

    /// <summary>A table gives the place of each instance; several may share one. Such kernels only read places.</summary>
    Points,
}

/// <summary>A computation over all instances of a model: straight-line expressions of symbols, stored into arrays.</summary>
public sealed record Kernel(string Name, IReadOnlyList<Store> Stores, Addressing Addressing);

/// <summary>The arrays of one call of a kernel. All columns and places are aligned to 64 bytes and padded to whole blocks of eight.</summary>
public unsafe struct KernelFrame
{
    /// <summary>Arrays by instance.</summary>
    public double** Columns { get; set; }

    /// <summary>Arrays by place.</summary>
    public double** Places { get; set; }

    public double* Uniforms { get; set; }

    /// <summary>Block of each block of instances, or place of each instance.</summary>
    public int* Table { get; set; }

    /// <summary>All bits set where an instance is real, none where it only fills its block; null: all are real.</summary>
    public double* Members { get; set; }

    /// <summary>First block of instances.</summary>
    public int First { get; set; }

    /// <summary>The block after the last.</summary>
    public int End { get; set; }
}

/// <summary>A compiled kernel.</summary>
public unsafe delegate void KernelMethod(KernelFrame* frame);

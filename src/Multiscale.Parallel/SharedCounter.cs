using Multiscale.Interop;

namespace Multiscale.Parallel;

/// <summary>
/// A counter that every rank advances whenever it likes, for work that is dealt out as ranks become free. Making and disposing it are collective.
/// One-sided MPI operations on the memory of rank 0; on networks without hardware for them, an addition waits until rank 0 calls MPI.
/// </summary>
public sealed class SharedCounter : IDisposable
{
    private readonly int? window;
    private long value;

    public SharedCounter(Communicator ranks)
    {
        if (ranks.Size > 1) window = MpiLibrary.CreateCounter(ranks.Handle);
    }

    /// <summary>Adds to the counter; the value before.</summary>
    public long Add(long amount)
    {
        if (window is { } shared) return MpiLibrary.AddToCounter(shared, amount);
        long before = value;
        value += amount;
        return before;
    }

    public void Dispose()
    {
        if (window is { } shared) MpiLibrary.FreeCounter(shared);
    }
}

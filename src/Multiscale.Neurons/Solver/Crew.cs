namespace Multiscale.Neurons;

/// <summary>Threads of the pool that share numbered pieces of work with the caller, each the next that is left. Allocates nothing once warm.</summary>
/// <param name="threads">The caller's included.</param>
/// <param name="work">Does a piece; its second argument numbers the threads of a run from 0.</param>
internal sealed class Crew(int threads, Action<int, int> work) : IThreadPoolWorkItem
{
    private readonly object gate = new();
    private int pieces, taken, joined, busy;
    private Exception? fault;

    /// <summary>Returns when all pieces [0, <paramref name="count"/>) are done.</summary>
    public void Run(int count)
    {
        (pieces, taken, joined, fault) = (count, 0, 0, null);
        int members = Math.Min(threads, count);
        busy = Math.Max(1, members);
        for (int t = 1; t < members; t++) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        Work();
        var wait = new SpinWait();
        while (Volatile.Read(ref busy) > 0 && !wait.NextSpinWillYield) wait.SpinOnce();
        lock (gate) while (busy > 0) Monitor.Wait(gate);
        if (fault is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(fault);
    }

    void IThreadPoolWorkItem.Execute() => Work();

    private void Work()
    {
        int member = Interlocked.Increment(ref joined) - 1;
        try
        {
            for (int i = Interlocked.Increment(ref taken) - 1; i < pieces; i = Interlocked.Increment(ref taken) - 1) work(i, member);
        }
#pragma warning disable CA1031 // whatever it is, the caller's thread throws it again
        catch (Exception e)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref fault, e, null);
        }
        if (Interlocked.Decrement(ref busy) > 0) return;
        lock (gate) Monitor.PulseAll(gate);
    }
}

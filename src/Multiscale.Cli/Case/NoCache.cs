using Multiscale.Coupling;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>Computes every intersection anew: for checks and tests that must leave nothing behind.</summary>
internal sealed class NoCache : IMappingCache
{
    public IntersectionRows GetOrCompute(string key, Distribution rows, Func<IntersectionRows> compute) => compute();
}

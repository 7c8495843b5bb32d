using Multiscale.Parallel;

namespace Multiscale.MpiTests;

public static class FailureTests
{
    /// <summary>One rank fails while the others wait for it.</summary>
    private static void FailOnLastRank(Communicator ranks)
    {
        if (ranks.Rank == ranks.Size - 1) throw new InvalidOperationException("the membrane is torn");
        ranks.Barrier();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public static void Abort_OneRankFails_EndsTheJobWithOneMessage(int ranks)
    {
        // Waiting ranks would hold the job for ever; half a minute is far beyond any start-up.
        var outcome = Job.Launch(ranks, FailOnLastRank, TimeSpan.FromSeconds(30));
        Assert.False(outcome.TimedOut, outcome.ToString());
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal(2, outcome.Error.Split("the membrane is torn").Length);
    }

    [Fact]
    public static void Run_RankThatNeverEnds_IsKilledInTime()
    {
        var outcome = Job.Launch(2, static ranks => { if (ranks.IsRoot) Thread.Sleep(Timeout.Infinite); ranks.Barrier(); }, TimeSpan.FromSeconds(4));
        Assert.True(outcome.TimedOut);
    }

    [Fact]
    public static void Run_Results_AreHandedBack() =>
        Assert.Equal(["0.1 of 3"], Job.Run(3, static ranks => { if (ranks.IsRoot) Job.Report($"{0.1} of {ranks.Size}"); }));
}

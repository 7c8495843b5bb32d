using Multiscale.Cli;
using Multiscale.Parallel;

namespace Multiscale.NumericsTests;

/// <summary>`multiscale verify`: every reference case within the tolerance that its row states.</summary>
public sealed class VerificationTests
{
    public static TheoryData<string> Cases => [.. VerificationCases.All.Where(c => !c.Long).Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Verify_Case_EveryRowPasses(string name)
    {
        var reference = VerificationCases.All.Single(c => c.Name == name);
        Assert.SkipWhen(reference.Missing is not null, reference.Missing ?? "");
        var rows = reference.Run(Repository.Path(reference.Folder), new SerialCommunicator()).ToArray();
        foreach (var r in rows) TestContext.Current.TestOutputHelper?.WriteLine($"{r.Oracle,-34} {r.Quantity,-44} {r.Error:e3} <= {r.Allowed:e3} {r.Unit}");
        Assert.NotEmpty(rows);
        Assert.All(rows, r => Assert.True(r.Pass, r.ToString()));
    }

    [Fact]
    public void Folders_OfConfigsVerification_AreAllCases() =>
        Assert.Equal(Directory.EnumerateDirectories(Repository.Path("configs", "verification")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal),
            VerificationCases.All.Where(c => c.Folder == "configs/verification/" + c.Name).Select(c => c.Name).Order(StringComparer.Ordinal));
}

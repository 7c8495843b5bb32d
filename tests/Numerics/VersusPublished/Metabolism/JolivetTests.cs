using Multiscale.Metabolism;

namespace Multiscale.NumericsTests;

/// <summary>Oracle: reference integrations at 1e-10 (configs/verification); tolerances in the rows, with their reason in the verification class.</summary>
public sealed class JolivetTests
{
    [Fact]
    public void J1_RestForAnHour_AgreesWithTheReference() =>
        Assert.All(JolivetVerification.J1(Repository.Path("configs", "verification", "jolivet_J1")), r => Assert.True(r.Pass, r.ToString()));

    [Fact]
    public void J2_TwentySecondsOfExcitation_AgreesWithTheReference() =>
        Assert.All(JolivetVerification.J2(Repository.Path("configs", "verification", "jolivet_J2")), r => Assert.True(r.Pass, r.ToString()));

    [Fact]
    public void Steady_PublishedUnit_AgreesWithThePolishedFixedPoint() =>
        Assert.All(JolivetVerification.Steady(Repository.Path("configs", "verification", "jolivet_steady")), r => Assert.True(r.Pass, r.ToString()));
}

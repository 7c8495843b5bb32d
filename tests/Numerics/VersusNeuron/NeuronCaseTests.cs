using Multiscale.Core;
using Multiscale.Neurons;

namespace Multiscale.NumericsTests;

/// <summary>NEURON 8.2.2: its fixed-step traces to 1e-6 mV, its tight-tolerance traces as closely as its own second-order mode.</summary>
public sealed class NeuronCaseTests
{
    private static readonly NeuronCase[] All = [new SquidSomaCase(), new PassiveCableCase(), new BallAndStickCase(), new IonCase()];

    public static TheoryData<string> Names => [.. All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_ReferenceTraces_AsCloseAsStated(string name)
    {
        var rows = Array.Find(All, c => c.Name == name)!.Run(Path.Combine(Repository.Root, "configs", "verification", name)).ToArray();
        foreach (var r in rows) TestContext.Current.TestOutputHelper?.WriteLine($"{r.Oracle,-16} {r.Quantity,-24} {r.Error:e3} <= {r.Allowed:e3} {r.Unit} {(r.Pass ? "" : "FAIL")}");
        Assert.NotEmpty(rows);
        Assert.DoesNotContain(rows, r => !r.Pass);
    }
}

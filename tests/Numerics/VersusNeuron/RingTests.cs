using Multiscale.Neurons;

namespace Multiscale.NumericsTests;

/// <summary>
/// A spike that runs seven times round five cells: its times converge with second order although it crosses thresholds and arrives between steps.
/// NEURON's stay first order there, since it rounds both to the step.
/// </summary>
public sealed class RingTests
{
    // Where in a step an event arrives changes the factor before h^2, so the order is taken over three halvings.
    private const double LeastOrder = 1.9;

    private static readonly RingCase Ring = new();

    [Fact]
    public void Spikes_StepHalvedThrice_SecondOrderAgainstTightTolerance()
    {
        var orders = Ring.Orders(Repository.Path("configs", "verification", "e_ring5"));
        TestContext.Current.TestOutputHelper?.WriteLine($"orders of {orders.Length} spikes: {orders.Min():f2} to {orders.Max():f2}");
        Assert.Equal(37, orders.Length);
        Assert.All(orders, order => Assert.True(order >= LeastOrder, $"order {order}"));
    }

    // The same without any reference: differences from step to step fall by 2^order.
    [Fact]
    public void Spikes_StepHalvedThrice_DifferencesFallWithSecondOrder()
    {
        double[][] times = [.. RingCase.Steps.Select(h => Ring.Spikes(h).Select(s => s.Time).ToArray())];
        Assert.All(times, t => Assert.Equal(37, t.Length));
        double[] orders = [.. Enumerable.Range(0, 37).Select(i => 0.5 * Math.Log2(Math.Abs((times[0][i] - times[1][i]) / (times[2][i] - times[3][i]))))];
        TestContext.Current.TestOutputHelper?.WriteLine($"orders from differences: {orders.Min():f2} to {orders.Max():f2}");
        Assert.All(orders, order => Assert.True(order >= LeastOrder, $"order {order}"));
    }
}

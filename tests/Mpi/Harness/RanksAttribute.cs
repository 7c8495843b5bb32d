using System.Runtime.CompilerServices;
using Multiscale.Parallel;
using Xunit.Sdk;
using Xunit.v3;

namespace Multiscale.MpiTests;

/// <summary>A test method that takes a <see cref="Communicator"/>, run by mpirun once for each number of ranks.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer(typeof(RanksDiscoverer))]
public sealed class RanksAttribute(int[] counts, [CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : FactAttribute(file, line)
{
    public RanksAttribute(int a, [CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : this([a], file, line) { }

    public RanksAttribute(int a, int b, [CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : this([a, b], file, line) { }

    public RanksAttribute(int a, int b, int c, [CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : this([a, b, c], file, line) { }

    public RanksAttribute(int a, int b, int c, int d, [CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : this([a, b, c, d], file, line) { }

    public int[] Counts { get; } = counts;
}

/// <summary>One test case for each number of ranks.</summary>
public sealed class RanksDiscoverer : IXunitTestCaseDiscoverer
{
    public ValueTask<IReadOnlyCollection<IXunitTestCase>> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, IXunitTestMethod testMethod, IFactAttribute factAttribute)
    {
        var details = TestIntrospectionHelper.GetTestCaseDetails(discoveryOptions, testMethod, factAttribute);
        return new([.. ((RanksAttribute)factAttribute).Counts.Select(count => new RanksTestCase(count, details.ResolvedTestMethod,
            $"{details.TestCaseDisplayName}(ranks: {count})", $"{details.UniqueID}-{count}", details.Explicit, details.SkipReason))]);
    }
}

/// <summary>A test case that runs in other processes.</summary>
public sealed class RanksTestCase : XunitTestCase, ISelfExecutingXunitTestCase
{
    private int ranks;

    [Obsolete("for deserialisation alone")]
    public RanksTestCase() { }

    public RanksTestCase(int ranks, IXunitTestMethod method, string displayName, string id, bool isExplicit, string? skipReason)
        : base(method, displayName, id, isExplicit, skipReason: skipReason) => this.ranks = ranks;

    public async ValueTask<RunSummary> Run(ExplicitOption explicitOption, IMessageBus messageBus, object?[] constructorArguments, ExceptionAggregator aggregator, CancellationTokenSource cancellationTokenSource) =>
        await new CaseRunner(ranks).Run(this, await CreateTests(), messageBus, aggregator, cancellationTokenSource, TestCaseDisplayName, SkipReason, explicitOption, constructorArguments);

    protected override void Serialize(IXunitSerializationInfo info)
    {
        base.Serialize(info);
        info.AddValue("ranks", ranks);
    }

    protected override void Deserialize(IXunitSerializationInfo info)
    {
        base.Deserialize(info);
        ranks = info.GetValue<int>("ranks");
    }

    private sealed class CaseRunner(int ranks) : XunitTestCaseRunnerBase<XunitTestCaseRunnerContext, IXunitTestCase, IXunitTest>
    {
        public async ValueTask<RunSummary> Run(IXunitTestCase test, IReadOnlyCollection<IXunitTest> tests, IMessageBus bus, ExceptionAggregator aggregator,
            CancellationTokenSource cancellation, string name, string? skip, ExplicitOption explicitOption, object?[] arguments)
        {
            await using var context = new XunitTestCaseRunnerContext(test, tests, bus, aggregator, cancellation, name, skip, explicitOption, arguments);
            await context.InitializeAsync();
            return await Run(context);
        }

        protected override async ValueTask<RunSummary> RunTest(XunitTestCaseRunnerContext ctxt, IXunitTest test)
        {
            await using var context = new XunitTestRunnerContext(test, ctxt.MessageBus, ctxt.ExplicitOption, ctxt.Aggregator.Clone(), ctxt.CancellationTokenSource, ctxt.BeforeAfterTestAttributes, ctxt.ConstructorArguments);
            await context.InitializeAsync();
            return await new TestRunner(ranks).Run(context);
        }
    }

    private sealed class TestRunner(int ranks) : XunitTestRunnerBase<XunitTestRunnerContext, IXunitTest>
    {
        public new ValueTask<RunSummary> Run(XunitTestRunnerContext context) => base.Run(context);

        // The method runs on the ranks, and so does the constructor of its class.
        protected override bool IsTestClassCreatable(XunitTestRunnerContext ctxt) => false;

        protected override ValueTask<TimeSpan> InvokeTest(XunitTestRunnerContext ctxt, object? testClassInstance)
        {
            var start = System.Diagnostics.Stopwatch.StartNew();
            ctxt.Aggregator.Run(() => { Job.Run(ranks, ctxt.Test.TestMethod.Method); });
            return new(start.Elapsed);
        }
    }
}

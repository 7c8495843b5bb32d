using Multiscale.Modeling;
using Multiscale.Neurons;

namespace Multiscale.UnitTests;

/// <summary>What was compiled is found again by texts and demands, whole or not at all.</summary>
public sealed class MechanismCacheTests : IDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), "mechanisms-" + Guid.NewGuid().ToString("N"));

    [Fact]
    public void Compile_SecondTime_ReadsTheSameProgram()
    {
        var (first, second) = (Compile(new()), Compile(new()));
        Assert.NotSame(first.Program.Initialize.Stores, second.Program.Initialize.Stores);
        Assert.Empty(second.Program.Initialize.Stores); // read, not built
        Assert.Equal(first.Program.Columns, second.Program.Columns);
        Assert.Equal(first.Program.Places, second.Program.Places);
        Assert.Equal(first.Program.Uniforms, second.Program.Uniforms);
        Assert.Equal(first.Program.Arguments, second.Program.Arguments);
        Assert.Equal((true, true, true), (second.Currents is not null, second.Advance is not null, second.Receive is not null));
        Assert.Equal(2, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public void Compile_OtherDemand_IsAnotherProgram()
    {
        Compile(new());
        Assert.NotEmpty(Compile(new() { SecondOrder = true }).Program.Initialize.Stores);
        Assert.NotEmpty(Compile(new() { Kept = new HashSet<string> { "g" } }).Program.Initialize.Stores);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(200)]
    public void Compile_FormCutShort_IsBuiltAnew(int length)
    {
        Compile(new());
        string file = Directory.GetFiles(folder, "*.mechanisms")[0];
        byte[] whole = File.ReadAllBytes(file);
        File.WriteAllBytes(file, whole[..length]);
        Assert.NotEmpty(Compile(new()).Program.Initialize.Stores);
        Assert.Equal(whole, File.ReadAllBytes(file));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private CompiledMechanism Compile(MechanismDemand demand) => new MechanismCatalog { CacheFolder = folder }.Compile(["Gaba"], _ => demand)[0];
}

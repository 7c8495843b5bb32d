using Multiscale.Core;
using Multiscale.Formats;

namespace Multiscale.UnitTests;

/// <summary>Arrays written by Python's pickle with NumPy 1.24; what else a pickle may hold is refused.</summary>
public sealed class PickleFileTests : IDisposable
{
    // numpy.arange(8, dtype='<f4').reshape(2, 2, 2)/2, protocol 4
    private const string Singles = "gASVrAAAAAAAAACMFW51bXB5LmNvcmUubXVsdGlhcnJheZSMDF9yZWNvbnN0cnVjdJSTlIwFbnVtcHmUjAduZGFycmF5lJOUSwCFlEMBYpSHlFKUKEsBSwJLAksCh5RoA4wFZHR5cGWUk5SMAmY0lImIh5RSlChLA4wBPJROTk5K/////0r/////SwB0lGKJQyAAAAAAAAAAPwAAgD8AAMA/AAAAQAAAIEAAAEBAAABgQJR0lGIu";

    // numpy.array([[1, 2], [3, 4]], dtype='<i8'), protocol 3
    private const string Integers = "gANjbnVtcHkuY29yZS5tdWx0aWFycmF5Cl9yZWNvbnN0cnVjdApxAGNudW1weQpuZGFycmF5CnEBSwCFcQJDAWJxA4dxBFJxBShLAUsCSwKGcQZjbnVtcHkKZHR5cGUKcQdYAgAAAGk4cQiJiIdxCVJxCihLA1gBAAAAPHELTk5OSv////9K/////0sAdHEMYolDIAEAAAAAAAAAAgAAAAAAAAADAAAAAAAAAAQAAAAAAAAAcQ10cQ5iLg==";

    private readonly string folder = Directory.CreateTempSubdirectory("multiscale-pickle-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Kept(byte[] content)
    {
        string path = Path.Combine(folder, "array");
        File.WriteAllBytes(path, content);
        return path;
    }

    [Fact]
    public void Read_ArraysOfBothProtocols_ShapesAndValues()
    {
        var singles = PickleFile.Read(Kept(Convert.FromBase64String(Singles)));
        Assert.Equal([2, 2, 2], singles.Shape);
        Assert.Equal([0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5], singles.Values);
        var integers = PickleFile.Read(Kept(Convert.FromBase64String(Integers)));
        Assert.Equal([2, 2], integers.Shape);
        Assert.Equal([1, 2, 3, 4], integers.Values);
    }

    [Fact]
    public void ReadTable_OfAPickledArray_IsItsFirstVariable() => Assert.Equal([0, 1, 2, 3], ConnectomeFile.ReadTable(Kept(Convert.FromBase64String(Singles)), 2));

    [Theory]
    [InlineData("gASVHwAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOUjAR0cnVllIWUUpQu")] // the call os.system("true"), which is not made
    [InlineData("gASVCQAAAAAAAABdlChLAUsCZS4=")]                             // [1, 2]
    [InlineData("gAQu")]                                                     // nothing
    public void Read_AnythingElse_Fails(string content) => Assert.Equal("MS0682", Assert.Throws<InputException>(() => PickleFile.Read(Kept(Convert.FromBase64String(content)))).Diagnostics[0].Code);

    [Fact]
    public void Read_AnyBeginningOfAnArray_Fails()
    {
        byte[] whole = Convert.FromBase64String(Singles);
        for (int length = 0; length < whole.Length; length++) Assert.Throws<InputException>(() => PickleFile.Read(Kept(whole[..length])));
    }
}

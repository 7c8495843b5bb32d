using System.CommandLine;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Multiscale.Interop;

namespace Multiscale.Cli;

/// <summary>`multiscale info`: what this program runs on.</summary>
internal static class InfoCommand
{
    public static Command Create()
    {
        var command = new Command("info", "Versions of .NET, MPI, PETSc and HDF5, cores and SIMD of this machine.");
        command.SetAction(_ =>
        {
            foreach (var (name, value) in Facts()) Console.WriteLine($"{name,-12} {value}");
            return 0;
        });
        return command;
    }

    /// <summary>Name and value of every fact; also written into each run's manifest.</summary>
    public static IEnumerable<(string Name, string Value)> Facts()
    {
        MpiLibrary.Initialize();
        yield return ("multiscale", typeof(InfoCommand).Assembly.GetName().Version!.ToString(3));
        yield return (".NET", Environment.Version.ToString());
        yield return ("MPI", MpiLibrary.Version());
        yield return ("PETSc", PetscLibrary.Version());
        yield return ("HDF5", Hdf5Library.Version);
        yield return ("system", RuntimeInformation.OSDescription);
        yield return ("processor", Processor());
        yield return ("cores", Environment.ProcessorCount.ToString());
        yield return ("SIMD", Vector512.IsHardwareAccelerated ? "512 bits" : Vector256.IsHardwareAccelerated ? "256 bits" : "128 bits");
    }

    private static string Processor()
    {
        const string source = "/proc/cpuinfo";
        string? line = File.Exists(source) ? File.ReadLines(source).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':') + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}

using System.Diagnostics;
using Multiscale.Core;
using Multiscale.Formats;

namespace Multiscale.UnitTests;

/// <summary>Files for the reader's tests: committed ones, damaged ones, and those that the gmsh program makes where it is installed.</summary>
internal static class GmshData
{
    public static string Path(string name)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string folder = System.IO.Path.Combine(at.FullName, "tests", "Unit", "Formats", "Gmsh", "data");
            if (Directory.Exists(folder)) return System.IO.Path.Combine(folder, name);
        }
        throw new DirectoryNotFoundException("tests/Unit/Formats/Gmsh/data");
    }

    public static string Temporary() => System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"multiscale-{Guid.NewGuid():n}.msh");

    public static Diagnostic Fault(string text)
    {
        string path = Temporary();
        File.WriteAllText(path, text);
        try
        {
            return Assert.Throws<InputException>(() => GmshFile.Read(path)).Diagnostics[0];
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Meshes a geometry in a folder of its own; skips the test where there is no gmsh.</summary>
    public static string Gmsh(string geometry, params string[] arguments)
    {
        string folder = Directory.CreateTempSubdirectory("multiscale-gmsh").FullName;
        File.WriteAllText(System.IO.Path.Combine(folder, "case.geo"), geometry);
        return Run(folder, ["-3", "-nt", "1", .. arguments, "-o", "case.msh", "case.geo"]);
    }

    /// <summary>Lets gmsh read a mesh and write it again as case.msh beside it.</summary>
    public static string Rewrite(string path) =>
        Run(System.IO.Path.GetDirectoryName(path)!, ["-save", "-format", "msh41", "-o", "case.msh", System.IO.Path.GetFileName(path)]);

    private static string Run(string folder, string[] arguments)
    {
        var start = new ProcessStartInfo("gmsh") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        try
        {
            using var process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("gmsh is not installed");
        }
        return System.IO.Path.Combine(folder, "case.msh");
    }
}

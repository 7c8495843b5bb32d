using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Multiscale.Core;
using Multiscale.Formats;
using Multiscale.Geometry;

namespace Multiscale.Tissue;

/// <summary>The mesh that was made.</summary>
/// <param name="ByGmsh">False where Gmsh is not installed and the box was cut into cubes.</param>
public readonly record struct TissueMesh(int Tets, bool ByGmsh);

/// <summary>Makes the tetrahedra of a box with the Gmsh program: same version and script, same mesh.</summary>
public static class TissueMesher
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>Writes the script and the mesh (format 4.1); without Gmsh the box is cut into cubes of six tetrahedra each, of about the same size.</summary>
    /// <param name="program">Name or path of Gmsh.</param>
    /// <exception cref="EnvironmentException">MS0806: Gmsh fails.</exception>
    public static TissueMesh Mesh(TissueBox box, double elementSize, string scriptPath, string meshPath, string program = "gmsh")
    {
        File.WriteAllText(scriptPath, GmshScript.Box(box, elementSize));
        bool byGmsh = TryRun(program, scriptPath, meshPath);
        if (!byGmsh) GridMeshFile.Write(meshPath, Cubes(box, elementSize));
        return new TissueMesh(GmshFile.Read(meshPath).Count, byGmsh);
    }

    /// <summary>Gmsh makes about six tetrahedra of size h in h^3, as many as a cube is cut into.</summary>
    private static TetMesh Cubes(TissueBox box, double elementSize)
    {
        int Along(double length) => Math.Max(1, (int)Math.Round(length / elementSize));
        return BoxMesh.Create(box.Low, box.High, Along(box.Size.X), Along(box.Size.Y), Along(box.Size.Z));
    }

    private static bool TryRun(string program, string scriptPath, string meshPath)
    {
        var start = new ProcessStartInfo(program, ["-3", "-nt", "1", "-format", "msh41", "-bin", "-v", "2", "-o", meshPath, scriptPath])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        var said = new StringBuilder();
        using var gmsh = new Process { StartInfo = start };
        DataReceivedEventHandler listen = (_, e) => { if (e.Data is { Length: > 0 } line) lock (said) said.AppendLine(line); };
        gmsh.OutputDataReceived += listen;
        gmsh.ErrorDataReceived += listen;
        try
        {
            gmsh.Start();
        }
        catch (Win32Exception)
        {
            return false;
        }
        gmsh.BeginOutputReadLine();
        gmsh.BeginErrorReadLine();
        if (!gmsh.WaitForExit(Patience))
        {
            gmsh.Kill();
            throw new EnvironmentException("MS0806", $"gmsh did not finish within {Patience.TotalMinutes} minutes", "choose larger tetrahedra");
        }
        gmsh.WaitForExit();
        if (gmsh.ExitCode != 0 || !File.Exists(meshPath))
            throw new EnvironmentException("MS0806", $"gmsh ended with code {gmsh.ExitCode}: {said.ToString().Trim()}", $"run 'gmsh -3 {scriptPath}' to see why");
        return true;
    }
}

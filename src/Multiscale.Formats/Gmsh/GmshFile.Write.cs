using Multiscale.Core;
using Multiscale.Geometry;

namespace Multiscale.Formats;

/// <summary>The file formats that are read and written.</summary>
public enum GmshFormat { Binary41, Text41, Binary22, Text22 }

public static partial class GmshFile
{
    /// <summary>Writes tets, groups and parts [um]; the file appears whole or not at all.</summary>
    /// <exception cref="EnvironmentException">The file cannot be written (MS0315).</exception>
    public static void Write(TetMesh mesh, string path, GmshFormat format = GmshFormat.Binary41)
    {
        string unfinished = path + ".part";
        try
        {
            using (var stream = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
                GmshWriter.Write(mesh, stream, format is GmshFormat.Binary41 or GmshFormat.Text41, format is GmshFormat.Binary41 or GmshFormat.Binary22);
            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException("MS0315", $"cannot write {path}: {e.Message}", "check the folder and the space left on its disk");
        }
    }
}

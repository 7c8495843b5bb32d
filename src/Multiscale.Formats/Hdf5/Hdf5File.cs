using Multiscale.Core;
using Multiscale.Interop;

namespace Multiscale.Formats;

/// <summary>
/// An HDF5 file. Finished results are made by <see cref="Create"/>: they lie under a temporary name until <see cref="Commit"/>, so that a file with its final name is whole.
/// Reports that grow during a run are made by <see cref="CreateRunning"/>: they have their final name from the start and are flushed, so that they survive a crash up to the last <see cref="Flush"/>.
/// </summary>
public sealed partial class Hdf5File : IDisposable
{
    private readonly Hdf5Handle root;
    private readonly string? temporary;
    private bool committed;

    private Hdf5File(string path, Hdf5Handle root, string? temporary = null)
    {
        Path = path;
        this.root = root;
        this.temporary = temporary;
    }

    public string Path { get; }

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="InputException">The file does not exist or is no HDF5 file.</exception>
    public static Hdf5File Open(string path)
    {
        if (!File.Exists(path))
            throw new InputException("MS0708", $"{path} does not exist", "check the path and the folder it is relative to", new SourceLocation(path));
        return new(path, Hdf5Library.OpenFile(path));
    }

    /// <summary>Creates a file that appears under its name at <see cref="Commit"/>; without that, disposing leaves nothing behind.</summary>
    public static Hdf5File Create(string path)
    {
        CreateFolder(path);
        string temporary = $"{path}.{Environment.ProcessId}.part";
        return new(path, Hdf5Library.CreateFile(temporary), temporary);
    }

    /// <summary>Creates, or empties, a file under its final name, to be appended to and flushed while the run goes on.</summary>
    public static Hdf5File CreateRunning(string path)
    {
        CreateFolder(path);
        return new(path, Hdf5Library.CreateFile(path));
    }

    /// <summary>Opens a file that an earlier run was writing, to write on.</summary>
    /// <exception cref="InputException">The file does not exist or is no HDF5 file.</exception>
    public static Hdf5File OpenRunning(string path)
    {
        if (!File.Exists(path))
            throw new InputException("MS0708", $"{path} does not exist", "check the path and the folder it is relative to", new SourceLocation(path));
        return new(path, Hdf5Library.OpenFile(path, write: true));
    }

    public void Flush() => Hdf5Library.Flush(root);

    /// <summary>Closes the file and gives it its name, replacing an older one in one step.</summary>
    public void Commit()
    {
        if (committed) return;
        Hdf5Library.Flush(root);
        root.Dispose();
        if (temporary is not null) File.Move(temporary, Path, overwrite: true);
        committed = true;
    }

    public void Dispose()
    {
        root.Dispose();
        if (temporary is not null && !committed) File.Delete(temporary);
        committed = true;
    }

    private static void CreateFolder(string path)
    {
        string? folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path));
        try
        {
            if (folder is not null) Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException("MS0709", $"the folder {folder} cannot be created: {e.Message}", "choose a writable place for the output");
        }
    }
}

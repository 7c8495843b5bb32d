using System.Runtime.InteropServices;

namespace Multiscale.Interop;

public enum Hdf5Kind { File, Group, Dataset, Other }

/// <summary>An open HDF5 file, group or dataset, with the names by which errors call it.</summary>
public sealed class Hdf5Handle : SafeHandle
{
    internal Hdf5Handle(long id, string file, string path) : base(0, ownsHandle: true)
    {
        SetHandle((nint)id);
        File = file;
        Path = path;
    }

    public string File { get; }

    /// <summary>Absolute path of the object within the file.</summary>
    public string Path { get; }

    public override bool IsInvalid => handle <= 0;

    internal long Id => IsClosed ? throw new ObjectDisposedException(Path) : handle;

    protected override bool ReleaseHandle()
    {
        lock (Hdf5Library.Gate) return H5I.dec_ref(handle) >= 0;
    }

    internal string Child(string path) => path.StartsWith('/') ? path : Path == "/" ? "/" + path : $"{Path}/{path}";
}

/// <summary>A data type, data space or property list for the length of one call.</summary>
internal readonly ref struct Hdf5Temporary(long id)
{
    internal long Id { get; } = id;

    internal void Dispose()
    {
        if (Id > 0) _ = H5I.dec_ref(Id);
    }
}

using Multiscale.Interop;

namespace Multiscale.Formats;

public sealed partial class Hdf5File
{
    public bool HasAttribute(string path, string name)
    {
        using var at = Hdf5Library.Open(root, path);
        return Hdf5Library.HasAttribute(at, name);
    }

    public T[] ReadAttribute<T>(string path, string name) where T : unmanaged
    {
        using var at = Hdf5Library.Open(root, path);
        return Hdf5Library.ReadAttribute<T>(at, name);
    }

    /// <summary>A string attribute, or the name of an enumeration's member; null where there is none.</summary>
    public string? ReadText(string path, string name)
    {
        using var at = Hdf5Library.Open(root, path);
        return Hdf5Library.HasAttribute(at, name) ? Hdf5Library.ReadText(at, name) : null;
    }

    public void WriteAttribute<T>(string path, string name, T value) where T : unmanaged
    {
        using var at = Hdf5Library.Open(root, path);
        Hdf5Library.WriteAttribute<T>(at, name, [value], scalar: true);
    }

    public void WriteAttribute<T>(string path, string name, ReadOnlySpan<T> values) where T : unmanaged
    {
        using var at = Hdf5Library.Open(root, path);
        Hdf5Library.WriteAttribute(at, name, values, scalar: false);
    }

    public void WriteText(string path, string name, string text)
    {
        using var at = Hdf5Library.Open(root, path);
        Hdf5Library.WriteText(at, name, text);
    }

    /// <summary>Writes a member of an enumeration whose members are numbered from 0.</summary>
    public void WriteEnum(string path, string name, IReadOnlyList<string> members, int value)
    {
        using var at = Hdf5Library.Open(root, path);
        Hdf5Library.WriteEnum(at, name, members, value);
    }
}

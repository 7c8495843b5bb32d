using System.Text;

namespace Multiscale.Interop;

public static unsafe partial class Hdf5Library
{
    public static Hdf5Handle OpenFile(string file, bool write = false)
    {
        lock (Gate)
        {
            Start();
            using var access = Unlocked();
            return new(Check(H5F.open(file, write ? H5F.ACC_RDWR : H5F.ACC_RDONLY, access.Id), write ? Access.Write : Access.Read, "opening", file), file, "/");
        }
    }

    /// <summary>Creates the file, or empties the one that is there.</summary>
    public static Hdf5Handle CreateFile(string file)
    {
        lock (Gate)
        {
            Start();
            using var access = Unlocked();
            return new(Check(H5F.create(file, H5F.ACC_TRUNC, H5P.DEFAULT, access.Id), Access.Write, "creating", file), file, "/");
        }
    }

    /// <summary>Hands everything written so far to the operating system.</summary>
    public static void Flush(Hdf5Handle handle)
    {
        lock (Gate) Check(H5F.flush(handle.Id, H5F.SCOPE_LOCAL), Access.Write, "writing", handle);
    }

    /// <summary>Whether every step of <paramref name="path"/> exists below <paramref name="at"/>.</summary>
    public static bool Exists(Hdf5Handle at, string path)
    {
        lock (Gate)
        {
            var prefix = new StringBuilder(path.StartsWith('/') ? "/" : "");
            foreach (string step in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                prefix.Append(step);
                int found = H5L.exists(at.Id, prefix.ToString(), H5P.DEFAULT);
                if (found <= 0)
                {
                    // A step through something that is not a group is no failure, but "not there".
                    if (found < 0) _ = H5E.clear(H5E.DEFAULT);
                    return false;
                }
                prefix.Append('/');
            }
            return true;
        }
    }

    /// <summary>Opens a group or a dataset.</summary>
    public static Hdf5Handle Open(Hdf5Handle at, string path)
    {
        lock (Gate) return new(Check(H5O.open(at.Id, path, H5P.DEFAULT), Access.Read, "opening", at, path), at.File, at.Child(path));
    }

    public static Hdf5Kind KindOf(Hdf5Handle handle)
    {
        lock (Gate)
            return H5I.get_type(handle.Id) switch
            {
                H5I.FILE => Hdf5Kind.File,
                H5I.GROUP => Hdf5Kind.Group,
                H5I.DATASET => Hdf5Kind.Dataset,
                _ => Hdf5Kind.Other,
            };
    }

    /// <summary>Creates a group with the groups above it.</summary>
    public static Hdf5Handle CreateGroup(Hdf5Handle at, string path)
    {
        lock (Gate)
        {
            using var links = WithParents();
            return new(Check(H5G.create(at.Id, path, links.Id, H5P.DEFAULT, H5P.DEFAULT), Access.Write, "creating", at, path), at.File, at.Child(path));
        }
    }

    public static void Delete(Hdf5Handle at, string path)
    {
        lock (Gate) Check(H5L.delete(at.Id, path, H5P.DEFAULT), Access.Write, "deleting", at, path);
    }

    /// <summary>Names of the links in a group, in alphabetical order.</summary>
    public static string[] Children(Hdf5Handle group)
    {
        lock (Gate)
        {
            Check(H5G.get_info(group.Id, out var info), Access.Read, "listing", group);
            var names = new string[info.nlinks];
            for (ulong n = 0; n < info.nlinks; n++)
            {
                nint length = (nint)Check(H5L.get_name_by_idx(group.Id, ".", H5L.INDEX_NAME, H5L.ITER_INC, n, null, 0, H5P.DEFAULT), Access.Read, "listing", group);
                var bytes = new byte[length + 1];
                fixed (byte* b = bytes)
                    Check(H5L.get_name_by_idx(group.Id, ".", H5L.INDEX_NAME, H5L.ITER_INC, n, b, (nuint)bytes.Length, H5P.DEFAULT), Access.Read, "listing", group);
                names[n] = Encoding.UTF8.GetString(bytes, 0, (int)length);
            }
            return names;
        }
    }

    // Without file locks others can read a report while the run still writes it, and network file systems that lack locks work.
    private static Hdf5Temporary Unlocked()
    {
        long access = H5P.create(H5P.FILE_ACCESS);
        _ = H5P.set_file_locking(access, 0, 1);
        return new Hdf5Temporary(access);
    }

    private static Hdf5Temporary WithParents()
    {
        long links = H5P.create(H5P.LINK_CREATE);
        _ = H5P.set_create_intermediate_group(links, 1);
        return new Hdf5Temporary(links);
    }
}

using System.Runtime.InteropServices;
using System.Text;
using Multiscale.Core;

namespace Multiscale.Interop;

public static unsafe partial class Hdf5Library
{
    private delegate int Transfers(long type, void* buffer);

    /// <summary>Reads strings of fixed or variable length, UTF-8 or ASCII.</summary>
    public static string[] ReadStrings(Hdf5Handle dataset)
    {
        lock (Gate)
        {
            using var type = new Hdf5Temporary(Check(H5D.get_type(dataset.Id), Access.Read, "reading", dataset));
            using var space = new Hdf5Temporary(Check(H5D.get_space(dataset.Id), Access.Read, "reading", dataset));
            long id = dataset.Id;
            return ReadStrings(dataset, "", type.Id, space.Id, (t, b) => H5D.read(id, t, H5S.ALL, H5S.ALL, H5P.DEFAULT, b));
        }
    }

    /// <summary>Creates and fills a dataset of UTF-8 strings: of variable length, or null-padded to <paramref name="fixedLength"/> bytes when that is above 0.</summary>
    public static void WriteStrings(Hdf5Handle at, string path, IReadOnlyList<string> values, int fixedLength = 0)
    {
        lock (Gate)
        {
            using var type = new Hdf5Temporary(StringType(fixedLength));
            long t = type.Id;
            using var dataset = Create(at, path, () => t, [(ulong)values.Count], default, 0, false);
            long id = dataset.Id;
            WriteStrings(dataset, "", values, fixedLength, t, (type, b) => H5D.write(id, type, H5S.ALL, H5S.ALL, H5P.DEFAULT, b));
        }
    }

    private static long StringType(int fixedLength, int characterSet = H5T.CSET_UTF8)
    {
        long type = H5T.copy(H5T.C_S1);
        _ = H5T.set_size(type, fixedLength > 0 ? (nuint)fixedLength : H5T.VARIABLE);
        _ = H5T.set_cset(type, characterSet);
        if (fixedLength > 0) _ = H5T.set_strpad(type, H5T.STR_NULLPAD);
        return type;
    }

    private static string[] ReadStrings(Hdf5Handle at, string name, long type, long space, Transfers read)
    {
        if (H5T.get_class(type) != H5T.STRING)
            throw new InputException("MS0706", $"{at.Path}{(name.Length > 0 ? "@" + name : "")} does not hold strings", "", new SourceLocation(at.File));
        int count = checked((int)ShapeOf(space).Aggregate(1L, (n, d) => n * d));
        var texts = new string[count];
        if (count == 0) return texts;
        int characters = H5T.get_cset(type);
        if (H5T.is_variable_str(type) > 0)
        {
            using var memory = new Hdf5Temporary(StringType(0, characters));
            var pointers = new nint[count];
            fixed (nint* p = pointers)
            {
                Check(read(memory.Id, p), Access.Read, "reading", at, name);
                for (int i = 0; i < count; i++) texts[i] = p[i] == 0 ? "" : Marshal.PtrToStringUTF8(p[i]) ?? "";
                _ = H5D.vlen_reclaim(memory.Id, space, H5P.DEFAULT, p);
            }
            return texts;
        }
        int size = (int)H5T.get_size(type);
        using var padded = new Hdf5Temporary(StringType(size, characters));
        var bytes = new byte[checked(count * size)];
        fixed (byte* b = bytes) Check(read(padded.Id, b), Access.Read, "reading", at, name);
        for (int i = 0; i < count; i++)
        {
            var one = bytes.AsSpan(i * size, size);
            int end = one.IndexOf((byte)0);
            texts[i] = Encoding.UTF8.GetString(end < 0 ? one : one[..end]);
        }
        return texts;
    }

    private static void WriteStrings(Hdf5Handle at, string name, IReadOnlyList<string> values, int fixedLength, long type, Transfers write)
    {
        if (values.Count == 0) return;
        if (fixedLength > 0)
        {
            var bytes = new byte[checked(values.Count * fixedLength)];
            for (int i = 0; i < values.Count; i++)
            {
                if (Encoding.UTF8.GetByteCount(values[i]) > fixedLength)
                    throw new ArgumentException($"\"{values[i]}\" is longer than {fixedLength} bytes", nameof(values));
                Encoding.UTF8.GetBytes(values[i], bytes.AsSpan(i * fixedLength));
            }
            fixed (byte* b = bytes) Check(write(type, b), Access.Write, "writing", at, name);
            return;
        }
        var pointers = new nint[values.Count];
        try
        {
            for (int i = 0; i < pointers.Length; i++) pointers[i] = Marshal.StringToCoTaskMemUTF8(values[i]);
            fixed (nint* p = pointers) Check(write(type, p), Access.Write, "writing", at, name);
        }
        finally
        {
            foreach (nint p in pointers) Marshal.FreeCoTaskMem(p);
        }
    }
}

using System.Runtime.InteropServices;
using Multiscale.Core;

namespace Multiscale.Interop;

public static unsafe partial class Hdf5Library
{
    public static bool HasAttribute(Hdf5Handle at, string name)
    {
        lock (Gate) return Check(H5A.exists(at.Id, name), Access.Read, "looking for an attribute of", at) > 0;
    }

    /// <summary>Reads a number or an array of numbers.</summary>
    public static T[] ReadAttribute<T>(Hdf5Handle at, string name) where T : unmanaged
    {
        lock (Gate)
        {
            using var attribute = OpenAttribute(at, name);
            using var space = new Hdf5Temporary(Check(H5A.get_space(attribute.Id), Access.Read, "reading attribute", at, name));
            using var type = new Hdf5Temporary(Check(H5A.get_type(attribute.Id), Access.Read, "reading attribute", at, name));
            if (H5T.get_class(type.Id) is not (H5T.INTEGER or H5T.FLOAT))
                throw new InputException("MS0705", $"attribute {name} of {at.Path} is not a number", "", new SourceLocation(at.File));
            var values = new T[ShapeOf(space.Id).Aggregate(1L, (n, d) => n * d)];
            fixed (T* v = values)
                if (values.Length > 0) Check(H5A.read(attribute.Id, TypeOf<T>(), v), Access.Read, "reading attribute", at, name);
            return values;
        }
    }

    /// <summary>Reads an attribute as text: a string, or the name of an enumeration's member.</summary>
    public static string ReadText(Hdf5Handle at, string name)
    {
        lock (Gate)
        {
            using var attribute = OpenAttribute(at, name);
            using var type = new Hdf5Temporary(Check(H5A.get_type(attribute.Id), Access.Read, "reading attribute", at, name));
            if (H5T.get_class(type.Id) == H5T.ENUM) return MemberName(at, name, attribute.Id, type.Id);
            using var space = new Hdf5Temporary(Check(H5A.get_space(attribute.Id), Access.Read, "reading attribute", at, name));
            long id = attribute.Id;
            return ReadStrings(at, name, type.Id, space.Id, (t, b) => H5A.read(id, t, b)) is [string first, ..] ? first : "";
        }
    }

    private static string MemberName(Hdf5Handle at, string name, long attribute, long type)
    {
        // The value and each member come in the type's base; both are widened to int64 before they are compared.
        long Widened(ReadOnlySpan<byte> raw, long integer)
        {
            var bytes = new byte[8];
            raw.CopyTo(bytes);
            fixed (byte* b = bytes)
            {
                Check(H5T.convert(integer, H5T.NATIVE_INT64, 1, b, null, H5P.DEFAULT), Access.Read, "reading attribute", at, name);
                return *(long*)b;
            }
        }
        using var integer = new Hdf5Temporary(H5T.get_super(type));
        int size = (int)H5T.get_size(type), members = H5T.get_nmembers(type);
        byte* raw = stackalloc byte[8];
        Check(H5A.read(attribute, type, raw), Access.Read, "reading attribute", at, name);
        long value = Widened(new ReadOnlySpan<byte>(raw, size), integer.Id);
        for (uint m = 0; m < members; m++)
        {
            Check(H5T.get_member_value(type, m, raw), Access.Read, "reading attribute", at, name);
            if (Widened(new ReadOnlySpan<byte>(raw, size), integer.Id) != value) continue;
            nint text = H5T.get_member_name(type, m);
            string member = Marshal.PtrToStringUTF8(text) ?? "";
            _ = H5.free_memory(text);
            return member;
        }
        throw new InputException("MS0707", $"attribute {name} of {at.Path} has the value {value}, which its enumeration does not name", "", new SourceLocation(at.File));
    }

    /// <summary>Writes an array attribute, or a scalar one when <paramref name="scalar"/> is set; replaces what was there.</summary>
    public static void WriteAttribute<T>(Hdf5Handle at, string name, ReadOnlySpan<T> values, bool scalar) where T : unmanaged
    {
        lock (Gate)
        {
            using var space = Space(scalar ? -1 : values.Length);
            using var attribute = NewAttribute(at, name, TypeOf<T>(), space.Id);
            fixed (T* v = values)
                if (values.Length > 0) Check(H5A.write(attribute.Id, TypeOf<T>(), v), Access.Write, "writing attribute", at, name);
        }
    }

    public static void WriteText(Hdf5Handle at, string name, string text)
    {
        lock (Gate)
        {
            using var type = new Hdf5Temporary(StringType(0));
            using var space = Space(-1);
            using var attribute = NewAttribute(at, name, type.Id, space.Id);
            long id = attribute.Id;
            WriteStrings(at, name, [text], 0, type.Id, (t, b) => H5A.write(id, t, b));
        }
    }

    /// <summary>Writes a member of an 8-bit enumeration whose members are numbered from 0.</summary>
    public static void WriteEnum(Hdf5Handle at, string name, IReadOnlyList<string> members, int value)
    {
        lock (Gate)
        {
            using var type = new Hdf5Temporary(Check(H5T.enum_create(H5T.NATIVE_UINT8), Access.Write, "writing attribute", at, name));
            for (int m = 0; m < members.Count; m++)
            {
                byte number = (byte)m;
                Check(H5T.enum_insert(type.Id, members[m], &number), Access.Write, "writing attribute", at, name);
            }
            using var space = Space(-1);
            using var attribute = NewAttribute(at, name, type.Id, space.Id);
            byte chosen = (byte)value;
            Check(H5A.write(attribute.Id, type.Id, &chosen), Access.Write, "writing attribute", at, name);
        }
    }

    private static Hdf5Temporary OpenAttribute(Hdf5Handle at, string name) =>
        new(Check(H5A.open(at.Id, name, H5P.DEFAULT), Access.Read, "reading attribute", at, name));

    private static Hdf5Temporary NewAttribute(Hdf5Handle at, string name, long type, long space)
    {
        if (H5A.exists(at.Id, name) > 0) Check(H5A.delete(at.Id, name), Access.Write, "replacing attribute", at, name);
        return new(Check(H5A.create(at.Id, name, type, space, H5P.DEFAULT, H5P.DEFAULT), Access.Write, "writing attribute", at, name));
    }

    private static Hdf5Temporary Space(int length)
    {
        if (length < 0) return new(H5S.create(H5S.SCALAR));
        ReadOnlySpan<ulong> dims = [(ulong)length];
        return new(H5S.create_simple(1, dims, dims));
    }
}

using System.Buffers.Binary;
using System.Text;
using Multiscale.Core;

namespace Multiscale.Formats;

/// <summary>
/// Reads one NumPy array from a pickle, protocols 3 and 4. A pickle is a program for a stack machine that may call anything; here it can only make numbers,
/// texts, bytes, tuples and one array: names are kept as texts, calls are recorded, never made (Python's pickletools describes the operations).
/// </summary>
public static class PickleFile
{
    /// <summary>What begins every such file.</summary>
    public const byte Protocol = 0x80;

    private static readonly object Mark = new();

    /// <exception cref="InputException">MS0682: no such file, or not such an array.</exception>
    public static NpyArray Read(string path)
    {
        if (!File.Exists(path)) throw Bad(path, "does not exist", "check the path");
        try
        {
            return ArrayOf(Run(File.ReadAllBytes(path), path), path);
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or IndexOutOfRangeException or InvalidCastException or InvalidOperationException or OverflowException or KeyNotFoundException)
        {
            throw Bad(path, "ends early, or is no pickled array", "save the array by numpy.save");
        }
    }

    /// <summary>A call that the pickle asks for, with its arguments, and the state that follows.</summary>
    private sealed record Made(string Name, object?[] Arguments)
    {
        public object?[] State { get; set; } = [];
    }

    private static object? Run(ReadOnlySpan<byte> data, string path)
    {
        var stack = new Stack<object?>();
        var memo = new Dictionary<int, object?>();
        int at = 0;
        while (true)
        {
            byte operation = data[at++];
            switch (operation)
            {
                case Protocol: at++; break;
                case 0x95: at += 8; break;                                               // FRAME
                case (byte)'(': stack.Push(Mark); break;
                case (byte)'N': stack.Push(null); break;
                case 0x88: stack.Push(1L); break;                                        // true
                case 0x89: stack.Push(0L); break;                                        // false
                case (byte)'K': stack.Push((long)data[at++]); break;
                case (byte)'M': stack.Push((long)BinaryPrimitives.ReadUInt16LittleEndian(data[at..])); at += 2; break;
                case (byte)'J': stack.Push((long)BinaryPrimitives.ReadInt32LittleEndian(data[at..])); at += 4; break;
                case 0x8c: stack.Push(Text(data, ref at, data[at++])); break;
                case (byte)'X': stack.Push(Text(data, ref at, Length(data, ref at, 4))); break;
                case (byte)'C': stack.Push(Bytes(data, ref at, data[at++])); break;
                case (byte)'B': stack.Push(Bytes(data, ref at, Length(data, ref at, 4))); break;
                case 0x8e: stack.Push(Bytes(data, ref at, Length(data, ref at, 8))); break;
                case (byte)')': stack.Push(Array.Empty<object?>()); break;
                case 0x85 or 0x86 or 0x87: stack.Push(Take(stack, operation - 0x84)); break;
                case (byte)'t': stack.Push(Take(stack, stack.TakeWhile(x => x != Mark).Count(), marked: true)); break;
                case (byte)'c': stack.Push(Line(data, ref at) + "." + Line(data, ref at)); break;
                case 0x93: { string name = (string)stack.Pop()!; stack.Push((string)stack.Pop()! + "." + name); break; }
                case 0x94: memo[memo.Count] = stack.Peek(); break;                       // MEMOIZE
                case (byte)'q': memo[data[at++]] = stack.Peek(); break;
                case (byte)'r': memo[Length(data, ref at, 4)] = stack.Peek(); break;
                case (byte)'h': stack.Push(memo[data[at++]]); break;
                case (byte)'j': stack.Push(memo[Length(data, ref at, 4)]); break;
                case (byte)'R': { var arguments = (object?[])stack.Pop()!; stack.Push(new Made((string)stack.Pop()!, arguments)); break; }
                case (byte)'b': { var state = (object?[])stack.Pop()!; ((Made)stack.Peek()!).State = state; break; }
                case (byte)'.': return stack.Pop();
                default: throw Bad(path, $"has the operation 0x{operation:x2}, which no array needs", "save the array by numpy.save");
            }
        }
    }

    /// <summary>numpy's _reconstruct, followed by (version, shape, type, whether column by column, bytes).</summary>
    private static NpyArray ArrayOf(object? top, string path)
    {
        if (top is not Made { Name: "numpy.core.multiarray._reconstruct" or "numpy._core.multiarray._reconstruct", State: [long, object?[] shape, Made { Name: "numpy.dtype" } type, long columns, byte[] bytes] })
            throw Bad(path, "holds something else than one array of numbers", "save the array by numpy.save");
        if (columns != 0) throw Bad(path, "is not stored row by row", "save numpy.ascontiguousarray(a)");
        string code = (string)type.Arguments[0]!;
        if (type.State.Length > 1 && type.State[1] is ">") throw Bad(path, "holds numbers with the most significant byte first", "save a.astype('<f8')");
        int[] dimensions = [.. shape.Select(n => checked((int)(long)n!))];
        var values = new double[dimensions.Aggregate(1, (a, b) => checked(a * b))];
        int size = code[^1] - '0';
        if (bytes.Length != (long)size * values.Length) throw Bad(path, $"has {bytes.Length} bytes for {values.Length} numbers of {size}", "copy the file again");
        for (int i = 0; i < values.Length; i++)
            values[i] = code switch
            {
                "f8" => BitConverter.ToDouble(bytes, 8 * i),
                "f4" => BitConverter.ToSingle(bytes, 4 * i),
                "i8" => BitConverter.ToInt64(bytes, 8 * i),
                "i4" => BitConverter.ToInt32(bytes, 4 * i),
                _ => throw Bad(path, $"holds numbers of type {code}", "save them as float64"),
            };
        return new NpyArray(dimensions, values);
    }

    private static object?[] Take(Stack<object?> stack, int count, bool marked = false)
    {
        var taken = new object?[count];
        for (int i = count - 1; i >= 0; i--) taken[i] = stack.Pop();
        if (marked) stack.Pop();
        return taken;
    }

    private static int Length(ReadOnlySpan<byte> data, ref int at, int bytes)
    {
        long length = bytes == 8 ? BinaryPrimitives.ReadInt64LittleEndian(data[at..]) : BinaryPrimitives.ReadUInt32LittleEndian(data[at..]);
        at += bytes;
        return checked((int)length);
    }

    private static byte[] Bytes(ReadOnlySpan<byte> data, ref int at, int length)
    {
        at += length;
        return data.Slice(at - length, length).ToArray();
    }

    private static string Text(ReadOnlySpan<byte> data, ref int at, int length) => Encoding.UTF8.GetString(Bytes(data, ref at, length));

    private static string Line(ReadOnlySpan<byte> data, ref int at)
    {
        int length = data[at..].IndexOf((byte)'\n');
        string line = Text(data, ref at, length);
        at++;
        return line;
    }

    private static InputException Bad(string path, string what, string remedy) => new("MS0682", $"{Path.GetFileName(path)} {what}", remedy, new SourceLocation(path));
}

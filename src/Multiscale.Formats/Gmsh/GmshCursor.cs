using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using Multiscale.Core;

namespace Multiscale.Formats;

/// <summary>Reads numbers and names from the bytes of a Gmsh file, text or binary, and knows where it is when something is wrong.</summary>
internal sealed class GmshCursor(string path, byte[] data)
{
    private int at;

    public string Path { get; } = path;

    /// <summary>Numbers are binary; names, counts of physical groups and section marks stay text.</summary>
    public bool Binary { get; set; }

    /// <summary>The file was written on a machine of the other byte order.</summary>
    public bool Swapped { get; set; }

    /// <summary>Where the next number begins.</summary>
    public int Position
    {
        get
        {
            if (!Binary) SkipSpace();
            return at;
        }
    }

    /// <summary>The next section's name without its $; null at the end of the file.</summary>
    public string? NextSection()
    {
        while (at < data.Length && data[at] != '$') at++;
        if (at == data.Length) return null;
        at++;
        return Line();
    }

    /// <summary>Goes behind the end mark of a section; the section is cut short when there is none.</summary>
    public void EndSection(string name)
    {
        var mark = Encoding.ASCII.GetBytes("$End" + name);
        int found = data.AsSpan(at).IndexOf(mark);
        if (found < 0) throw Fail("MS0307", $"section ${name} has no $End{name}", "the file is cut short: write it again");
        at += found + mark.Length;
    }

    /// <summary>The end mark must come next: a section with more in it than it announces is damaged.</summary>
    public void ExpectEnd(string name)
    {
        SkipSpace();
        if (!data.AsSpan(at).StartsWith(Encoding.ASCII.GetBytes("$End" + name)))
            throw Fail("MS0307", $"expected $End{name} here", $"section ${name} holds more than it announces, or less: write the file again");
        EndSection(name);
    }

    public string Line()
    {
        int end = data.AsSpan(at).IndexOf((byte)'\n');
        end = end < 0 ? data.Length : at + end;
        var text = Encoding.UTF8.GetString(data, at, end - at).Trim();
        at = Math.Min(end + 1, data.Length);
        return text;
    }

    /// <summary>A 32-bit integer.</summary>
    public int Int()
    {
        if (!Binary)
        {
            long number = TextInteger();
            return number == (int)number ? (int)number : throw Fail("MS0307", $"{number} is too large here", "write the file again");
        }
        int value = BitConverter.ToInt32(Take(4));
        return Swapped ? BinaryPrimitives.ReverseEndianness(value) : value;
    }

    /// <summary>A size or tag of format 4.1: 64 bits in binary files.</summary>
    public long Size()
    {
        if (!Binary) return TextInteger();
        long value = BitConverter.ToInt64(Take(8));
        return Swapped ? BinaryPrimitives.ReverseEndianness(value) : value;
    }

    /// <summary>A size that counts things of at least <paramref name="bytes"/> bytes each, which must fit in the rest of the file.</summary>
    public int Count(long value, int bytes)
    {
        if (value < 0 || value > (data.Length - at + 64L) / bytes)
            throw Fail("MS0307", $"{value} entries are announced, but the file ends before", "the file is cut short: write it again");
        return (int)value;
    }

    public double Double()
    {
        double value;
        if (Binary)
        {
            long bits = BitConverter.ToInt64(Take(8));
            value = BitConverter.Int64BitsToDouble(Swapped ? BinaryPrimitives.ReverseEndianness(bits) : bits);
        }
        else
        {
            SkipSpace();
            if (!Utf8Parser.TryParse(data.AsSpan(at), out value, out int used)) throw Unexpected("a number");
            at += used;
        }
        return double.IsFinite(value) ? value : throw Fail("MS0307", $"{value} is not a coordinate", "write finite numbers");
    }

    /// <summary>An error at a place of this file: line and excerpt in text, byte in binary files.</summary>
    public InputException Fail(string code, string message, string remedy, int position = -1)
    {
        int where = Math.Min(position < 0 ? at : position, data.Length);
        if (Binary) return new InputException(code, $"{message} (byte {where})", remedy, new SourceLocation(Path));
        var before = data.AsSpan(0, where);
        int begin = before.LastIndexOf((byte)'\n') + 1;
        int length = data.AsSpan(begin).IndexOf((byte)'\n');
        string excerpt = Encoding.UTF8.GetString(data, begin, Math.Min(length < 0 ? data.Length - begin : length, 120));
        var place = new SourceLocation(Path, before.Count((byte)'\n') + 1, where - begin + 1);
        return new InputException([new Diagnostic(code, message, remedy, place, excerpt)]);
    }

    private long TextInteger()
    {
        SkipSpace();
        int from = at;
        bool negative = at < data.Length && data[at] == '-';
        if (negative) at++;
        long value = 0;
        int digits = at;
        for (; at < data.Length && (uint)(data[at] - '0') <= 9 && at - digits < 18; at++) value = 10 * value + (data[at] - '0');
        if (at > digits && (at == data.Length || data[at] <= ' ')) return negative ? -value : value;
        at = from;
        throw Unexpected("an integer");
    }

    private InputException Unexpected(string what) => at >= data.Length
        ? Fail("MS0307", $"the file ends where {what} was expected", "the file is cut short: write it again")
        : Fail("MS0307", $"expected {what}", "the section holds less than it announces, or is damaged: write the file again");

    private void SkipSpace()
    {
        while (at < data.Length && data[at] <= ' ') at++;
    }

    private ReadOnlySpan<byte> Take(int bytes)
    {
        if (bytes < 0 || bytes > data.Length - at) throw Fail("MS0307", "the file ends in the middle of a section", "the file is cut short: write it again");
        at += bytes;
        return data.AsSpan(at - bytes, bytes);
    }
}

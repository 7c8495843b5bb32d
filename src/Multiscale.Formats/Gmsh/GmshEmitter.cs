using System.Globalization;
using System.Text;

namespace Multiscale.Formats;

/// <summary>Writes numbers as text, separated by blanks, or as bytes of this machine.</summary>
internal sealed class GmshEmitter(Stream stream, bool binary) : IDisposable
{
    private readonly BinaryWriter bytes = new(stream);
    private bool lineBegun;

    public void Text(string line) => bytes.Write(Encoding.UTF8.GetBytes(line + "\n"));

    public void Int(int value)
    {
        if (binary) bytes.Write(value);
        else Field(value);
    }

    public void Size(long value)
    {
        if (binary) bytes.Write(value);
        else Field(value);
    }

    /// <summary>Seventeen digits at most: reading gives the same number back.</summary>
    public void Double(double value)
    {
        if (binary) bytes.Write(value);
        else Field(value);
    }

    public void EndLine()
    {
        if (!binary) bytes.Write((byte)'\n');
        lineBegun = false;
    }

    /// <summary>Ends a section; binary data are followed by a line break.</summary>
    public void EndSection(string name)
    {
        if (binary) bytes.Write((byte)'\n');
        Text("$End" + name);
    }

    public void Dispose() => bytes.Dispose();

    private void Field<T>(T value) where T : IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[33];
        text[0] = (byte)' ';
        value.TryFormat(text[1..], out int length, default, CultureInfo.InvariantCulture);
        bytes.Write(lineBegun ? text[..(length + 1)] : text[1..(length + 1)]);
        lineBegun = true;
    }
}

namespace Multiscale.Formats;

/// <summary>
/// Reads bzip2 (Seward 1996): Huffman codes, runs of zeros, move to front, the Burrows-Wheeler transform, runs of bytes. Checksums are not compared.
/// </summary>
internal sealed class Bzip2
{
    private const long BlockMark = 0x314159265359, EndMark = 0x177245385090;
    private readonly byte[] data;
    private long at; // bits

    private Bzip2(byte[] data) => this.data = data;

    /// <exception cref="InvalidDataException">Not bzip2, or damaged.</exception>
    public static byte[] Decompress(byte[] data)
    {
        if (data.Length < 14 || data[0] != 'B' || data[1] != 'Z' || data[2] != 'h') throw new InvalidDataException("not bzip2");
        var reader = new Bzip2(data) { at = 32 };
        using var output = new MemoryStream();
        for (; ; )
        {
            long mark = ((long)reader.Bits(24) << 24) | (uint)reader.Bits(24);
            reader.Bits(16);
            reader.Bits(16); // checksum
            if (mark == EndMark) return output.ToArray();
            if (mark != BlockMark) throw new InvalidDataException("a block of bzip2 begins wrongly");
            reader.Block(output);
        }
    }

    private void Block(MemoryStream output)
    {
        if (Bits(1) != 0) throw new InvalidDataException("randomised bzip2 is not read");
        int origin = Bits(24);
        var symbols = UsedBytes();
        int tables = Bits(3), selectors = Bits(15);
        byte[] order = [0, 1, 2, 3, 4, 5], selector = new byte[selectors];
        for (int i = 0; i < selectors; i++)
        {
            int k = 0;
            while (Bits(1) == 1) k++;
            selector[i] = ToFront(order, k);
        }
        int alphabet = symbols.Count + 2;
        var codes = new Code[tables];
        for (int t = 0; t < tables; t++) codes[t] = ReadCode(alphabet);
        Transform(Symbols(codes, selector, alphabet - 1, symbols), origin, output);
    }

    private List<byte> UsedBytes()
    {
        int groups = Bits(16);
        var used = new List<byte>();
        for (int g = 0; g < 16; g++)
        {
            if ((groups >> (15 - g) & 1) == 0) continue;
            int members = Bits(16);
            for (int m = 0; m < 16; m++)
                if ((members >> (15 - m) & 1) != 0) used.Add((byte)(16 * g + m));
        }
        return used;
    }

    private Code ReadCode(int alphabet)
    {
        var lengths = new int[alphabet];
        int length = Bits(5);
        for (int s = 0; s < alphabet; s++)
        {
            while (Bits(1) == 1) length += Bits(1) == 0 ? 1 : -1;
            lengths[s] = length;
        }
        return new Code(lengths);
    }

    /// <summary>The bytes before the transform: runs of zeros are written in base 2 with the digits 1 and 2.</summary>
    private List<byte> Symbols(Code[] codes, byte[] selector, int end, List<byte> symbols)
    {
        var bytes = new List<byte>();
        byte[] front = [.. symbols];
        int run = 0, weight = 1;
        for (int n = 0; ; n++)
        {
            int symbol = codes[selector[n / 50]].Next(this);
            if (symbol < 2)
            {
                run += weight << symbol;
                weight *= 2;
                continue;
            }
            for (; run > 0; run--) bytes.Add(front[0]);
            weight = 1;
            if (symbol == end) return bytes;
            bytes.Add(ToFront(front, symbol - 1));
        }
    }

    private static void Transform(List<byte> bytes, int origin, MemoryStream output)
    {
        var start = new int[257];
        foreach (byte b in bytes) start[b + 1]++;
        for (int b = 0; b < 256; b++) start[b + 1] += start[b];
        var next = new int[bytes.Count];
        for (int i = 0; i < bytes.Count; i++) next[start[bytes[i]]++] = i;
        int last = -1, repeated = 0;
        for (int i = 0, p = bytes.Count == 0 ? 0 : next[origin]; i < bytes.Count; i++, p = next[p])
        {
            byte b = bytes[p];
            // Four equal bytes are followed by a count of further ones.
            if (repeated == 4)
            {
                for (int k = 0; k < b; k++) output.WriteByte((byte)last);
                (last, repeated) = (-1, 0);
                continue;
            }
            repeated = b == last ? repeated + 1 : 1;
            last = b;
            output.WriteByte(b);
        }
    }

    private static byte ToFront(byte[] list, int position)
    {
        byte value = list[position];
        Array.Copy(list, 0, list, 1, position);
        list[0] = value;
        return value;
    }

    private int Bits(int count)
    {
        int value = 0;
        for (; count > 0; count--, at++)
        {
            if (at >> 3 >= data.Length) throw new InvalidDataException("bzip2 ends early");
            value = (value << 1) | (data[at >> 3] >> (int)(7 - (at & 7)) & 1);
        }
        return value;
    }

    /// <summary>A canonical Huffman code.</summary>
    private sealed class Code
    {
        private readonly int[] sorted, firstCode = new int[22], firstIndex = new int[22], count = new int[22];

        public Code(int[] lengths)
        {
            sorted = [.. Enumerable.Range(0, lengths.Length).OrderBy(s => lengths[s]).ThenBy(s => s)];
            foreach (int l in lengths) count[l]++;
            for (int l = 1, code = 0, index = 0; l < 22; l++)
            {
                (firstCode[l], firstIndex[l]) = (code, index);
                index += count[l];
                code = (code + count[l]) << 1;
            }
        }

        public int Next(Bzip2 from)
        {
            int code = 0;
            for (int l = 1; l < 22; l++)
            {
                code = (code << 1) | from.Bits(1);
                if (code - firstCode[l] < count[l]) return sorted[firstIndex[l] + code - firstCode[l]];
            }
            throw new InvalidDataException("bzip2 holds a word that is no code");
        }
    }
}

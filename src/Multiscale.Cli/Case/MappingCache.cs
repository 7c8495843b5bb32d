using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Multiscale.Coupling;
using Multiscale.Geometry;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>
/// Intersections on disk, one file per content hash, independent of the number of ranks: magic, hash of what follows, rows, entries,
/// then per row its id and length, then columns and shares. Damaged files are computed anew.
/// </summary>
internal sealed class MappingCache(string folder) : IMappingCache
{
    private const long Magic = 0x31504D534D; // "MSMP1"

    public IntersectionRows GetOrCompute(string key, Distribution rows, Func<IntersectionRows> compute)
    {
        var ranks = rows.Ranks;
        string path = Path.Combine(folder, key + ".mapping");
        // Every rank reads the whole file and keeps its own rows: all must have succeeded.
        var cached = TryRead(path, rows);
        if (!ranks.Any(cached is null)) return cached!;
        var computed = compute();
        var lengths = new long[rows.Set.Count];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = computed.Offsets[i + 1] - computed.Offsets[i];
        var ids = ranks.Allgatherv<long>(rows.Set.OwnedIds);
        var counts = ranks.Allgatherv<long>(lengths);
        var columns = ranks.Allgatherv<long>(computed.Columns);
        var shares = ranks.Allgatherv<double>(computed.Shares);
        if (ranks.IsRoot) Write(path, ids, counts, columns, shares);
        return computed;
    }

    /// <summary>Hash of a mesh: vertices and tets.</summary>
    public static string KeyOf(TetMesh mesh)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes<Point3>(mesh.Vertices));
        hash.AppendData(MemoryMarshal.AsBytes<int>(mesh.Tets));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    /// <summary>Hash of polylines dealt over the ranks in any way: the wrapped sum of the hashes of (id, points). Collective.</summary>
    public static string KeyOf(Distribution rows, IReadOnlyList<Point3[]> polylines)
    {
        long first = 0, second = 0;
        Span<byte> digest = stackalloc byte[32];
        for (int i = 0; i < polylines.Count; i++)
        {
            var bytes = MemoryMarshal.AsBytes<Point3>(polylines[i]);
            var message = new byte[bytes.Length + 8];
            BitConverter.TryWriteBytes(message, rows.Set.OwnedIds[i]);
            bytes.CopyTo(message.AsSpan(8));
            SHA256.HashData(message, digest);
            first = unchecked(first + BitConverter.ToInt64(digest));
            second = unchecked(second + BitConverter.ToInt64(digest[8..]));
        }
        return $"{rows.Ranks.Sum(first):x16}{rows.Ranks.Sum(second):x16}";
    }

    private void Write(string path, long[] ids, long[] counts, long[] columns, double[] shares)
    {
        Directory.CreateDirectory(folder);
        byte[] body = [.. Bytes(ids), .. Bytes(counts), .. Bytes(columns), .. Bytes(shares)];
        long[] head = [Magic, ids.Length, columns.Length];
        string temporary = $"{path}.{Environment.ProcessId}.part";
        using (var stream = File.Create(temporary))
        {
            stream.Write(Bytes(head));
            stream.Write(SHA256.HashData(body));
            stream.Write(body);
        }
        File.Move(temporary, path, overwrite: true);
    }

    private static IntersectionRows? TryRead(string path, Distribution rows)
    {
        if (!File.Exists(path)) return null;
        byte[] file = File.ReadAllBytes(path);
        const int headSize = 24, digestSize = 32;
        if (file.Length < headSize + digestSize) return null;
        var head = MemoryMarshal.Cast<byte, long>(file.AsSpan(0, headSize));
        long n = head[1], m = head[2];
        var body = file.AsSpan(headSize + digestSize);
        if (head[0] != Magic || body.Length != 16 * (n + m) || !SHA256.HashData(body).AsSpan().SequenceEqual(file.AsSpan(headSize, digestSize))) return null;
        var numbers = MemoryMarshal.Cast<byte, long>(body);
        var shares = MemoryMarshal.Cast<byte, double>(body[(int)(8 * (2 * n + m))..]);
        var starts = new Dictionary<long, (int Start, int Length)>((int)n);
        int at = 0;
        for (int i = 0; i < n; i++)
        {
            starts[numbers[i]] = (at, (int)numbers[(int)n + i]);
            at += (int)numbers[(int)n + i];
        }
        var offsets = new int[rows.Set.Count + 1];
        var columns = new List<long>();
        var values = new List<double>();
        for (int i = 0; i < rows.Set.Count; i++)
        {
            if (!starts.TryGetValue(rows.Set.OwnedIds[i], out var row)) return null;
            for (int k = row.Start; k < row.Start + row.Length; k++)
            {
                columns.Add(numbers[(int)(2 * n) + k]);
                values.Add(shares[k]);
            }
            offsets[i + 1] = columns.Count;
        }
        return new IntersectionRows(offsets, [.. columns], [.. values]);
    }

    private static ReadOnlySpan<byte> Bytes<T>(T[] values) where T : unmanaged => MemoryMarshal.AsBytes<T>(values);
}

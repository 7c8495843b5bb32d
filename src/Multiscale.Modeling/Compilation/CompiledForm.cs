namespace Multiscale.Modeling;

/// <summary>What a simulation must know of compiled mechanisms, as bytes beside their code: their arrays and which kernels there are, not the expressions in them.</summary>
internal static class CompiledForm
{
    public static byte[] Write(IReadOnlyList<MechanismProgram> programs)
    {
        using var stream = new MemoryStream();
        using (var to = new BinaryWriter(stream))
            foreach (var p in programs)
            {
                List(p.Columns, c => { to.Write(c.Name); to.Write((int)c.Role); to.Write(c.Unit); to.Write(c.Default); });
                List(p.Places, to.Write);
                List(p.Uniforms, u => { to.Write(u.Name); to.Write(u.Default); });
                foreach (var kernel in new[] { p.Initialize, p.Currents, p.Advance, p.Diffuse }) to.Write(kernel?.Name ?? "");
                List(p.Diffusing, to.Write);
                List(p.WrittenPointers, to.Write);
                List(p.Remarks, to.Write);
                to.Write(p.Arguments);
                to.Write(p.PrintEvents is not null);
                to.Write(p.StartsWithEvents);

                void List<T>(IReadOnlyList<T> items, Action<T> write)
                {
                    to.Write(items.Count);
                    foreach (var item in items) write(item);
                }
            }
        return stream.ToArray();
    }

    /// <summary>The programs of these files; null where the bytes are not theirs.</summary>
    public static MechanismProgram[]? Read(byte[] bytes, IReadOnlyList<NmodlFile> files)
    {
        try
        {
            using var from = new BinaryReader(new MemoryStream(bytes));
            return [.. files.Select(file => Read(from, file))];
        }
        catch (Exception e) when (e is IOException or FormatException or OverflowException)
        {
            return null; // cut short, by a full disk or another hand: built anew
        }
    }

    private static MechanismProgram Read(BinaryReader from, NmodlFile file)
    {
        var columns = List(() => new MechanismColumn(from.ReadString(), (ColumnRole)from.ReadInt32(), from.ReadString(), from.ReadDouble()));
        var places = List(from.ReadString);
        var uniforms = List(() => (from.ReadString(), from.ReadDouble()));
        return new MechanismProgram
        {
            Name = file.Name, Kind = file.Kind, Ions = file.Ions, Columns = columns, Places = places, Uniforms = uniforms,
            Initialize = Kernel()!, Currents = Kernel(), Advance = Kernel(), Diffuse = Kernel(),
            Diffusing = List(from.ReadString), WrittenPointers = List(from.ReadString), Remarks = List(from.ReadString),
            Arguments = from.ReadInt32(),
            PrintEvents = from.ReadBoolean() ? _ => throw new InvalidOperationException("compiled already") : null,
            StartsWithEvents = from.ReadBoolean(),
        };

        Kernel? Kernel() => from.ReadString() is { Length: > 0 } name ? new Kernel(name, [], Addressing.Blocks) : null;

        T[] List<T>(Func<T> read)
        {
            int count = from.ReadInt32();
            if (count < 0 || count > from.BaseStream.Length) throw new FormatException();
            var items = new T[count];
            for (int i = 0; i < items.Length; i++) items[i] = read();
            return items;
        }
    }
}

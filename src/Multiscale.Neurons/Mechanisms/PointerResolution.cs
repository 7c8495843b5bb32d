using Multiscale.Core;
using Multiscale.Modeling;

namespace Multiscale.Neurons;

/// <summary>Connects the POINTERs of all mechanisms of this rank to what they stand for.</summary>
internal sealed unsafe class PointerResolution(Membrane membrane, CableLayout layout, NeuronLayout cells, IReadOnlyList<DensityMechanism> mechanisms)
{
    /// <param name="at">Mechanisms in the membrane of a compartment.</param>
    /// <exception cref="InputException">MS0235: a pointer that is not connected, or stands for what is not there.</exception>
    public void Connect(IEnumerable<PointMechanism> points, IEnumerable<PointProcess> processes, Func<int, Insertion[]> at)
    {
        foreach (var m in mechanisms)
        {
            if (Open(m.Arrays, m.Count) is not { } names) continue;
            for (int c = 0; c < cells.Count; c++)
                if (m.Has(layout.SlotOf(c))) Connect(m.Arrays, names, m.InstanceAt(layout.SlotOf(c)), c, Array.Find(at(c), i => i.Mechanism == m.Name)!.Pointers);
        }
        foreach (var p in points)
        {
            if (Open(p.Arrays, p.Count) is not { } names) continue;
            foreach (var process in processes.Where(x => x.Mechanism == p.Name))
                Connect(p.Arrays, names, p.InstanceOf(process.Id), p.CompartmentOf(p.InstanceOf(process.Id)), process.Pointers, process.Id >= GapJunctions.FirstProcess);
        }
    }

    /// <summary>Names of the pointers that are to be connected; null: there are none.</summary>
    private static string[]? Open(MechanismArrays arrays, int count)
    {
        string[] names = [.. arrays.Program.Columns.Where(c => c.Role == ColumnRole.Pointer).Select(c => c.Name)];
        if (names.Length == 0) return null;
        arrays.Pointers = new PointerLinks(arrays, names, count);
        return names;
    }

    private void Connect(MechanismArrays arrays, string[] names, int instance, int compartment, IReadOnlyDictionary<string, PointerOptions> given, bool isJunction = false)
    {
        for (int i = 0; i < names.Length; i++)
        {
            if (isJunction && names[i] == GapJunctions.OtherSide) continue; // brought anew at every step
            string what = $"POINTER {names[i]} of mechanism {arrays.Program.Name}";
            if (!given.TryGetValue(names[i], out var pointer))
                throw new InputException("MS0235", $"{what} is not connected", $"say what it stands for: 'pointers: {{{names[i]}: {{variable: v}}}}'");
            arrays.Pointers!.Set(i, instance, Target(what, pointer, compartment));
        }
    }

    private double* Target(string what, PointerOptions pointer, int compartment)
    {
        if (pointer.Section is { } section)
        {
            int cell = cells.CellOf[compartment], count = cells.Descriptions[cell].Morphology.Sections.Count;
            if (section < 0 || section >= count) throw new InputException("MS0235", $"{what} stands for a variable of section {section} of a cell that has {count}", "sections count from 0");
            compartment = cells.CompartmentAt(cells.Descriptions[cell].Gid, section, pointer.Position);
        }
        int slot = layout.SlotOf(compartment);
        if (membrane.Has(pointer.Variable)) return membrane.Place(pointer.Variable).Pointer + slot;
        foreach (var m in mechanisms)
            if (pointer.Variable.EndsWith("_" + m.Name, StringComparison.Ordinal) && m.Column(pointer.Variable[..^(m.Name.Length + 1)]) is { } column)
                return m.Has(slot) ? column.Pointer + m.InstanceAt(slot)
                    : throw new InputException("MS0235", $"{what} stands for {pointer.Variable}, but {m.Name} is not in section {cells.SectionOf[compartment]}", "insert it there, or name another place");
        throw new InputException("MS0235", $"{what} stands for '{pointer.Variable}', which no compartment has", "use v, an ion's variable such as cai, or 'variable_mechanism'");
    }
}

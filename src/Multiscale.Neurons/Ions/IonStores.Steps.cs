using System.Runtime.Intrinsics;

namespace Multiscale.Neurons;

/// <summary>What a step does, eight compartments at once.</summary>
internal sealed unsafe partial class IonStores
{
    private const int Width = CableLayout.Width;
    private const double LeastCalcium = 1e-12; // [mM], for the extrapolation to mid-step

    /// <summary>One ion by slot.</summary>
    /// <param name="place">Of the first of its arrays, as in <see cref="SlotArray"/>.</param>
    private sealed class Store(int slots, int place, double outside)
    {
        /// <summary>Net release before this span [amol].</summary>
        public SlotArray Before { get; } = new(slots, place);

        /// <summary>And within it.</summary>
        public SlotArray Released { get; } = new(slots, place + 1);

        /// <summary>Release in the last step [amol/ms], for the mid-point of the next.</summary>
        public SlotArray Rate { get; } = new(slots, place + 2);

        /// <summary>As delivered [mM].</summary>
        public SlotArray Outside { get; } = new(slots, place + 3, outside);

        /// <summary>Of whole cells, by pack and lane: the rate of the last step [amol/ms], and the release within this span [amol].</summary>
        public double[] CellRate { get; set; } = [];

        public double[] CellReleased { get; set; } = [];
    }

    private readonly Store sodium, potassium;
    private readonly SlotArray perDensity, perVolume, uptake; // [amol/ms per mA/cm2], [1/um3], [mM/ms]
    private readonly SlotArray pumpArea, atpBefore, atpUsed; // [amol/ms per mA/cm2], [amol], [amol]
    private readonly SlotArray cai, calciumCurrent, calciumShift; // [mM], [mA/cm2], [mM per mA/cm2]
    private readonly double[]? perOutside; // [1/um3] by pack and lane

    /// <summary>Concentrations that the membrane of a group sees <paramref name="ahead"/> ms after the last step, <paramref name="sinceStart"/> ms into the span.</summary>
    public void Show(CellGroup group, double ahead, double sinceStart)
    {
        if (Vector512.IsHardwareAccelerated) Show<Block512>(group, ahead, sinceStart);
        else Show<Block256>(group, ahead, sinceStart);
        GC.KeepAlive(this);
    }

    /// <summary>
    /// Books a step of h ms: its mean currents are those of the membrane, moved by the change of voltage just solved for unless they stand as they are.
    /// </summary>
    public void Book(CellGroup group, double h, bool moved)
    {
        if (Vector512.IsHardwareAccelerated) Book<Block512>(group, h, moved ? 1 : 0);
        else Book<Block256>(group, h, moved ? 1 : 0);
        GC.KeepAlive(this);
    }

    private void Show<T>(CellGroup group, double ahead, double sinceStart) where T : struct, IBlock<T>
    {
        if (FollowsSodiumAndPotassium)
            for (int p = group.FirstPack; p < group.EndPack; p++)
            {
                Show<T>(sodium, p, membrane.Nao, membrane.Nai, options.SodiumInside, ahead, 0);
                Show<T>(potassium, p, membrane.Ko, membrane.Ki, options.PotassiumInside, ahead, sinceStart);
            }
        if (!FollowsCalcium) return;
        double* shown = membrane.Cai.Pointer, inside = cai.Pointer, current = calciumCurrent.Pointer, shift = calciumShift.Pointer;
        T factor = T.Of(Math.Exp(-ahead / options.CalciumDecay)), rest = T.Of(options.CalciumInside), least = T.Of(LeastCalcium);
        for (nint s = group.FirstSlot; s < group.EndSlot; s += Width)
        {
            T steady = T.Take(T.Load(shift + s), T.Load(current + s), rest);
            T.Store(T.Max(least, T.Add(T.Load(inside + s) - steady, factor, steady)), shown + s);
        }
    }

    private void Show<T>(Store ion, int p, SlotArray shownOutside, SlotArray shownInside, double start, double ahead, double sinceStart) where T : struct, IBlock<T>
    {
        var pack = matrix.Layout.Packs[p];
        double* before = ion.Before.Pointer, released = ion.Released.Pointer, rate = ion.Rate.Pointer, outside = ion.Outside.Pointer;
        double* volume = perVolume.Pointer, taken = uptake.Pointer, o = shownOutside.Pointer, i = shownInside.Pointer;
        nint first = pack.FirstSlot, end = first + Width * pack.BlockCount;
        if (perOutside is not null)
        {
            double* own = stackalloc double[Width];
            for (int k = 0; k < Width; k++) own[k] = Math.FusedMultiplyAdd(ahead, ion.CellRate[Width * p + k], ion.CellReleased[Width * p + k]) * perOutside[Width * p + k];
            T added = T.Load(own), time = T.Of(sinceStart);
            for (nint s = first; s < end; s += Width) T.Store(T.Take(T.Load(taken + s), time, T.Load(outside + s) + added), o + s);
        }
        else for (nint s = first; s < end; s += Width) T.Store(T.Load(outside + s), o + s);
        if (!options.Accumulation) return;
        T a = T.Of(ahead), inside = T.Of(start);
        for (nint s = first; s < end; s += Width)
            T.Store(T.Take(T.Load(before + s) + T.Add(a, T.Load(rate + s), T.Load(released + s)), T.Load(volume + s), inside), i + s);
    }

    private void Book<T>(CellGroup group, double h, double moved) where T : struct, IBlock<T>
    {
        if (FollowsSodiumAndPotassium)
            for (int p = group.FirstPack; p < group.EndPack; p++)
            {
                Book<T>(sodium, membrane.Na!, p, h, moved);
                Book<T>(potassium, membrane.K!, p, h, moved);
            }
        double* change = matrix.Change.Pointer;
        T m = T.Of(moved), step = T.Of(h);
        if (FollowsCalcium)
        {
            double* current = membrane.Ca!.Current.Pointer, slope = membrane.Ca.Slope.Pointer, kept = calciumCurrent.Pointer, inside = cai.Pointer, shift = calciumShift.Pointer;
            T factor = T.Of(Math.Exp(-h / options.CalciumDecay)), rest = T.Of(options.CalciumInside);
            for (nint s = group.FirstSlot; s < group.EndSlot; s += Width)
            {
                T now = T.Add(T.Load(slope + s), m * T.Load(change + s), T.Load(current + s)), steady = T.Take(T.Load(shift + s), now, rest);
                T.Store(now, kept + s);
                T.Store(T.Add(T.Load(inside + s) - steady, factor, steady), inside + s);
            }
        }
        if (!FollowsAtp) return;
        // One ATP per net charge that the pump moves.
        double* used = atpUsed.Pointer, area = pumpArea.Pointer, moves = pumpCurrent!.Pointer;
        for (int b = group.FirstBlock; b < group.EndBlock; b++)
        {
            int at = pump!.InstanceAt(Width * b);
            if (at < 0) continue;
            nint s = Width * b;
            T.Store(T.Add(step * T.Load(area + s), T.Load(moves + at), T.Load(used + s)), used + s);
        }
    }

    private void Book<T>(Store ion, IonCurrent sum, int p, double h, double moved) where T : struct, IBlock<T>
    {
        var pack = matrix.Layout.Packs[p];
        double* change = matrix.Change.Pointer, area = perDensity.Pointer, current = sum.Current.Pointer, slope = sum.Slope.Pointer, released = ion.Released.Pointer, rate = ion.Rate.Pointer;
        T m = T.Of(moved), step = T.Of(h);
        for (nint s = pack.FirstSlot, end = s + Width * pack.BlockCount; s < end; s += Width)
        {
            T r = T.Load(area + s) * T.Add(T.Load(slope + s), m * T.Load(change + s), T.Load(current + s));
            T.Store(r, rate + s);
            T.Store(T.Add(step, r, T.Load(released + s)), released + s);
        }
        if (perOutside is null) return;
        SumRate<T>(ion, p);
        for (int k = Width * p; k < Width * (p + 1); k++) ion.CellReleased[k] = Math.FusedMultiplyAdd(h, ion.CellRate[k], ion.CellReleased[k]);
    }

    /// <summary>
    /// Rates of whole cells. Row r goes to partial sum r modulo 8, and those are added pair by pair: the same numbers in the same order wherever the cell stands.
    /// </summary>
    private void SumRate<T>(Store ion, int p) where T : struct, IBlock<T>
    {
        var pack = matrix.Layout.Packs[p];
        double* rate = ion.Rate.Pointer + pack.FirstSlot;
        double* parts = stackalloc double[Width * Width];
        new Span<double>(parts, Width * Width).Clear();
        if (pack.Interleaved)
        {
            for (int b = 0; b < pack.BlockCount; b++)
            {
                double* part = parts + Width * (b % Width);
                T.Store(T.Load(part) + T.Load(rate + Width * b), part);
            }
        }
        else
        {
            T sum = T.Of(0);
            for (int b = 0; b < pack.BlockCount; b++) sum += T.Load(rate + Width * b);
            double* lanes = stackalloc double[Width];
            T.Store(sum, lanes);
            for (int k = 0; k < Width; k++) T.Store(T.Of(lanes[k]), parts + Width * k);
        }
        for (int stride = 1; stride < Width; stride *= 2)
            for (int k = 0; k < Width; k += 2 * stride) T.Store(T.Load(parts + Width * k) + T.Load(parts + Width * (k + stride)), parts + Width * k);
        new ReadOnlySpan<double>(parts, Width).CopyTo(ion.CellRate.AsSpan(Width * p));
    }

    /// <summary>By pack and lane, the inverse of the extracellular volume of the cell there; 0 where there is none.</summary>
    private double[]? LocalSource(double[]? outsideVolume)
    {
        if (outsideVolume is null || !FollowsSodiumAndPotassium) return null;
        var packs = matrix.Layout.Packs;
        int count = Width * packs.Count;
        foreach (var ion in (Store[])[sodium, potassium]) (ion.CellRate, ion.CellReleased) = (new double[count], new double[count]);
        var inverse = new double[count];
        for (int p = 0; p < packs.Count; p++)
            if (packs[p].Interleaved)
                for (int lane = 0; lane < packs[p].Cells.Length; lane++) inverse[Width * p + lane] = 1 / outsideVolume[packs[p].Cells[lane]];
            else Array.Fill(inverse, 1 / outsideVolume[packs[p].Cells[0]], Width * p, Width);
        return inverse;
    }

    private void StartLocalSource()
    {
        if (perOutside is null) return;
        foreach (var ion in (ReadOnlySpan<Store>)[sodium, potassium])
        {
            Array.Clear(ion.CellReleased);
            for (int p = 0; p < matrix.Layout.Packs.Count; p++)
                if (Vector512.IsHardwareAccelerated) SumRate<Block512>(ion, p);
                else SumRate<Block256>(ion, p);
        }
    }
}

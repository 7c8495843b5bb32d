using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Multiscale.Core;
using Multiscale.Modeling;

namespace Multiscale.Brain;

/// <summary>
/// The points of a batch that are advanced together, as the lanes of vectors; or one point alone, whose regions are then the lanes. Values lie [region][lane].
/// A ring holds only what regions send to one another, over the longest delay of the block.
/// </summary>
internal sealed unsafe class BrainBlock
{
    private readonly BrainProgram program;
    private readonly BlockMemory memory;
    private readonly BlockMemory[] rings;
    private readonly byte*[] columns, places;
    private readonly BlockMemory columnTable, placeTable, laneTable, backs, weights, first, keys;
    private readonly int size, slots, firstPoint, points, regions;
    private readonly bool ownDelays;
    private readonly byte*[] second;
    private readonly double[] averages;
    private int slot;

    public BrainBlock(BrainProgram program, Fibres fibres, ReadOnlySpan<ParameterPoint> points, int firstPoint, bool alone, IReadOnlyDictionary<string, double[]> regional)
    {
        this.program = program;
        (this.firstPoint, this.points, regions) = (firstPoint, points.Length, fibres.Degree.Length);
        size = program.Options.Precision == Precision.Single ? 4 : 8;
        int width = Width(program);
        Lanes = alone ? 1 : width;
        Values = (regions * Lanes + width - 1) / width * width;

        // Kernels go through values in blocks of one vector length; a table gives each its place among the lanes.
        laneTable = new BlockMemory(sizeof(int) * (Values / 8 + 1));
        if (alone) for (int b = 0; b < Values / VectorPrinter.BlockOf(size); b++) ((int*)laneTable.Pointer)[b] = b;
        int placeLength = alone ? Values : width;
        int normals = program.Noisy.Length;
        memory = new BlockMemory((long)size * ((long)Values * (program.Columns.Count + normals) + (long)placeLength * program.Places.Count));
        byte* at = (byte*)memory.Pointer;
        byte* Take(int values) { var taken = at; at += (long)values * size; return taken; }
        columns = new byte*[program.Columns.Count];
        for (int c = 0; c < columns.Length; c++) columns[c] = Take(Values);
        second = new byte*[normals];
        for (int q = 0; q < normals; q++) second[q] = Take(Values);
        places = new byte*[program.Places.Count];
        for (int p = 0; p < places.Length; p++) places[p] = Take(placeLength);
        columnTable = Table(columns);
        placeTable = Table(places);
        averages = new double[program.Observed.Count * regions * Lanes];

        // Lanes without a point repeat the last one.
        var lanes = new ParameterPoint[Lanes];
        for (int lane = 0; lane < Lanes; lane++) lanes[lane] = points[Math.Min(lane, points.Length - 1)];
        SetParameters(lanes, fibres, regional, placeLength);
        keys = MakeKeys(lanes);

        var speeds = Speeds(lanes);
        ownDelays = alone || speeds.Any(s => s != speeds[0]);
        int longest = 0;
        int perFibre = ownDelays ? Lanes : 1;
        backs = new BlockMemory(sizeof(int) * (long)Math.Max(1, fibres.Sources.Length * perFibre));
        for (int e = 0; e < fibres.Sources.Length; e++)
            for (int lane = 0; lane < perFibre; lane++)
            {
                int delay = Connectome.Delay(fibres.Lengths[e], speeds[lane], program.Options.TimeStep);
                longest = Math.Max(longest, delay);
                ((int*)backs.Pointer)[e * perFibre + lane] = checked(delay * Values) - fibres.Sources[e] * Lanes - (ownDelays ? lane : 0);
            }
        slots = longest + 1;
        if ((long)slots * Values > int.MaxValue) throw new InputException("MS1503", $"delays of {slots} steps for {regions} regions are too long to keep", "raise the speed or the time step");
        rings = [.. program.Model.Sent.Select(_ => new BlockMemory((long)size * slots * Values))];
        weights = new BlockMemory((long)size * Math.Max(1, fibres.Weights.Length));
        for (int e = 0; e < fibres.Weights.Length; e++) Put((byte*)weights.Pointer, e, fibres.Weights[e]);
        first = new BlockMemory(sizeof(int) * (long)fibres.First.Length);
        fibres.First.CopyTo(new Span<int>(first.Pointer, fibres.First.Length));
        foreach (var state in program.Model.States) SetState(state.Name, _ => state.Initial);
        Restart();
    }

    /// <summary>Values per region: 1, or the length of a vector.</summary>
    public int Lanes { get; }

    /// <summary>Steps done.</summary>
    public long Step { get; private set; }

    private int Values { get; }

    /// <summary>Numbers in a vector.</summary>
    public static int Width(BrainProgram program) => program.Options.Precision == Precision.Single ? 2 * VectorMath.Width : VectorMath.Width;

    /// <summary>Advances by whole steps; a sample at the end of each period of averaging.</summary>
    public void Advance(long steps, IBrainObserver? observer, IReadOnlyList<Stimulus> stimuli)
    {
        var frame = new KernelFrame
        {
            Columns = (double**)columnTable.Pointer, Places = (double**)placeTable.Pointer, Table = (int*)laneTable.Pointer, First = 0, End = Values / 8,
        };
        var pass = new PassFrame { Weights = weights.Pointer, First = (int*)first.Pointer, Back = (int*)backs.Pointer, Regions = regions, Lanes = Lanes, Length = slots * Values, Keys = (ulong*)keys.Pointer, Count = Values };
        for (long end = Step + steps; Step < end;)
        {
            Receive(ref pass);
            DrawNoise(ref pass);
            Drive(stimuli);
            slot = slot + 1 == slots ? 0 : slot + 1;
            PointSentAtRing();
            foreach (var kernel in program.Steps) kernel(&frame);
            Step++;
            if (Step % program.StepsPerAverage == 0) Report(observer);
        }
    }

    /// <summary>Sets a state in every region and lane; <see cref="Restart"/> must follow.</summary>
    public void SetState(string name, Func<int, double> ofRegion)
    {
        byte* column = columns[Column(name)];
        for (int r = 0; r < regions; r++)
            for (int lane = 0; lane < Lanes; lane++) Put(column, r * Lanes + lane, ofRegion(r));
        // What fills up the last vector must be as harmless as a region.
        for (int i = regions * Lanes; i < Values; i++) Put(column, i, ofRegion(regions - 1));
    }

    public double State(string name, int region, int lane) => Get(columns[Column(name)], region * Lanes + lane);

    /// <summary>Fills the whole past with the present state.</summary>
    public void Restart()
    {
        var frame = new KernelFrame { Columns = (double**)columnTable.Pointer, Places = (double**)placeTable.Pointer, Table = (int*)laneTable.Pointer, First = 0, End = Values / 8 };
        slot = 0;
        PointSentAtRing();
        program.SendKernel(&frame);
        foreach (var ring in rings)
            for (int s = 1; s < slots; s++) Unsafe.CopyBlock((byte*)ring.Pointer + (long)s * Values * size, ring.Pointer, (uint)(Values * size));
    }

    private void Receive(ref PassFrame pass)
    {
        for (int k = 0; k < rings.Length; k++)
        {
            int column = program.SumColumns[k];
            if (column < 0) continue;
            pass.Ring = rings[k].Pointer;
            pass.Target = columns[column];
            pass.Now = slot * Values;
            fixed (PassFrame* p = &pass) (ownDelays ? program.SumOwn : program.SumShared)(p);
        }
    }

    /// <summary>One word of random bits serves two steps.</summary>
    private void DrawNoise(ref PassFrame pass)
    {
        for (int q = 0; q < program.Noisy.Length; q++)
        {
            ref byte* now = ref columns[program.NormalColumns[q]];
            if (Step % 2 == 0)
            {
                pass.Target = now;
                pass.Second = second[q];
                pass.Keys = (ulong*)keys.Pointer + (long)q * Values;
                pass.Counter = (ulong)(Step / 2);
                fixed (PassFrame* p = &pass) program.NoisePass(p);
            }
            else
            {
                new Span<byte>(second[q], Values * size).CopyTo(new Span<byte>(now, Values * size));
            }
        }
    }

    private void Drive(IReadOnlyList<Stimulus> stimuli)
    {
        if (stimuli.Count == 0) return;
        double time = Step * program.Options.TimeStep;
        foreach (string input in program.Inputs)
        {
            int column = Column(input);
            if (column < 0) continue;
            for (int r = 0; r < regions; r++)
            {
                double total = 0;
                foreach (var stimulus in stimuli)
                    if (stimulus.Input == input) total += stimulus.Regions[r] * stimulus.Course(time);
                for (int lane = 0; lane < Lanes; lane++) Put(columns[column], r * Lanes + lane, total);
            }
        }
    }

    private void PointSentAtRing()
    {
        for (int k = 0; k < rings.Length; k++)
            ((byte**)columnTable.Pointer)[program.SentColumns[k]] = (byte*)rings[k].Pointer + (long)slot * Values * size;
    }

    private void Report(IBrainObserver? observer)
    {
        int used = regions * Lanes;
        double share = 1.0 / program.StepsPerAverage;
        for (int v = 0; v < program.Observed.Count; v++)
        {
            byte* sums = columns[program.AverageColumns[v]];
            if (observer is not null) for (int i = 0; i < used; i++) averages[v * used + i] = Get(sums, i) * share;
            Unsafe.InitBlock(sums, 0, (uint)(Values * size));
        }
        long period = Step / program.StepsPerAverage;
        observer?.Sample(new BrainSample(period - 1, Step * program.Options.TimeStep, firstPoint, points, Lanes, regions, averages));
    }

    private void SetParameters(ParameterPoint[] lanes, Fibres fibres, IReadOnlyDictionary<string, double[]> regional, int placeLength)
    {
        for (int p = 0; p < places.Length; p++)
        {
            int parameter = IndexOf(program.Varied, program.Places[p]);
            for (int i = 0; i < placeLength; i++) Put(places[p], i, lanes[Lanes == 1 ? 0 : i].Values[parameter]);
        }
        for (int c = 0; c < columns.Length; c++)
        {
            string name = program.Columns[c];
            var values = name == "degree" ? fibres.Degree : regional.GetValueOrDefault(name);
            if (values is null) continue;
            for (int i = 0; i < Values; i++) Put(columns[c], i, values[Math.Min(i / Lanes, regions - 1)]);
        }
    }

    private double[] Speeds(ParameterPoint[] lanes)
    {
        int own = IndexOf(program.Varied, BrainProgram.Speed);
        return Array.ConvertAll(lanes, l => own < 0 ? program.Options.Speed : l.Values[own]);
    }

    private BlockMemory MakeKeys(ParameterPoint[] lanes)
    {
        int count = program.Noisy.Length;
        var made = new BlockMemory(sizeof(ulong) * (long)Math.Max(1, count * Values));
        for (int q = 0; q < count; q++)
            for (int i = 0; i < regions * Lanes; i++)
                ((ulong*)made.Pointer)[q * Values + i] = new CounterRandom((ulong)program.Options.Seed, (ulong)lanes[i % Lanes].Instance).Bits((ulong)((i / Lanes * count) + q));
        return made;
    }

    private int Column(string name) => IndexOf(program.Columns, name);

    private static int IndexOf(IReadOnlyList<string> list, string name)
    {
        for (int i = 0; i < list.Count; i++) if (list[i] == name) return i;
        return -1;
    }

    private static BlockMemory Table(byte*[] pointers)
    {
        var table = new BlockMemory(sizeof(byte*) * (long)Math.Max(1, pointers.Length));
        for (int i = 0; i < pointers.Length; i++) ((byte**)table.Pointer)[i] = pointers[i];
        return table;
    }

    private void Put(byte* array, int at, double value)
    {
        if (size == 4) ((float*)array)[at] = (float)value;
        else ((double*)array)[at] = value;
    }

    private double Get(byte* array, int at) => size == 4 ? ((float*)array)[at] : ((double*)array)[at];
}

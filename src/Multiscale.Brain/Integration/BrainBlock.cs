using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Multiscale.Core;
using Multiscale.Modeling;

namespace Multiscale.Brain;

/// <summary>
/// The points of a batch that are advanced together, as the lanes of vectors; or one point alone, whose regions are then the lanes. Values lie [region][lane].
/// Rings hold only what regions send to one another, over the longest delay of the block.
/// </summary>
internal sealed unsafe class BrainBlock
{
    private readonly BrainProgram program;
    private readonly BlockMemory memory;
    private readonly BlockMemory[] rings;
    private readonly byte*[] columns, places;
    private readonly BlockMemory columnTable, placeTable, laneTable, keys;
    private readonly BlockMemory[] partials;
    private readonly List<BlockMemory> fibreMemory = [];
    private readonly (FibreFrame Long, FibreFrame Short)[] fibres;
    private readonly NetworkPasses passes;
    private readonly int size, slots, firstPoint, points, regions;
    private readonly byte*[] second;
    private readonly double[] averages;
    private int slot;

    public BrainBlock(BrainProgram program, Connectome connectome, ReadOnlySpan<ParameterPoint> points, int firstPoint, bool alone, IReadOnlyDictionary<string, double[]> regional)
    {
        this.program = program;
        (this.firstPoint, this.points, regions) = (firstPoint, points.Length, connectome.Count);
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
        SetParameters(lanes, connectome, regional, placeLength);
        keys = MakeKeys(lanes);

        var speeds = Speeds(lanes);
        bool own = alone || speeds.Any(s => s != speeds[0]);
        passes = own ? program.Own : program.Shared;
        var delayed = speeds.Take(own ? Lanes : 1).Select(s => new DelayedFibres(connectome, s, program.Options.TimeStep)).ToArray();
        fibres = Array.ConvertAll(delayed, d => (Keep(d.Long), Keep(d.Short)));
        // The slowest point decides how much of the past is kept.
        slots = delayed.Max(d => d.Longest) + 1;
        long ring = (long)regions * Lanes * (slots + DelayedFibres.Ahead);
        if (ring > int.MaxValue / 8) throw new InputException("MS1503", $"delays of {slots} steps for {regions} regions are too long to keep", "raise the speed or the time step");
        rings = [.. program.Model.Sent.Select(_ => new BlockMemory(size * ring))];
        partials = [.. program.Model.Sent.Select(_ => new BlockMemory((long)size * DelayedFibres.Ahead * regions * Lanes))];
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
        var frame = Frame();
        var pass = Pass();
        for (long end = Step + steps; Step < end;)
        {
            Receive(ref pass);
            DrawNoise(ref pass);
            Drive(stimuli);
            foreach (var kernel in program.Steps) AlignedStack.Call(kernel, &frame);
            slot = slot + 1 == slots ? 0 : slot + 1;
            Send(ref pass);
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

    public double Value(string name, int region, int lane) => Get(columns[Column(name)], region * Lanes + lane);

    /// <summary>Fills the whole past with the present state.</summary>
    public void Restart()
    {
        var frame = Frame();
        program.SendKernel(&frame);
        var pass = Pass();
        for (slot = 0; slot < slots; slot++) Send(ref pass);
        slot = 0;
        Step = 0;
    }

    private KernelFrame Frame() => new() { Columns = (double**)columnTable.Pointer, Places = (double**)placeTable.Pointer, Table = (int*)laneTable.Pointer, First = 0, End = Values / 8 };

    private PassFrame Pass() => new() { Regions = regions, Lanes = Lanes, Slots = slots, Stride = slots + DelayedFibres.Ahead, Count = Values };

    private void Send(ref PassFrame pass)
    {
        for (int k = 0; k < rings.Length; k++)
        {
            pass.Ring = rings[k].Pointer;
            pass.Target = columns[program.SentColumns[k]];
            pass.Now = slot;
            fixed (PassFrame* p = &pass) passes.Send(p);
        }
    }

    private void Receive(ref PassFrame pass)
    {
        int ahead = (int)(Step % DelayedFibres.Ahead);
        for (int k = 0; k < rings.Length; k++)
        {
            int column = program.SumColumns[k];
            if (column < 0) continue;
            pass.Ring = rings[k].Pointer;
            pass.Target = columns[column];
            pass.Now = slot;
            for (int lane = 0; lane < fibres.Length; lane++)
            {
                (pass.Long, pass.Short, pass.Lane) = (fibres[lane].Long, fibres[lane].Short, lane);
                pass.Partial = partials[k].Pointer;
                fixed (PassFrame* p = &pass)
                {
                    if (ahead == 0) passes.Ahead(p);
                    pass.Partial = (byte*)partials[k].Pointer + (long)size * ahead * regions * Lanes;
                    passes.Now(p);
                }
            }
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

    private void Report(IBrainObserver? observer)
    {
        int used = regions * Lanes;
        double share = 1.0 / program.StepsPerAverage;
        for (int v = 0; v < program.Observed.Count; v++)
        {
            byte* sums = columns[program.AverageColumns[v]];
            if (observer is not null)
            {
                var means = averages.AsSpan(v * used, used);
                if (size == 4) TensorPrimitives.ConvertTruncating(new ReadOnlySpan<float>(sums, used), means);
                else new ReadOnlySpan<double>(sums, used).CopyTo(means);
                TensorPrimitives.Multiply(means, share, means);
            }
            Unsafe.InitBlock(sums, 0, (uint)(Values * size));
        }
        long period = Step / program.StepsPerAverage;
        observer?.Sample(new BrainSample(period - 1, Step * program.Options.TimeStep, firstPoint, points, Lanes, regions, averages));
    }

    private void SetParameters(ParameterPoint[] lanes, Connectome connectome, IReadOnlyDictionary<string, double[]> regional, int placeLength)
    {
        for (int p = 0; p < places.Length; p++)
        {
            int parameter = IndexOf(program.Varied, program.Places[p]);
            for (int i = 0; i < placeLength; i++) Put(places[p], i, lanes[Lanes == 1 ? 0 : i].Values[parameter]);
        }
        for (int c = 0; c < columns.Length; c++)
        {
            string name = program.Columns[c];
            var values = name == "degree" ? connectome.Degrees() : regional.GetValueOrDefault(name);
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

    private FibreFrame Keep(FibreRows rows)
    {
        var weights = new BlockMemory((long)size * Math.Max(1, rows.Weights.Length));
        fibreMemory.Add(weights);
        for (int e = 0; e < rows.Weights.Length; e++) Put((byte*)weights.Pointer, e, rows.Weights[e]);
        return new FibreFrame { First = Whole(rows.First), Sources = Whole(rows.Sources), Delays = Whole(rows.Delays), Weights = weights.Pointer };

        int* Whole(int[] values)
        {
            var kept = new BlockMemory(sizeof(int) * (long)Math.Max(1, values.Length));
            fibreMemory.Add(kept);
            values.CopyTo(new Span<int>(kept.Pointer, values.Length));
            return (int*)kept.Pointer;
        }
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

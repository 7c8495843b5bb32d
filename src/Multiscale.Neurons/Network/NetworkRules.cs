using Multiscale.Core;

namespace Multiscale.Neurons;

/// <summary>Checks what the user gave: every reference resolves, every number makes sense; all faults are reported at once.</summary>
internal static class NetworkRules
{
    /// <exception cref="InputException">MS0214-MS0219.</exception>
    /// <param name="artificial">How many artificial cells all ranks have.</param>
    public static void Check(NeuronOptions options, NeuronNetwork network, NeuronLayout layout, long artificial)
    {
        var faults = new List<Diagnostic>();
        long cells = layout.Cells.GlobalCount + artificial;
        var sources = new HashSet<long>();
        foreach (var source in network.SpikeSources)
        {
            if (source.SourceId < cells || !sources.Add(source.SourceId))
                Fault("MS0214", $"spike source {source.SourceId} has the id of a cell or of another source", $"number spike sources from {cells}");
            double last = double.NegativeInfinity;
            foreach (double t in source.Times)
            {
                if (!(t >= last) || !double.IsFinite(t))
                {
                    Fault("MS0215", $"spike source {source.SourceId}: {t} ms after {last} ms", "give finite times in ascending order");
                    break;
                }
                last = t;
            }
        }
        var ids = new HashSet<long>();
        foreach (var s in network.Synapses)
        {
            string name = $"synapse {s.Id}";
            if (!ids.Add(s.Id)) Fault("MS0216", $"{name} is given twice", "number the connections without repeats");
            Place(name, s.TargetGid, s.Section, s.Position);
            bool known = s.SourceGid >= 0 && (s.SourceGid < cells || sources.Contains(s.SourceGid));
            if (!known) Fault("MS0217", $"{name} listens to {s.SourceGid}, which is no cell and no spike source", "name a cell id or a spike source listed on this rank");
            if (!double.IsFinite(s.Weight) || s.Weight < 0) Fault("MS0218", $"{name} has weight {s.Weight} uS", "weights are finite and not negative");
            double least = s.SourceGid < cells ? options.TimeStep : 0;
            if (!double.IsFinite(s.Delay) || s.Delay < least) Fault("MS0218", $"{name} has delay {s.Delay} ms", $"give at least {least} ms (one time step between cells), or shorten the step");
            var k = s.Kinetics;
            if (!(k.Rise >= 0 && k.Decay > k.Rise && double.IsFinite(k.Decay + k.Reversal)))
                Fault("MS0218", $"{name} rises in {k.Rise} ms, decays in {k.Decay} ms, reverses at {k.Reversal} mV", "the rise is below the decay, and all are finite");
        }
        var processes = new HashSet<long>();
        foreach (var p in network.PointProcesses)
        {
            string name = $"point process {p.Id} ({p.Mechanism})";
            if (!processes.Add(p.Id)) Fault("MS0216", $"{name} is given twice", "number the point processes without repeats");
            Place(name, p.Gid, p.Section, p.Position);
        }
        var own = network.ArtificialCells.Select(c => c.Gid).ToHashSet();
        var connections = new HashSet<long>();
        foreach (var c in network.Connections)
        {
            string name = $"connection {c.Id}";
            if (!connections.Add(c.Id)) Fault("MS0216", $"{name} is given twice", "number the connections without repeats");
            if (!(c.ToCell ? own : processes).Contains(c.Target))
                Fault("MS0217", $"{name} leads to {(c.ToCell ? "artificial cell" : "point process")} {c.Target}, which this rank does not have", "hand each rank the connections to its own processes and cells");
            bool known = c.Source >= 0 && (c.Source < cells || sources.Contains(c.Source));
            if (!known) Fault("MS0217", $"{name} listens to {c.Source}, which is no cell and no spike source", "name a cell id or a spike source listed on this rank");
            double least = c.Source < cells ? options.TimeStep : 0;
            if (!double.IsFinite(c.Delay) || c.Delay < least) Fault("MS0218", $"{name} has delay {c.Delay} ms", $"give at least {least} ms (one time step between cells), or shorten the step");
            if (!Array.TrueForAll(c.Weights, double.IsFinite)) Fault("MS0218", $"{name} has weights {string.Join(", ", c.Weights)}", "weights are finite");
        }
        var junctions = new HashSet<long>();
        foreach (var j in network.GapJunctions)
        {
            string name = $"gap junction {j.Id}";
            if (!junctions.Add(j.Id)) Fault("MS0216", $"{name} is given twice", "number the gap junctions without repeats");
            foreach (var end in (ReadOnlySpan<GapEnd>)[j.One, j.Other])
                if (end.Gid < 0 || end.Gid >= cells) Fault("MS0217", $"{name} leads to cell {end.Gid}", $"cells count from 0 to {cells - 1}");
                else if (layout.LocalOf(end.Gid) >= 0) Place(name, end.Gid, end.Section, end.Position);
            if (layout.LocalOf(j.One.Gid) < 0 && layout.LocalOf(j.Other.Gid) < 0) Fault("MS0217", $"{name} joins no cell of this rank", "hand each junction to the ranks of both its cells");
            if (!double.IsFinite(j.Conductance) || j.Conductance < 0) Fault("MS0218", $"{name} has conductance {j.Conductance} uS", "conductances are finite and not negative");
        }
        foreach (var clamp in network.Clamps)
        {
            Place("current clamp", clamp.Gid, clamp.Section, clamp.Position);
            if (clamp.Reversal is { } held && !(double.IsFinite(held) && clamp.Amplitude >= 0))
                Fault("MS0219", $"clamp on cell {clamp.Gid}: {clamp.Amplitude} uS to {held} mV", "give a finite voltage, and a conductance of at least 0");
            if (!double.IsFinite(clamp.Start + clamp.Amplitude) || !(clamp.Duration >= 0))
                Fault("MS0219", $"current clamp on cell {clamp.Gid}: {clamp.Amplitude} nA from {clamp.Start} ms for {clamp.Duration} ms", "give finite numbers, and a duration of at least 0");
        }
        if (faults.Count > 0) throw new InputException(faults);

        void Place(string name, long gid, int section, double position)
        {
            int cell = layout.LocalOf(gid);
            if (cell < 0) Fault("MS0217", $"{name} sits on cell {gid}, which this rank does not have", "hand each rank what sits on its own cells");
            else if (section < 0 || section >= layout.Descriptions[cell].Morphology.Sections.Count)
                Fault("MS0217", $"{name} sits on section {section} of cell {gid}, which has {layout.Descriptions[cell].Morphology.Sections.Count}", "sections count from 0");
            else if (!(position is >= 0 and <= 1)) Fault("MS0217", $"{name} on cell {gid} sits at {position} of its section", "positions run from 0 to 1");
        }

        void Fault(string code, string message, string remedy) => faults.Add(new Diagnostic(code, message, remedy));
    }
}

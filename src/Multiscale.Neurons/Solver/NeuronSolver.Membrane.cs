using System.Text;
using Multiscale.Core;
using Multiscale.Modeling;

namespace Multiscale.Neurons;

/// <summary>Which mechanisms the cells have: the same list on every rank, so that checkpoints agree.</summary>
public sealed partial class NeuronSolver
{
    private int[] groupOfSynapse = [];

    /// <summary>
    /// Solves each resting cell's leaks and pump anew for the ATP and the concentrations outside that its ports now hold, so that the start is a
    /// steady state of the coupled tissue; call once, after the first delivery. Collective.
    /// </summary>
    public void Settle()
    {
        if (Time != SimTime.Zero) throw new InvalidOperationException($"neurons settle before they start, not at {Time}");
        ShowAtp();
        ions.Take();
        foreach (var group in groups) ions.Show(group, 0, 0);
        if (rest is not null) SolveRest();
        BookStart();
    }

    private void SolveRest()
    {
        rest!.Solve();
        warnings.Clear();
        if (rest.Warning is { } warning) warnings.Add(warning);
    }

    /// <summary>The currents at the start, for the first mid-point.</summary>
    private void BookStart()
    {
        foreach (var group in groups)
        {
            FillCurrents(group, 0, 0);
            foreach (var p in points) p.AddCurrents(group.Index, 0, 0);
            ions.Book(group, 0, false);
        }
    }

    /// <summary>The ATP that was delivered, as mechanisms see it: atpi of the ion atp, and of the pump.</summary>
    private void ShowAtp()
    {
        var pump = mechanisms.Find(m => m.Name == "nakpump");
        bool isPlace = membrane.Holds("atpi");
        if (pump is null && !isPlace) return;
        for (int c = 0; c < layout.Count; c++)
        {
            int slot = cable.Layout.SlotOf(c);
            if (isPlace) membrane.Atp[slot] = ports.Atp.Values[c];
            if (pump is not null && pump.Has(slot)) pump.Set("atpi", slot, ports.Atp.Values[c]);
        }
    }

    /// <summary>Reversal potentials of single membranes, where ions do not accumulate.</summary>
    private void SetReversals()
    {
        if (options.Accumulation) return;
        for (int c = 0; c < layout.Count; c++)
        {
            var m = layout.MembraneOf(c);
            if (m.SodiumReversal is { } ena) membrane.ENa[cable.Layout.SlotOf(c)] = ena;
            if (m.PotassiumReversal is { } ek) membrane.EK[cable.Layout.SlotOf(c)] = ek;
        }
    }

    /// <summary>Names of the mechanisms that any compartment of any rank has. Collective.</summary>
    private string[] PresentMechanisms(MechanismCatalog catalog)
    {
        var membranes = Enumerable.Range(0, layout.Count).Select(c => (Options: layout.MembraneOf(c), Rests: layout.Descriptions[layout.CellOf[c]].Model.Rest)).Distinct();
        var here = membranes.SelectMany(m => Insertion.Of(m.Options, m.Rests)).Select(i => i.Mechanism).Distinct();
        var everywhere = Everywhere(here);
        return [.. Insertion.Order.Where(everywhere.Contains), .. everywhere.Except(Insertion.Order).OrderBy(n => !WritesConcentration(n)).ThenBy(n => n, StringComparer.Ordinal)];

        // As in NEURON, those that move concentrations advance before those that read them.
        bool WritesConcentration(string name) => catalog.Find(name).Ions.Any(i => i.Writes.Any(w => w != "i" + i.Name));
    }

    /// <summary>Names of the mechanisms of the point processes of any rank. Collective.</summary>
    private string[] PresentProcesses(NeuronNetwork network) => [.. Everywhere(network.PointProcesses.Select(p => p.Mechanism).Distinct()).Order(StringComparer.Ordinal)];

    /// <summary>Names of the mechanisms of the artificial cells of any rank. Collective.</summary>
    private string[] PresentArtificial(NeuronNetwork network) => [.. Everywhere(network.ArtificialCells.Select(c => c.Mechanism).Distinct()).Order(StringComparer.Ordinal)];

    private HashSet<string> Everywhere(IEnumerable<string> here) =>
        [.. Encoding.UTF8.GetString(ranks.Allgatherv<byte>(Encoding.UTF8.GetBytes(string.Concat(here.Select(n => n + "\n"))))).Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>Which variables of a mechanism outlive the kernel that computes them.</summary>
    /// <param name="pointed">Variables that POINTERs stand for.</param>
    private HashSet<string> KeptOf(string mechanism, HashSet<string> pointed)
    {
        HashSet<string> kept = [.. options.Kept.Where(k => k.EndsWith("_" + mechanism, StringComparison.Ordinal)).Select(k => k[..^(mechanism.Length + 1)])];
        if (mechanism == "nakpump") kept.Add("ip");
        kept.UnionWith(pointed.Where(k => k.EndsWith("_" + mechanism, StringComparison.Ordinal)).Select(k => k[..^(mechanism.Length + 1)]));
        return kept;
    }

    /// <summary>Ions whose currents somebody asks for: the stores inside, mechanisms that follow a concentration, reports.</summary>
    private HashSet<string> TrackedIons(IonUse[] uses, bool rests)
    {
        HashSet<string> tracked = [.. uses.Where(u => options.IonCurrents || u.Reads.Contains("i" + u.Name)).Select(u => u.Name)];
        if (options.Accumulation || options.IonCurrents || rests) tracked.UnionWith(["na", "k"]);
        if (uses.Any(u => u.Name == "ca" && u.Writes.Contains("ica"))) tracked.Add("ca");
        return tracked;
    }

    /// <summary>What the tables of a mechanism are computed with.</summary>
    private Dictionary<string, double> SharedOf(string mechanism, IEnumerable<Insertion> insertions, NeuronNetwork network)
    {
        var shared = new Dictionary<string, double> { ["celsius"] = options.Celsius };
        foreach (var insertion in insertions.Where(i => i.Mechanism == mechanism)) foreach (var (name, value) in insertion.Parameters) shared[name] = value;
        foreach (var process in network.PointProcesses.Where(p => p.Mechanism == mechanism)) foreach (var (name, value) in process.Parameters) shared[name] = value;
        return shared;
    }

    private (List<DensityMechanism> Density, List<PointMechanism> Points, ArtificialCells Artificial) Insert(
        string[] names, string[] processes, string[] cells, NeuronNetwork network, MechanismCatalog catalog, HashSet<string> tracked, long artificialCount)
    {
        var insertions = new Dictionary<(MembraneOptions, bool), Insertion[]>();
        var at = new Insertion[layout.Count][];
        for (int c = 0; c < layout.Count; c++)
        {
            var key = (Options: layout.MembraneOf(c), Rests: layout.Descriptions[layout.CellOf[c]].Model.Rest);
            at[c] = insertions.TryGetValue(key, out var known) ? known : insertions[key] = [.. Insertion.Of(key.Options, key.Rests)];
        }
        foreach (var insertion in insertions.Values.SelectMany(i => i))
            foreach (var (function, table) in insertion.Tables) catalog.Tables[(insertion.Mechanism, function)] = table.Read($"{insertion.Mechanism}.{function}");
        var pointed = Everywhere(insertions.Values.SelectMany(i => i).SelectMany(i => i.Pointers.Values).Concat(network.PointProcesses.SelectMany(p => p.Pointers.Values)).Select(p => p.Variable).Distinct());
        var compiled = catalog.Compile([.. names, .. processes, .. cells], name => new MechanismDemand
        {
            TrackedIons = tracked, Kept = KeptOf(name, pointed), SecondOrder = options.Compatibility == Compatibility.None,
            Interpolated = options.InterpolateTables, Shared = options.InterpolateTables ? SharedOf(name, insertions.Values.SelectMany(i => i), network) : new Dictionary<string, double>(),
        });
        var list = new List<DensityMechanism>();
        foreach (var mechanism in compiled[..names.Length])
        {
            var has = new bool[cable.Layout.SlotCount];
            for (int c = 0; c < layout.Count; c++) has[cable.Layout.SlotOf(c)] = Array.Exists(at[c], i => i.Mechanism == mechanism.Program.Name);
            var placed = new DensityMechanism(mechanism, membrane, cable.Layout, options, layout, has);
            for (int c = 0; c < layout.Count; c++)
            {
                int slot = cable.Layout.SlotOf(c);
                if (!has[slot]) continue;
                foreach (var (name, value) in Array.Find(at[c], i => i.Mechanism == mechanism.Program.Name)!.Parameters) placed.Set(name, slot, value);
            }
            SetDistributed(placed);
            list.Add(placed);
        }
        var points = new List<PointMechanism>();
        foreach (var mechanism in compiled[names.Length..(names.Length + processes.Length)])
        {
            var own = network.PointProcesses.Where(p => p.Mechanism == mechanism.Program.Name).ToArray();
            var ids = own.Select(p => p.Id).ToHashSet();
            points.Add(new PointMechanism(points.Count, mechanism, membrane, cable, layout, groups, options, own, network.Connections.Where(c => !c.ToCell && ids.Contains(c.Target))));
        }
        new PointerResolution(membrane, cable.Layout, layout, list).Connect(points, network.PointProcesses, compartment => at[compartment]);
        return (list, points, new ArtificialCells(points.Count, compiled[(names.Length + processes.Length)..], options, network, layout, artificialCount));
    }

    private void SetDistributed(DensityMechanism mechanism)
    {
        for (int cell = 0; cell < layout.Descriptions.Length; cell++)
            foreach (var parameter in layout.Descriptions[cell].Distributed)
                for (int c = 0; parameter.Mechanism == mechanism.Name && c < parameter.Values.Length; c++)
                    if (cable.Layout.SlotOf(layout.CellOffsets[cell] + c) is var slot && mechanism.Has(slot) && !double.IsNaN(parameter.Values[c])) mechanism.Set(parameter.Parameter, slot, parameter.Values[c]);
    }

    /// <summary>By group of cells, then by id, so that a group's synapses stand together; a compartment's conductances add up in the order of ids.</summary>
    private SynapseDescription[] SortedSynapses(IReadOnlyList<SynapseDescription> all)
    {
        var groupOf = new int[layout.Descriptions.Length];
        for (int g = 0; g < groups.Length; g++) foreach (int cell in groups[g].Cells) groupOf[cell] = g;
        SynapseDescription[] sorted = [.. all.OrderBy(s => groupOf[layout.LocalOf(s.TargetGid)]).ThenBy(s => s.Id)];
        groupOfSynapse = Array.ConvertAll(sorted, s => groupOf[layout.LocalOf(s.TargetGid)]);
        for (int g = 0, at = 0; g < groups.Length; g++)
        {
            groups[g].FirstSynapse = at;
            while (at < sorted.Length && groupOfSynapse[at] == g) at++;
            groups[g].EndSynapse = at;
        }
        return sorted;
    }

    private IEnumerable<Link> Links(SynapseDescription[] sorted)
    {
        for (int i = 0; i < sorted.Length; i++) yield return new Link(sorted[i].SourceGid, sorted[i].Id, sorted[i].Delay, i, -1);
        for (int m = 0; m < points.Count; m++)
            for (int c = 0; c < points[m].Connections.Count; c++)
                yield return new Link(points[m].Connections[c].Source, points[m].Connections[c].Id, points[m].Connections[c].Delay, c, m);
        foreach (var link in artificial.Links()) yield return link;
    }

    private (double Sodium, double Potassium) InitialReversals() => options.Accumulation
        ? (thermal * Math.Log(options.SodiumOutside / options.SodiumInside), thermal * Math.Log(options.PotassiumOutside / options.PotassiumInside))
        : (options.SodiumReversal, options.PotassiumReversal);
}

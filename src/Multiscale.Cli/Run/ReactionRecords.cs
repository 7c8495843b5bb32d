using Multiscale.Core;
using Multiscale.Diffusion;
using Multiscale.Formats;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>
/// totals.h5: molecules and concentrations of every species in each compartment, patch and region over time; fields.h5 and fields.xdmf: the same per
/// tetrahedron for chosen species; with a membrane also its potential. Rank 0 writes.
/// </summary>
internal sealed class ReactionRecords : IDisposable
{
    // Molecules per um^3 in 1 mM.
    private const double PerMicronCubed = Constants.Avogadro * 1e-18;

    private readonly ReactionCase reactions;
    private readonly IReactionSolver solver;
    private readonly EntityGather? cells;
    private readonly Hdf5File? file;
    private readonly FieldFile? fields;
    private readonly Hdf5Table<double>? times;
    private readonly List<(Hdf5Table<double> Counts, Hdf5Table<double> Levels, Hdf5Table<double>? Potential)> tables = [];
    private readonly MembraneSolver? membrane;
    private readonly int visible;

    /// <summary>Records the state at the start. Collective.</summary>
    /// <param name="goesOn">The folder holds the records of a run up to the solver's time: they are continued.</param>
    public ReactionRecords(ReactionCase reactions, IReactionSolver solver, RunFolder folder, bool goesOn)
    {
        (this.reactions, this.solver, membrane, visible) = (reactions, solver, solver as MembraneSolver, reactions.Model.Visible);
        var fieldNames = reactions.Chemistry.Record.Fields;
        if (fieldNames.Length > 0) cells = new EntityGather(reactions.Ranks, solver.Cells);
        if (reactions.Ranks.IsRoot)
        {
            file = goesOn ? Hdf5File.OpenRunning(folder.File("totals.h5")) : Hdf5File.CreateRunning(folder.File("totals.h5"));
            long kept = goesOn ? file.Read<double>("/time").Count(t => t <= solver.Time.Milliseconds) : 0;
            if (!goesOn) file.WriteStrings("/species", [.. reactions.Model.Species.Take(visible).Select(s => s.Name)]);
            times = Table("/time", 0, "ms");
            foreach (var tally in reactions.Model.Tallies)
            {
                bool hasPotential = membrane is not null && double.IsFinite(membrane.Potential(tally.Cells));
                tables.Add((Table($"/{tally.Name}/molecules", visible, ""), Table($"/{tally.Name}/{Level(tally)}", visible, tally.IsSurface ? "1/um^2" : "mM"), hasPotential ? Table($"/{tally.Name}/potential", 0, "mV") : null));
            }
            if (fieldNames.Length > 0) fields = goesOn ? FieldFile.Continue(folder.File("fields"), solver.Time, reactions.Mesh) : FieldFile.Create(folder.File("fields"), reactions.Mesh);

            Hdf5Table<double> Table(string path, int columns, string unit)
            {
                if (goesOn) return file.OpenTable<double>(path, kept);
                var made = file.CreateTable<double>(path, columns);
                if (unit.Length > 0) file.WriteText(path, "units", unit);
                return made;
            }
        }
        if (!goesOn) Add();
    }

    /// <summary>Records the state now. Collective.</summary>
    public void Add()
    {
        int species = reactions.Model.Species.Count;
        times?.Append([solver.Time.Milliseconds]);
        for (int k = 0; k < reactions.Model.Tallies.Count; k++)
        {
            var tally = reactions.Model.Tallies[k];
            var totals = solver.Molecules(tally.Cells);
            if (file is null) continue;
            double factor = 1 / (tally.Size * (tally.IsSurface ? 1 : PerMicronCubed));
            tables[k].Counts.Append(totals.AsSpan(0, visible));
            tables[k].Levels.Append(Array.ConvertAll(totals[..visible], n => n * factor));
            tables[k].Potential?.Append([membrane!.Potential(tally.Cells)]);
        }
        if (cells is null) return;
        var numbers = new double[solver.Cells.Count * species];
        solver.CopyMolecules(numbers);
        var all = cells.All<double>(numbers, species);
        if (fields is null) return;
        fields.Begin(solver.Time);
        var values = new double[reactions.Mesh.Count];
        foreach (string name in reactions.Chemistry.Record.Fields)
        {
            if (name == RecordOptions.Potential && membrane is not null)
            {
                for (int t = 0; t < values.Length; t++) values[t] = membrane.Potential([t]);
                fields.Write(name, "mV", values);
                continue;
            }
            int s = reactions.Model.IndexOf(name);
            for (int t = 0; t < values.Length; t++) values[t] = all[(long)t * species + s];
            fields.Write(name, "1", values);
            for (int t = 0; t < values.Length; t++) values[t] /= reactions.Mesh.Volumes[t] * PerMicronCubed;
            fields.Write(name + " concentration", "mM", values);
        }
        fields.End();
    }

    /// <summary>Brings everything to disk.</summary>
    public void Flush()
    {
        times?.Write();
        foreach (var (counts, levels, potential) in tables)
        {
            counts.Write();
            levels.Write();
            potential?.Write();
        }
        file?.Flush();
        fields?.Flush();
    }

    public void Dispose()
    {
        foreach (var (counts, levels, potential) in tables)
        {
            counts.Dispose();
            levels.Dispose();
            potential?.Dispose();
        }
        times?.Dispose();
        file?.Dispose();
        fields?.Dispose();
    }

    private static string Level(Tally tally) => tally.IsSurface ? "density" : "concentration";
}

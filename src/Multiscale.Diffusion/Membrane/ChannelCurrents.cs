using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Diffusion;

/// <summary>
/// Conductances and currents of the channels in each triangle of the membrane over a step, brought to every rank. Open channels count with the mean of their numbers before and after; ions that
/// passed count one by one.
/// </summary>
internal sealed class ChannelCurrents
{
    // nA of one elementary charge per ms.
    private const double NanoamperePerCharge = Constants.Faraday / Constants.Avogadro * 1e12;

    private readonly MembraneModel model;
    private readonly IVoltageDriven molecules;
    private readonly Communicator ranks;
    private readonly int[] own, mine;         // own cells that are triangles of the membrane: positions in the solver, and in the membrane
    private readonly int[][] theirs;          // of each rank: positions in the membrane
    private readonly double[] before, sent, received;
    private readonly int block;

    /// <summary>Collective.</summary>
    public ChannelCurrents(MembraneModel model, IVoltageDriven molecules, Communicator ranks)
    {
        (this.model, this.molecules, this.ranks) = (model, molecules, ranks);
        var ids = molecules.Cells.OwnedIds;
        List<int> cells = [], positions = [];
        for (int i = 0; i < ids.Length; i++)
            if (Array.BinarySearch(model.Triangles, (int)ids[i]) is >= 0 and int t)
            {
                cells.Add(i);
                positions.Add(t);
            }
        (own, mine) = ([.. cells], [.. positions]);
        var all = ranks.Allgatherv<int>(mine, out int[] counts);
        theirs = new int[ranks.Size][];
        for (int r = 0, at = 0; r < theirs.Length; at += counts[r++]) theirs[r] = all[at..(at + counts[r])];
        block = 2 * counts.Max();
        (sent, received) = (new double[block], new double[block * ranks.Size]);
        before = new double[own.Length * model.Ohmic.Count];
        (Conductances, Currents) = (new double[model.Triangles.Length], new double[model.Triangles.Length]);
    }

    /// <summary>Of the channels of each triangle [uS].</summary>
    public double[] Conductances { get; }

    /// <summary>Into the compartment at 0 mV, through each triangle [nA].</summary>
    public double[] Currents { get; }

    /// <summary>Remembers what is open at the start of a step.</summary>
    public void Begin()
    {
        for (int i = 0, at = 0; i < own.Length; i++)
            for (int k = 0; k < model.Ohmic.Count; k++) before[at++] = molecules.Number(own[i], model.Ohmic[k].Species);
    }

    /// <summary>Conductances and currents of a step of <paramref name="duration"/> ms that molecules have just made. Collective.</summary>
    public void End(double duration)
    {
        for (int i = 0, at = 0; i < own.Length; i++)
        {
            double conductance = 0, current = 0;
            for (int k = 0; k < model.Ohmic.Count; k++)
            {
                var ohmic = model.Ohmic[k];
                double g = 0.5 * (before[at++] + molecules.Number(own[i], ohmic.Species)) * ohmic.Conductance;
                conductance += g;
                current += g * ohmic.Reversal;
            }
            if (model.Charges.Out >= 0)
            {
                current += (molecules.Number(own[i], model.Charges.In) - molecules.Number(own[i], model.Charges.Out)) * (NanoamperePerCharge / duration);
                molecules.Clear(own[i], model.Charges.In);
                molecules.Clear(own[i], model.Charges.Out);
            }
            (sent[2 * i], sent[2 * i + 1]) = (conductance, current);
        }
        ranks.Allgather<double>(sent, received);
        for (int r = 0; r < theirs.Length; r++)
            for (int i = 0; i < theirs[r].Length; i++)
                (Conductances[theirs[r][i]], Currents[theirs[r][i]]) = (received[r * block + 2 * i], received[r * block + 2 * i + 1]);
    }
}

using System.Globalization;
using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Cli;

/// <summary>What is seen of a tissue's oxygen from outside, per volume of tissue.</summary>
/// <param name="Flow">Blood that enters [1/s]; CBF.</param>
/// <param name="Volume">Blood [1]; CBV.</param>
/// <param name="Deoxygenated">Haem without oxygen [mM].</param>
/// <param name="Oxygenated">Haem with oxygen [mM].</param>
/// <param name="Use">Oxygen that cells take [mM/s]; CMRO2.</param>
/// <param name="Extraction">Share of its oxygen that blood no longer has where it leaves; OEF.</param>
/// <param name="Bold">Change of the signal [%].</param>
internal sealed record OxygenSample(double Time, double Flow, double Volume, double Deoxygenated, double Oxygenated, double Use, double Extraction, double Bold)
{
    public const string Header = "time_ms,cbf_1/s,cbv_1,dhb_mM,hbo2_mM,cmro2_mM/s,oef_1,bold_%";

    public string Line => string.Join(',', new[] { Time, Flow, Volume, Deoxygenated, Oxygenated, Use, Extraction, Bold }.Select(v => v.ToString("g12", CultureInfo.InvariantCulture)));
}

/// <summary>Reads the oxygen of blood and the signal that follows from it: q deoxygenated haem and v blood volume, both over rest, where v weighs vessels by what they contribute to q at rest.</summary>
internal sealed class BloodOxygen
{
    private readonly CoupledTissue tissue;
    private readonly BoldOptions signal;
    private readonly double[] rest; // deoxygenated haem of each vessel at rest [mM]
    private readonly ReproducibleSum sum = new();
    private readonly double restVolume, restWeighted, restExtraction;
    private double used, usedAt;

    /// <summary>At rest. Collective.</summary>
    public BloodOxygen(CoupledTissue tissue, BoldOptions signal)
    {
        (this.tissue, this.signal) = (tissue, signal);
        var blood = tissue.BloodFlow!;
        rest = [.. blood.Delivered[0].Vacant];
        foreach (var (volume, vacant) in blood.Volumes.ToArray().Zip(rest))
        {
            restVolume += volume / tissue.Mesh!.TotalVolume;
            restWeighted += volume * vacant / tissue.Mesh.TotalVolume;
        }
        restExtraction = Extraction;
        used = Used();
        // Before the first window the port holds the use of one second.
        sum.Clear();
        sum.Add(Exchanges.PortOf(tissue.Metabolism!, "oxygen-release")!.Values);
        Now = Sample(-sum.Total(tissue.Ranks) / tissue.Mesh!.TotalVolume);
    }

    /// <summary>The latest sample.</summary>
    public OxygenSample Now { get; private set; }

    /// <summary>After blood flow has advanced. Collective.</summary>
    public void After()
    {
        double before = used, at = usedAt;
        (used, usedAt) = (Used(), tissue.BloodFlow!.Time.Seconds);
        if (usedAt > at) Now = Sample((used - before) / (usedAt - at) / tissue.Mesh!.TotalVolume);
    }

    public void Save(ICheckpoint checkpoint) =>
        checkpoint.PutGlobal("blood-oxygen", [Now.Time, Now.Flow, Now.Volume, Now.Deoxygenated, Now.Oxygenated, Now.Use, Now.Extraction, Now.Bold]);

    /// <summary>After the solvers. Collective.</summary>
    public void Restore(ICheckpoint checkpoint)
    {
        var n = checkpoint.GetGlobal("blood-oxygen");
        Now = new OxygenSample(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]);
        (used, usedAt) = (Used(), tissue.BloodFlow!.Time.Seconds);
    }

    private OxygenSample Sample(double use)
    {
        var blood = tissue.BloodFlow!;
        var oxygen = blood.Delivered[0];
        double tissueVolume = tissue.Mesh!.TotalVolume, volume = 0, weighted = 0, vacant = 0, full = 0;
        for (int e = 0; e < rest.Length; e++)
        {
            double share = blood.Volumes[e] / tissueVolume;
            volume += share;
            weighted += share * rest[e];
            vacant += share * oxygen.Vacant[e];
            full += share * (oxygen.Concentrations[e] - oxygen.Free[e]);
        }
        double q = vacant / restWeighted, v = weighted / restWeighted;
        double perExtraction = restExtraction * signal.EchoTime, k1 = 4.3 * signal.FrequencyOffset * perExtraction, k2 = signal.SignalRatio * signal.RelaxationSlope * perExtraction, k3 = 1 - signal.SignalRatio;
        double bold = 100 * (signal.RestingVolume ?? restVolume) * (k1 * (1 - q) + k2 * (1 - q / v) + k3 * (1 - v));
        return new OxygenSample(blood.Time.Milliseconds, blood.TotalInflow / tissueVolume, volume, vacant, full, use, Extraction, bold);
    }

    private double Extraction => tissue.BloodFlow!.Delivered[0] is var oxygen ? 1 - oxygen.Leaving / oxygen.Entering : 0;

    /// <summary>What cells took since the start [amol].</summary>
    private double Used()
    {
        sum.Clear();
        foreach (var account in tissue.Metabolism!.Accounts)
            if (account.Quantity == "oxygen") sum.Add(account.Holdings());
        return sum.Total(tissue.Ranks);
    }
}

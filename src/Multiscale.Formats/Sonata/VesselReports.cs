using Multiscale.Core;

namespace Multiscale.Formats;

/// <summary>
/// The four reports on a vascular network, one column per segment, time in s, in the form AstroVascPy's users know:
/// report_flows.h5 [um^3/s], report_pressures.h5 [g/(um s^2), 1 of which is 1000 Pa], report_radii.h5 [um], report_volumes.h5 [um^3].
/// </summary>
public sealed class VesselReports : IDisposable
{
    public const string Population = "vasculature";

    private readonly CompartmentReport flows, pressures, radii, volumes;
    private readonly CompartmentReport[] others;

    private VesselReports(string folder, int segments, SimTime start, SimTime step, IReadOnlyList<(string Name, string Unit)> more, bool goOn)
    {
        var ids = new long[segments];
        for (int i = 0; i < segments; i++) ids[i] = i;
        var mapping = ReportMapping.OnePerNode(ids);
        CompartmentReport Open(string name, string unit)
        {
            var header = new ReportHeader { Population = Population, Mapping = mapping, Start = start, Step = step, Unit = unit, TimeUnit = "s" };
            return goOn ? CompartmentReport.Continue(Path.Combine(folder, name), start, header) : CompartmentReport.Create(Path.Combine(folder, name), header);
        }

        flows = Open("report_flows.h5", "um^3.s^-1");
        pressures = Open("report_pressures.h5", "g.um^-1.s^-2");
        radii = Open("report_radii.h5", "um");
        volumes = Open("report_volumes.h5", "um^3");
        others = [.. more.Select(m => Open($"report_{m.Name}.h5", m.Unit))];
    }

    /// <param name="more">Further quantities, each a file of its own: report_NAME.h5.</param>
    public static VesselReports Create(string folder, int segments, SimTime start, SimTime step, params IReadOnlyList<(string Name, string Unit)> more) => new(folder, segments, start, step, more, goOn: false);

    /// <summary>Goes on with those of an earlier run, of which the frames up to <paramref name="until"/> are kept.</summary>
    public static VesselReports Continue(string folder, int segments, SimTime until, SimTime step, params IReadOnlyList<(string Name, string Unit)> more) => new(folder, segments, until, step, more, goOn: true);

    /// <summary>Appends one frame, one value per segment: flow [um^3/s], radius [um], mean pressure [g/(um s^2)], volume [um^3], and what else there is.</summary>
    public void Append(ReadOnlySpan<double> flow, ReadOnlySpan<double> radius, ReadOnlySpan<double> pressure, ReadOnlySpan<double> volume, params IReadOnlyList<double[]> more)
    {
        flows.Append(flow);
        radii.Append(radius);
        pressures.Append(pressure);
        volumes.Append(volume);
        for (int i = 0; i < others.Length; i++) others[i].Append(more[i]);
    }

    public void Flush()
    {
        flows.Flush();
        radii.Flush();
        pressures.Flush();
        volumes.Flush();
        foreach (var other in others) other.Flush();
    }

    public void Dispose()
    {
        flows.Dispose();
        radii.Dispose();
        pressures.Dispose();
        volumes.Dispose();
        foreach (var other in others) other.Dispose();
    }
}

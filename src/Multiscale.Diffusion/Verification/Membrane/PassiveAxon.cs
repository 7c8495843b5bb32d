using Multiscale.Core;
using Multiscale.Parallel;

namespace Multiscale.Diffusion;

/// <summary>
/// Case RALLPACK1: a bar of the cross-section of a cylinder of 1 um, 1000 um long, with 0.1 nA into one end; capacitance and leak are scaled by the ratio of the surfaces. The leak is one open
/// channel on every triangle, or a conductance of the membrane; the reference is the series of the cable with sealed ends.
/// </summary>
public static class PassiveAxon
{
    private const double Diameter = 1e-6, Length = 1e-3, Axial = 1, Membrane = 4, Capacitance = 0.01, Current = 1e-10, Rest = -65; // SI; mV
    private const double Every = 0.05, End = 250; // ms

    /// <summary>Both leaks. Collective.</summary>
    /// <param name="layers">Layers of six tets.</param>
    /// <param name="step">[ms]</param>
    public static IEnumerable<VerificationRow> Run(Communicator ranks, int layers = 330, double step = 0.05)
    {
        foreach (bool channels in (bool[])[true, false])
        {
            var (start, end) = Errors(ranks, layers, step, channels);
            string leak = channels ? "a channel per triangle" : "leak of the membrane";
            yield return new VerificationRow("RALLPACK1", "closed form", $"{leak}: RMS of V at 0 um, 0 to {End} ms", start, Allowed, "mV");
            yield return new VerificationRow("RALLPACK1", "closed form", $"{leak}: RMS of V at 1000 um, 0 to {End} ms", end, Allowed, "mV");
        }
    }

    // The specification allows 1e-3 V.
    private const double Allowed = 0.01;

    /// <summary>RMS errors at both ends [mV]. Collective.</summary>
    public static (double Start, double End) Errors(Communicator ranks, int layers, double step, bool channels, double until = End)
    {
        const double micron = 1e6;
        double side = Math.Sqrt(Math.PI) / 2 * Diameter * micron;
        var mesh = BarMesh.Create(side, Length * micron, 1, layers);
        // uF/cm2 is 0.01 F/m2; S/cm2 is 1e4 S/m2.
        double ratio = Math.PI * Diameter * micron / (4 * side);
        double perTriangle = 1e12 * Math.PI * Diameter * Length / Membrane / (8 * layers);
        var options = new ReactionDiffusionOptions
        {
            Species = channels ? new Dictionary<string, MoleculeOptions> { ["open"] = new() } : [],
            Patches = new Dictionary<string, PatchOptions> { ["side"] = new() },
            Membrane = new()
            {
                Compartment = "axon", Patches = ["side"], Resistivity = Axial, Capacitance = 100 * Capacitance * ratio, Initial = Rest, Step = step,
                Leaks = channels ? [] : [new() { Conductance = 1e-4 / Membrane * ratio, Reversal = Rest }],
                Ohmic = channels ? [new() { Species = "open", Conductance = perTriangle, Reversal = Rest }] : [],
                CurrentClamps = [new() { In = "start", Amplitude = 1e9 * Current }],
            },
        };
        var model = ModelBuilder.Build(options, mesh);
        var molecules = new StochasticSolver(model, options.Splitting, 1, VerificationRun.Slices(mesh, ranks), ranks);
        if (channels)
            foreach (int triangle in model.Membrane!.Triangles) molecules.SetCount(triangle, 0, 1);
        var solver = new MembraneSolver(molecules, model.Membrane!, ranks);
        double start = 0, end = 0;
        int samples = (int)Math.Round(until / Every);
        for (int k = 1; k <= samples; k++)
        {
            solver.Advance(SimTime.FromMilliseconds(k * Every));
            start += Math.Pow(Mean(solver, v => v.Z == 0) - Exact(0, 1e-3 * k * Every), 2);
            end += Math.Pow(Mean(solver, v => v.Z == Length * micron) - Exact(Length, 1e-3 * k * Every), 2);
        }
        return (Math.Sqrt(start / samples), Math.Sqrt(end / samples));
    }

    /// <summary>
    /// V(x, t) [mV] with a current from t = 0 on: the steady state L cosh(L - X) / sinh L less the decaying terms, whose series converges fast.
    /// </summary>
    private static double Exact(double x, double t)
    {
        double lambda = Math.Sqrt(Membrane * Diameter / (4 * Axial)), l = Length / lambda, time = t / (Membrane * Capacitance);
        double sum = l * Math.Cosh(l - x / lambda) / Math.Sinh(l) - Math.Exp(-time);
        for (int n = 1; ; n++)
        {
            double k = 1 + Math.Pow(n * Math.PI / l, 2), term = 2 * Math.Exp(-k * time) / k;
            if (term < 1e-13) break;
            sum -= term * Math.Cos(n * Math.PI * x / Length);
        }
        return Rest + 1e3 * Current * 4 * Axial / (Math.PI * Diameter * Diameter) * lambda / l * sum;
    }

    private static double Mean(MembraneSolver solver, Func<Geometry.Point3, bool> chosen)
    {
        double sum = 0;
        int count = 0;
        var mesh = solver.Model.Cells.Mesh;
        for (int v = 0; v < solver.Potentials.Length; v++)
            if (chosen(mesh.Vertices[solver.Model.Membrane!.Vertices[v]]))
            {
                sum += solver.Potentials[v];
                count++;
            }
        return sum / count;
    }
}

using Multiscale.Core;

namespace Multiscale.Diffusion;

public sealed partial class DiffusionSolver
{
    /// <summary>
    /// Brings every species that walls supply to the steady state of the sources and the blood now in its ports, the sources as amounts of one second, with blood answering as
    /// over a window of <paramref name="seconds"/>; walls then offer what they return in that. Gains count from here. Concentrations may come out negative: see
    /// <see cref="CheckRest"/>. Collective.
    /// </summary>
    public void Rest(double seconds)
    {
        double window = 1000 * seconds;
        foreach (var s in species)
        {
            if (s.Walls is not { } walls) continue;
            for (int t = 0; t < rate.Length; t++) rate[t] = s.Source.Values[t] / (s.Accessible[t] * 1000);
            Open(s, window, rate);
            if (!step.Steady(s, rate, rate))
                throw new NumericalException("MS0511", $"{s.Name} finds no steady state in the tissue", "see that capillaries run through all of it, and that the mesh has no slivers");
            s.Compensated.Begin(rate);
            for (int t = 0; t < rate.Length; t++) walls.Exposure[t] = rate[t] * window;
            walls.Accept(window);
            walls.Close(window);
            s.Publish();
        }
    }

    /// <summary>Call at the end of a search for rest. Collective.</summary>
    /// <exception cref="NumericalException">MS0510: at rest some tetrahedron would hold less than nothing.</exception>
    public void CheckRest()
    {
        foreach (var s in species)
        {
            Array.Clear(step.Change);
            if (s.Walls is not null && !IsPositive(s)) throw Negative(s, Time);
        }
    }
}

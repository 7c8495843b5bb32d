namespace Multiscale.Metabolism;

/// <summary>States that jump when a condition becomes true; all by names of derived quantities, those of one event at once.</summary>
/// <param name="Trigger">1 where the condition is true, 0 where not.</param>
/// <param name="Changes">Number of a state, and what it becomes.</param>
public sealed record NetworkEvent(string Trigger, IReadOnlyList<(int State, string Value)> Changes);

public sealed unsafe partial class StiffBatch
{
    // Halvings of a step until its ends are neighbouring numbers, nearly.
    private const int Halvings = 48;

    private IReadOnlyList<NetworkEvent> Events => program.Events;

    /// <summary>Which conditions hold in lane l at what is now the argument; all lanes are computed.</summary>
    private ulong Conditions(int l)
    {
        ulong truth = 0;
        for (int e = 0, at = layout.Events; e < Events.Count; at += 1 + Events[e].Changes.Count, e++)
            if (At(at, l) > 0.5) truth |= 1ul << e;
        return truth;
    }

    /// <summary>The conditions a cell starts with: those that hold already do not fire.</summary>
    private void Arm(int l, double time)
    {
        if (Events.Count == 0) return;
        for (int i = 0; i < size; i++) At(layout.Argument + i, l) = At(layout.State + i, l);
        At(layout.StageTime, l) = time;
        program.Triggers!(block);
        lanes[l].Truth = Conditions(l);
    }

    /// <summary>Cuts each accepted step short where a condition first becomes true, by bisection of the dense output.</summary>
    private void Locate()
    {
        for (int l = 0; l < width; l++) (lanes[l].Low, lanes[l].High) = (0, 1);
        Probe(middle: false);
        bool any = false;
        for (int l = 0; l < width; l++) any |= lanes[l].Fired = Taken(l) && Fires(l);
        if (!any) return;
        for (int k = 0; k < Halvings; k++)
        {
            Probe(middle: true);
            for (int l = 0; l < width; l++)
            {
                if (!lanes[l].Fired) continue;
                double middle = 0.5 * (lanes[l].Low + lanes[l].High);
                if (Fires(l)) lanes[l].High = middle;
                else lanes[l].Low = middle;
            }
        }
        for (int l = 0; l < width; l++)
            if (lanes[l].Fired && lanes[l].High < 1) (lanes[l].Step, lanes[l].Last) = (lanes[l].High * At(layout.Step, l), false);
    }

    /// <summary>Puts the result of every step, whole or cut short, into the argument, and makes the jumps.</summary>
    private void Finish()
    {
        Probe(middle: false);
        for (int l = 0; l < width; l++)
        {
            if (!Taken(l)) continue;
            ulong now = Conditions(l), fired = now & ~lanes[l].Truth;
            lanes[l].Truth = now;
            if (!lanes[l].Fired) continue;
            for (int e = 0, at = layout.Events; e < Events.Count; at += 1 + Events[e].Changes.Count, e++)
                for (int c = 0; c < Events[e].Changes.Count && (fired >> e & 1) != 0; c++)
                    At(layout.Argument + Events[e].Changes[c].State, l) = At(at + 1 + c, l);
        }
        // A jump may make conditions true or false; it fires no further event at the same time.
        program.Triggers!(block);
        for (int l = 0; l < width; l++) if (Taken(l) && lanes[l].Fired) lanes[l].Truth = Conditions(l);
    }

    /// <summary>Dense output and conditions at the upper end, or in the middle, of what every lane has left to search.</summary>
    private void Probe(bool middle)
    {
        for (int l = 0; l < width; l++)
        {
            double theta = At(layout.Theta, l) = middle ? 0.5 * (lanes[l].Low + lanes[l].High) : lanes[l].High;
            At(layout.StageTime, l) = At(layout.Time, l) + theta * At(layout.Step, l);
        }
        program.Interpolate(block);
        program.Triggers!(block);
    }

    private bool Fires(int l) => (Conditions(l) & ~lanes[l].Truth) != 0;

    private bool Taken(int l) => BitConverter.DoubleToUInt64Bits(At(layout.Accepted, l)) != 0;
}

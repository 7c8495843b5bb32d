namespace Multiscale.Metabolism;

public sealed unsafe partial class StiffBatch
{
    private const double LargestRelativeStep = 0.05;
    private const int RestIterations = 500;

    /// <summary>
    /// Brings every cell to the fixed point near its states under its inputs, by damped Newton iteration with the exact Jacobian; false in
    /// <paramref name="found"/> where there is none that it can reach.
    /// </summary>
    public void Rest(Span<double> states, ReadOnlySpan<double> inputs, Span<bool> found)
    {
        int count = found.Length, m = program.Model.Inputs.Count;
        Span<double> best = stackalloc double[width];
        Span<int> stalled = stackalloc int[width];
        Span<bool> open = stackalloc bool[width];
        for (int first = 0; first < count; first += width)
        {
            int here = Math.Min(width, count - first), left = here;
            for (int l = 0; l < width; l++)
            {
                // The last vector repeats its last cell.
                int cell = first + Math.Min(l, here - 1);
                for (int i = 0; i < size; i++) At(layout.State + i, l) = states[cell * size + i];
                for (int i = 0; i < m; i++) At(layout.Inputs + i, l) = inputs[cell * m + i];
                (best[l], stalled[l], open[l], At(layout.StageTime, l)) = (double.PositiveInfinity, 0, l < here, 0);
            }
            for (int iteration = 0; iteration < RestIterations && left > 0; iteration++)
            {
                program.Newton(block);
                for (int l = 0; l < here; l++)
                {
                    if (!open[l]) continue;
                    double largest = 0;
                    for (int i = 0; i < size; i++)
                    {
                        if (program.Totals[i]) continue;
                        double change = Math.Abs(At(layout.Stages + i, l) / At(layout.State + i, l));
                        if (!(change <= largest)) largest = change;
                    }
                    bool lost = !double.IsFinite(largest);
                    if (!lost)
                    {
                        double damping = Math.Min(1, LargestRelativeStep / largest);
                        // Solved with -J: the change is added.
                        for (int i = 0; i < size; i++) if (!program.Totals[i]) At(layout.State + i, l) += damping * At(layout.Stages + i, l);
                        if (largest >= 1e-10) continue;
                        // Converged: rounding no longer lets the step shrink.
                        stalled[l] = largest < 0.5 * best[l] ? 0 : stalled[l] + 1;
                        best[l] = Math.Min(best[l], largest);
                        if (largest >= 3e-15 && stalled[l] < 3) continue;
                    }
                    (open[l], found[first + l]) = (false, !lost);
                    left--;
                }
            }
            for (int l = 0; l < here; l++)
                for (int i = 0; i < size; i++) states[(first + l) * size + i] = At(layout.State + i, l);
        }
    }

    /// <summary>The program's outputs of all cells: shape (cells, outputs).</summary>
    public void Outputs(ReadOnlySpan<double> states, ReadOnlySpan<double> inputs, Span<double> outputs, double time)
    {
        int m = program.Model.Inputs.Count, k = program.Outputs.Count, count = states.Length / size;
        if (k == 0) return;
        Fill(layout.StageTime, time);
        for (int first = 0; first < count; first += width)
        {
            int here = Math.Min(width, count - first);
            for (int l = 0; l < here; l++)
            {
                for (int i = 0; i < size; i++) At(layout.Argument + i, l) = states[(first + l) * size + i];
                for (int i = 0; i < m; i++) At(layout.Inputs + i, l) = inputs[(first + l) * m + i];
            }
            program.Derived!(block);
            for (int l = 0; l < here; l++)
                for (int i = 0; i < k; i++) outputs[(first + l) * k + i] = At(layout.Outputs + i, l);
        }
    }
}

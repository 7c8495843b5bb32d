using Multiscale.Modeling;
using Multiscale.Numerics;

namespace Multiscale.Metabolism;

/// <summary>Where the numbers of W cells lie in one block of memory, in vectors of W doubles.</summary>
internal sealed class StiffLayout
{
    public StiffLayout(EquationModel model, RosenbrockTableau tableau, IReadOnlyList<(int Row, int Column)> jacobian, int factors, int outputs, int events)
    {
        int n = model.States.Count;
        int Take(int count)
        {
            int at = Vectors;
            Vectors += count;
            return at;
        }
        Step = Take(1);
        Time = Take(1);
        StageTime = Take(1);
        Shift = Take(1);
        Error = Take(1);
        Outside = Take(1);
        Accepted = Take(1);
        Theta = Take(1);
        RelativeTolerance = Take(1);
        State = Take(n);
        Argument = Take(n);
        Rates = Take(n);
        TimeRates = Take(n);
        Tolerance = Take(n);
        Inputs = Take(model.Inputs.Count);
        Outputs = Take(outputs);
        Events = Take(events);
        Stages = Take(tableau.Stages * n);
        Jacobian = Take(jacobian.Count);
        Factors = Take(factors);
    }

    /// <summary>Vectors in all.</summary>
    public int Vectors { get; private set; }

    /// <summary>Size of the step [time of the model].</summary>
    public int Step { get; }

    public int Time { get; }

    public int StageTime { get; }

    /// <summary>1 / (gamma h).</summary>
    public int Shift { get; }

    /// <summary>Largest error of the step by its tolerance.</summary>
    public int Error { get; }

    /// <summary>All bits set where the step leaves the bounds of a state.</summary>
    public int Outside { get; }

    /// <summary>All bits set where the step is to be taken.</summary>
    public int Accepted { get; }

    /// <summary>Share of the step at which the dense output is asked for.</summary>
    public int Theta { get; }

    public int RelativeTolerance { get; }

    public int State { get; }

    /// <summary>Where rates are taken; after a step, its result; after an interpolation, that.</summary>
    public int Argument { get; }

    public int Rates { get; }

    /// <summary>Derivative of the rates by time at constant state.</summary>
    public int TimeRates { get; }

    public int Tolerance { get; }

    public int Inputs { get; }

    public int Outputs { get; }

    /// <summary>Condition and new values of each event.</summary>
    public int Events { get; }

    public int Stages { get; }

    public int Jacobian { get; }

    public int Factors { get; }
}

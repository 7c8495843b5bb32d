using Multiscale.Core;

namespace Multiscale.Neurons;

/// <summary>Variables of the membrane in use from outside: read at the ends of windows, set at their starts, by compartment or by cell.</summary>
public sealed partial class NeuronSolver
{
    private sealed record OpenVariable(string Name, PortDetail Over, Port Port);

    private OpenVariable[] offered = [], taken = [];

    /// <summary>
    /// Sets a variable of each compartment of this rank (NaN: it stays) [mV, mM, units of the mechanism's text]: v, concentrations and reversal potentials that
    /// nothing computes, parameters and states of mechanisms as x_MECHANISM. Where a mechanism is not, nothing is set.
    /// </summary>
    /// <exception cref="InputException">MS0223: there is no such variable, or the solver computes it.</exception>
    public void SetVariable(string name, ReadOnlySpan<double> values)
    {
        if (values.Length != layout.Count) throw new ArgumentException($"{values.Length} values for {layout.Count} compartments", nameof(values));
        var (array, mechanism) = Settable(name);
        for (int c = 0; c < values.Length; c++)
            if (!double.IsNaN(values[c]) && PlaceOf(mechanism, c) is >= 0 and var at) array[at] = values[c];
        (sampled, voltagesKnown) = (false, false);
    }

    private (SlotArray Array, DensityMechanism? Mechanism) Settable(string name)
    {
        if (name == "v") return (membrane.V, null);
        string? computed = name switch
        {
            "nai" or "ki" or "nao" or "ko" when ions.FollowsSodiumAndPotassium => "they follow from what crosses the membrane and from the surroundings",
            "cai" or "cao" when ions.FollowsCalcium => "they follow from what crosses the membrane and from the surroundings",
            "ena" or "ek" when options.Accumulation => "they follow from concentrations",
            "eca" when membrane.CalciumMoves => "it follows from concentrations",
            "ina" or "ik" or "ica" => "currents follow from everything else",
            _ => null,
        };
        if (computed is not null) throw new InputException("MS0223", $"'{name}' cannot be set: {computed}", "set what it follows from, or switch accumulation off");
        if (membrane.Has(name)) return (membrane.Place(name), null);
        foreach (var m in mechanisms)
            if (name.EndsWith("_" + m.Name, StringComparison.Ordinal) && m.Column(name[..^(m.Name.Length + 1)]) is { } column) return (column, m);
        throw new InputException("MS0223", $"the neurons have no variable '{name}' of each compartment", "use v, a concentration or reversal potential, or a parameter or state of an inserted mechanism as NAME_MECHANISM");
    }

    private void OpenVariables()
    {
        offered = [.. options.Offers.Select(o => Open(o, Port.Offers(o.Variable, SetOf(o), UnitOf(o.Variable), Measure.Intensive, Sampling.Instant)))];
        // What nobody delivers stays as it is.
        taken = [.. options.Takes.Select(t => Open(t, Port.Takes(t.Variable, SetOf(t), UnitOf(t.Variable), Measure.Intensive, Sampling.Instant, double.NaN)))];
        foreach (var open in taken) Settable(open.Name);

        static OpenVariable Open(VariablePort asked, Port port) => new(asked.Variable, asked.Over, port);

        EntitySet SetOf(VariablePort asked) => asked.Over == PortDetail.Compartments ? layout.Segments : layout.Cells;
    }

    private static string UnitOf(string variable) => variable switch
    {
        "v" or "ena" or "ek" or "eca" => "mV",
        "nai" or "ki" or "cai" or "nao" or "ko" or "cao" or "atp" => "mM",
        "ina" or "ik" or "ica" => "mA/cm^2",
        _ => "1",
    };

    private void TakeVariables()
    {
        foreach (var open in taken)
        {
            if (open.Over == PortDetail.Compartments)
            {
                SetVariable(open.Name, open.Port.Values);
                continue;
            }
            var values = new double[layout.Count];
            for (int c = 0; c < values.Length; c++) values[c] = open.Port.Values[layout.CellOf[c]];
            SetVariable(open.Name, values);
        }
    }

    private void OfferVariables()
    {
        foreach (var open in offered)
        {
            var values = Variable(open.Name);
            if (open.Over == PortDetail.Compartments)
            {
                values.CopyTo(open.Port.Values);
                continue;
            }
            var weights = open.Over == PortDetail.CellsByArea ? layout.Area : layout.Volume;
            for (int cell = 0; cell < open.Port.Values.Length; cell++)
            {
                double sum = 0, total = 0;
                for (int c = layout.CellOffsets[cell]; c < layout.CellOffsets[cell + 1]; c++) (sum, total) = (sum + weights[c] * values[c], total + weights[c]);
                open.Port.Values[cell] = sum / total;
            }
        }
    }
}

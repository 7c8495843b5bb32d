namespace Multiscale.Modeling;

public sealed partial class NmodlParser
{
    private const string NeuronForm = "write, for example, 'SUFFIX name', 'RANGE a, b' or 'USEION na READ ena WRITE ina'";

    private void NeuronBlock(Core.SourceLocation from)
    {
        (neuronSeen, neuronAt) = (true, from);
        var open = Expect("{", "after NEURON", "write 'NEURON { ... }'");
        while (!Accept("}"))
        {
            var token = Current;
            if (token.Kind == TokenKind.End || (token.FirstOnLine && token.Kind == TokenKind.Name && StartsBlock(token))) throw Unclosed(open);
            at++;
            switch (token.Kind is TokenKind.Name ? token.Text : "")
            {
                case "SUFFIX": Suffix(token, MechanismKind.Density); break;
                case "POINT_PROCESS": Suffix(token, MechanismKind.Point); break;
                case "ARTIFICIAL_CELL": Suffix(token, MechanismKind.Artificial); break;
                case "USEION": IonStatement(token); break;
                case "NONSPECIFIC_CURRENT": Names(nonspecific); break;
                case "ELECTRODE_CURRENT": Names(electrode); break;
                case "RANGE": Names(range); break;
                case "GLOBAL": Names(global); break;
                case "POINTER" or "BBCOREPOINTER": Names(pointers); break;
                case "EXTERNAL": Names(external); break;
                case "RANDOM": Names(random); break;
                case "SECTION": Names([]); break;
                case "REPRESENTS": Ontology(); break;
                case "UNITSON" or "UNITSOFF": break;
                case "THREADSAFE":
                    threadSafe = true;
                    if (Current.Kind == TokenKind.Name && !NmodlKeywords.Reserved.Contains(Current.Text)) Names([]);
                    break;
                default:
                    throw Fail("MS1304", token, $"unknown statement {token.Described} in NEURON",
                        token.Kind == TokenKind.Name ? NearestWord.Advice(token.Text, NmodlKeywords.Neuron, "the statements are " + string.Join(", ", NmodlKeywords.Neuron)) : NeuronForm);
            }
        }
    }

    private void Suffix(Token token, MechanismKind which)
    {
        var name = Name("the name of the mechanism", $"write '{token.Text} name'");
        if (suffix is not null) errors.Add("MS1308", token.At, $"the mechanism has a name already: '{suffix}'", "keep one of SUFFIX, POINT_PROCESS and ARTIFICIAL_CELL");
        (suffix, kind) = (name.Text, which);
    }

    private void Names(List<NmodlName> into)
    {
        do
        {
            var name = Name("a name", NeuronForm);
            into.Add(new NmodlName(name.At, name.Text));
        }
        while (Accept(","));
    }

    private void IonStatement(Token token)
    {
        const string Form = "write 'USEION ca READ cai, cao WRITE ica VALENCE 2'";
        var name = Name("the name of an ion", Form);
        List<NmodlName> reads = [], writes = [];
        if (Accept("READ")) Names(reads);
        if (Accept("WRITE")) Names(writes);
        double? valence = Accept("VALENCE") ? SignedNumber("the valence") : null;
        if (Accept("REPRESENTS")) Ontology();
        if (reads.Count == 0 && writes.Count == 0 && Current is { Kind: TokenKind.Name } && NearestWord.Of(Current.Text, ["READ", "WRITE"]) is { } meant && !NmodlKeywords.Reserved.Contains(Current.Text))
            throw Fail("MS1302", Current, $"expected READ or WRITE, found {Current.Described}", $"did you mean '{meant}'?");
        string ion = name.Text;
        string[] known = [ion + "i", ion + "o", "e" + ion, "i" + ion];
        foreach (var use in reads.Concat(writes).Where(use => !known.Contains(use.Name)))
            errors.Add("MS1317", use.At, $"'{use.Name}' does not belong to the ion '{ion}'", NearestWord.Advice(use.Name, known, $"the variables of '{ion}' are {string.Join(", ", known)}"));
        ions.Add(new IonUse(token.At, ion, [.. reads.Select(r => r.Name)], [.. writes.Select(w => w.Name)], valence));
    }

    /// <summary>REPRESENTS names a term of an ontology, [curie] or CURIE:1234; it has no effect.</summary>
    private void Ontology()
    {
        if (Accept("["))
        {
            while (Current.Kind != TokenKind.End && !Accept("]")) at++;
            return;
        }
        at++;
    }

    /// <summary>Walks the entries of a block of declarations.</summary>
    private void Entries(string block, Action<Token> entry)
    {
        var open = Expect("{", $"after {block}", $"write '{block} {{ ... }}'");
        while (!Accept("}"))
        {
            if (Current.Kind == TokenKind.End || (Current.FirstOnLine && Current.Kind == TokenKind.Name && StartsBlock(Current))) throw Unclosed(open);
            if (Accept("UNITSON") || Accept("UNITSOFF")) continue;
            if (Current.Kind == TokenKind.Verbatim) throw Fail("MS1306", Current, $"VERBATIM cannot stand in {block}", "move it out of the block");
            if (block == "UNITS" && Current.Is("(")) entry(Current);
            else entry(Name("a name", $"remove what cannot stand in {block}, or add the missing '}}'"));
        }
    }

    private void ParameterBlock() => Entries("PARAMETER", name =>
    {
        int? size = ArraySize();
        double? value = Accept("=") ? SignedNumber("the value of the parameter") : null;
        string? unit = Unit();
        double? min = null, max = null;
        if (Accept("<"))
        {
            var from = Current;
            (min, max) = (SignedNumber("the lower limit"), Comma());
            if (min > max) errors.Add("MS1327", from.At, $"the lower limit of '{name.Text}' lies above the upper limit", "write '<lower, upper>'");
            else if (value < min || value > max) errors.Add("MS1327", from.At, $"the value of '{name.Text}' lies outside its limits", "change the value or the limits");
            Expect(">", "after the limits", "write '<lower, upper>'");
        }
        parameters.Add(new NmodlParameter(name.At, name.Text, value, unit, min, max, size));

        double Comma()
        {
            Expect(",", "between the limits", "write '<lower, upper>'");
            return SignedNumber("the upper limit");
        }
    });

    private void ConstantBlock() => Entries("CONSTANT", name =>
    {
        Expect("=", "after a constant's name", "write 'name = 1.5 (unit)'");
        double value = SignedNumber("the value of the constant");
        constants.Add(new NmodlConstant(name.At, name.Text, value, Unit()));
    });

    private void AssignedBlock() => Entries("ASSIGNED", name =>
    {
        var (size, _, unit, _) = Dependent();
        assigned.Add(new NmodlAssigned(name.At, name.Text, unit, size));
    });

    private void StateBlock() => Entries("STATE", name =>
    {
        var (size, start, unit, tolerance) = Dependent();
        states.Add(new NmodlState(name.At, name.Text, unit, size, start, tolerance));
    });

    /// <summary>[n] FROM a TO b START c (unit) &lt;tolerance>: the range is a hint of old and is dropped.</summary>
    private (int? Size, double? Start, string? Unit, double? Tolerance) Dependent()
    {
        int? size = ArraySize();
        if (Accept("FROM"))
        {
            SignedNumber("a number after FROM");
            Expect("TO", "after FROM", "write 'FROM 0 TO 1'");
            SignedNumber("a number after TO");
        }
        double? start = Accept("START") ? SignedNumber("a number after START") : null;
        string? unit = Unit();
        double? tolerance = null;
        if (Accept("<"))
        {
            tolerance = SignedNumber("the absolute tolerance");
            Expect(">", "after the tolerance", "write '<1e-4>'");
        }
        if (Current.Is("=")) throw Fail("MS1302", Current, "a value cannot be given here", "give values in PARAMETER, or in INITIAL");
        return (size, start, unit, tolerance);
    }

    private void UnitsBlock() => Entries("UNITS", first =>
    {
        const string Form = "write '(mV) = (millivolt)' or 'FARADAY = (faraday) (coulomb)'";
        if (first.Is("("))
        {
            string name = Unit()!;
            Accept("=");
            if (!Current.Is("(")) throw Fail("MS1302", Current, $"expected a unit in parentheses, found {Current.Described}", Form);
            string text = Unit()!;
            units.Add(new NmodlUnit(first.At, name, text));
            if (!table.Define(name, text)) errors.Add("MS1325", first.At, $"unit '{text}' is unknown", "use the names of the SI with prefixes, such as (millivolt), (milli/liter), (siemens)");
            return;
        }
        Expect("=", "after the name of a factor", Form);
        if (Current.Is("("))
        {
            var open = Current;
            string from = Unit()!;
            Accept("->");
            if (!Current.Is("(")) throw Fail("MS1302", Current, $"expected a second unit in parentheses, found {Current.Described}", Form);
            string to = Unit()!;
            if (table.Factor(from, to, out string problem) is { } factor) constants.Add(new NmodlConstant(first.At, first.Text, factor, to));
            else errors.Add("MS1325", open.At, problem, Form);
            return;
        }
        double value = SignedNumber("a number or a unit in parentheses");
        constants.Add(new NmodlConstant(first.At, first.Text, value, Unit()));
    });
}

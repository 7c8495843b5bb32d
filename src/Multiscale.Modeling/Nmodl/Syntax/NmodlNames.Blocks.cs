using Multiscale.Core;

namespace Multiscale.Modeling;

internal sealed partial class NmodlNames
{
    /// <summary>The block being checked: its keyword, and the FUNCTION whose name may be assigned.</summary>
    private string block = "", function = "";

    private void CheckBlocks()
    {
        foreach (var (title, body) in file.Blocks())
        {
            block = title.Contains(' ') && !title.StartsWith("NET_RECEIVE", StringComparison.Ordinal) ? title[..title.IndexOf(' ')] : title;
            string name = title[(title.LastIndexOf(' ') + 1)..];
            function = block == "FUNCTION" ? name : "";
            scope.Open();
            var arguments = block is "FUNCTION" or "PROCEDURE" ? routines[name].Arguments : block.StartsWith("NET_RECEIVE", StringComparison.Ordinal) ? file.NetReceive!.Arguments : [];
            foreach (var a in arguments)
                if (!scope.Add(a.Name, new NameEntry(NameRole.Local, null, a.At)) && block != "NET_RECEIVE INITIAL") errors.Add("MS1312", a.At, $"two arguments are called '{a.Name}'", "rename one of them");
            if (block.StartsWith("NET_RECEIVE", StringComparison.Ordinal)) scope.Add("flag", new NameEntry(NameRole.Local));
            if (block == "KINETIC")
                foreach (string flux in NmodlBuiltins.Fluxes) scope.Add(flux, new NameEntry(NameRole.Local));
            if (function.Length > 0) scope.Add(function, new NameEntry(NameRole.Local, null, body.At));
            Walk(body);
            scope.Close();
        }
    }

    private void Walk(Block body)
    {
        scope.Open();
        foreach (var statement in body.Statements) Check(statement);
        scope.Close();
    }

    private void Check(NmodlStatement statement)
    {
        switch (statement)
        {
            case Local l:
                foreach (var n in l.Names)
                    if (!scope.Add(n.Name, new NameEntry(NameRole.Local, n.ArraySize, n.At))) errors.Add("MS1312", n.At, $"'{n.Name}' is declared twice", "remove one");
                break;
            case Assign a: CheckAssign(a); break;
            case If i:
                Check(i.Condition);
                Walk(i.Then);
                if (i.Else is not null) Walk(i.Else);
                break;
            case While w:
                Check(w.Condition);
                Walk(w.Body);
                break;
            case From f:
                Check(f.First);
                Check(f.Last);
                if (f.Step is not null) Check(f.Step);
                scope.Open();
                scope.Add(f.Variable, new NameEntry(NameRole.Local, null, f.At));
                Walk(f.Body);
                scope.Close();
                break;
            case NestedBlock n: Walk(n.Body); break;
            case CallStatement c: CheckCall(c.Call); break;
            case Solve s: CheckSolve(s); break;
            case Reaction r: CheckReaction(r); break;
            case Conserve c:
                Place(c.At, "CONSERVE", "KINETIC", block == "KINETIC");
                foreach (var term in c.Terms) CheckSpecies(term.Species, "MS1319", "CONSERVE sums states", wholeArray: true);
                Check(c.Total);
                break;
            case Compartment c: CheckSpread("COMPARTMENT", c.At, c.Index, c.Volume, c.Species); break;
            case LongitudinalDiffusion d: CheckSpread("LONGITUDINAL_DIFFUSION", d.At, d.Index, d.Coefficient, d.Species); break;
            case LinearEquation e:
                Check(e.Left);
                Check(e.Right);
                break;
            case TableStatement t:
                Place(t.At, "TABLE", "a FUNCTION or PROCEDURE", block is "FUNCTION" or "PROCEDURE");
                foreach (var n in t.Names.Concat(t.Depend)) CheckKnown(n, wholeArray: true);
                Check(t.First);
                Check(t.Last);
                if (t.Intervals < 1) errors.Add("MS1327", t.At, "TABLE needs at least one interval", "write 'WITH 200'");
                break;
            case Watch w:
                Place(w.At, "WATCH", "NET_RECEIVE", block == "NET_RECEIVE");
                foreach (var c in w.Conditions)
                {
                    Check(c.Condition);
                    Check(c.Flag);
                }
                break;
            case ForNetcons f:
                Place(f.At, "FOR_NETCONS", "NET_RECEIVE", block.StartsWith("NET_RECEIVE", StringComparison.Ordinal));
                scope.Open();
                foreach (var a in f.Arguments) scope.Add(a.Name, new NameEntry(NameRole.Local, null, a.At));
                Walk(f.Body);
                scope.Close();
                break;
        }
    }

    private void Place(SourceLocation at, string what, string where, bool fits)
    {
        if (!fits) errors.Add("MS1326", at, $"{what} belongs in {where}, not in {block}", $"move it to {where}");
    }

    private void CheckAssign(Assign a)
    {
        var target = a.Target;
        Check(a.Value);
        if (target.Order > 0)
        {
            Place(a.At, $"a derivative ({target.Name}')", "a DERIVATIVE block", block == "DERIVATIVE");
            if (!states.Contains(target.Name)) errors.Add("MS1316", a.At, $"'{target.Name}' is no STATE, it has no derivative", NearestWord.Advice(target.Name, states, $"declare it: 'STATE {{ {target.Name} }}'"));
            else CheckKnown(target);
            if (target.Order > 1) errors.Add("MS1316", a.At, "derivatives of second and higher order are not supported", "write the system in first order, with a state for the derivative");
            return;
        }
        bool routine = routines.ContainsKey(target.Name) || tables.ContainsKey(target.Name) || NmodlBuiltins.Functions.ContainsKey(target.Name);
        if (target.Name != function && routine && scope.Find(target.Name) is null)
            errors.Add("MS1311", a.At, $"'{target.Name}' is a function: only the FUNCTION itself assigns its value", "assign to a variable");
        else if (scope.Find(target.Name) is { Role: NameRole.Constant })
            errors.Add("MS1311", a.At, $"'{target.Name}' is a constant", "make it a PARAMETER, or assign to another variable");
        else if (scope.Find(target.Name) is { Role: NameRole.Random })
            errors.Add("MS1311", a.At, $"'{target.Name}' is a RANDOM generator, not a number", "assign to another variable");
        else CheckKnown(target);
    }

    private void CheckSolve(Solve s)
    {
        if (!solvable.TryGetValue(s.Block, out string? kind))
        {
            errors.Add("MS1314", s.At, $"SOLVE: no block is called '{s.Block}'", NearestWord.Advice(s.Block, solvable.Keys, $"write 'DERIVATIVE {s.Block} {{ ... }}' or 'KINETIC {s.Block} {{ ... }}'"));
            return;
        }
        if (s.Method is null || !NmodlKeywords.Methods.TryGetValue(s.Method, out string[]? kinds)) return;
        if (!kinds.Contains(kind))
            errors.Add("MS1315", s.At, $"METHOD {s.Method} does not suit the {kind} block '{s.Block}'", "use " + string.Join(", ", NmodlKeywords.Methods.Where(m => m.Value.Contains(kind)).Select(m => m.Key)));
    }

    private void CheckReaction(Reaction r)
    {
        Place(r.At, "a reaction", "a KINETIC block", block == "KINETIC");
        foreach (var term in r.Left.Concat(r.Right)) CheckSpecies(term.Species, "MS1318", "a reaction changes states", wholeArray: false);
        if (r.Kind == ReactionKind.Flux && (r.Left.Count != 1 || r.Left[0].Coefficient != 1)) errors.Add("MS1318", r.At, "a flux '<<' goes into one state", "write one line '~ A << (flux)' for each state");
        Check(r.ForwardRate);
        if (r.BackwardRate is not null) Check(r.BackwardRate);
    }

    private void CheckSpecies(VariableRef species, string code, string rule, bool wholeArray)
    {
        if (!states.Contains(species.Name))
            errors.Add(code, species.At, $"'{species.Name}' is no STATE: {rule}", NearestWord.Advice(species.Name, states, $"declare it: 'STATE {{ {species.Name} }}'"));
        else CheckKnown(species, wholeArray);
    }

    private void CheckSpread(string keyword, SourceLocation at, string? index, NmodlExpression value, IReadOnlyList<VariableRef> species)
    {
        Place(at, keyword, "KINETIC", block == "KINETIC");
        scope.Open();
        if (index is not null) scope.Add(index, new NameEntry(NameRole.Local, null, at));
        Check(value);
        scope.Close();
        foreach (var s in species) CheckKnown(s, wholeArray: true);
    }

    private void Check(NmodlExpression expression)
    {
        switch (expression)
        {
            case VariableRef v: CheckKnown(v); break;
            case Call c: CheckCall(c); break;
            default:
                foreach (var operand in NmodlWalk.Operands(expression)) Check(operand);
                break;
        }
    }

    private void CheckKnown(VariableRef v, bool wholeArray = false)
    {
        if (v.Index is not null) Check(v.Index);
        if (scope.Find(v.Name) is not { } entry)
        {
            bool routine = routines.ContainsKey(v.Name) || tables.ContainsKey(v.Name) || NmodlBuiltins.Functions.ContainsKey(v.Name);
            if (routine) errors.Add("MS1313", v.At, $"'{v.Name}' is a function: its arguments are missing", $"write '{v.Name}(...)'");
            else errors.Add("MS1310", v.At, $"'{v.Name}' is not declared", NearestWord.Advice(v.Name, scope.Names.Concat(routines.Keys), $"declare it in PARAMETER, ASSIGNED or STATE, or by 'LOCAL {v.Name}'"));
            return;
        }
        if (entry.Role is NameRole.Pointer or NameRole.External) return; // may point to an array
        if (entry.ArraySize is null && v.Index is not null) errors.Add("MS1321", v.At, $"'{v.Name}' is no array", $"remove the index, or declare '{v.Name}[n]'");
        if (entry.ArraySize is { } size && v.Index is null && !wholeArray) errors.Add("MS1321", v.At, $"'{v.Name}' is an array: which element?", $"write '{v.Name}[0]' to '{v.Name}[{size - 1}]'");
        if (entry.ArraySize is { } length && Constant(v.Index) is { } index && (index < 0 || index >= length || index != Math.Floor(index)))
            errors.Add("MS1322", v.At, $"'{v.Name}' has no element {index}", $"its elements are 0 to {length - 1}");
    }

    private static double? Constant(NmodlExpression? expression) => expression switch
    {
        NumberLiteral n => n.Value,
        Unary { Operator: UnaryOperator.Negate } u => -Constant(u.Operand),
        Binary { Operator: BinaryOperator.Add } b => Constant(b.Left) + Constant(b.Right),
        Binary { Operator: BinaryOperator.Subtract } b => Constant(b.Left) - Constant(b.Right),
        _ => null,
    };

    private void CheckCall(Call call)
    {
        foreach (var argument in call.Arguments)
            if (argument is not VariableRef v || scope.Find(v.Name) is not { Role: NameRole.Random }) Check(argument);
        (int Least, int Most)? takes = routines.TryGetValue(call.Name, out var routine) ? (routine.Arguments.Count, routine.Arguments.Count)
            : tables.TryGetValue(call.Name, out var table) ? (table.Arguments.Count, table.Arguments.Count)
            : NmodlBuiltins.Functions.TryGetValue(call.Name, out var builtin) ? builtin
            : file.External.Any(e => e.Name == call.Name) ? (0, int.MaxValue) : null;
        if (call.Name.StartsWith("table_", StringComparison.Ordinal) && takes is null && tables.ContainsKey(call.Name["table_".Length..])) takes = (0, int.MaxValue);
        if (takes is null)
        {
            if (file.Verbatims.Count > 0) errors.Warn("MS1323", call.At, $"no FUNCTION or PROCEDURE is called '{call.Name}'", "it may be defined in VERBATIM, which is not compiled");
            else
                errors.Add("MS1323", call.At, $"no FUNCTION or PROCEDURE is called '{call.Name}'",
                    scope.Find(call.Name) is not null ? $"'{call.Name}' is a variable: write '{call.Name}[...]' for an element, or '*' for a product" : NearestWord.Advice(call.Name, routines.Keys.Concat(tables.Keys).Concat(NmodlBuiltins.Functions.Keys), $"define 'FUNCTION {call.Name}(...) {{ ... }}'"));
            return;
        }
        var (least, most) = takes.Value;
        if (call.Arguments.Count < least || call.Arguments.Count > most)
            errors.Add("MS1313", call.At, $"'{call.Name}' takes {(least == most ? $"{least}" : most == int.MaxValue ? $"at least {least}" : $"{least} to {most}")} argument{(most == 1 ? "" : "s")}, not {call.Arguments.Count}", "give as many as it is declared with");
        if (call.Name.StartsWith("random_", StringComparison.Ordinal) && !routines.ContainsKey(call.Name) && (call.Arguments.Count == 0 || call.Arguments[0] is not VariableRef r || scope.Find(r.Name) is not { Role: NameRole.Random }))
            errors.Add("MS1329", call.At, $"the first argument of {call.Name} is a RANDOM generator", "declare one: 'NEURON { RANDOM rng }'");
        bool events = call.Name is "net_send" or "net_move" or "net_event" && !routines.ContainsKey(call.Name);
        if (events && file.Kind == MechanismKind.Density) errors.Add("MS1329", call.At, $"a density mechanism cannot use {call.Name}", "make it a POINT_PROCESS or an ARTIFICIAL_CELL");
    }
}

namespace Multiscale.Modeling;

public sealed partial class NmodlParser
{
    private Block Braces()
    {
        if (++nesting > 200) throw Fail("MS1302", Current, "blocks are nested more than 200 deep", "move the inner ones to a PROCEDURE");
        var open = Expect("{", "to open the block", "write '{'");
        var statements = new List<NmodlStatement>();
        while (!Accept("}"))
        {
            if (Current.Kind == TokenKind.End || (Current.FirstOnLine && Current.Kind == TokenKind.Name && StartsBlock(Current))) throw Unclosed(open);
            if (Statement() is { } statement) statements.Add(statement);
        }
        nesting--;
        return new Block(open.At, statements);
    }

    /// <summary>The keyword of a block that cannot stand inside another.</summary>
    private static bool StartsBlock(Token token) =>
        token.Text is not ("INITIAL" or "LOCAL" or "UNITSON" or "UNITSOFF") && NmodlKeywords.Blocks.Contains(token.Text);

    /// <summary>One statement; null for those without effect.</summary>
    private NmodlStatement? Statement()
    {
        var token = Current;
        if (token.Kind == TokenKind.Verbatim)
        {
            at++;
            return new Verbatim(token.At, token.Text);
        }
        if (token.Is("{")) return new NestedBlock(token.At, Braces());
        if (token.Is("~")) return Reaction();
        if (token.Kind != TokenKind.Name) throw Fail("MS1302", token, $"expected a statement, found {token.Described}", "%&|@=".Contains(token.Text) && token.Text.Length == 1 ? Instead(token.Text) : "a statement is 'name = expression', a call, or begins with a keyword");
        if (token.Primes > 0 || !NmodlKeywords.Reserved.Contains(token.Text)) return AssignmentOrCall();
        at++;
        switch (token.Text)
        {
            case "UNITSON" or "UNITSOFF" or "PROTECT" or "MUTEXLOCK" or "MUTEXUNLOCK": return null;
            case "CONDUCTANCE":
                Name("the name of a conductance", "write 'CONDUCTANCE g USEION k'");
                if (Accept("USEION")) Name("the name of an ion", "write 'CONDUCTANCE g USEION k'");
                return null;
            case "LOCAL": return new Local(token.At, LocalNames());
            case "IF": return IfStatement(token);
            case "WHILE": return new While(token.At, Condition("WHILE"), Braces());
            case "FROM": return FromStatement(token);
            case "SOLVE": return SolveStatement(token);
            case "TABLE": return Table(token);
            case "CONSERVE": return ConserveStatement(token);
            case "COMPARTMENT":
                var (index, volume, species) = Spread("COMPARTMENT");
                return new Compartment(token.At, index, volume, species);
            case "LONGITUDINAL_DIFFUSION":
                var (along, coefficient, diffusing) = Spread("LONGITUDINAL_DIFFUSION");
                return new LongitudinalDiffusion(token.At, along, coefficient, diffusing);
            case "WATCH": return WatchStatement(token);
            case "FOR_NETCONS": return new ForNetcons(token.At, Arguments(), Braces());
            case "INITIAL" when inNetReceive:
                if (netInitial is not null) throw Fail("MS1309", token, "NET_RECEIVE has two INITIAL blocks", "join them");
                netInitial = Braces();
                return null;
            case "ELSE": throw Fail("MS1302", token, "ELSE without IF", "an ELSE follows the '}' of its IF");
        }
        if (NmodlKeywords.RefusedStatements.Contains(token.Text)) throw Fail("MS1306", token, $"{token.Text} is not supported", "it belongs to a forerunner of the language; write the loop or the event with FROM, WHILE or net_send");
        throw Fail("MS1326", token, $"{token.Text} cannot stand here", NmodlKeywords.Blocks.Contains(token.Text) ? "blocks are not nested; look for a '}' missing above" : "it belongs to another block");
    }

    private NmodlStatement AssignmentOrCall()
    {
        var token = Current;
        if (Next.Is("(") && token.Primes == 0)
        {
            var call = CallOf();
            if (Current.Is("=")) throw Fail("MS1311", token, $"'{token.Text}(...)' cannot be assigned", "an array's index stands in '[ ]'");
            return new CallStatement(token.At, call);
        }
        var target = Variable();
        if (!Current.Is("="))
        {
            string? keyword = NearestWord.Of(token.Text, NmodlKeywords.Statements.Concat(NmodlKeywords.Blocks));
            throw Fail("MS1302", keyword is null ? Current : token, $"expected '=' or '(' after '{token.Text}', found {Current.Described}",
                keyword is null ? $"write '{token.Text} = expression' or '{token.Text}()'" : $"did you mean '{keyword}'?");
        }
        at++;
        return new Assign(token.At, target, Expression());
    }

    private List<LocalName> LocalNames()
    {
        var names = new List<LocalName>();
        do
        {
            var name = Name("the name of a local variable", "write 'LOCAL a, b[3]'");
            names.Add(new LocalName(name.At, name.Text, ArraySize()));
        }
        while (Accept(","));
        return names;
    }

    private int? ArraySize()
    {
        if (!Accept("[")) return null;
        var token = Current;
        int size = WholeNumber("the length of the array");
        if (size < 1) throw Fail("MS1322", token, "an array needs at least one element", "give a positive whole number");
        Expect("]", "after the length of the array", "add ']'");
        return size;
    }

    private NmodlExpression Condition(string keyword)
    {
        Expect("(", $"after {keyword}", "put the condition in parentheses");
        var condition = Expression();
        Expect(")", "to close the condition", Current.Is("=") ? "compare with '=='" : "add ')'");
        return condition;
    }

    private If IfStatement(Token token)
    {
        var condition = Condition("IF");
        var then = Braces();
        if (!Accept("ELSE")) return new If(token.At, condition, then);
        var next = Current;
        if (!Accept("IF")) return new If(token.At, condition, then, Braces());
        var nested = IfStatement(next);
        return new If(token.At, condition, then, new Block(next.At, [nested]));
    }

    private From FromStatement(Token token)
    {
        const string Form = "write 'FROM i = 0 TO 3 { ... }'";
        var variable = Name("the loop's variable", Form);
        Expect("=", "after the loop's variable", Form);
        var first = Expression();
        Expect("TO", "after the first value", Form);
        var last = Expression();
        var step = Accept("BY") ? Expression() : null;
        return new From(token.At, variable.Text, first, last, step, Braces());
    }

    private Solve SolveStatement(Token token)
    {
        var block = Name("the name of a block", "write 'SOLVE states METHOD cnexp'");
        bool steady = Current.Is("STEADYSTATE");
        string? method = null;
        if (steady || Current.Is("METHOD") || Current.Is("USING"))
        {
            at++;
            var name = Name("the name of a method", "write 'METHOD cnexp'");
            method = name.Text;
            if (!NmodlKeywords.Methods.ContainsKey(method))
                errors.Add("MS1315", name.At, $"unknown METHOD '{method}'", NearestWord.Advice(method, NmodlKeywords.Methods.Keys, "the methods are " + string.Join(", ", NmodlKeywords.Methods.Keys)));
        }
        else if (Current is { Kind: TokenKind.Name, Primes: 0 } && !Next.Is("=") && !Next.Is("(") && !Next.Is("[") && NearestWord.Of(Current.Text, ["METHOD", "STEADYSTATE"]) is { } meant)
        {
            throw Fail("MS1302", Current, $"expected METHOD or STEADYSTATE, found {Current.Described}", $"did you mean '{meant}'?");
        }
        if (Current.Is("IFERROR")) throw Fail("MS1306", Current, "IFERROR is not supported", "a failed solution stops the run by itself: remove it");
        return new Solve(token.At, block.Text, method, steady);
    }

    private TableStatement Table(Token token)
    {
        const string Form = "write 'TABLE minf, mtau DEPEND celsius FROM -100 TO 100 WITH 200'";
        var names = Current.Is("FROM") || Current.Is("DEPEND") ? [] : Species(",", Form);
        var depend = Accept("DEPEND") ? Species(",", Form) : [];
        Expect("FROM", "in TABLE", Form);
        var first = Expression();
        Expect("TO", "in TABLE", Form);
        var last = Expression();
        Expect("WITH", "in TABLE", Form);
        return new TableStatement(token.At, names, depend, first, last, WholeNumber("the number of intervals"));
    }

    private Watch WatchStatement(Token token)
    {
        var conditions = new List<WatchCondition>();
        do
        {
            var open = Expect("(", "after WATCH", "write 'WATCH (v > threshold) 2'");
            var expression = Expression();
            if (expression is not Binary { Operator: BinaryOperator.Less or BinaryOperator.Greater } condition)
                throw Fail("MS1302", open, "WATCH needs one '<' or '>'", "write 'WATCH (v > threshold) 2'");
            Expect(")", "to close the condition", "add ')'");
            conditions.Add(new WatchCondition(open.At, condition, Expression()));
        }
        while (Accept(","));
        return new Watch(token.At, conditions);
    }

    private List<NmodlArgument> Arguments()
    {
        var arguments = new List<NmodlArgument>();
        Expect("(", "before the arguments", "write the arguments in parentheses, such as '(v (mV))'");
        while (!Accept(")"))
        {
            var name = Name("the name of an argument", "separate arguments by ',' and close them with ')'");
            arguments.Add(new NmodlArgument(name.At, name.Text, Unit()));
            if (!Accept(",") && !Current.Is(")")) throw Fail("MS1302", Current, $"expected ',' or ')' after an argument, found {Current.Described}", "separate arguments by ',' and close them with ')'");
        }
        return arguments;
    }
}

namespace Multiscale.Modeling;

public sealed partial class NmodlParser
{
    /// <summary>~ A + 2 B &lt;-> C (kf, kb); ~ A -> (k); ~ A &lt;&lt; (flux); ~ expression = expression.</summary>
    private NmodlStatement Reaction()
    {
        const string Form = "write '~ A <-> B (forward, backward)', '~ A -> (rate)' or '~ A << (flux)'";
        var token = tokens[at++];
        int start = at;
        if (inLinear)
        {
            var left = Expression();
            Expect("=", "in an equation", "write '~ a*x + b*y = c'");
            return new LinearEquation(token.At, left, Expression());
        }
        var consumed = Terms(Form);
        var arrow = Current;
        if (Accept("<->"))
        {
            var produced = Terms(Form);
            Expect("(", "before the rates", Form);
            var forward = Expression();
            Expect(",", "between the rates", "give both rates; for a one-way reaction write '~ A -> (rate)'");
            var backward = Expression();
            Expect(")", "after the rates", Form);
            return new Reaction(token.At, ReactionKind.Bidirectional, consumed, produced, forward, backward);
        }
        if (!Accept("->") && !Accept("<<"))
        {
            if (Current.Is("=")) throw Fail("MS1326", tokens[start], "an equation belongs in a LINEAR or NONLINEAR block", Form);
            throw Fail("MS1302", Current, $"expected '<->', '->' or '<<', found {Current.Described}", Form);
        }
        Expect("(", "before the rate", Form);
        var rate = Expression();
        Expect(")", "after the rate", Form);
        return new Reaction(token.At, arrow.Is("->") ? ReactionKind.Outflow : ReactionKind.Flux, consumed, [], rate, null);
    }

    private List<ReactionTerm> Terms(string form)
    {
        var terms = new List<ReactionTerm>();
        do
        {
            var first = Current;
            int coefficient = Current.Kind == TokenKind.Number ? WholeNumber("a whole stoichiometric coefficient") : 1;
            if (coefficient < 1) throw Fail("MS1302", first, "a stoichiometric coefficient is 1 or more", form);
            if (Current.Is("*")) throw Fail("MS1302", Current, "a stoichiometric coefficient stands before its species without '*'", "write '2 A'");
            if (Current.Kind != TokenKind.Name || NmodlKeywords.Reserved.Contains(Current.Text)) throw Fail("MS1302", Current, $"expected the name of a state, found {Current.Described}", form);
            terms.Add(new ReactionTerm(first.At, coefficient, Variable()));
        }
        while (Accept("+"));
        return terms;
    }

    private Conserve ConserveStatement(Token token)
    {
        const string Form = "write 'CONSERVE a + 2 b = total'";
        var terms = Terms(Form);
        Expect("=", "after the sum", Form);
        return new Conserve(token.At, terms, Expression());
    }

    /// <summary>[index,] expression { species }.</summary>
    private (string? Index, NmodlExpression Value, List<VariableRef> Species) Spread(string keyword)
    {
        string form = $"write '{keyword} value {{ ca b }}' or '{keyword} i, value[i] {{ ca b }}'";
        string? index = null;
        if (Current.Kind == TokenKind.Name && Next.Is(","))
        {
            index = Name("the name of an index", form).Text;
            at++;
        }
        var value = Expression();
        Expect("{", "before the species", form);
        var species = Species("", form);
        Expect("}", "after the species", form);
        return (index, value, species);
    }

    /// <summary>Names, separated by <paramref name="separator"/> or by blanks (and, if somebody wants, commas).</summary>
    private List<VariableRef> Species(string separator, string form)
    {
        var names = new List<VariableRef>();
        do
        {
            var name = Name("a name", form);
            names.Add(new VariableRef(name.At, name.Text));
        }
        while (Accept(",") || (separator.Length == 0 && Current.Kind == TokenKind.Name));
        return names;
    }
}

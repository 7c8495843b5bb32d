namespace Multiscale.Modeling;

public sealed partial class NmodlParser
{
    private int nesting;

    private NmodlExpression Expression(int above = 0)
    {
        // Deep nesting would overflow the stack, which nothing can catch.
        if (++nesting > 200) throw Fail("MS1302", Current, "parentheses are nested more than 200 deep", "split the expression");
        try
        {
            var left = Prefix();
            while (Operator(Current) is { } op && NmodlPrinter.Precedence(op) > above)
            {
                var token = tokens[at++];
                int own = NmodlPrinter.Precedence(op);
                left = new Binary(token.At, op, left, Expression(op == BinaryOperator.Power ? own - 1 : own)); // ^ groups from the right
            }
            return left;
        }
        finally
        {
            nesting--;
        }
    }

    private NmodlExpression Prefix()
    {
        var token = Current;
        if (Accept("-")) return new Unary(token.At, UnaryOperator.Negate, Expression(NmodlPrinter.SignPrecedence - 1));
        if (Accept("!")) return new Unary(token.At, UnaryOperator.Not, Expression(NmodlPrinter.SignPrecedence - 1));
        var primary = Primary();
        while (Current.Is("(") && primary is not VariableRef) Unit(); // 3 (mV), f(x) (ms)
        return primary;
    }

    private NmodlExpression Primary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                at++;
                if (Current.Kind is TokenKind.Name && Current.Start == token.End) throw Fail("MS1300", token, $"'{token.Text}{Current.Text}' is neither a number nor a name", "names begin with a letter; write '*' between a number and a name");
                return new NumberLiteral(token.At, token.Value);
            case TokenKind.Symbol when token.Text == "(":
                at++;
                var inner = Expression();
                Expect(")", "to close the parenthesis", "add ')'");
                return inner;
            case TokenKind.Name when Next.Is("(") && token.Primes == 0 && !NmodlKeywords.Reserved.Contains(token.Text):
                return CallOf();
            case TokenKind.Name when !NmodlKeywords.Reserved.Contains(token.Text):
                return Variable();
        }
        throw Fail("MS1302", token, $"expected an expression, found {(NmodlKeywords.Reserved.Contains(token.Text) ? "the keyword " : "")}{token.Described}",
            token.Kind == TokenKind.Symbol && "=%&|@".Contains(token.Text) ? Instead(token.Text) : "write a number, a variable, a call or '('");
    }

    private static string Instead(string symbol) => symbol switch
    {
        "=" => "compare with '=='",
        "%" => "write fmod(a, b)",
        "@" => "values at earlier times are not supported: keep them in a variable",
        _ => $"write '{symbol}{symbol}'",
    };

    private Call CallOf()
    {
        var name = tokens[at++];
        var arguments = new List<NmodlExpression>();
        Expect("(", "after a function's name", "write its arguments in parentheses");
        while (!Current.Is(")"))
        {
            if (Current.Kind == TokenKind.Text)
            {
                arguments.Add(new StringLiteral(Current.At, Current.Text));
                at++;
            }
            else
            {
                arguments.Add(Expression());
            }
            if (!Accept(",")) break;
        }
        Expect(")", $"to close the arguments of '{name.Text}'", "separate arguments by ',' and close them with ')'");
        return new Call(name.At, name.Text, arguments);
    }

    /// <summary>x, x[i], x', x'[i].</summary>
    private VariableRef Variable()
    {
        var token = tokens[at++];
        NmodlExpression? index = null;
        int primes = token.Primes;
        if (Accept("["))
        {
            index = Expression();
            Expect("]", "to close the index", "add ']'");
            for (; Accept("'"); primes++) { }
        }
        if (Current.Is("@")) throw Fail("MS1306", Current, "values at earlier times (x@1) are not supported", "keep the earlier value in a variable");
        return new VariableRef(token.At, token.Text, index, primes);
    }

    private static BinaryOperator? Operator(Token token) => token.Kind != TokenKind.Symbol ? null : token.Text switch
    {
        "+" => BinaryOperator.Add,
        "-" => BinaryOperator.Subtract,
        "*" => BinaryOperator.Multiply,
        "/" => BinaryOperator.Divide,
        "^" => BinaryOperator.Power,
        "<" => BinaryOperator.Less,
        ">" => BinaryOperator.Greater,
        "<=" => BinaryOperator.LessOrEqual,
        ">=" => BinaryOperator.GreaterOrEqual,
        "==" => BinaryOperator.Equal,
        "!=" => BinaryOperator.NotEqual,
        "&&" => BinaryOperator.And,
        "||" => BinaryOperator.Or,
        _ => null,
    };

    /// <summary>A unit in parentheses, as its text; null where there is none.</summary>
    private string? Unit()
    {
        if (!Current.Is("(")) return null;
        var open = tokens[at++];
        int from = open.End;
        while (!Current.Is(")"))
        {
            if (Current.Kind == TokenKind.End || Current.Is("{") || Current.Is("}") || Current.Source != open.Source)
                throw Fail("MS1302", open, "this unit has no ')'", "close it with ')'");
            at++;
        }
        return open.Source.Text[from..tokens[at++].Start].Trim();
    }

    /// <summary>A number with a sign.</summary>
    private double SignedNumber(string what)
    {
        double sign = Accept("-") ? -1 : 1;
        if (sign > 0) Accept("+");
        if (Current.Kind != TokenKind.Number) throw Fail("MS1302", Current, $"expected {what}, found {Current.Described}", "write a number, such as 0.5 or -70");
        return sign * tokens[at++].Value;
    }

    private int WholeNumber(string what)
    {
        if (!Current.IsInteger || Current.Value > int.MaxValue) throw Fail("MS1302", Current, $"expected {what}, found {Current.Described}", "write a whole number, or a name given by DEFINE above");
        return (int)tokens[at++].Value;
    }
}

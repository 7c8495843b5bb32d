namespace Multiscale.Modeling;

/// <summary>Goes through trees.</summary>
public static class NmodlWalk
{
    /// <summary>All statements of a block and of the blocks within it, in the order of the text.</summary>
    public static IEnumerable<NmodlStatement> Statements(Block block) => block.Statements.SelectMany(s => (IEnumerable<NmodlStatement>)[s, .. Inner(s).SelectMany(Statements)]);

    /// <summary>The blocks within one statement.</summary>
    public static IEnumerable<Block> Inner(NmodlStatement statement) => statement switch
    {
        If i => i.Else is null ? [i.Then] : [i.Then, i.Else],
        While w => [w.Body],
        From f => [f.Body],
        NestedBlock n => [n.Body],
        ForNetcons f => [f.Body],
        _ => [],
    };

    /// <summary>The expression and all within it.</summary>
    public static IEnumerable<NmodlExpression> Expressions(NmodlExpression expression) => [expression, .. Operands(expression).SelectMany(Expressions)];

    /// <summary>The operands of one expression.</summary>
    public static IEnumerable<NmodlExpression> Operands(NmodlExpression expression) => expression switch
    {
        VariableRef { Index: { } index } => [index],
        Unary u => [u.Operand],
        Binary b => [b.Left, b.Right],
        Call c => c.Arguments,
        _ => [],
    };
}

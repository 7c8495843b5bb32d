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

    /// <summary>All calls of a block, those within expressions included.</summary>
    public static IEnumerable<Call> Calls(Block block) => Statements(block).SelectMany(ExpressionsOf).SelectMany(Expressions).OfType<Call>();

    /// <summary>The expressions of one statement, those of blocks within it left out.</summary>
    public static IEnumerable<NmodlExpression> ExpressionsOf(NmodlStatement statement) => statement switch
    {
        Assign a => [a.Target, a.Value],
        If i => [i.Condition],
        While w => [w.Condition],
        From { Step: { } step } f => [f.First, f.Last, step],
        From f => [f.First, f.Last],
        CallStatement c => [c.Call],
        Conserve c => [c.Total],
        Reaction { BackwardRate: { } backward } r => [r.ForwardRate, backward],
        Reaction r => [r.ForwardRate],
        Compartment c => [c.Volume],
        LongitudinalDiffusion d => [d.Coefficient],
        Watch w => w.Conditions.SelectMany(c => (NmodlExpression[])[c.Condition, c.Flag]),
        LinearEquation e => [e.Left, e.Right],
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

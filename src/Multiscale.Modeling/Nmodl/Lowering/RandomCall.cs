namespace Multiscale.Modeling;

/// <summary>A call that draws a random number: offset + scale x a draw of a kind from a stream; the old functions draw from a stream that every instance has.</summary>
internal sealed record RandomCall(Operation Kind, string Stream, NmodlExpression? Offset = null, NmodlExpression? Scale = null)
{
    /// <summary>The stream of functions that name none.</summary>
    public const string Unnamed = "random";

    public static RandomCall? Of(Call call)
    {
        NmodlExpression? Argument(int i) => i < call.Arguments.Count ? call.Arguments[i] : null;
        switch (call.Name)
        {
            case "scop_random": return new(Operation.RandomUniform, Unnamed);
            case "exprand": return new(Operation.RandomExponential, Unnamed, null, Argument(0));
            case "normrand": return new(Operation.RandomNormal, Unnamed, Argument(0), Argument(1));
        }
        if (Argument(0) is not VariableRef stream) return null;
        return call.Name switch
        {
            "random_uniform" when Argument(2) is { } high => new(Operation.RandomUniform, stream.Name, Argument(1), new Binary(call.At, BinaryOperator.Subtract, high, Argument(1)!)),
            "random_uniform" => new(Operation.RandomUniform, stream.Name, Argument(1)),
            "random_dpick" => new(Operation.RandomUniform, stream.Name),
            "random_negexp" => new(Operation.RandomExponential, stream.Name, null, Argument(1)),
            "random_normal" => new(Operation.RandomNormal, stream.Name, Argument(1), Argument(2)),
            "random_ipick" => new(Operation.RandomPick, stream.Name),
            _ => null,
        };
    }

    /// <summary>Whether a file calls a function that names no stream.</summary>
    public static bool NeedsUnnamed(NmodlFile file) => file.Blocks().SelectMany(b => NmodlWalk.Calls(b.Body)).Any(c => c.Name is "scop_random" or "exprand" or "normrand" or "poisrand");
}

using System.Globalization;

namespace Multiscale.Modeling;

public sealed partial class VectorPrinter
{
    /// <summary>The text that makes a table.</summary>
    internal static string Literal(LookupTable table)
    {
        string Array(IEnumerable<double> values) => $"new double[] {{ {string.Join(", ", values.Select(v => v.ToString("R", CultureInfo.InvariantCulture) + "d"))} }}";
        return $"new LookupTable({Array(table.X)}, {(table.Arguments == 2 ? Array(table.Second) + ", " : "")}{Array(table.Y)})";
    }

    private sealed partial class Method
    {
        private readonly Dictionary<Expression, string> bound = []; // parameters of the loop that is printed
        private string prefix = "";

        /// <summary>Tables of the class, in the order of their fields.</summary>
        public required List<LookupTable> Tables { get; init; }

        private string Table(LookupTable table)
        {
            if (!Tables.Contains(table)) Tables.Add(table);
            return $"T{Tables.IndexOf(table)}";
        }

        /// <summary>All lanes go through the loop until the last has ended; those that have ended keep their values.</summary>
        private void PrintLoop(Expression loop, bool masked)
        {
            var body = (LoopBody)loop.Content!;
            string own = $"{prefix}k{loop.Id}", inside = $"{prefix}b{loop.Id}_";
            var inner = new Method(printer, kernel, bindings, text) { Tables = Tables, prefix = inside };
            for (int i = 0; i < loop.Operands.Count; i++)
            {
                string start = Value(loop[i]);
                inner.bound[body.Parameters[i]] = i < body.Next.Count ? $"{own}_{i}" : start;
                if (i < body.Next.Count) text.Append($"            V {own}_{i} = {start};\n");
            }
            text.Append(masked ? $"            V {own} = members == null ? V.AllBitsSet : W.Load(members + j);\n" : $"            V {own} = V.AllBitsSet;\n");
            text.Append($"            for (int {own}n = 0; ; {own}n++)\n            {{\n");
            Expression[] results = [body.Condition, .. body.Next];
            var nodes = ExpressionGraph.Reachable(results);
            inner.Count(nodes, results);
            // What the condition needs comes first: lanes that have ended must not go on.
            var first = ExpressionGraph.Reachable([body.Condition]).ToHashSet();
            inner.PrintNodes(nodes.Where(first.Contains), masked);
            text.Append($"            {own} &= {inner.Value(body.Condition)};\n            if ({own} == V.Zero) break;\n            if ({own}n == LoopBody.MostTurns) VectorMath.Endless(\"{kernel.Name}\");\n");
            inner.PrintNodes(nodes.Where(n => !first.Contains(n)), masked);
            for (int i = 0; i < body.Next.Count; i++) text.Append($"            V {own}_{i}n = W.ConditionalSelect({own}, {inner.Value(body.Next[i])}, {own}_{i});\n");
            for (int i = 0; i < body.Next.Count; i++) text.Append($"            {own}_{i} = {own}_{i}n;\n");
            text.Append("            }\n");
        }

        private void Count(List<Expression> nodes, Expression[] results)
        {
            foreach (var node in nodes)
                foreach (var operand in node.Operands) users[operand] = users.GetValueOrDefault(operand) + (node.Operation == Operation.Loop ? 2 : 1);
            foreach (var result in results) users[result] = users.GetValueOrDefault(result) + 1;
            foreach (var node in nodes) if (node.IsNumber) uniform.Add(node);
        }

        private void PrintNodes(IEnumerable<Expression> nodes, bool masked)
        {
            foreach (var node in nodes)
                if (node.Operation == Operation.Loop) PrintLoop(node, masked);
                else if (node.Operands.Count > 0 && node.Operation != Operation.Element && IsNamed(node))
                {
                    text.Append($"            V {prefix}v{node.Id} = {Compose(node)};\n");
                    named.Add(node);
                }
        }
    }
}

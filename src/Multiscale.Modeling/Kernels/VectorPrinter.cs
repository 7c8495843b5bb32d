using System.Globalization;
using System.Text;

namespace Multiscale.Modeling;

/// <summary>
/// Prints kernels as C# over vectors of 8 or 4 doubles, or of twice as many singles. What depends on uniforms alone is computed once before the loop; conditions become masks, so
/// both sides of a choice are computed; a product whose only user is a sum is fused with it. What divides several values, or is common to all lanes,
/// is inverted once: a division costs as much as ten products.
/// </summary>
/// <param name="width">Doubles per vector.</param>
/// <param name="single">All arrays hold singles.</param>
/// <param name="packed">One vector of instances a call: the columns lie one vector after another, and <see cref="KernelFrame.Columns"/> is the address of the first.</param>
public sealed partial class VectorPrinter(int width, bool single = false, bool packed = false) : IKernelPrinter
{
    private readonly string vector = $"Vector{64 * width}";
    private readonly string real = single ? "float" : "double";

    /// <summary>Values that one entry of the table of places stands for, by the bytes of a number.</summary>
    public static int BlockOf(int bytes) => 64 / bytes;

    public string Print(IEnumerable<KernelGroup> groups)
    {
        var text = new StringBuilder();
        text.Append("using System;\nusing System.Runtime.CompilerServices;\nusing System.Runtime.Intrinsics;\nusing Multiscale.Modeling;\n");
        text.Append($"using R = {real};\nusing V = System.Runtime.Intrinsics.{vector}<{real}>;\nusing W = System.Runtime.Intrinsics.{vector};\n");
        foreach (var group in groups)
        {
            text.Append($"public static unsafe class {group.TypeName}\n{{\n");
            var tables = new List<LookupTable>();
            foreach (var kernel in group.Kernels) new Method(this, kernel, group.Bindings, text) { Tables = tables }.Print();
            for (int k = 0; k < tables.Count; k++) text.Append($"    private static readonly LookupTable T{k} = {Literal(tables[k])};\n");
            text.Append("}\n");
        }
        return text.ToString();
    }

    private sealed partial class Method(VectorPrinter printer, Kernel kernel, IReadOnlyDictionary<string, Binding> bindings, StringBuilder text)
    {
        private readonly Dictionary<Expression, int> users = [];
        private readonly HashSet<Expression> uniform = [];
        private readonly HashSet<Expression> named = [];
        private readonly HashSet<Expression> inverted = [];

        public void Print()
        {
            var nodes = ExpressionGraph.Reachable(kernel.Stores.Select(s => s.Value));
            foreach (var node in nodes)
            {
                foreach (var operand in node.Operands) users[operand] = users.GetValueOrDefault(operand) + 1;
                if (node.Operation == Operation.Symbol ? bindings[node.Name].Residence == Residence.Uniform : node.Content is null && node.Operands.All(uniform.Contains)) uniform.Add(node);
                if (node.Operation == Operation.Loop) foreach (var start in node.Operands) users[start] = users.GetValueOrDefault(start) + 1; // the loop names them
            }
            foreach (var store in kernel.Stores) users[store.Value] = users.GetValueOrDefault(store.Value) + 1;
            var divided = nodes.Where(n => n.Operation == Operation.Divide && !uniform.Contains(n)).GroupBy(n => n[1]);
            inverted.UnionWith(divided.Where(g => !g.Key.IsNumber && (uniform.Contains(g.Key) || g.Count() > 1)).Select(g => g.Key));

            text.Append($"    [MethodImpl(MethodImplOptions.AggressiveOptimization)]\n    public static void {kernel.Name}(KernelFrame* frame)\n    {{\n");
            if (printer.Packed) text.Append("        R* packed = (R*)frame->Columns; double* uniforms = frame->Uniforms;\n");
            else text.Append("        R** columns = (R**)frame->Columns; R** places = (R**)frame->Places; double* uniforms = frame->Uniforms; int* table = frame->Table; R* members = (R*)frame->Members;\n");
            foreach (string name in nodes.Where(n => n.Operation == Operation.Symbol).Select(n => n.Name).Concat(kernel.Stores.Select(s => s.Target)).Distinct())
                if (bindings[name].Residence != Residence.Uniform && !printer.Packed) text.Append($"        R* {Array(name)} = {(bindings[name].Residence == Residence.Column ? "columns" : "places")}[{bindings[name].Index}];\n");
            foreach (var node in nodes)
                if (uniform.Contains(node) && !node.IsNumber)
                    text.Append($"        {(node.IsCondition ? "bool" : "double")} u{node.Id} = {Scalar(node)};\n");
            // Uniform values that lanes use, broadcast once.
            var broadcast = nodes.Where(n => !uniform.Contains(n)).SelectMany(n => n.Operands).Concat(kernel.Stores.Select(s => s.Value))
                .Where(n => uniform.Contains(n) && !n.IsNumber).Distinct().OrderBy(n => n.Id);
            foreach (var node in broadcast)
            {
                text.Append(node.IsCondition ? $"        V v{node.Id} = u{node.Id} ? V.AllBitsSet : V.Zero;\n" : $"        V v{node.Id} = W.Create((R)u{node.Id});\n");
                if (inverted.Contains(node)) text.Append($"        V r{node.Id} = W.Create((R)(1 / u{node.Id}));\n");
            }

            bool blocks = kernel.Addressing == Addressing.Blocks;
            if (printer.Packed) text.Append("        const int j = 0;\n        {\n");
            else text.Append($"        for (int j = frame->First * 8, end = frame->End * 8; j < end; j += {printer.Width})\n        {{\n");
            if (blocks) text.Append($"            int n = table[j >> {int.Log2(printer.Block)}] * {printer.Block} + (j & {printer.Block - 1});\n");
            foreach (var node in nodes)
                if (node.Operation == Operation.Loop) PrintLoop(node, blocks);
                else if (!uniform.Contains(node) && IsNamed(node))
                {
                    text.Append($"            V {prefix}v{node.Id} = {Compose(node)};\n");
                    if (inverted.Contains(node)) text.Append($"            V {prefix}r{node.Id} = V.One / {prefix}v{node.Id};\n");
                    named.Add(node);
                }
            bool masked = blocks && kernel.Stores.Any(s => bindings[s.Target].Residence == Residence.Place);
            if (masked) text.Append("            V member = members == null ? V.AllBitsSet : W.Load(members + j);\n");
            foreach (var store in kernel.Stores)
            {
                string array = Array(store.Target);
                bool place = bindings[store.Target].Residence == Residence.Place;
                if (place && !blocks) throw new InvalidOperationException($"kernel {kernel.Name} writes the place {store.Target} by points");
                string at = place ? $"{array} + n" : $"{array} + j", value = Value(store.Value);
                if (store.Accumulate) value = place ? $"W.Load({at}) + ({value} & member)" : $"W.Load({at}) + {value}";
                else if (place) value = $"W.ConditionalSelect(member, {value}, W.Load({at}))";
                text.Append($"            W.Store({value}, {at});\n");
            }
            text.Append("        }\n    }\n");
        }

        private bool IsNamed(Expression node) => node.Operation == Operation.Symbol || users[node] > 1;

        private string Array(string name)
        {
            var b = bindings[name];
            if (printer.Packed) return $"packed + {b.Index * printer.Width}";
            return (b.Residence == Residence.Column ? "c" : "p") + b.Index.ToString(CultureInfo.InvariantCulture);
        }

        /// <summary>The text of a value as a vector.</summary>
        private string Value(Expression node)
        {
            if (node.IsNumber) return node.Value == 0 ? "V.Zero" : $"W.Create((R){Literal(node.Value)})";
            if (uniform.Contains(node) || named.Contains(node)) return $"{prefix}v{node.Id}";
            return Compose(node);
        }

        private string Compose(Expression node)
        {
            string A() => Value(node[0]);
            string B() => Value(node[1]);
            switch (node.Operation)
            {
                case Operation.Symbol when bound.TryGetValue(node, out string? own): return own;
                case Operation.Element: return $"{prefix}k{node[0].Id}_{node.Value}";
                case Operation.Lookup or Operation.LookupSlope: return $"VectorMath.{node.Operation}({Table((LookupTable)node.Content!)}, {A()}{(node.Operands.Count < 2 ? "" : node.Operation == Operation.Lookup ? $", {B()}" : $", {B()}, {node.Value}")})";
                case Operation.Symbol:
                    var binding = bindings[node.Name];
                    string array = Array(node.Name);
                    if (binding.Residence == Residence.Column) return $"W.Load({array} + j)";
                    return kernel.Addressing == Addressing.Blocks ? $"W.Load({array} + n)" : $"VectorMath.Gather{printer.Width}({array}, table + j)";
                case Operation.Negate: return $"(-{A()})";
                case Operation.Add:
                    if (Fusable(node[0])) return $"W.FusedMultiplyAdd({Factors(node[0])}, {B()})";
                    if (Fusable(node[1])) return $"W.FusedMultiplyAdd({Factors(node[1])}, {A()})";
                    return $"({A()} + {B()})";
                case Operation.Subtract:
                    if (Fusable(node[0])) return $"VectorMath.MultiplySubtract({Factors(node[0])}, {B()})";
                    if (Fusable(node[1])) return $"VectorMath.SubtractProduct({Factors(node[1])}, {A()})";
                    return $"({A()} - {B()})";
                case Operation.Multiply: return $"({A()} * {B()})";
                case Operation.Divide when inverted.Contains(node[1]): return node[0].Is(1) ? $"{prefix}r{node[1].Id}" : $"({A()} * {prefix}r{node[1].Id})";
                case Operation.Divide: return $"({A()} / {B()})";
                case Operation.Exp: return $"VectorMath.Exp({A()})";
                case Operation.Erfc: return $"VectorMath.Erfc({A()})";
                case Operation.Log: return $"W.Log({A()})";
                case Operation.Sqrt: return $"W.Sqrt({A()})";
                case Operation.Abs: return $"W.Abs({A()})";
                case Operation.Floor: return $"W.Floor({A()})";
                case Operation.Ceiling: return $"W.Ceiling({A()})";
                case Operation.Min: return $"W.MinNative({A()}, {B()})";
                case Operation.Max: return $"W.MaxNative({A()}, {B()})";
                case Operation.Less: return $"W.LessThan({A()}, {B()})";
                case Operation.LessOrEqual: return $"W.LessThanOrEqual({A()}, {B()})";
                case Operation.Equal: return $"W.Equals({A()}, {B()})";
                case Operation.NotEqual: return $"~W.Equals({A()}, {B()})";
                case Operation.And: return $"({A()} & {B()})";
                case Operation.Or: return $"({A()} | {B()})";
                case Operation.Not: return $"~{A()}";
                case Operation.Select: return $"W.ConditionalSelect({A()}, {B()}, {Value(node[2])})";
                case Operation.Power: return $"VectorMath.Power({A()}, {B()})";
                case var _ when node.Operands.Count == 2: return $"VectorMath.Each(Operation.{node.Operation}, {A()}, {B()})";
                default: return $"VectorMath.Each(Operation.{node.Operation}, {A()})";
            }
        }

        private bool Fusable(Expression node) => !named.Contains(node) && !uniform.Contains(node)
            && (node.Operation == Operation.Multiply || node.Operation == Operation.Divide && inverted.Contains(node[1]) && !node[0].Is(1));

        private string Factors(Expression product) => $"{Value(product[0])}, {(product.Operation == Operation.Divide ? prefix + "r" + product[1].Id.ToString(CultureInfo.InvariantCulture) : Value(product[1]))}";

        /// <summary>A uniform value as a plain number, from other uniform values.</summary>
        private string Scalar(Expression node)
        {
            string Operand(int i) => node[i].IsNumber ? Literal(node[i].Value) : $"u{node[i].Id}";
            return node.Operation switch
            {
                Operation.Symbol => $"uniforms[{bindings[node.Name].Index}]",
                Operation.Negate => $"-{Operand(0)}",
                Operation.Add => $"{Operand(0)} + {Operand(1)}",
                Operation.Subtract => $"{Operand(0)} - {Operand(1)}",
                Operation.Multiply => $"{Operand(0)} * {Operand(1)}",
                Operation.Divide => $"{Operand(0)} / {Operand(1)}",
                Operation.Less => $"{Operand(0)} < {Operand(1)}",
                Operation.LessOrEqual => $"{Operand(0)} <= {Operand(1)}",
                Operation.Equal => $"{Operand(0)} == {Operand(1)}",
                Operation.NotEqual => $"{Operand(0)} != {Operand(1)}",
                Operation.And => $"{Operand(0)} & {Operand(1)}",
                Operation.Or => $"{Operand(0)} | {Operand(1)}",
                Operation.Not => $"!{Operand(0)}",
                Operation.Select => $"{Operand(0)} ? {Operand(1)} : {Operand(2)}",
                _ => $"ScalarMath.Evaluate(Operation.{node.Operation}, {Operand(0)}{(node.Operands.Count > 1 ? ", " + Operand(1) : "")})",
            };
        }

        private static string Literal(double value) =>
            double.IsPositiveInfinity(value) ? "double.PositiveInfinity" : double.IsNegativeInfinity(value) ? "double.NegativeInfinity" : double.IsNaN(value) ? "double.NaN"
            : value < 0 ? $"({value.ToString("R", CultureInfo.InvariantCulture)}d)" : value.ToString("R", CultureInfo.InvariantCulture) + "d";
    }

    private bool Packed => packed;

    private int Width => single ? 2 * width : width;

    private int Block => single ? BlockOf(sizeof(float)) : BlockOf(sizeof(double));
}

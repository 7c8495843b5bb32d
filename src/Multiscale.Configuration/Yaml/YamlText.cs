using Multiscale.Core;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Multiscale.Configuration;

/// <summary>Reads one YAML document into nodes that know their line and column. Aliases are followed; tags and merge keys are not read.</summary>
internal sealed class YamlText
{
    private readonly string name;
    private readonly string[] lines;
    private readonly Problems problems;
    private readonly Dictionary<string, YamlNode> anchors = [];
    private readonly Func<Mark, Place>? fixedPlace;

    /// <param name="name">The file as the user named it.</param>
    /// <param name="at">One place for every node: the texts of <c>--set</c> have no lines.</param>
    public YamlText(string text, string name, Problems problems, Place? at = null)
    {
        this.name = name;
        this.problems = problems;
        lines = text.Split('\n');
        Text = text;
        fixedPlace = at is null ? null : _ => at;
    }

    private string Text { get; }

    /// <summary>The root of the only document; null when there is none or its syntax is broken (reported).</summary>
    public YamlNode? Read()
    {
        try
        {
            var parser = new Parser(new StringReader(Text));
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _)) return null;
            var root = Node(parser);
            parser.Consume<DocumentEnd>();
            if (parser.TryConsume<DocumentStart>(out var second))
                problems.Add("MS0002", "the file holds more than one YAML document", "keep one document, without further '---' lines", PlaceOf(second.Start));
            return root;
        }
        catch (YamlException fault)
        {
            problems.Add("MS0002", "the YAML syntax is broken: " + Plain(fault.Message),
                "check indentation (spaces, no tabs), colons, brackets and quotes at this line and the one before", PlaceOf(fault.Start));
            return null;
        }
    }

    private YamlNode Node(Parser parser)
    {
        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            if (anchors.TryGetValue(alias.Value.Value, out var target)) return target;
            problems.Add("MS0002", $"the alias '*{alias.Value}' has no anchor '&{alias.Value}' before it", "define the anchor first", PlaceOf(alias.Start));
            return new YamlBroken(PlaceOf(alias.Start));
        }
        var start = parser.Accept<NodeEvent>(out var node) ? node : throw new YamlException(parser.Current!.Start, parser.Current.End, "a value is missing");
        if (!start.Tag.IsEmpty && !start.Tag.IsNonSpecific)
            problems.Add("MS0002", $"the tag '{start.Tag}' is not read", "remove the tag", PlaceOf(start.Start));
        YamlNode read = start switch
        {
            SequenceStart => List(parser),
            MappingStart => Section(parser),
            _ => Scalar(parser),
        };
        if (!start.Anchor.IsEmpty) anchors[start.Anchor.Value] = read;
        return read;
    }

    private YamlScalar Scalar(Parser parser)
    {
        var scalar = parser.Consume<Scalar>();
        return new YamlScalar(PlaceOf(scalar.Start), scalar.Value, scalar.Style != ScalarStyle.Plain);
    }

    private YamlList List(Parser parser)
    {
        var start = parser.Consume<SequenceStart>();
        var items = new List<YamlNode>();
        while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(Node(parser));
        return new YamlList(PlaceOf(start.Start), items);
    }

    private YamlSection Section(Parser parser)
    {
        var start = parser.Consume<MappingStart>();
        var entries = new List<YamlEntry>();
        var first = new Dictionary<string, Place>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = Node(parser);
            var value = Node(parser);
            if (key is not YamlScalar { Text: var text })
                problems.Add("MS0002", $"{key.Kind} stands where a key is expected", "write keys as plain words", key.Place);
            else if (!first.TryAdd(text, key.Place))
                problems.Add("MS0005", $"the key '{text}' is given twice; first at {first[text].Location}", "keep one of the two", key.Place);
            else
                entries.Add(new YamlEntry(text, key.Place, value));
        }
        return new YamlSection(PlaceOf(start.Start), entries);
    }

    private Place PlaceOf(Mark mark)
    {
        if (fixedPlace is not null) return fixedPlace(mark);
        int line = Math.Clamp((int)mark.Line, 1, lines.Length), column = Math.Max(1, (int)mark.Column);
        string excerpt = lines[line - 1].TrimEnd('\r').Replace('\t', ' ');
        return new Place(new SourceLocation(name, line, column), $"{excerpt}\n    {new string(' ', Math.Min(column - 1, excerpt.Length))}^");
    }

    private static string Plain(string message)
    {
        int end = message.StartsWith('(') ? message.IndexOf("): ", StringComparison.Ordinal) : -1;
        return (end < 0 ? message : message[(end + 3)..]).TrimEnd('.');
    }
}

using Multiscale.Core;

namespace Multiscale.Configuration;

/// <summary>Where something was said, with the line it was said on.</summary>
internal sealed record Place(SourceLocation Location, string? Excerpt);

/// <summary>The tree of a YAML text; every node knows its place.</summary>
internal abstract record YamlNode(Place Place)
{
    /// <summary>What the user wrote, for messages.</summary>
    public abstract string Kind { get; }
}

internal sealed record YamlScalar(Place Place, string Text, bool Quoted) : YamlNode(Place)
{
    public bool IsEmpty => !Quoted && Text.Length == 0;

    public bool IsNull => !Quoted && Text is "null" or "~";

    public override string Kind => $"'{Text}'";
}

/// <summary>A value that was reported already.</summary>
internal sealed record YamlBroken(Place Place) : YamlNode(Place)
{
    public override string Kind => "unreadable";
}

internal sealed record YamlList(Place Place, IReadOnlyList<YamlNode> Items) : YamlNode(Place)
{
    public override string Kind => "a list";
}

internal sealed record YamlEntry(string Key, Place Place, YamlNode Value);

internal sealed record YamlSection(Place Place, IReadOnlyList<YamlEntry> Entries) : YamlNode(Place)
{
    public override string Kind => "a section of keys";

    public YamlEntry? Find(string key)
    {
        foreach (var entry in Entries)
            if (entry.Key == key) return entry;
        return null;
    }
}

namespace Multiscale.Core;

/// <summary>One message to the user: code, place, what is wrong, how to fix it, and the line it is about.</summary>
public sealed record Diagnostic(string Code, string Message, string Remedy, SourceLocation? Location = null, string? Excerpt = null)
{
    public override string ToString()
    {
        var text = $"{(Location is { File.Length: > 0 } l ? l + ": " : "")}error {Code}: {Message}";
        if (Excerpt is not null) text += $"\n    {Excerpt}";
        if (Remedy.Length > 0) text += $"\n    fix: {Remedy}";
        return text;
    }
}

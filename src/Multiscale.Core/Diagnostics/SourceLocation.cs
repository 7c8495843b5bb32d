namespace Multiscale.Core;

/// <summary>Where in the user's files something was said; line and column count from 1, 0 where unknown.</summary>
public readonly record struct SourceLocation(string File, int Line = 0, int Column = 0)
{
    public override string ToString() => Line == 0 ? File : $"{File}:{Line}:{Column}";
}

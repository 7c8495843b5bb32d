namespace Multiscale.Modeling;

/// <summary>Finds the word somebody meant, by edit distance (Levenshtein 1966, with neighbouring letters swapped as one edit).</summary>
public static class NearestWord
{
    public static string? Of(string word, IEnumerable<string> known)
    {
        int limit = Math.Max(1, word.Length / 3 + (word.Length > 4 ? 1 : 0));
        string? best = null;
        foreach (string candidate in known.Where(c => c != word))
        {
            int distance = Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance > limit || (best is not null && distance == limit) || distance >= candidate.Length) continue;
            (best, limit) = (candidate, distance);
        }
        return best;
    }

    /// <summary>"did you mean 'x'?", or <paramref name="otherwise"/> when no word is near.</summary>
    public static string Advice(string word, IEnumerable<string> known, string otherwise) =>
        Of(word, known) is { } near ? $"did you mean '{near}'?" : otherwise;

    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++) d[i, 0] = i;
        for (int j = 0; j <= b.Length; j++) d[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
            for (int j = 1; j <= b.Length; j++)
            {
                d[i, j] = Math.Min(d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), Math.Min(d[i - 1, j], d[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        return d[a.Length, b.Length];
    }
}

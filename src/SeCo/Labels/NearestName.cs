namespace SeCo.Labels;

/// <summary>Finds what a misspelt name may have meant.</summary>
internal static class NearestName
{
    /// <summary>"Did you mean 'x'?" where one of the names is close, and all names either way.</summary>
    public static string Advice(string given, IEnumerable<string> names)
    {
        string[] sorted = [.. names.Order(StringComparer.Ordinal)];
        string all = sorted.Length == 0 ? "There is none." : $"There is: {string.Join(", ", sorted)}.";
        return Find(given, sorted) is { } near ? $"Did you mean '{near}'? {all}" : all;
    }

    /// <summary>The name with the fewest edits, where they are at most a third of its length; null where none is near.</summary>
    public static string? Find(string given, IEnumerable<string> names)
    {
        (string? best, int least) = (null, int.MaxValue);
        foreach (string name in names)
        {
            int distance = Distance(given.ToLowerInvariant(), name.ToLowerInvariant());
            if (distance < least && distance <= Math.Max(2, name.Length / 3))
            {
                (best, least) = (name, distance);
            }
        }

        return best;
    }

    /// <summary>Levenshtein's distance: insertions, deletions and replacements.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replace = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replace, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}

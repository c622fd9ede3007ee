namespace SeCo.Configuration;

/// <summary>Finds the name that a misspelt one was probably meant to be.</summary>
public static class Suggestion
{
    /// <summary>A sentence to append to an error (<c>Did you mean 'portion'?</c>), or the list of known names where none is close.</summary>
    public static string For(string given, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(known);
        string[] names = [.. known];
        string? nearest = names.MinBy(name => Distance(given, name));
        return nearest is not null && Distance(given, nearest) <= Math.Max(2, given.Length / 3)
            ? $"Did you mean '{nearest}'?"
            : $"Known: {string.Join(", ", names.Order(StringComparer.Ordinal))}.";
    }

    /// <summary>Insertions, deletions and replacements that turn one text into the other, letter case ignored.</summary>
    internal static int Distance(string a, string b)
    {
        int[] previous = [.. Enumerable.Range(0, b.Length + 1)];
        int[] current = new int[b.Length + 1];
        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replace = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(previous[j], current[j - 1]) + 1, previous[j - 1] + replace);
            }

            (previous, current) = (current, previous);
        }

        return previous[b.Length];
    }
}

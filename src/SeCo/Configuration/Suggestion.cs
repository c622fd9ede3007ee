namespace SeCo.Configuration;

/// <summary>Finds the name that a misspelt one was probably meant to be.</summary>
public static class Suggestion
{
    /// <summary>A sentence to append to an error (<c>Did you mean 'portion'?</c>), or the list of known names where none is close.</summary>
    public static string For(string given, IEnumerable<string> known)
    {
        string[] names = Sorted(known);
        return Nearest(given, names) is string nearest ? $"Did you mean '{nearest}'?" : $"Known: {string.Join(", ", names)}.";
    }

    /// <summary>As <see cref="For"/>, but the list of names always follows: for short lists that a reader would look up anyway.</summary>
    public static string WithAll(string given, IEnumerable<string> known)
    {
        string[] names = Sorted(known);
        string all = names.Length == 0 ? "There is none." : $"There is: {string.Join(", ", names)}.";
        return Nearest(given, names) is string nearest ? $"Did you mean '{nearest}'? {all}" : all;
    }

    /// <summary>The name with the fewest edits, where these are at most a third of what was given, or two; null where none is near.</summary>
    internal static string? Nearest(string given, IReadOnlyCollection<string> names)
    {
        ArgumentNullException.ThrowIfNull(given);
        string? nearest = names.MinBy(name => Distance(given, name));
        return nearest is not null && Distance(given, nearest) <= Math.Max(2, given.Length / 3) ? nearest : null;
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

    private static string[] Sorted(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return [.. names.Order(StringComparer.Ordinal)];
    }
}

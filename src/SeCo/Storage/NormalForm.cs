namespace SeCo.Storage;

/// <summary>Takes marked letters apart, as file systems of Macs do: the same name then has the same characters, wherever it comes from.</summary>
/// <remarks>.NET can do this with ICU only, which machines need not have. Source: the canonical decompositions of Unicode 15, of its first 65,536
/// characters without compatibility ideographs; syllables of Hangul by their rule. Marks of one letter are sorted by their codes.</remarks>
internal static class NormalForm
{
    private const int Syllables = 0xAC00, Leads = 0x1100, Vowels = 0x1161, Tails = 0x11A7, VowelCount = 21, TailCount = 28;

    private static readonly Lazy<Dictionary<char, char[]>> Parts = new(Load);

    /// <summary>The text with all its letters taken apart; for comparing, not for showing.</summary>
    public static string Of(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        List<char> plain = new(2 * text.Length);
        foreach (char c in text)
        {
            Add(plain, c);
        }

        for (int start = 0, end; start < plain.Count; start = end + 1)
        {
            for (end = start; end < plain.Count && CharUnicodeInfo.GetUnicodeCategory(plain[end]) == UnicodeCategory.NonSpacingMark; end++)
            {
            }

            plain.Sort(start, end - start, null);
        }

        return string.Concat(plain);
    }

    private static void Add(List<char> plain, char c)
    {
        int syllable = c - Syllables;
        if (syllable is >= 0 and < 19 * VowelCount * TailCount)
        {
            plain.Add((char)(Leads + (syllable / (VowelCount * TailCount))));
            plain.Add((char)(Vowels + (syllable / TailCount % VowelCount)));
            plain.AddRange(syllable % TailCount == 0 ? [] : [(char)(Tails + (syllable % TailCount))]);
        }
        else if (Parts.Value.TryGetValue(c, out char[]? parts))
        {
            Array.ForEach(parts, part => Add(plain, part));
        }
        else
        {
            plain.Add(c);
        }
    }

    private static Dictionary<char, char[]> Load()
    {
        using StreamReader reader = new(typeof(NormalForm).Assembly.GetManifestResourceStream("SeCo.Storage.Decompositions.txt")!);
        return reader.ReadToEnd().Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='))
            .ToDictionary(pair => Character(pair[0]), pair => pair[1].Split('+').Select(Character).ToArray());
    }

    private static char Character(string code) => (char)int.Parse(code, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}

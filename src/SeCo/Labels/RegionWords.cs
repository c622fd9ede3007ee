namespace SeCo.Labels;

/// <summary>The words that stand for enum values in region files.</summary>
internal static class RegionWords
{
    private static readonly (RegionVerdict Value, string Word)[] Verdicts =
    [
        (RegionVerdict.Undecided, "undecided"), (RegionVerdict.Clean, "clean"), (RegionVerdict.Corrected, "corrected"), (RegionVerdict.Rejected, "rejected"),
        (RegionVerdict.Reviewed, "reviewed"),
    ];

    private static readonly (RegionOriginKind Value, string Word)[] Kinds =
    [
        (RegionOriginKind.StuffMask, "stuff"), (RegionOriginKind.ThingPrompt, "thing"), (RegionOriginKind.ThingPixels, "thing_pixels"),
    ];

    public static string Of(RegionVerdict value) => Array.Find(Verdicts, pair => pair.Value == value).Word;

    public static string Of(RegionOriginKind value) => Array.Find(Kinds, pair => pair.Value == value).Word;

    /// <exception cref="FormatException">An unknown word.</exception>
    public static RegionVerdict Verdict(string? word) => Parse(Verdicts, word, "verdict");

    /// <exception cref="FormatException">An unknown word.</exception>
    public static RegionOriginKind Kind(string? word) => Parse(Kinds, word, "origin kind");

    private static T Parse<T>((T Value, string Word)[] words, string? word, string what)
    {
        foreach ((T value, string known) in words)
        {
            if (known == word)
            {
                return value;
            }
        }

        throw new FormatException($"{what} '{word}', expected one of {string.Join(", ", words.Select(pair => pair.Word))}");
    }
}

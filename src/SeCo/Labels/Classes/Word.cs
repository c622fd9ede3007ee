namespace SeCo.Labels;

/// <summary>The words that stand for enum values in region files and reviews: their names in configuration files.</summary>
internal static class Word
{
    /// <summary>The word of a value.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => Array.Find(Words<T>.All, pair => EqualityComparer<T>.Default.Equals(pair.Value, value)).Word;

    /// <summary>The value of a word.</summary>
    /// <exception cref="FormatException">An unknown word.</exception>
    public static T Parse<T>(string word, string what)
        where T : struct, Enum
    {
        (T Value, string Word)[] words = Words<T>.All;
        int at = Array.FindIndex(words, pair => pair.Word == word);
        return at >= 0 ? words[at].Value : throw new FormatException($"{what} '{word}', expected one of {string.Join(", ", words.Select(pair => pair.Word))}");
    }

    private static class Words<T>
        where T : struct, Enum
    {
        public static readonly (T Value, string Word)[] All = [.. Enum.GetValues<T>().Select(value => (value, OptionsWriter.NameOf(value)))];
    }
}

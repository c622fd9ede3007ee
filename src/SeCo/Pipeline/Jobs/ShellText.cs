namespace SeCo.Pipeline.Jobs;

/// <summary>Texts for a POSIX shell.</summary>
/// <remarks>Also compiled into the program, which shows commands.</remarks>
internal static class ShellText
{
    /// <summary>A text as one word that the shell takes as it is, whatever is in it.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>The same for people: a word that the shell leaves as it is has no quotes.</summary>
    public static string Word(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "-_./=,:@%+".Contains(c, StringComparison.Ordinal)) ? text : Quote(text);

    /// <summary>Several words.</summary>
    public static string Quote(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));
}

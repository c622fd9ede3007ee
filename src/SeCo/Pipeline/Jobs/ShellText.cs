namespace SeCo.Pipeline.Jobs;

/// <summary>Texts for a POSIX shell.</summary>
internal static class ShellText
{
    /// <summary>A text as one word that the shell takes as it is, whatever is in it.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>Several words.</summary>
    public static string Quote(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));
}

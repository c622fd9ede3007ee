using System.Text.RegularExpressions;

namespace SeCo.Datasets;

/// <summary>A pattern of image names: <c>*</c> is any text, also across folders, <c>?</c> any character,
/// <c>[a-c]</c> one of a set and <c>[!a-c]</c> one outside it.</summary>
internal sealed class NamePattern
{
    private readonly Regex _regex;
    private readonly Regex? _plain; // for names whose letters have another form; the letters of a set cannot be taken apart

    /// <summary>Reads a pattern; upper and lower case differ.</summary>
    /// <exception cref="FormatException">It is empty, or a set is not closed, is empty, or runs backwards.</exception>
    public NamePattern(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        if (pattern.Length == 0)
        {
            throw new FormatException("an empty pattern, which matches no name");
        }

        try
        {
            const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline;
            _regex = new Regex(Translate(pattern), Options);
            _plain = pattern.Contains('[') ? null : new Regex(Translate(NormalForm.Of(pattern)), Options);
        }
        catch (ArgumentException fault)
        {
            throw new FormatException($"'{pattern}' holds a set that cannot be read; expected as in [0-5] or [!ab]", fault);
        }
    }

    /// <summary>What is wrong with a pattern; null where it can be read.</summary>
    public static string? FaultOf(string pattern)
    {
        try
        {
            _ = new NamePattern(pattern);
            return null;
        }
        catch (FormatException fault)
        {
            return fault.Message;
        }
    }

    /// <summary>Whether a whole name fits.</summary>
    public bool Matches(string name) => _regex.IsMatch(name) || _plain?.IsMatch(NormalForm.Of(name)) == true;

    private static string Translate(string pattern)
    {
        StringBuilder regex = new("\\A");
        for (int i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '*':
                    regex.Append(".*");
                    break;
                case '?':
                    regex.Append('.');
                    break;
                case '[':
                    int close = pattern.IndexOf(']', i + 1);
                    int first = i + (close > i + 1 && pattern[i + 1] == '!' ? 2 : 1);
                    if (close <= first)
                    {
                        throw new FormatException($"'{pattern}' holds a set that is empty or not closed; expected as in [0-5] or [!ab]");
                    }

                    regex.Append(first > i + 1 ? "[^" : "[").Append(pattern[first..close].Replace("\\", "\\\\").Replace("^", "\\^").Replace("[", "\\["))
                        .Append(']');
                    i = close;
                    break;
                default:
                    regex.Append(Regex.Escape(pattern[i].ToString()));
                    break;
            }
        }

        return regex.Append("\\z").ToString();
    }
}

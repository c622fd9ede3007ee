using System.Text.RegularExpressions;

namespace SeCo.Datasets;

/// <summary>What images belong together, by their names.</summary>
public static partial class ImageGroups
{
    /// <summary>The sequence of an image: its name without its last number, which is taken for that of the frame, and what follows it:
    /// <c>0001TP_006690</c> is a frame of <c>0001TP</c>. The 8 of <c>leftImg8bit</c> is no number. A name without one is a sequence of its own.</summary>
    /// <param name="name">The image's name.</param>
    public static string SequenceOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Match frame = LastNumber().Match(name);
        return frame.Success ? frame.Groups[1].Value.TrimEnd('_', '-', '.', ' ') : name;
    }

    /// <summary>The folder of an image below that of the images; empty where it lies in that itself.</summary>
    /// <param name="name">The image's name, with <c>/</c> between folders.</param>
    public static string FolderOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name[..Math.Max(0, name.LastIndexOf('/'))];
    }

    // From the right: digits that no letter follows.
    [GeneratedRegex(@"^(.*?)[0-9]+(?![0-9\p{L}])", RegexOptions.RightToLeft)]
    private static partial Regex LastNumber();
}

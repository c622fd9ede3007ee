namespace SeCo.Labels;

/// <summary>Guesses, from the values that labels hold, what may have gone wrong.</summary>
internal static class LabelSuspicions
{
    /// <summary>The suspicions, each with a way out, from the pixels of each value, <c>[256]</c>, and the values outside the class set. Values are ids of
    /// the set unless a map is given.</summary>
    public static IReadOnlyList<string> Find(IReadOnlyList<long> pixels, IReadOnlyList<byte> foreign, ClassSet classes, LabelIdMap? given = null)
    {
        List<string> suspicions = [];
        int[] present = [.. Enumerable.Range(0, LabelMap.Ignore).Where(v => pixels[v] > 0)];
        if (present.Length == 0)
        {
            return ["No pixel has a label: every one is 255, or no file can be read."];
        }

        if (given is not null)
        {
            return [.. FindInCoding(pixels, present, classes, given)];
        }

        if (foreign.Count > 0)
        {
            // A coding of many ids fits nearly anything: of these pixels, nearly all must mean a class.
            long all = present.Sum(v => pixels[v]);
            string[] fitting =
            [
                .. classes.Maps.Where(m => present[^1] <= Highest(m.Value) && (Highest(m.Value) <= 2 * classes.Count
                    || 10 * present.Where(v => m.Value[(byte)v] != LabelMap.Ignore).Sum(v => pixels[v]) >= 9 * all))
                    .Select(m => m.Key).Order(StringComparer.Ordinal),
            ];
            if (fitting.Length > 0)
            {
                string others = fitting.Length > 1 ? $" They also fit {string.Join(", ", fitting[1..])}." : string.Empty;
                suspicions.Add($"The values fit the coding '{fitting[0]}'. If that is what they are: seco labels convert --map {fitting[0]}.{others}");
            }
        }

        if (foreign.Count == 1 && foreign[0] == classes.Count)
        {
            suspicions.Add(pixels[0] > 0
                ? $"The only foreign value is {classes.Count}, one more than the last class: it may mean unlabelled, as in SegNet's files. Or they count "
                    + $"from 1, with 0 for unlabelled: seco labels convert --map {ClassSet.FromOne}."
                : $"The values are 1 to {classes.Count}: they may count from 1, as ADE20K's do, with 0 for unlabelled: seco labels convert --map "
                    + $"{ClassSet.FromOne}.");
        }

        if (suspicions.Count == 0 && foreign.Count > 0 && present[^1] > 2 * classes.Count)
        {
            suspicions.Add(
                $"The values go up to {present[^1]}, and no coding of '{classes.Name}' has such ids: these may be the brightness of coloured pictures. Take "
                    + "the coloured ones: seco labels convert --colors.");
        }

        if (present is [0] && pixels[LabelMap.Ignore] > 0 && classes.Count > 1)
        {
            suspicions.Add("The only values are 0 and 255: this may be a black and white mask rather than class ids.");
        }

        return suspicions;
    }

    /// <summary>What the way in which files store pixels tells of those that cannot be read.</summary>
    public static IEnumerable<string> OfModes(IReadOnlyList<PngDescription> files, ClassSet classes)
    {
        if (files.Any(f => f.Mode.Contains("RGB", StringComparison.Ordinal)))
        {
            yield return $"Some files are coloured pictures. If each class has its colour of '{classes.Name}': seco labels convert --colors. If the red "
                + "channel holds ids, as SYNTHIA's: --first-channel.";
        }

        if (files.Any(f => f.Mode == "16-bit grey"))
        {
            yield return "Some files have 16 bits. If they hold ids: seco labels convert --first-channel. Cityscapes' *_instanceIds are no labels.";
        }
    }

    /// <summary>What names tell of labels and images none of which belong together.</summary>
    public static IEnumerable<string> OfNames(IReadOnlyList<string> labels, IReadOnlyList<string> images)
    {
        string label = labels[0];
        if (images.Where(i => label.StartsWith(i, StringComparison.Ordinal)).MaxBy(i => i.Length) is { } shorter)
        {
            yield return $"No label has an image: the names of labels seem to end in '{label[shorter.Length..]}' ({label}, {shorter}). Rename them, as they "
                + "must be called like their images.";
        }
        else if (images.FirstOrDefault(
            i => label.EndsWith("/" + i, StringComparison.Ordinal) || i.EndsWith("/" + label, StringComparison.Ordinal)) is { } other)
        {
            yield return $"No label has an image: folders before the names differ ({label}, {other}). Give the folders of labels and images from which on "
                + "they are the same.";
        }
        else
        {
            yield return $"No label has an image: labels are called like {label}, images like {images[0]}. They must have the same names below their folders.";
        }
    }

    private static IEnumerable<string> FindInCoding(IReadOnlyList<long> pixels, int[] present, ClassSet classes, LabelIdMap coding)
    {
        if (present[^1] < classes.Count && Highest(coding) >= classes.Count)
        {
            yield return $"The values are 0 to {present[^1]}, but the coding's go up to {Highest(coding)}: these look like train ids, the ids of "
                + $"'{classes.Name}' themselves. Then leave the coding away (--map, truth_coding).";
        }

        int[] beyond = [.. present.Where(v => v > Highest(coding))];
        if (beyond.Length > 0)
        {
            yield return $"{beyond.Sum(v => pixels[v])} pixels have values above {Highest(coding)}, the last id of the coding that means a class: "
                + $"{string.Join(", ", beyond.Take(10))}. They count as unlabelled; is it the right coding?";
        }

        long lost = present.Where(v => coding[(byte)v] == LabelMap.Ignore).Sum(v => pixels[v]), all = present.Sum(v => pixels[v]);
        if (lost * 2 > all)
        {
            yield return $"{100 * lost / all} % of the labelled pixels have values that mean no class of '{classes.Name}' in this coding.";
        }
    }

    private static int Highest(LabelIdMap map) => Enumerable.Range(0, LabelMap.Ignore).Last(v => map[(byte)v] != LabelMap.Ignore);
}

namespace SeCo.Labels;

/// <summary>How data sets call the images and labels that belong together, and the several kinds of label pictures that may lie beside one another.</summary>
internal static class LabelNames
{
    /// <summary>What names of labels end in; where several kinds lie in one folder, the first is taken.</summary>
    private static readonly string[] LabelEndings =
    [
        "_gtFine_labelTrainIds", "_gtCoarse_labelTrainIds", "_gt_labelTrainIds", "_gtFine_labelIds", "_gtCoarse_labelIds", "_gt_labelIds", "_labelTrainIds",
        "_train_id", "_labelIds", "_gtFine_labelcsTrainIds", "_gtFine_labelids",
    ];

    /// <summary>What names of coloured labels end in, which lie beside the labels.</summary>
    private static readonly string[] ColorEndings = ["_gtFine_color", "_gtCoarse_color", "_gt_labelColor", "_train_color"];

    /// <summary>What names of other pictures end in that lie beside labels.</summary>
    private static readonly string[] OtherEndings =
    [
        "_gtFine_instanceIds", "_gtCoarse_instanceIds", "_gtFine_instanceTrainIds", "_gtCoarse_instanceTrainIds", "_gt_invIds", "_gt_invGray",
    ];

    private static readonly string[] ImageEndings = ["_leftImg8bit", "_rgb_anon"];

    /// <summary>What an image and its label have in common.</summary>
    public static string StemOf(string name) => NormalForm.Of(EndingOf(name) is { } ending ? name[..^ending.Length] : name);

    /// <summary>The files to be looked at, of each name one kind; those left out are counted in <paramref name="others"/> by their endings.</summary>
    public static List<(string Name, string Path)> Choose(List<(string Name, string Path)> files, LabelKind wanted, List<(string Kind, int Files)> others)
    {
        bool isMixed = files.Any(f => EndingOf(f.Name) is not null) && files.GroupBy(f => StemOf(f.Name), StringComparer.Ordinal).Any(g => g.Count() > 1);
        if (!isMixed)
        {
            return files;
        }

        IEnumerable<string> order = wanted switch
        {
            LabelKind.OtherIds => LabelEndings.OrderBy(e => e.EndsWith("abelIds", StringComparison.OrdinalIgnoreCase) ? 0 : 1),
            LabelKind.Colors => ColorEndings,
            _ => LabelEndings,
        };
        string kind = order.FirstOrDefault(ending => files.Any(f => EndingOf(f.Name) == ending)) ?? string.Empty;
        others.AddRange(files.Where(f => (EndingOf(f.Name) ?? string.Empty) != kind).GroupBy(f => EndingOf(f.Name) ?? "(no ending)", StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.Count())));
        return [.. files.Where(f => (EndingOf(f.Name) ?? string.Empty) == kind)];
    }

    private static string? EndingOf(string name) =>
        LabelEndings.Concat(ColorEndings).Concat(OtherEndings).Concat(ImageEndings).Where(ending => name.EndsWith(ending, StringComparison.Ordinal))
            .MaxBy(ending => ending.Length);
}

/// <summary>What label files of several kinds, beside one another in a folder, are wanted for.</summary>
internal enum LabelKind
{
    /// <summary>Ids of the class set itself.</summary>
    TrainIds,

    /// <summary>Ids of another coding, such as Cityscapes' label ids.</summary>
    OtherIds,

    /// <summary>Colours.</summary>
    Colors,
}

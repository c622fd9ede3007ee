namespace SeCo.PixelLabels;

/// <summary>The thresholds of a set: of each group of images, by its name; with <see cref="PixelLabelGroup.None"/> of one group with an empty name.</summary>
internal sealed record GroupThresholds(PixelLabelGroup By, IReadOnlyDictionary<string, ClassThresholds> Groups)
{
    /// <summary>The most groups: each has a histogram of half a MiB a class while confidences are counted, and few images make poor thresholds.</summary>
    private const int MostGroups = 100;

    /// <summary>Those of all images; null where groups have their own.</summary>
    public ClassThresholds? Common => By == PixelLabelGroup.None ? Groups[string.Empty] : null;

    public ClassThresholds Of(string image) => Groups[GroupOf(By, image)];

    public static string GroupOf(PixelLabelGroup by, string image) => by switch
    {
        PixelLabelGroup.Sequence => ImageGroups.SequenceOf(image),
        PixelLabelGroup.Folder => ImageGroups.FolderOf(image),
        _ => string.Empty,
    };

    /// <summary>Refuses more groups than thresholds can be set for.</summary>
    public static void Check(PixelLabelGroup by, IReadOnlyList<ImageEntry> entries)
    {
        int groups = entries.Select(e => GroupOf(by, e.Name)).Distinct(StringComparer.Ordinal).Count();
        if (groups > MostGroups)
        {
            throw new DatasetException(
                $"pixel_labels.group_by {OptionsWriter.NameOf(by)} makes {groups} groups of {entries.Count} images, expected at most {MostGroups}: groups so "
                + "small have no thresholds worth the name. Set pixel_labels.group_by to folder or none.");
        }
    }

    /// <summary>The thresholds that a policy takes from the statistics of a set.</summary>
    public static GroupThresholds From(LabelStatistics statistics, PixelLabelOptions options) =>
        new(options.GroupBy, statistics.Groups.ToDictionary(g => g.Key, g => ClassThresholds.From(g.Value, options), StringComparer.Ordinal));
}

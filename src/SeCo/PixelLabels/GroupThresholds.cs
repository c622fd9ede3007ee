namespace SeCo.PixelLabels;

/// <summary>The thresholds of a set: of each group of images, by its name; with <see cref="PixelLabelGroup.None"/> of one group with an empty name.</summary>
/// <param name="By">What makes a group.</param>
/// <param name="Groups">The thresholds of each.</param>
/// <param name="OfImages">The group of each image of the set, where neither its name nor its folder tells it.</param>
internal sealed record GroupThresholds(
    PixelLabelGroup By, IReadOnlyDictionary<string, ClassThresholds> Groups, IReadOnlyList<string>? OfImages = null)
{
    /// <summary>The most groups: each has a histogram of half a MiB a class while confidences are counted, and few images make poor thresholds.</summary>
    private const int MostGroups = 100;

    /// <summary>Those of all images; null where groups have their own.</summary>
    public ClassThresholds? Common => By == PixelLabelGroup.None ? Groups[string.Empty] : null;

    /// <summary>Those of the image at a place of the set.</summary>
    public ClassThresholds Of(int index, ImageEntry image) => Groups[OfImages is null ? GroupOf(By, image) : OfImages[index]];

    /// <summary>The group of an image; with <see cref="PixelLabelGroup.Appearance"/> the level of its brightness, for which it is read.</summary>
    public static string GroupOf(PixelLabelGroup by, ImageEntry image) => by switch
    {
        PixelLabelGroup.Sequence => ImageGroups.SequenceOf(image.Name),
        PixelLabelGroup.Folder => ImageGroups.FolderOf(image.Name),
        PixelLabelGroup.Appearance => Brightness.LevelOf(RgbImageFile.Read(image.ImagePath)).ToString("D2", CultureInfo.InvariantCulture),
        _ => string.Empty,
    };

    /// <summary>Refuses more groups than thresholds can be set for.</summary>
    public static void Check(PixelLabelGroup by, IReadOnlyList<ImageEntry> entries)
    {
        int groups = by == PixelLabelGroup.Appearance ? 1 : entries.Select(e => GroupOf(by, e)).Distinct(StringComparer.Ordinal).Count();
        if (groups > MostGroups)
        {
            throw new DatasetException(
                $"pixel_labels.group_by {OptionsWriter.NameOf(by)} makes {groups} groups of {entries.Count} images, expected at most {MostGroups}: groups so "
                + "small have no thresholds worth the name. Set pixel_labels.group_by to appearance, folder or none.");
        }
    }

    /// <summary>The thresholds that a policy takes from the statistics of a set.</summary>
    public static GroupThresholds From(LabelStatistics statistics, PixelLabelOptions options) =>
        new(options.GroupBy, statistics.Groups.ToDictionary(g => g.Key, g => ClassThresholds.From(g.Value, options), StringComparer.Ordinal),
            options.GroupBy == PixelLabelGroup.Appearance ? [.. statistics.GroupOfImages] : null);
}

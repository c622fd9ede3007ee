namespace SeCo.PixelLabels;

/// <summary>The file <c>thresholds.json</c>: the thresholds, and what they were made from.</summary>
internal static class ThresholdFile
{
    /// <summary>The file's content. The same statistics and options give the same bytes.</summary>
    public static byte[] Compose(ClassSet classes, PixelLabelOptions options, string settings, LabelStatistics statistics, GroupThresholds thresholds)
    {
        using MemoryStream memory = new();
        List<string> names = [.. statistics.Groups.Keys];
        RunFileKinds.Thresholds.Write(memory, new ThresholdsRecord(
            settings, statistics.Hash, classes.Name, options.Source.ToString(), options.Policy.ToString())
        {
            Portion = options.Portion,
            Images = statistics.Images,
            Thresholds = thresholds.Common is { } common ? RecordsOf(common, statistics.Groups[string.Empty]) : [],
            GroupBy = thresholds.Common is null ? OptionsWriter.NameOf(thresholds.By) : null,
            Groups = thresholds.Common is not null ? null
                : [.. statistics.Groups.Select(g => new ThresholdGroupRecord(g.Key, RecordsOf(thresholds.Groups[g.Key], g.Value)))],
            GroupOfImages = thresholds.OfImages?.Select(group => names.IndexOf(group)).ToList(),
        });
        memory.WriteByte((byte)'\n');
        return memory.ToArray();

        ThresholdRecord[] RecordsOf(ClassThresholds own, ConfidenceHistogram confidences) =>
            [.. own.Levels.Select((level, c) => new ThresholdRecord(c, classes.Classes[c].Name, own[c], level, confidences.Count(c)))];
    }

    /// <summary>Reads the thresholds where the file exists and was made with these settings; null otherwise.</summary>
    /// <exception cref="DatasetException">The file is damaged.</exception>
    public static GroupThresholds? Load(string path, ClassSet classes, PixelLabelGroup by, string settings)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            ThresholdsRecord record = RunFileKinds.Thresholds.Read(path);
            IReadOnlyList<ThresholdGroupRecord> groups = record.Groups ?? [];
            return record.Settings != settings ? null : new GroupThresholds(
                by,
                by == PixelLabelGroup.None ? new Dictionary<string, ClassThresholds> { [string.Empty] = Of(record.Thresholds) }
                    : groups.ToDictionary(g => g.Name, g => Of(g.Thresholds), StringComparer.Ordinal),
                record.GroupOfImages is null ? null : [.. record.GroupOfImages.Select(group => group >= 0 && group < groups.Count ? groups[group].Name
                    : throw new DatasetException($"{path}: an image is in group {group} of {groups.Count}."))]);
        }
        catch (DatasetException damaged)
        {
            throw new DatasetException($"{damaged.Message} Delete it and run again.", damaged);
        }

        ClassThresholds Of(IReadOnlyList<ThresholdRecord> thresholds) => thresholds.Count == 0 || thresholds.Count == classes.Count
            ? new ClassThresholds([.. thresholds.Select(t => t.Level)])
            : throw new DatasetException($"{path}: {thresholds.Count} thresholds, expected {classes.Count}.");
    }
}

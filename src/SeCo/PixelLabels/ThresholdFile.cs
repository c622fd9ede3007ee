namespace SeCo.PixelLabels;

/// <summary>The file <c>thresholds.json</c>: the thresholds, and what they were made from.</summary>
internal static class ThresholdFile
{
    /// <summary>The file's content. The same statistics and options give the same bytes.</summary>
    public static byte[] Compose(ClassSet classes, PixelLabelOptions options, string settings, LabelStatistics statistics, ClassThresholds thresholds)
    {
        using MemoryStream memory = new();
        RunFileKinds.Thresholds.Write(memory, new ThresholdsRecord(
            settings, statistics.Hash, classes.Name, options.Source.ToString(), options.Policy.ToString())
        {
            Portion = options.Portion,
            Images = statistics.Images,
            Thresholds = [.. thresholds.Levels.Select((level, c) =>
                new ThresholdRecord(c, classes.Classes[c].Name, thresholds[c], level, statistics.Confidences.Count(c)))],
        });
        memory.WriteByte((byte)'\n');
        return memory.ToArray();
    }

    /// <summary>Reads the thresholds where the file exists and was made with these settings; null otherwise.</summary>
    /// <exception cref="DatasetException">The file is damaged.</exception>
    public static ClassThresholds? Load(string path, ClassSet classes, string settings)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            ThresholdsRecord record = RunFileKinds.Thresholds.Read(path);
            int[] levels = [.. record.Thresholds.Select(t => t.Level)];
            return record.Settings != settings ? null
                : levels.Length == 0 || levels.Length == classes.Count ? new ClassThresholds(levels)
                : throw new DatasetException($"{path}: {levels.Length} thresholds, expected {classes.Count}.");
        }
        catch (DatasetException damaged)
        {
            throw new DatasetException($"{damaged.Message} Delete it and run again.", damaged);
        }
    }
}

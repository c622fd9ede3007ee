namespace SeCo.Adaptation;

/// <summary>Writes a split: <c>split.json</c> with the measures of every image, and UniMatch's two lists.</summary>
public static class SplitFiles
{
    /// <summary>The names of the three files.</summary>
    internal static IReadOnlyList<string> Names { get; } = [RunNames.Split, RunNames.LabelledList, RunNames.UnlabelledList];

    /// <summary>Writes the three files, each whole or not at all.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="images">What was measured.</param>
    /// <param name="split">The split of these images.</param>
    /// <param name="rule">The rule that was in force.</param>
    /// <param name="classes">The class set.</param>
    /// <param name="line">Image and label of a name, as the lists hold them.</param>
    public static void Write(string folder, IReadOnlyList<ImageTrust> images, ImageSplit split, SplitRule rule, ClassSet classes, Func<string, string> line)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(line);
        RunFileKinds.Split.Write(Path.Combine(folder, RunNames.Split), RecordOf(images, split, rule, classes));
        AtomicFile.WriteAllText(Path.Combine(folder, RunNames.LabelledList), string.Concat(split.Labelled.Select(name => line(name) + "\n")));
        AtomicFile.WriteAllText(Path.Combine(folder, RunNames.UnlabelledList), string.Concat(split.Unlabelled.Select(name => line(name) + "\n")));
    }

    /// <summary>Reads the numbers of labelled, unlabelled and held-out images.</summary>
    /// <param name="folder">The folder of the files.</param>
    /// <returns>The numbers; null where <c>split.json</c> is missing or malformed.</returns>
    public static (int Labelled, int Unlabelled, int HeldOut)? ReadCounts(string folder) =>
        RunFileKinds.Split.ReadIfUsable(Path.Combine(folder, RunNames.Split), []) is { } split ? (split.Labelled, split.Unlabelled, split.HeldOut) : null;

    private static SplitRecord RecordOf(IReadOnlyList<ImageTrust> images, ImageSplit split, SplitRule rule, ClassSet classes)
    {
        HashSet<string> labelled = [.. split.Labelled], unlabelled = [.. split.Unlabelled], heldOut = [.. split.HeldOut];
        return new SplitRecord
        {
            Rule = OptionsWriter.NameOf(rule),
            Labelled = labelled.Count,
            Unlabelled = unlabelled.Count,
            HeldOut = heldOut.Count,
            Images =
            [
                .. images.Select(image => new SplitImage(
                    image.Name, labelled.Contains(image.Name), unlabelled.Contains(image.Name), heldOut.Contains(image.Name),
                    Rounded(image.Trust), Rounded(image.Coverage),
                    classes.Classes.Where(c => image.PerClass[c.Id] > 0).ToDictionary(c => c.Name, c => Rounded(image.PerClass[c.Id])))),
            ],
        };
    }

    private static double Rounded(double share) => Math.Round(share, 6);
}

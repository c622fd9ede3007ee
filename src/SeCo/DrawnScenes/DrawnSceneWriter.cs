namespace SeCo.DrawnScenes;

/// <summary>Writes drawn scenes as a dataset folder: <c>images</c>, <c>truth</c>, <c>predictions</c>, <c>confidence</c> and <c>classes.yaml</c>.</summary>
public static class DrawnSceneWriter
{
    private const string ClassFile = "classes.yaml";

    /// <summary>Draws the scenes and writes them.</summary>
    /// <param name="folder">The dataset's folder; created as needed, files of the same names are replaced.</param>
    /// <param name="options">Which scenes.</param>
    /// <param name="progress">Reports each scene written.</param>
    /// <param name="cancellation">Stops between scenes.</param>
    /// <returns>How to open the folder as a dataset.</returns>
    /// <exception cref="ArgumentException">The options are at fault.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static DatasetOptions Write(
        string folder, DrawnSceneOptions options, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        DrawnSceneGenerator generator = new(options);
        Palette palette = DrawnClasses.Set.Palette();
        string[] parts = ["images", "truth", "predictions", "confidence"];
        foreach (string part in parts)
        {
            Directory.CreateDirectory(Path.Combine(folder, part));
        }

        AtomicFile.WriteAllText(Path.Combine(folder, ClassFile), DrawnClasses.Yaml);
        for (int i = 0; i < options.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            DrawnScene scene = generator.Draw(i);
            string[] paths = [.. parts.Select(part => Path.Combine(folder, part, scene.Name + ".png"))];
            RgbImageFile.Write(paths[0], scene.Image);
            LabelPng.Write(paths[1], scene.Truth, palette);
            LabelPng.Write(paths[2], scene.Prediction, palette);
            ConfidencePng.Write(paths[3], scene.Confidence);
            progress?.Report(new StageProgress("demo", "scenes", i + 1, options.Count));
        }

        return new DatasetOptions
        {
            Root = folder,
            Layout = DatasetLayout.Folder,
            Split = "demo",
            Classes = Path.Combine(folder, ClassFile),
            Images = parts[0],
            Truth = parts[1],
            Predictions = new PredictionSources { Labels = parts[2], Confidence = parts[3] },
        };
    }
}

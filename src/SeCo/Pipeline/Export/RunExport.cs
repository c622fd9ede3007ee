using SeCo.Correction;
using SeCo.Exchange;

namespace SeCo.Pipeline;

/// <summary>A run whose labels are made, opened to give its regions and lists to other programs. Nothing in the run folder is changed.</summary>
public static class RunExport
{
    private const string LabelStart = $"{RunNames.Labels}/", LabelEnd = ".png";

    /// <summary>Opens a run folder, or the folder of a later round in one.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">No run whose labels are made.</exception>
    public static ExportSource Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        RealPaths.RequireInside(folder);
        string list = Path.Combine(folder, RunNames.List), settings = Path.Combine(folder, RunNames.Configuration);
        if (!File.Exists(list) || !File.Exists(settings))
        {
            throw new IOException(
                $"{folder}: no run whose labels are made (no {RunNames.List} with {RunNames.Configuration}). Give the folder that `seco run --out` wrote, "
                    + "and let it finish.");
        }

        RunOptions options = OptionsBinder.Load<RunOptions>(settings, []);
        ClassSet classes = ClassSet.Resolve(options.Dataset.Classes);
        NamedFiles names = new();
        ExchangeImage[] images = [.. File.ReadLines(list).Select((line, i) => ImageOf(folder, line, $"{list}, line {i + 1}", names))];
        CorrectionFiles files = new(Path.Combine(folder, RunNames.Correction));
        StageFolder.RequireIntact(files.Folder);
        RegionSource regions = new(classes, images, image => RegionFile.Read(names.FileOf(files.Verdicts(image.Name)), classes, (image.Width, image.Height)));
        return new ExportSource(
            folder, options.Dataset.Root, regions, () => Dataset.Open(options.Dataset with { Predictions = RunContext.NoAnswers }),
            image => classes.Read(names.FileOf(Path.Combine(folder, LabelStart + image.Name + LabelEnd))));
    }

    private static ExchangeImage ImageOf(string folder, string line, string place, NamedFiles names)
    {
        (string Image, string Label)[] ways = [.. ListFile.Divisions(line)
            .Where(d => d.Label.StartsWith(LabelStart, StringComparison.Ordinal) && d.Label.EndsWith(LabelEnd, StringComparison.Ordinal))];
        if (ways.Length == 0)
        {
            throw new DatasetException($"{place}: found '{line}', expected IMAGE {RunNames.Labels}/NAME.png as a run writes it.");
        }

        // Folders may be called "… labels" too: the name of the label, which is the image's, tells where the image ends, unless a dataset names its images
        // itself.
        (string image, string label) = Array.Find(ways, way => IsNamedLike(way.Image, NameOf(way.Label))) is { Image: not null } fitting ? fitting : ways[^1];
        string name = NameOf(label);
        ImageName.Checked(name, place);
        (int width, int height) = LabelPng.ReadSize(names.FileOf(Path.Combine(folder, label)));
        return new ExchangeImage(name, image, width, height);
    }

    private static string NameOf(string label) => label[LabelStart.Length..^LabelEnd.Length];

    private static bool IsNamedLike(string image, string name) => ("/" + ImageName.WithoutEnding(image)).EndsWith("/" + name, StringComparison.Ordinal);
}

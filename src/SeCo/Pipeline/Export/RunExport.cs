using SeCo.Configuration;
using SeCo.Correction;
using SeCo.Datasets;
using SeCo.Exchange;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.RunFiles;
using SeCo.Storage;

namespace SeCo.Pipeline;

/// <summary>A run whose labels are made, opened to give its regions and lists to other programs. Nothing in the run folder is changed.</summary>
public static class RunExport
{
    private const string LabelStart = $" {RunNames.Labels}/", LabelEnd = ".png";

    /// <summary>Opens a run folder, or the folder of a later round in one.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">No run whose labels are made.</exception>
    public static ExportSource Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string list = Path.Combine(folder, RunNames.List), settings = Path.Combine(folder, RunNames.Configuration);
        if (!File.Exists(list) || !File.Exists(settings))
        {
            throw new IOException(
                $"{folder}: no run whose labels are made (no {RunNames.List} with {RunNames.Configuration}). Give the folder that `seco run --out` wrote, "
                    + "and let it finish.");
        }

        RunOptions options = OptionsBinder.Load<RunOptions>(settings, []);
        ClassSet classes = ClassSet.Resolve(options.Dataset.Classes);
        ExchangeImage[] images = [.. File.ReadLines(list).Select((line, i) => ImageOf(folder, line, $"{list}, line {i + 1}"))];
        CorrectionFiles files = new(Path.Combine(folder, RunNames.Correction));
        StageFolder.RequireIntact(files.Folder);
        RegionSource regions = new(classes, images, image => RegionFile.Read(files.Verdicts(image.Name), classes, (image.Width, image.Height)));
        return new ExportSource(folder, options.Dataset.Root, regions, () => Dataset.Open(options.Dataset with { Predictions = RunContext.NoAnswers }));
    }

    private static ExchangeImage ImageOf(string folder, string line, string place)
    {
        int at = MiddleOf(line);
        if (at <= 0 || !line.EndsWith(LabelEnd, StringComparison.Ordinal))
        {
            throw new DatasetException($"{place}: found '{line}', expected IMAGE {RunNames.Labels}/NAME.png as a run writes it.");
        }

        string label = line[(at + 1)..];
        (int width, int height) = LabelPng.ReadSize(Path.Combine(folder, label));
        return new ExchangeImage(label[(LabelStart.Length - 1)..^LabelEnd.Length], line[..at], width, height);
    }

    // Folders may be called "… labels" too: the name of the label, which is the image's, tells where the image ends.
    private static int MiddleOf(string line)
    {
        for (int at = line.IndexOf(LabelStart, StringComparison.Ordinal); at > 0; at = line.IndexOf(LabelStart, at + 1, StringComparison.Ordinal))
        {
            string image = "/" + ExchangeNames.WithoutEnding(line[..at]), name = ExchangeNames.WithoutEnding(line[(at + LabelStart.Length)..]);
            if (image.EndsWith("/" + name, StringComparison.Ordinal))
            {
                return at;
            }
        }

        return line.LastIndexOf(LabelStart, StringComparison.Ordinal); // a dataset of one's own, with names of its own
    }
}

using SeCo.Configuration;
using SeCo.Correction;
using SeCo.Datasets;
using SeCo.Exchange;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.Storage;

namespace SeCo.Pipeline;

/// <summary>A run whose labels are made, opened to give its regions and lists to other programs. Nothing in the run folder is changed.</summary>
public sealed class RunExport
{
    private const string LabelStart = " labels/", LabelEnd = ".png";
    private readonly string _folder;
    private readonly RunOptions _options;

    private RunExport(string folder, RunOptions options, ClassSet classes, IReadOnlyList<ExchangeImage> images)
    {
        (_folder, _options, Classes, Images) = (folder, options, classes, images);
        CorrectionFiles files = new(Path.Combine(folder, "correction"));
        Regions = new RegionSource(classes, images, image => RegionFile.Read(files.Verdicts(image.Name), classes, (image.Width, image.Height)));
    }

    /// <summary>The class set.</summary>
    public ClassSet Classes { get; }

    /// <summary>The images, in the order of the run.</summary>
    public IReadOnlyList<ExchangeImage> Images { get; }

    /// <summary>The regions with what correction found out about them.</summary>
    public RegionSource Regions { get; }

    /// <summary>Opens a run folder, or the folder of a later round in one.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">No run whose labels are made.</exception>
    public static RunExport Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string list = Path.Combine(folder, "labels.txt"), settings = Path.Combine(folder, "config.yaml");
        if (!File.Exists(list) || !File.Exists(settings))
        {
            throw new IOException($"{folder}: no run whose labels are made (no labels.txt with config.yaml). Give the folder that `seco run --out` wrote, and let it finish.");
        }

        RunOptions options = OptionsBinder.Load<RunOptions>(settings, []);
        ClassSet classes = ClassSet.Resolve(options.Dataset.Classes);
        return new RunExport(folder, options, classes, [.. File.ReadLines(list).Select((line, i) => ImageOf(folder, line, $"{list}, line {i + 1}"))]);
    }

    /// <summary>Writes regions as the reference implementation writes them: <c>NAME.json</c> for each image of the run, with the class that a region came with.</summary>
    /// <param name="output">The folder.</param>
    /// <param name="selection">The regions.</param>
    /// <param name="useTruth">Whether <c>true_label</c> is measured with the dataset's ground truth; where there is none, it says 255 with a purity of 0.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    /// <exception cref="DatasetException">The dataset of the run is not where it was, and its truth is wanted.</exception>
    public void WriteReference(string output, RegionSelection selection, bool useTruth, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(selection);
        Dictionary<string, ImageEntry> truths = useTruth
            ? Dataset.Open(_options.Dataset with { Predictions = RunContext.NoAnswers }).Entries.Where(e => e.TruthPath is not null).ToDictionary(e => e.Name, StringComparer.Ordinal)
            : [];
        foreach (ExchangeImage image in Images)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Imaging.LabelMap? truth = truths.GetValueOrDefault(image.Name)?.ReadTruth();
            RegionFile.Write(Path.Combine(output, image.Name + ".json"), selection.Regions(image).Select(region => Plain(region, truth)), RegionFileStyle.Reference);
        }
    }

    /// <summary>Writes <c>labelled.txt</c> and <c>unlabelled.txt</c> as UniMatch reads them: image and label, a line each, both relative to one root.</summary>
    /// <param name="output">The folder of the lists.</param>
    /// <param name="root">UniMatch's data root; null: that of the run's dataset.</param>
    /// <returns>The number of labelled and of unlabelled images. A run without a split has all images in both lists.</returns>
    /// <exception cref="DatasetException">Names with blanks, which end a column in these lists.</exception>
    public (int Labelled, int Unlabelled) WriteUniMatch(string output, string? root = null) =>
        new UniMatchLists(_folder, _options.Dataset.Root, root ?? _options.Dataset.Root, Images).Write(output);

    private static ExchangeImage ImageOf(string folder, string line, string place)
    {
        int at = MiddleOf(line);
        if (at <= 0 || !line.EndsWith(LabelEnd, StringComparison.Ordinal))
        {
            throw new DatasetException($"{place}: found '{line}', expected IMAGE labels/NAME.png as a run writes it.");
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

    private static ConnectedRegion Plain(ConnectedRegion region, Imaging.LabelMap? truth) => ConnectedRegion.FromMask(region.Id, region.CategoryId, region.Mask) with
    {
        TrueLabel = truth is null
            ? new RegionTruth(Imaging.LabelMap.Ignore, 0, Positive: false)
            : RegionTruth.FromCounts(region.Mask.CountLabels(truth), region.Area, region.CategoryId),
    };
}

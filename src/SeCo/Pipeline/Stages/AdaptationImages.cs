using SeCo.Adaptation;
using SeCo.Adaptation.Methods;
using SeCo.Correction;

namespace SeCo.Pipeline.Stages;

/// <summary>The images that a student learns from, and those it is measured on.</summary>
internal sealed class AdaptationImages
{
    private readonly RunContext _context;
    private readonly AdaptationOptions _options;

    /// <summary>Opens the datasets.</summary>
    /// <exception cref="DatasetException">Missing files, or images without the truth that is needed.</exception>
    public AdaptationImages(RunContext context, AdaptationOptions options)
    {
        (_context, _options) = (context, options);
        RunOptions run = context.Options;
        Source = context.Source is { } source ? WithTruth(source.Entries, "source") : [];
        MeasuredOn = run.Validation is not null ? "validation" : context.Given.Entries.Any(e => e.TruthPath is not null) ? "dataset" : null;
        Measured = context.Validation is { } validation ? WithTruth(validation.Entries, "validation")
            : [.. context.Entries.Where(e => e.TruthPath is not null)];
        Learnt = options.Setting == AdaptationSetting.Supervised && run.Source is not null ? Source
            : UsesTruth ? WithTruth(context.Given.Entries, "dataset") : context.Entries;
    }

    /// <summary>Whether the student learns from ground truth.</summary>
    public bool UsesTruth => _options.Setting == AdaptationSetting.Supervised || _options.Labels == TargetLabels.Truth;

    /// <summary>The labelled source images.</summary>
    public IReadOnlyList<ImageEntry> Source { get; }

    /// <summary>The images that are split into labelled, unlabelled and held-out ones.</summary>
    public IReadOnlyList<ImageEntry> Learnt { get; }

    /// <summary>The images with truth that models are measured on.</summary>
    public IReadOnlyList<ImageEntry> Measured { get; }

    /// <summary>Which section these are of; null where there are none.</summary>
    public string? MeasuredOn { get; }

    /// <summary>Splits the images, and writes the split into the run folder.</summary>
    public AdaptationInput Split(IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        Dictionary<string, TrainingImage> named = Named();
        TrainingImage[] images = [.. named.Values];
        ImageTrust[] trust = new ImageTrust[images.Length];
        ImageBatch.Run(
            "split", "images", images.Length, _context.Parallelism, progress, i => trust[i] = ImageTrust.Measure(images[i], _context.Given.Classes),
            cancellationToken);
        SplitOptions rule = TrainingMethods.Of(_options).Split(_options);
        ImageSplit split = ImageSplit.Choose(trust, rule, NeedsHeldOut ? _options.Selection.HeldOutImages : 0);
        Dictionary<string, string> lines = Learnt.ToDictionary(e => e.Name, e => Line(e, named[e.Name]), StringComparer.Ordinal);
        SplitFiles.Write(_context.Folder.Path, trust, split, rule.Rule, _context.Given.Classes, name => lines[name]);
        return Input(split);
    }

    /// <summary>The images of a split that was made.</summary>
    public AdaptationInput Input(ImageSplit split)
    {
        Dictionary<string, TrainingImage> named = Named();
        return new AdaptationInput
        {
            Labelled = [.. split.Labelled.Select(name => named[name])],
            Unlabelled = [.. split.Unlabelled.Select(name => named[name] with { LabelPath = null, LabelMap = null, RegionPath = null })],
            HeldOut = [.. split.HeldOut.Select(name => named[name])],
            Source = _options.Setting == AdaptationSetting.Uda ? [.. Source.Select(True)] : [],
            Validation = [.. Measured.Select(True)],
        };
    }

    private Dictionary<string, TrainingImage> Named() => Learnt.Select(Labelled).ToDictionary(i => i.Name, StringComparer.Ordinal);

    private bool NeedsHeldOut => _options.Selection.Criterion is SelectionCriterion.PseudoLabels or SelectionCriterion.Information;

    private TrainingImage Labelled(ImageEntry entry) => UsesTruth ? True(entry) : new TrainingImage
    {
        Name = entry.Name,
        ImagePath = entry.ImagePath,
        LabelPath = _options.Labels switch
        {
            TargetLabels.Aggregation => RunFolder.LabelOf(Path.Combine(_context.Folder.Aggregation, RunNames.Labels), entry.Name),
            TargetLabels.PixelLabels => RunFolder.LabelOf(Path.Combine(_context.Folder.PixelLabels, RunNames.Labels), entry.Name),
            _ => new CorrectionFiles(_context.Folder.Correction).Labels(entry.Name),
        },
        AnswerPath = entry.PredictionPath,
        RegionPath = _options.Labels == TargetLabels.Correction ? new CorrectionFiles(_context.Folder.Correction).Verdicts(entry.Name) : null,
    };

    private static TrainingImage True(ImageEntry entry) => new() { Name = entry.Name, ImagePath = entry.ImagePath, LabelPath = entry.TruthPath,
        LabelMap = entry.TruthMap };

    // As labels.txt: the image below the dataset's root, labels of the run below the run folder, truth below the dataset's root.
    private string Line(ImageEntry entry, TrainingImage image)
    {
        string root = Learnt == Source ? _context.Options.Source!.Root : _context.Options.Dataset.Root;
        return ListFile.Line(ImageName.Below(root, entry.ImagePath), ImageName.Below(UsesTruth ? root : _context.Folder.Path, image.LabelPath!));
    }

    private static IReadOnlyList<ImageEntry> WithTruth(IReadOnlyList<ImageEntry> entries, string section)
    {
        string[] missing = [.. entries.Where(e => e.TruthPath is null).Select(e => e.Name)];
        return missing.Length == 0 ? entries
            : throw new DatasetException($"{section}: {missing.Length} of {entries.Count} images have no ground truth, which is needed here. Name its "
                + $"folder with {section}.truth.", missing);
    }
}

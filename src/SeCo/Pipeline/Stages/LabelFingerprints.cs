using SeCo.Aggregation;
using SeCo.Aggregation.Segmenters;

namespace SeCo.Pipeline.Stages;

/// <summary>What decides the files of the stages that make labels: each names its settings, its inputs, and the stage before. Each is found once.</summary>
internal sealed class LabelFingerprints(RunContext context, SegmenterSource segmenter)
{
    private readonly InputHashes _weights = new(Path.Combine(context.Folder.Cache, "model-hashes.tsv"), context.Verifies);
    private string? _segmenter, _predictions, _pixelLabels, _aggregation, _correction, _review;

    private RunOptions Options => context.Options;

    /// <summary>Of the segmenter: everything that changes an answer for the images of the run.</summary>
    /// <exception cref="IOException">Files that it needs are missing or malformed.</exception>
    public string Segmenter => _segmenter ??= segmenter.Fingerprint();

    /// <summary>Of the model's answers.</summary>
    public string Predictions(IProgress<StageProgress>? progress, CancellationToken cancellationToken) => _predictions ??= AddInputs(
        Of("predictions", Options.Prediction).Add(Model(Options.Model)).Add(context.Device.ToString()), progress, cancellationToken).ToString();

    /// <summary>Of stage 1.</summary>
    public string PixelLabels(IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        if (_pixelLabels is null)
        {
            Fingerprint fingerprint = AddInputs(Of("pixel labels", Options.PixelLabels), progress, cancellationToken);
            _pixelLabels = (context.IsPredicted ? fingerprint.Add(Predictions(progress, cancellationToken)) : fingerprint).ToString();
        }

        return _pixelLabels;
    }

    /// <summary>Of stage 2.</summary>
    public string Aggregation(IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        // What these settings change is named by the segmenter's own fingerprint; where files lie changes nothing.
        AggregationOptions named = Options.Aggregation with { Sam = new(), MaskFiles = new() };
        return _aggregation ??= new Fingerprint().Add("aggregation").Add(PixelLabels(progress, cancellationToken))
            .Add(OptionsWriter.ToYaml(named)).Add(Segmenter).ToString();
    }

    /// <summary>Of stage 3: of all that it computes, then of what people said.</summary>
    public string Correction(IProgress<StageProgress>? progress, CancellationToken cancellationToken) => CorrectionWithoutReview(progress, cancellationToken)
        + (Options.Correction.Review is { } review ? _review ??= "-" + ReviewFile.FingerprintOf(review, context.Given.Entries.Select(e => e.Name))
            : string.Empty);

    /// <summary>Of stage 3 before people said anything.</summary>
    public string CorrectionWithoutReview(IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        string? weights = Options.Correction.Weights;
        return _correction ??= new Fingerprint().Add("correction").Add(Aggregation(progress, cancellationToken))
            .Add(OptionsWriter.ToYaml(Options.Correction with { Review = null })).Add(
                weights is null ? "scratch" : string.Join(' ', Prediction.PredictingModel.FilesOf(weights, context.Parts.Engine).Select(Fingerprint.OfFile)))
            .Add(Options.Correction.Backbone == SeCo.Correction.Backbone.Model ? Model(Options.Model) + OptionsWriter.ToYaml(Options.Prediction) : "own")
            .Add($"{Options.Seed}").Add(context.Device.ToString()).Add($"{context.Parallelism}").ToString();
    }

    /// <summary>Of a model: its settings, and what its files hold.</summary>
    public string Model(Prediction.ModelOptions model)
    {
        IEnumerable<string> files = model.Weights is null ? []
            : Prediction.PredictingModel.FilesOf(Prediction.PredictingModel.FileOf(model.Weights), context.Parts.Engine);
        string named = new Fingerprint().Add(OptionsWriter.ToYaml(model with { Weights = null, ClassMap = null }))
            .Add(files.Select(file => _weights.Of(file) + DescriptionOf(file)).DefaultIfEmpty("none"))
            .Add(model.ClassMap is null ? "none" : _weights.Of(model.ClassMap)).ToString();
        _weights.Save();
        return named;
    }

    // What a Hugging Face folder says beside its weights.
    private static string DescriptionOf(string weights) => Models.SegFormer.HuggingFaceSegFormer.OfWeights(weights) is { } described
        ? described.ToConfigText() + described.ToPreprocessorText() : string.Empty;

    private static Fingerprint Of(string stage, object options) =>
        new Fingerprint().Add(stage).Add(Manifest.ProgramVersion).Add(OptionsWriter.ToYaml(options));

    private Fingerprint AddInputs(Fingerprint fingerprint, IProgress<StageProgress>? progress, CancellationToken cancellationToken) =>
        fingerprint.Add(context.Given.Classes.Classes.Select(c => c.ToString())).Add(context.Inputs(progress, cancellationToken).Select(i => i.ToString()));
}

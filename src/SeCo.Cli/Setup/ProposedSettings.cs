using SeCo.Imaging.Codecs;
using SeCo.Models;
using SeCo.Prediction;

namespace SeCo.Cli.Setup;

/// <summary>The settings that <c>seco init</c> writes for a dataset: those of the README, which are measured on CamVid.</summary>
internal static class ProposedSettings
{
    /// <summary>The longer side that training brings larger images to, and half of which is a crop: minutes on a processor.</summary>
    private const int LongerSide = 640;

    /// <summary>The settings.</summary>
    /// <param name="dataset">The images.</param>
    /// <param name="answers">A model's answers to them; null where it predicts itself.</param>
    /// <param name="model">The model that predicts; null for none.</param>
    /// <param name="validation">Images to measure on, where a model is trained; null for none.</param>
    /// <param name="trains">Whether a model is to come out.</param>
    public static RunOptions Of(
        Dataset dataset, PredictionSources? answers, ModelOptions? model, DatasetOptions? validation, bool trains)
    {
        bool confidence = model is not null || (answers?.Confidence ?? answers?.Probabilities) is not null;
        RunOptions files = new()
        {
            Dataset = dataset.Options with { Predictions = (answers ?? new()) with { PixelLabels = confidence ? null : answers?.Labels } },
            Validation = trains ? validation : null,
            Model = model ?? new ModelOptions(),
        };
        return OptionsBinder.Apply(files,
        [
            confidence ? answers is { Confidence: null, Probabilities: not null } ? "pixel_labels.source=probabilities" : "pixel_labels.source=confidence"
                : "pixel_labels.source=given",
            "pixel_labels.policy=all", "aggregation.things=pixels", "aggregation.minimum_thing_pixels=1",
            "correction.regions=masks", "correction.backbone=descriptors", "correction.folds=5", "correction.class_balance=0.5",
            .. confidence ? ["correction.trust_exponent=8"] : (string[])[],
            "correction.frozen.epochs=1", "correction.noise.rule=class_doubt", "correction.noise.portion=0.7",
            .. confidence
                ? ["correction.noise.combination=sum", "correction.noise.confidence_weight=2", "correction.noise.pixel_weight=1"]
                : (string[])[],
            .. trains ? Training(dataset, answers is null) : [],
        ]);
    }

    /// <summary>The network that a file of weights is probably for, by its name; null where the file says it itself, and where nothing tells.</summary>
    /// <param name="weights">The file.</param>
    /// <param name="known">Whether a run needs no more.</param>
    public static string? NetworkOf(string weights, out bool known)
    {
        known = PredictingModel.IsForeign(weights) || PredictingModel.NotesOf(weights) is not null;
        string file = Bare(Path.GetFileName(weights));
        string? network = known ? null
            : SegmentationNetworks.All.Select(entry => entry.Name).Where(name => file.StartsWith(Bare(name), StringComparison.Ordinal))
                .MaxBy(name => name.Length);
        known |= network is not null;
        return network;
    }

    private static string Bare(string name) => string.Concat(name.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit));

    private static IEnumerable<string> Training(Dataset dataset, bool hasModel)
    {
        ImageHeader image = RgbImageFile.ReadHeader(dataset.Entries[0].ImagePath);
        double scale = Math.Min(1, LongerSide / (double)Math.Max(image.Width, image.Height));
        (int width, int height) = (Multiple(image.Width * scale, 32), Multiple(image.Height * scale, 32));
        return
        [
            .. hasModel ? ["adaptation.setting=source_free", "adaptation.epochs=1", "adaptation.optimizer.learning_rate=0.0005"]
                : new[] { "adaptation.setting=black_box", "adaptation.network=deeplabv3plus-mobilenetv2", "adaptation.epochs=4",
                    "adaptation.optimizer.learning_rate=0.001", "adaptation.optimizer.head_factor=3" },
            "adaptation.batch_size=4", "adaptation.average=0.98", "adaptation.split.rule=all", "adaptation.split.unlabelled_from_all=true",
            $"adaptation.views.input_width={width}", $"adaptation.views.input_height={height}",
            $"adaptation.views.crop_width={Multiple(width / 2.0, 32)}", $"adaptation.views.crop_height={Multiple(height / 2.0, 32)}",
            "adaptation.optimizer.kind=adam_w", "adaptation.optimizer.warmup_steps=20", "adaptation.class_balance.exponent=0.3",
            "adaptation.class_balance.coverage_exponent=1", "adaptation.uni_match.hard_threshold=0", "adaptation.uni_match.confidence_threshold=0.8",
        ];
    }

    private static int Multiple(double size, int of) => Math.Max(of, (int)Math.Round(size / of) * of);
}

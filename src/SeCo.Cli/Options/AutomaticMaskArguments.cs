using static SeCo.Cli.CommonOptions;

namespace SeCo.Cli;

/// <summary>The settings of the automatic mask generator as options with the official names.</summary>
internal static class AutomaticMaskArguments
{
    private static readonly AutomaticMaskOptions Defaults = new();

    private static readonly Setting[] Settings =
    [
        Count("--points-per-side", d => d.PointsPerSide, (o, n) => o with { PointsPerSide = n }, "Points along each side of the grid over the image."),
        Count("--points-per-batch", d => d.PointsPerBatch, (o, n) => o with { PointsPerBatch = n },
            "Points that the decoder is given at a time: fewer need less memory."),
        Of(RealOrNone("--pred-iou-thresh", "Masks must have a predicted IoU above this; 0 keeps all. Without it, 0.88, and 0.8 with SAM 2.", "X"),
            (o, x) => o with { PredIouThresh = x }),
        Share("--stability-score-thresh", d => d.StabilityScoreThresh, (o, x) => o with { StabilityScoreThresh = x },
            "Masks must have at least this stability score; 0 keeps all."),
        Share("--stability-score-offset", d => d.StabilityScoreOffset, (o, x) => o with { StabilityScoreOffset = x },
            "How far the threshold is moved for the stability score, in logits."),
        Share("--box-nms-thresh", d => d.BoxNmsThresh, (o, x) => o with { BoxNmsThresh = x },
            "Of two masks whose boxes have an IoU above this, the worse goes."),
        Count("--crop-n-layers", d => d.CropNLayers, (o, n) => o with { CropNLayers = n },
            "Layers of crops that are looked at besides the whole image: layer i has 2^i x 2^i."),
        Share("--crop-nms-thresh", d => d.CropNmsThresh, (o, x) => o with { CropNmsThresh = x }, "As --box-nms-thresh, between crops."),
        Share("--crop-overlap-ratio", d => d.CropOverlapRatio, (o, x) => o with { CropOverlapRatio = x },
            "How much crops overlap, as a share of the image's shorter side."),
        Count("--crop-n-points-downscale-factor", d => d.CropNPointsDownscaleFactor, (o, n) => o with { CropNPointsDownscaleFactor = n },
            "Points a side are divided by this in each layer."),
        Count("--min-mask-region-area", d => d.MinMaskRegionArea, (o, n) => o with { MinMaskRegionArea = n },
            "Holes and islands of fewer pixels are removed; SAM 2: of at most so many low-resolution pixels."),
        Of(Flag("--single-mask", "One mask for each point in the place of three; HQ-SAM: the single one in the place of the best of three."),
            (o, one) => o with { MultimaskOutput = !one }),
        Of(Flag("--use-m2m", "Ask for every mask once more, by its point and itself: better masks in more time."), (o, again) => o with { UseM2M = again }),
    ];

    public static IEnumerable<Option> All => Settings.Select(s => s.Option);

    public static AutomaticMaskOptions Read(ParseResult parsed) =>
        UsageException.Check(Settings.Aggregate(Defaults, (options, setting) => setting.Apply(options, parsed)), o => o.Validate());

    private static Setting Count(
        string name, Func<AutomaticMaskOptions, int> of, Func<AutomaticMaskOptions, int, AutomaticMaskOptions> with, string description) =>
        Of(WithDefault(name, of(Defaults), description, "N"), with);

    private static Setting Share(
        string name, Func<AutomaticMaskOptions, double> of, Func<AutomaticMaskOptions, double, AutomaticMaskOptions> with, string description) =>
        Of(Real(name, of(Defaults), description, "X"), with);

    private static Setting Of<T>(Option<T> option, Func<AutomaticMaskOptions, T, AutomaticMaskOptions> with) =>
        new(option, (options, parsed) => with(options, parsed.GetValue(option)!));

    private sealed record Setting(Option Option, Func<AutomaticMaskOptions, ParseResult, AutomaticMaskOptions> Apply);
}

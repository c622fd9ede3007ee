using SeCo.SegmentAnything;
using static SeCo.Cli.CommonOptions;

namespace SeCo.Cli;

/// <summary>The settings of the automatic mask generator as options with the official names.</summary>
internal static class AutomaticMaskArguments
{
    private static readonly AutomaticMaskOptions Defaults = new();

    private static readonly Option<int> PointsPerSide =
        Count("--points-per-side", Defaults.PointsPerSide, "Points along each side of the grid over the image.");

    private static readonly Option<int> PointsPerBatch =
        Count("--points-per-batch", Defaults.PointsPerBatch, "Points that the decoder is given at a time: fewer need less memory.");

    private static readonly Option<double> PredIouThresh =
        Share("--pred-iou-thresh", Defaults.PredIouThresh, "Masks must have a predicted IoU above this; 0 keeps all.");

    private static readonly Option<double> StabilityThresh =
        Share("--stability-score-thresh", Defaults.StabilityScoreThresh, "Masks must have at least this stability score; 0 keeps all.");

    private static readonly Option<double> StabilityOffset =
        Share("--stability-score-offset", Defaults.StabilityScoreOffset, "How far the threshold is moved for the stability score, in logits.");

    private static readonly Option<double> BoxNmsThresh =
        Share("--box-nms-thresh", Defaults.BoxNmsThresh, "Of two masks whose boxes have an IoU above this, the worse goes.");

    private static readonly Option<int> CropNLayers =
        Count("--crop-n-layers", Defaults.CropNLayers, "Layers of crops that are looked at besides the whole image: layer i has 2^i x 2^i.");

    private static readonly Option<double> CropNmsThresh = Share("--crop-nms-thresh", Defaults.CropNmsThresh, "As --box-nms-thresh, between crops.");

    private static readonly Option<double> CropOverlapRatio =
        Share("--crop-overlap-ratio", Defaults.CropOverlapRatio, "How much crops overlap, as a share of the image's shorter side.");

    private static readonly Option<int> CropDownscale =
        Count("--crop-n-points-downscale-factor", Defaults.CropNPointsDownscaleFactor, "Points a side are divided by this in each layer.");

    private static readonly Option<int> MinArea =
        Count("--min-mask-region-area", Defaults.MinMaskRegionArea, "Holes and islands of fewer pixels are removed.");

    /// <summary>All options.</summary>
    public static IReadOnlyList<Option> All =>
    [
        PointsPerSide, PointsPerBatch, PredIouThresh, StabilityThresh, StabilityOffset, BoxNmsThresh, CropNLayers, CropNmsThresh, CropOverlapRatio,
        CropDownscale,
        MinArea,
    ];

    /// <summary>Reads the options.</summary>
    /// <exception cref="UsageException">Values out of range.</exception>
    public static AutomaticMaskOptions Read(ParseResult parsed) => UsageException.Check(
        new AutomaticMaskOptions
        {
            PointsPerSide = parsed.GetValue(PointsPerSide),
            PointsPerBatch = parsed.GetValue(PointsPerBatch),
            PredIouThresh = parsed.GetValue(PredIouThresh),
            StabilityScoreThresh = parsed.GetValue(StabilityThresh),
            StabilityScoreOffset = parsed.GetValue(StabilityOffset),
            BoxNmsThresh = parsed.GetValue(BoxNmsThresh),
            CropNLayers = parsed.GetValue(CropNLayers),
            CropNmsThresh = parsed.GetValue(CropNmsThresh),
            CropOverlapRatio = parsed.GetValue(CropOverlapRatio),
            CropNPointsDownscaleFactor = parsed.GetValue(CropDownscale),
            MinMaskRegionArea = parsed.GetValue(MinArea),
        },
        o => o.Validate());

    private static Option<int> Count(string name, int value, string description) => WithDefault(name, value, description, "N");

    private static Option<double> Share(string name, double value, string description) => Real(name, value, description, "X");
}

using System.CommandLine;
using SeCo.SegmentAnything;

namespace SeCo.Cli.Commands;

/// <summary>The settings of the automatic mask generator as options with the official names.</summary>
internal sealed class AutomaticMaskArguments
{
    private static readonly AutomaticMaskOptions Defaults = new();

    private readonly Option<int> _pointsPerSide = Number("--points-per-side", "Points along each side of the grid over the image.", Defaults.PointsPerSide);
    private readonly Option<int> _pointsPerBatch = Number("--points-per-batch", "Points that the decoder is given at a time: fewer need less memory.", Defaults.PointsPerBatch);
    private readonly Option<double> _predIouThresh = Real("--pred-iou-thresh", "Masks must have a predicted IoU above this; 0 keeps all.", Defaults.PredIouThresh);
    private readonly Option<double> _stabilityThresh = Real("--stability-score-thresh", "Masks must have at least this stability score; 0 keeps all.", Defaults.StabilityScoreThresh);
    private readonly Option<double> _stabilityOffset = Real("--stability-score-offset", "How far the threshold is moved for the stability score, in logits.", Defaults.StabilityScoreOffset);
    private readonly Option<double> _boxNmsThresh = Real("--box-nms-thresh", "Of two masks whose boxes have an IoU above this, the worse goes.", Defaults.BoxNmsThresh);
    private readonly Option<int> _cropNLayers = Number("--crop-n-layers", "Layers of crops that are looked at besides the whole image: layer i has 2^i x 2^i.", Defaults.CropNLayers);
    private readonly Option<double> _cropNmsThresh = Real("--crop-nms-thresh", "As --box-nms-thresh, between crops.", Defaults.CropNmsThresh);
    private readonly Option<double> _cropOverlapRatio = Real("--crop-overlap-ratio", "How much crops overlap, as a share of the image's shorter side.", Defaults.CropOverlapRatio);
    private readonly Option<int> _cropDownscale = Number("--crop-n-points-downscale-factor", "Points a side are divided by this in each layer.", Defaults.CropNPointsDownscaleFactor);
    private readonly Option<int> _minArea = Number("--min-mask-region-area", "Holes and islands of fewer pixels are removed.", Defaults.MinMaskRegionArea);

    /// <summary>All options.</summary>
    public IReadOnlyList<Option> Options =>
    [
        _pointsPerSide, _pointsPerBatch, _predIouThresh, _stabilityThresh, _stabilityOffset, _boxNmsThresh, _cropNLayers, _cropNmsThresh, _cropOverlapRatio, _cropDownscale, _minArea,
    ];

    /// <summary>Reads the options.</summary>
    /// <exception cref="UsageException">Values out of range.</exception>
    public AutomaticMaskOptions Read(ParseResult parsed)
    {
        AutomaticMaskOptions options = new()
        {
            PointsPerSide = parsed.GetValue(_pointsPerSide),
            PointsPerBatch = parsed.GetValue(_pointsPerBatch),
            PredIouThresh = parsed.GetValue(_predIouThresh),
            StabilityScoreThresh = parsed.GetValue(_stabilityThresh),
            StabilityScoreOffset = parsed.GetValue(_stabilityOffset),
            BoxNmsThresh = parsed.GetValue(_boxNmsThresh),
            CropNLayers = parsed.GetValue(_cropNLayers),
            CropNmsThresh = parsed.GetValue(_cropNmsThresh),
            CropOverlapRatio = parsed.GetValue(_cropOverlapRatio),
            CropNPointsDownscaleFactor = parsed.GetValue(_cropDownscale),
            MinMaskRegionArea = parsed.GetValue(_minArea),
        };
        try
        {
            options.Validate();
            return options;
        }
        catch (ArgumentException fault)
        {
            throw new UsageException(fault.Message);
        }
    }

    private static Option<int> Number(string name, string description, int value) => new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => value };

    private static Option<double> Real(string name, string description, double value) => new(name) { Description = description, HelpName = "X", DefaultValueFactory = _ => value, CustomParser = CommonOptions.Real };
}

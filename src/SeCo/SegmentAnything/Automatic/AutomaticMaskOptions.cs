using SeCo.Models.Sam;

namespace SeCo.SegmentAnything;

/// <summary>Settings of the automatic mask generator;
/// names and defaults are those of the official implementation (<c>automatic_mask_generator.py</c>).</summary>
public sealed record AutomaticMaskOptions
{
    /// <summary>Points along each side of the grid that is laid over the whole image, 1 to 1024. Not used where <see cref="PointGrids"/> is given.</summary>
    public int PointsPerSide { get; init; } = 32;

    /// <summary>Points that the decoder is given at a time, 1 to 65536. More are faster until memory is short; results are the same.</summary>
    public int PointsPerBatch { get; init; } = 64;

    /// <summary>Masks must have a predicted IoU above this; 0 or less keeps all. Null: the official default of the model, 0.88, for SAM 2 0.8.</summary>
    public double? PredIouThresh { get; init; }

    /// <summary>Masks must have a stability score of at least this; 0 or less keeps all.</summary>
    public double StabilityScoreThresh { get; init; } = 0.95;

    /// <summary>How far the threshold is moved, up and down, for the stability score: in logits, 0 or more.</summary>
    public double StabilityScoreOffset { get; init; } = 1.0;

    /// <summary>Of two masks of one crop whose boxes have an IoU above this, the one with the lower predicted IoU goes. In [0, 1].</summary>
    public double BoxNmsThresh { get; init; } = 0.7;

    /// <summary>Layers of crops that are looked at besides the whole image, 0 to 8: layer i has 2^i x 2^i crops.</summary>
    public int CropNLayers { get; init; }

    /// <summary>Of two masks of different crops whose boxes have an IoU above this, the one of the larger crop goes. In [0, 1].</summary>
    public double CropNmsThresh { get; init; } = 0.7;

    /// <summary>How much crops overlap in the first layer, as a share of the image's shorter side, 0 to under 1; later layers overlap less.</summary>
    public double CropOverlapRatio { get; init; } = 512.0 / 1500;

    /// <summary>The grid of layer i has <see cref="PointsPerSide"/> divided by this to the power i points along a side; 1 or more.</summary>
    public int CropNPointsDownscaleFactor { get; init; } = 1;

    /// <summary>Holes and islands of fewer pixels are removed; 0 leaves masks as they are. SAM 2: of at most so many low-resolution pixels, before all
    /// thresholds.</summary>
    public int MinMaskRegionArea { get; init; }

    /// <summary>Whether a point gets three masks, of a thing, a part and a part of that; otherwise one. HQ-SAM: the best of three; otherwise the single
    /// one.</summary>
    public bool MultimaskOutput { get; init; } = true;

    /// <summary>Whether every mask is asked for once more, by its point and itself, which makes it better and takes longer. Source: SAM 2's
    /// generator.</summary>
    [ConfigurationName("use_m2m")]
    public bool UseM2M { get; init; }

    /// <summary>Points of one's own, one list a layer (the whole image first), as shares of the crop's width and height in [0, 1];
    /// null for regular grids.</summary>
    [NotConfigurable]
    public IReadOnlyList<IReadOnlyList<ImagePoint>>? PointGrids { get; init; }

    /// <summary>Masks that are worked on at a time after the decoder, each on a thread; 0 means one a processor. Never changes a result.</summary>
    [NotConfigurable]
    public int Parallelism { get; init; }

    /// <summary>The same settings with the model's own defaults in the place of what is null.</summary>
    public AutomaticMaskOptions For(SamConfig model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return this with { PredIouThresh = PredIouThresh ?? model.UsualIouThreshold };
    }

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">Values out of range, all together.</exception>
    public void Validate() => OptionFaults.ThrowIfAny(
        "Automatic masks",
        (PointGrids is not null || PointsPerSide is >= 1 and <= 1024, $"points_per_side is {PointsPerSide}, expected 1 to 1024"),
        (PointsPerBatch is >= 1 and <= 65536, $"points_per_batch is {PointsPerBatch}, expected 1 to 65536"),
        (PredIouThresh is not { } limit || double.IsFinite(limit), $"pred_iou_thresh is {PredIouThresh}, expected a number"),
        (StabilityScoreThresh <= 1, $"stability_score_thresh is {StabilityScoreThresh}, expected at most 1"),
        (StabilityScoreOffset is >= 0 and <= 1000, $"stability_score_offset is {StabilityScoreOffset}, expected 0 to 1000"),
        (BoxNmsThresh is >= 0 and <= 1, $"box_nms_thresh is {BoxNmsThresh}, expected 0 to 1"),
        (CropNLayers is >= 0 and <= 8, $"crop_n_layers is {CropNLayers}, expected 0 to 8"),
        (CropNmsThresh is >= 0 and <= 1, $"crop_nms_thresh is {CropNmsThresh}, expected 0 to 1"),
        (CropOverlapRatio is >= 0 and < 1, $"crop_overlap_ratio is {CropOverlapRatio}, expected 0 to under 1"),
        (CropNPointsDownscaleFactor >= 1, $"crop_n_points_downscale_factor is {CropNPointsDownscaleFactor}, expected 1 or more"),
        (
            PointGrids is not null || CropNPointsDownscaleFactor < 1 || PointsPerSide >= Math.Pow(CropNPointsDownscaleFactor, CropNLayers),
            $"points_per_side {PointsPerSide} divided {CropNLayers} times by crop_n_points_downscale_factor {CropNPointsDownscaleFactor} leaves no point; "
                + "give fewer layers or a smaller factor"),
        (MinMaskRegionArea >= 0, $"min_mask_region_area is {MinMaskRegionArea}, expected 0 or more"),
        (
            PointGrids is null || PointGrids.Count == CropNLayers + 1,
            $"{PointGrids?.Count} point grids for {CropNLayers} crop layers, expected {CropNLayers + 1}: one for the whole image and one a layer"),
        (
            PointGrids is null || PointGrids.All(grid => grid.Count > 0 && grid.All(p => p is { X: >= 0 and <= 1, Y: >= 0 and <= 1 })),
            "point grids must hold points in [0, 1], at least one a layer"),
        (Parallelism >= 0, $"parallelism is {Parallelism}, expected 0 (one a processor) or more"));
}

namespace SeCo.Aggregation.Segmenters.BuiltIn;

/// <summary>Settings of <see cref="BuiltInSegmenter"/>. The defaults were chosen on the training images of CamVid (480 x 360).</summary>
public sealed record BuiltInSegmenterOptions
{
    /// <summary>Preference of the superpixels for size, in L*a*b* units times pixels; above 0, at most 1000. Smaller keeps finer detail.</summary>
    public double SuperpixelScale { get; init; } = 3;

    /// <summary>Smallest superpixel, in pixels; 1 to 10,000.</summary>
    public int MinimumSuperpixel { get; init; } = 5;

    /// <summary>Masks per image of <see cref="ISegmentedImage.GenerateMasks"/>, at most (an image of few colours has fewer); 1 to 100,000.</summary>
    /// <remarks>More masks are purer and hold fewer labelled pixels each, so fewer of them can be named.</remarks>
    public int MaskCount { get; init; } = 400;

    /// <summary>Cells that a box prompt is decided on, at most; 16 to 10,000. The time and memory of a prompt grow with its square:
    /// 1,200 cells take about 5 ms and 17 MB.</summary>
    public int PromptCells { get; init; } = 1200;

    /// <summary>How many times larger than its object the box of a prompt is expected to be, each side; 1 (tight) to 2.</summary>
    /// <remarks>Told of boxes 1.5 times too large, the segmenter finds the objects of CamVid's val images with a mean IoU of 0.66; not told, 0.35.</remarks>
    public double BoxScale { get; init; } = 1;

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">Names each setting that is out of range.</exception>
    public void Validate() => OptionFaults.ThrowIfAny(
        "aggregation.built_in",
        (SuperpixelScale is > 0 and <= 1000, $"superpixel_scale is {SuperpixelScale}, expected above 0, at most 1000"),
        (MinimumSuperpixel is >= 1 and <= 10_000, $"minimum_superpixel is {MinimumSuperpixel}, expected 1 to 10000"),
        (MaskCount is >= 1 and <= 100_000, $"mask_count is {MaskCount}, expected 1 to 100000"),
        (PromptCells is >= 16 and <= 10_000, $"prompt_cells is {PromptCells}, expected 16 to 10000"),
        (BoxScale is >= 1 and <= 2, $"box_scale is {BoxScale}, expected 1 to 2"));
}

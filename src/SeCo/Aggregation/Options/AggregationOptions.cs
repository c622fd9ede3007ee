using SeCo.Aggregation.Segmenters;
using SeCo.Aggregation.Segmenters.BuiltIn;
using SeCo.Aggregation.Segmenters.MaskFiles;
using SeCo.Aggregation.Segmenters.Sam;
using SeCo.Imaging.Entropy;

namespace SeCo.Aggregation;

/// <summary>Settings of <see cref="PixelSemanticAggregation"/>. Defaults are the paper's, or the reference's where the paper gives none.</summary>
public sealed record AggregationOptions : ISegmenterSettings
{
    /// <summary>Prompts and merging: the paper's or the release's.</summary>
    public AggregationVariant Variant { get; init; } = AggregationVariant.Paper;

    /// <summary>Which classes are aligned and which prompted.</summary>
    public AggregationMode Mode { get; init; } = AggregationMode.Psa;

    /// <summary>A mask takes a class only where the class's share of its labelled pixels is larger than this; [0, 1]. Source: reference, 0.20.</summary>
    public double StuffThreshold { get; init; } = 0.20;

    /// <summary>A class is prompted in an image only where it has more than this many pixels; 0 or more. Source: reference, 10.</summary>
    public int MinimumClassPixels { get; init; } = 10;

    /// <summary>A component is prompted only where it has at least this many pixels; 1 or more. Source: reference, 10.</summary>
    public int MinimumThingPixels { get; init; } = 10;

    /// <summary>Radius of the window of the class entropy, in pixels; 1…127. Reference variant only. Source: reference, 8 (17 x 17).</summary>
    public int EntropyRadius { get; init; } = 8;

    /// <summary>The sides of a component's rectangle are multiplied by this; 1 or more. Paper variant only. Source: paper, 1.5.</summary>
    public double BoxScale { get; init; } = 1.5;

    /// <summary>The rectangle grows by area times this over perimeter, in pixels; above 0. Reference variant only. Source: reference, 1.25.</summary>
    public double OffsetRatio { get; init; } = 1.25;

    /// <summary>The answer to a prompt is dropped where its class has a smaller share of the labelled pixels inside it; [0, 1]. Source: this project; the
    /// paper and the reference keep every answer, which is 0.</summary>
    public double PromptThreshold { get; init; }

    /// <summary>What becomes of overlapping prompted masks. Paper variant only. Source: this project; the paper gives no rule.</summary>
    public OverlapFilter OverlapFilter { get; init; } = OverlapFilter.Agreement;

    /// <summary>The overlap, as a share of the smaller mask, above which one of two masks is dropped; [0, 1]. Source: this project.</summary>
    public double OverlapLimit { get; init; } = 0.5;

    /// <summary>What becomes of pixels that no mask picks up.</summary>
    public UnpaintedPixels Unpainted { get; init; } = UnpaintedPixels.Ignore;

    /// <summary>How things become regions in the mode <see cref="AggregationMode.Psa"/>.</summary>
    public ThingSource Things { get; init; } = ThingSource.Prompts;

    /// <summary>Which points of a component a prompt has beside its box.</summary>
    public ThingPoints ThingPoints { get; init; } = ThingPoints.Variant;

    /// <summary>The segmenter that gives masks.</summary>
    public SegmenterKind Segmenter { get; init; } = SegmenterKind.BuiltIn;

    /// <summary>Settings of <see cref="SegmenterKind.BuiltIn"/>.</summary>
    public BuiltInSegmenterOptions BuiltIn { get; init; } = new();

    /// <summary>Settings of <see cref="SegmenterKind.Sam"/>.</summary>
    public SamSegmenterOptions Sam { get; init; } = new();

    /// <summary>A second segmenter that answers the prompts for things, where it has weights; masks come from <see cref="Segmenter"/> as before.</summary>
    public SamPromptOptions PromptSam { get; init; } = new();

    /// <summary>Settings of <see cref="SegmenterKind.MaskFiles"/>.</summary>
    public MaskFileOptions MaskFiles { get; init; } = new();

    /// <summary>Images worked on at the same time, each with its own segmenter; 1 or more. Changes no output.</summary>
    [NotConfigurable]
    public int Parallelism { get; init; } = 1;

    /// <summary>Checks every setting.</summary>
    /// <exception cref="ArgumentException">Names each setting that is out of range.</exception>
    public void Validate()
    {
        string? missing = Enum.IsDefined(Segmenter)
            ? SegmenterRegistry.Of(Segmenter).Missing(this)
            : $"segmenter is {Segmenter}, expected {string.Join(", ", SegmenterRegistry.All.Select(row => row.Name))}";
        OptionFaults.ThrowIfAny(
        [
            () => OptionFaults.ThrowIfAny(
                "aggregation",
                (Enum.IsDefined(Variant), $"variant is {Variant}, expected paper or reference"),
                (Enum.IsDefined(Mode), $"mode is {Mode}, expected psa, prompt_only or align_only"),
                (StuffThreshold is >= 0 and <= 1, $"stuff_threshold is {StuffThreshold}, expected 0 to 1"),
                (MinimumClassPixels >= 0, $"minimum_class_pixels is {MinimumClassPixels}, expected 0 or more"),
                (MinimumThingPixels >= 1, $"minimum_thing_pixels is {MinimumThingPixels}, expected 1 or more"),
                (EntropyRadius is >= 1 and <= WindowEntropy.MaximumRadius, $"entropy_radius is {EntropyRadius}, expected 1 to {WindowEntropy.MaximumRadius}"),
                (BoxScale is >= 1 and <= 100, $"box_scale is {BoxScale}, expected 1 to 100"),
                (OffsetRatio is > 0 and <= 100, $"offset_ratio is {OffsetRatio}, expected above 0, at most 100"),
                (PromptThreshold is >= 0 and <= 1, $"prompt_threshold is {PromptThreshold}, expected 0 to 1"),
                (Enum.IsDefined(OverlapFilter), $"overlap_filter is {OverlapFilter}, expected none, score or agreement"),
                (OverlapLimit is >= 0 and <= 1, $"overlap_limit is {OverlapLimit}, expected 0 to 1"),
                (Enum.IsDefined(Unpainted), $"unpainted is {Unpainted}, expected ignore, keep_pixel_labels or keep_thing_pixels"),
                (Enum.IsDefined(ThingPoints), $"thing_points is {ThingPoints}, expected variant or border_distance"),
                (Parallelism >= 1, $"parallelism is {Parallelism}, expected 1 or more"),
                (Enum.IsDefined(PromptSam.Precision), $"prompt_sam.precision is {PromptSam.Precision}, expected float32, bfloat16 or auto"),
                (missing is null, missing ?? string.Empty)),
            .. SegmenterRegistry.All.Select(row => (Action)(() => row.Check(this))),
        ]);
    }
}

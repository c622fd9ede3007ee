using SeCo.Aggregation.Segmenters.BuiltIn;
using SeCo.Aggregation.Segmenters.MaskFiles;
using SeCo.Aggregation.Segmenters.Sam;
using SeCo.Configuration;
using SeCo.Imaging.Entropy;

namespace SeCo.Aggregation;

/// <summary>Settings of <see cref="PixelSemanticAggregation"/>. Defaults are the paper's, or the reference's where the paper gives none.</summary>
public sealed record AggregationOptions
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

    /// <summary>
    /// The answer to a prompt is dropped where its class has a smaller share of the labelled pixels inside it; [0, 1]. Source: this project; the
    /// paper and the reference keep every answer, which is 0.
    /// </summary>
    public double PromptThreshold { get; init; }

    /// <summary>What becomes of overlapping prompted masks. Paper variant only. Source: this project; the paper gives no rule.</summary>
    public OverlapFilter OverlapFilter { get; init; } = OverlapFilter.Agreement;

    /// <summary>The overlap, as a share of the smaller mask, above which one of two masks is dropped; [0, 1]. Source: this project.</summary>
    public double OverlapLimit { get; init; } = 0.5;

    /// <summary>What becomes of pixels that no mask picks up.</summary>
    public UnpaintedPixels Unpainted { get; init; } = UnpaintedPixels.Ignore;

    /// <summary>How things become regions in the mode <see cref="AggregationMode.Psa"/>.</summary>
    public ThingSource Things { get; init; } = ThingSource.Prompts;

    /// <summary>The segmenter that gives masks.</summary>
    public SegmenterKind Segmenter { get; init; } = SegmenterKind.BuiltIn;

    /// <summary>Settings of <see cref="SegmenterKind.BuiltIn"/>.</summary>
    public BuiltInSegmenterOptions BuiltIn { get; init; } = new();

    /// <summary>Settings of <see cref="SegmenterKind.Sam"/>.</summary>
    public SamSegmenterOptions Sam { get; init; } = new();

    /// <summary>Settings of <see cref="SegmenterKind.MaskFiles"/>.</summary>
    public MaskFileOptions MaskFiles { get; init; } = new();

    /// <summary>Images worked on at the same time, each with its own segmenter; 1 or more. Changes no output.</summary>
    [NotConfigurable]
    public int Parallelism { get; init; } = 1;

    /// <summary>Checks every setting.</summary>
    /// <exception cref="ArgumentException">Names each setting that is out of range.</exception>
    public void Validate()
    {
        List<string> faults = [];
        Check(Enum.IsDefined(Variant), nameof(Variant), Variant, "Paper or Reference");
        Check(Enum.IsDefined(Mode), nameof(Mode), Mode, "Psa, PromptOnly or AlignOnly");
        Check(StuffThreshold is >= 0 and <= 1, nameof(StuffThreshold), StuffThreshold, "0 to 1");
        Check(MinimumClassPixels >= 0, nameof(MinimumClassPixels), MinimumClassPixels, "0 or more");
        Check(MinimumThingPixels >= 1, nameof(MinimumThingPixels), MinimumThingPixels, "1 or more");
        Check(EntropyRadius is >= 1 and <= WindowEntropy.MaximumRadius, nameof(EntropyRadius), EntropyRadius, $"1 to {WindowEntropy.MaximumRadius}");
        Check(BoxScale is >= 1 and <= 100, nameof(BoxScale), BoxScale, "1 to 100");
        Check(OffsetRatio is > 0 and <= 100, nameof(OffsetRatio), OffsetRatio, "above 0, at most 100");
        Check(PromptThreshold is >= 0 and <= 1, nameof(PromptThreshold), PromptThreshold, "0 to 1");
        Check(Enum.IsDefined(OverlapFilter), nameof(OverlapFilter), OverlapFilter, "None, Score or Agreement");
        Check(OverlapLimit is >= 0 and <= 1, nameof(OverlapLimit), OverlapLimit, "0 to 1");
        Check(Enum.IsDefined(Unpainted), nameof(Unpainted), Unpainted, "Ignore, KeepPixelLabels or KeepThingPixels");
        Check(Parallelism >= 1, nameof(Parallelism), Parallelism, "1 or more");
        Check(Enum.IsDefined(Segmenter), nameof(Segmenter), Segmenter, "BuiltIn, Sam or MaskFiles");
        Check(Segmenter != SegmenterKind.Sam || Sam.Weights.Length > 0, "sam.weights", "empty", "a checkpoint of Segment Anything");
        Check(Segmenter != SegmenterKind.MaskFiles || MaskFiles.Folder.Length > 0, "mask_files.folder", "empty", "the folder of mask files");
        OptionFaults.ThrowIfAny(Report, BuiltIn.Validate, Sam.Validate, MaskFiles.Validate);

        void Report()
        {
            if (faults.Count > 0)
            {
                throw new ArgumentException($"Aggregation options are out of range: {string.Join("; ", faults)}.");
            }
        }

        void Check(bool valid, string name, object found, string expected)
        {
            if (!valid)
            {
                faults.Add($"{name} is {found}, expected {expected}");
            }
        }
    }
}

using SeCo.SegmentAnything;

namespace SeCo.Aggregation.Segmenters.Sam;

/// <summary>Settings of a second Segment Anything, which answers prompts in the place of the segmenter that gives the masks.</summary>
public sealed record SamPromptOptions
{
    /// <summary>Its checkpoint, of any kind that <c>aggregation.sam.weights</c> takes. Empty: there is no second one.</summary>
    public string Weights { get; init; } = string.Empty;

    /// <summary>Its architecture, as <c>aggregation.sam.arch</c>.</summary>
    public string? Arch { get; init; }

    /// <summary>The type in which it computes.</summary>
    public SamPrecision Precision { get; init; } = SamPrecision.Float32;

    /// <summary>HQ-SAM only: answers are its fine masks alone, in the place of their sums with SAM's.</summary>
    public bool HqTokenOnly { get; init; }

    /// <summary>The same as settings of a segmenter; memory and cache are those of another one.</summary>
    internal SamSegmenterOptions Beside(SamSegmenterOptions other) =>
        other with { Weights = Weights, Arch = Arch, Precision = Precision, HqTokenOnly = HqTokenOnly, Generator = new() };
}

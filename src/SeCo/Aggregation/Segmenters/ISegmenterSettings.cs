using SeCo.Aggregation.Segmenters.BuiltIn;
using SeCo.Aggregation.Segmenters.MaskFiles;
using SeCo.Aggregation.Segmenters.Sam;

namespace SeCo.Aggregation.Segmenters;

/// <summary>The settings of all segmenters, a section each.</summary>
public interface ISegmenterSettings
{
    /// <summary>Settings of <see cref="SegmenterKind.BuiltIn"/>.</summary>
    BuiltInSegmenterOptions BuiltIn { get; }

    /// <summary>Settings of <see cref="SegmenterKind.Sam"/>.</summary>
    SamSegmenterOptions Sam { get; }

    /// <summary>Settings of a second segmenter, for prompts.</summary>
    SamPromptOptions PromptSam { get; }

    /// <summary>Settings of <see cref="SegmenterKind.MaskFiles"/>.</summary>
    MaskFileOptions MaskFiles { get; }
}

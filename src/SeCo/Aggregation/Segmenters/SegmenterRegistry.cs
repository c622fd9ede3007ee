using SeCo.Aggregation.Segmenters.BuiltIn;
using SeCo.Aggregation.Segmenters.MaskFiles;
using SeCo.Aggregation.Segmenters.Sam;

namespace SeCo.Aggregation.Segmenters;

/// <summary>The segmenters that settings can name, a row each. How to add one: docs/adding-a-segmenter.md.</summary>
public static class SegmenterRegistry
{
    /// <summary>All segmenters.</summary>
    public static IReadOnlyList<SegmenterEntry> All { get; } =
    [
        new("built_in", (settings, _) => new SegmenterSource(() => new BuiltInSegmenter(settings.BuiltIn)))
        {
            Check = settings => settings.BuiltIn.Validate(),
        },
        new("sam", (settings, run) => SamSource.Of(settings.Sam, run))
        {
            Check = settings => settings.Sam.Validate(),
            Missing = settings => settings.Sam.Weights.Length > 0 ? null : "sam.weights is empty, expected a checkpoint of Segment Anything",
        },
        new("mask_files", (settings, run) => MaskFileSource.Of(settings.MaskFiles, run))
        {
            Check = settings => settings.MaskFiles.Validate(),
            Missing = settings => settings.MaskFiles.Folder.Length > 0 ? null : "mask_files.folder is empty, expected the folder of mask files",
        },
    ];

    /// <summary>Prepares the segmenter of a run: the one that is named for masks, with a second one for prompts where there are settings of one.</summary>
    public static SegmenterSource Open(SegmenterKind kind, ISegmenterSettings settings, SegmenterRun run)
    {
        ArgumentNullException.ThrowIfNull(settings);
        SegmenterSource masks = Of(kind).Open(settings, run);
        return settings.PromptSam.Weights.Length == 0 ? masks : PairedSegmenter.Of(masks, SamSource.Of(settings.PromptSam.Beside(settings.Sam), run));
    }

    /// <summary>The row of a segmenter.</summary>
    public static SegmenterEntry Of(SegmenterKind kind) => All.Single(row => row.Name == OptionsWriter.NameOf(kind));
}

namespace SeCo.Aggregation.Segmenters;

/// <summary>A segmenter as a row of <see cref="SegmenterRegistry"/>: all that the stage and its settings need to know of it.</summary>
/// <param name="Name">How settings call it.</param>
/// <param name="Open">Prepares it with the settings of all segmenters for a run; nothing costly is done before a segmenter is opened.</param>
public sealed record SegmenterEntry(string Name, Func<ISegmenterSettings, SegmenterRun, SegmenterSource> Open)
{
    /// <summary>Checks the segmenter's own settings, whichever segmenter is named; throws <see cref="ArgumentException"/>.</summary>
    public Action<ISegmenterSettings> Check { get; init; } = _ => { };

    /// <summary>What the settings lack where they name this segmenter, as part of a message; null where they lack nothing.</summary>
    public Func<ISegmenterSettings, string?> Missing { get; init; } = _ => null;
}

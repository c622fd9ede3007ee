using System.Globalization;

namespace SeCo.Aggregation.Segmenters.Cache;

/// <summary>A prompt with its answer.</summary>
internal sealed record PromptAnswer(SegmentPrompt Prompt, SegmentMask Mask)
{
    /// <summary>Equal for equal questions.</summary>
    public string Key => KeyOf(Prompt);

    public static string KeyOf(SegmentPrompt prompt) =>
        $"{prompt.Box} {string.Join(' ', prompt.Points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:R},{p.Y:R}")))}";
}

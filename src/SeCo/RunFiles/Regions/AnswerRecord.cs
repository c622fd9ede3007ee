namespace SeCo.RunFiles;

/// <summary>A line of a file of answers after the first: what somebody did about a region, as in <c>RegionAnswer</c>. What the step has no use for is absent.
/// </summary>
internal sealed record AnswerRecord(string Image, int Region, string By, DateTimeOffset At, string Step)
{
    public string? Page { get; init; }

    public string? Pixels { get; init; }

    public int? Asked { get; init; }

    public int? Label { get; init; }

    public RunLengthRecord? Segmentation { get; init; }

    public RunLengthRecord? Added { get; init; }

    public RunLengthRecord? Removed { get; init; }
}

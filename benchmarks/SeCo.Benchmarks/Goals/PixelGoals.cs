namespace SeCo.Benchmarks.Goals;

/// <summary>PSA without its segmenter, and region extraction, on the images that the micro-benchmarks draw.</summary>
internal static class PixelGoals
{
    private const int Repetitions = 9;

    /// <summary>Measures both variants of PSA and region extraction of two label maps.</summary>
    public static IEnumerable<GoalRow> Measure()
    {
        AggregationBenchmarks aggregation = new();
        aggregation.Draw();
        yield return Row("PSA without segmenter, 2048 x 1024, 180 masks, 50 things, `paper`", 250, () => aggregation.Paper());
        yield return Row("the same, `reference`", 250, () => aggregation.Reference());
        yield return Row("alone: entropy map, 17 x 17", null, () => aggregation.Entropy());
        yield return Row("alone: alignment", null, () => aggregation.Alignment());
        yield return Row("alone: prompts, `paper`", null, () => aggregation.Prompts());
        yield return Row($"region extraction with RLE, 2048 x 1024, {aggregation.RegionExtraction().Count} regions", 50, () => aggregation.RegionExtraction());

        CorrectionBenchmarks correction = new();
        correction.Draw();
        yield return Row($"the same, {correction.Regions.Count} regions, most of one pixel", 50, () => correction.Extraction());
    }

    private static GoalRow Row(string what, double? limit, Action action)
    {
        double time = Clock.Median(Repetitions, action);
        return limit is double most ? new GoalRow(what, $"{time:F1} ms", $"{most:F0} ms", time <= most) : new GoalRow(what, $"{time:F1} ms");
    }
}

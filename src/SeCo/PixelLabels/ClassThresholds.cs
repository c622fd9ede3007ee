namespace SeCo.PixelLabels;

/// <summary>The confidence from which on each class keeps its label.</summary>
/// <param name="Levels">The 16-bit level of each class, <c>[K]</c>; empty where each image has its own.</param>
public sealed record ClassThresholds(IReadOnlyList<int> Levels)
{
    /// <summary>The threshold of a class, in [0, 1].</summary>
    public double this[int id] => (double)Levels[id] / ConfidenceMap.Scale;

    /// <summary>The thresholds that a policy takes from the statistics of a set.</summary>
    public static ClassThresholds From(ConfidenceHistogram confidences, PixelLabelOptions options)
    {
        ArgumentNullException.ThrowIfNull(confidences);
        ArgumentNullException.ThrowIfNull(options);
        int k = confidences.Classes;
        return new ClassThresholds(options.Policy switch
        {
            _ when options.Source == PixelLabelSource.Given => Same(0),
            PixelLabelPolicy.Global => Same(confidences.GlobalLevel(options.Portion)),
            PixelLabelPolicy.Fixed => Same((int)Math.Ceiling(options.Threshold * ConfidenceMap.Scale)),
            PixelLabelPolicy.All => Same(0),
            PixelLabelPolicy.PerImage => [],
            _ => [.. Enumerable.Range(0, k).Select(c => confidences.LevelOf(c, options.Portion))],
        });

        int[] Same(int level) => [.. Enumerable.Repeat(level, k)];
    }

    /// <summary>Removes (255) the labels whose confidence is below their class's threshold.</summary>
    /// <param name="labels">The labels, changed in place.</param>
    /// <param name="confidence">Their confidences, of the same size.</param>
    public void Apply(LabelMap labels, ConfidenceMap confidence)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(confidence);
        Span<byte> ids = labels.Pixels;
        ReadOnlySpan<ushort> levels = confidence.Pixels;
        Span<int> least = stackalloc int[LabelMap.Ignore + 1];
        for (int c = 0; c < Levels.Count; c++)
        {
            least[c] = Levels[c];
        }

        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = levels[i] >= least[ids[i]] ? ids[i] : LabelMap.Ignore;
        }
    }
}

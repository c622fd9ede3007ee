namespace SeCo.SegmentAnything;

/// <summary>How little a mask depends on the threshold: the IoU of the masks at a stricter and a laxer one.</summary>
public static class StabilityScore
{
    /// <summary>The score of logits.</summary>
    /// <param name="logits">The logits of all pixels.</param>
    /// <param name="threshold">The mask's threshold.</param>
    /// <param name="offset">How far it is moved, up and down.</param>
    /// <returns>In [0, 1]; not a number where no pixel is above the laxer threshold.</returns>
    public static float Of(ReadOnlySpan<float> logits, double threshold, double offset)
    {
        float strict = (float)(threshold + offset), lax = (float)(threshold - offset);
        long inside = 0, around = 0;
        foreach (float logit in logits)
        {
            inside += logit > strict ? 1 : 0;
            around += logit > lax ? 1 : 0;
        }

        return Of(inside, around);
    }

    /// <summary>The score from the two areas.</summary>
    /// <param name="strict">Pixels above the stricter threshold.</param>
    /// <param name="lax">Pixels above the laxer threshold.</param>
    public static float Of(long strict, long lax) => (float)strict / lax;
}

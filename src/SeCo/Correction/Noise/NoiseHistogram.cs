using SeCo.Labels;
using SeCo.RunFiles;

namespace SeCo.Correction.Noise;

/// <summary>Counts regions by what the noise rule looked at, for each verdict, so that a report can draw it.</summary>
/// <param name="of">What the values are: <c>loss</c>, <c>score</c>, <c>noise_probability</c>.</param>
/// <param name="values">One a region.</param>
/// <param name="classes">The class of each region.</param>
/// <param name="outcomes">The outcome of each region.</param>
internal sealed class NoiseHistogram(string of, double[] values, byte[] classes, IReadOnlyList<RegionOutcome> outcomes)
{
    private const int Bins = 50;

    /// <summary>The histogram of all regions and that of each class.</summary>
    /// <param name="scaleOf">The range of a class; of all regions for null.</param>
    public IEnumerable<NoiseHistogramRecord> All(Func<byte?, ValueScale> scaleOf) =>
        from category in classes.Distinct().Order().Select(c => (byte?)c).Prepend(null)
        let scale = scaleOf(category)
        where !scale.IsEmpty
        select new NoiseHistogramRecord
        {
            Of = of,
            Class = category,
            Low = scale.Low,
            High = scale.High,
            Clean = Count(category, scale, RegionVerdict.Clean),
            Corrected = Count(category, scale, RegionVerdict.Corrected),
            Rejected = Count(category, scale, RegionVerdict.Rejected),
        };

    private long[] Count(byte? category, ValueScale scale, RegionVerdict verdict)
    {
        long[] counts = new long[Bins];
        for (int i = 0; i < values.Length; i++)
        {
            if ((category is null || classes[i] == category) && outcomes[i].Verdict == verdict)
            {
                counts[Math.Min(Bins - 1, (int)(scale.Apply(values[i]) * Bins))]++;
            }
        }

        return counts;
    }
}

namespace SeCo.Reports;

/// <summary>Counts regions by class, verdict and score, and keeps the worst of each class and verdict, at most <paramref name="kept"/>.
/// Holds as much for a million regions as for a hundred.</summary>
internal sealed class RegionCensus(int classes, int kept)
{
    /// <summary>The verdicts, in the order in which counts hold them.</summary>
    public static readonly RegionVerdict[] Verdicts = [RegionVerdict.Clean, RegionVerdict.Corrected, RegionVerdict.Rejected, RegionVerdict.Reviewed];

    private const int FineBins = 2000;

    // Larger losses lie beyond every threshold; they are counted in the last bin.
    private const double LargestLoss = 20;
    private const double SmallestVisibleShare = 0.001;

    private readonly SortedSet<DoubtfulRegion>[] _worst = [.. Enumerable.Range(0, classes * Verdicts.Length).Select(_ => new SortedSet<DoubtfulRegion>())];
    private readonly long[] _losses = new long[classes * Verdicts.Length * FineBins];
    private readonly long[] _noise = new long[classes * Verdicts.Length * FineBins];
    private readonly long[] _number = new long[classes * Verdicts.Length];
    private readonly long[] _area = new long[classes * Verdicts.Length];

    /// <summary>Regions that are too small to have been judged.</summary>
    public long Unjudged { get; private set; }

    /// <summary>Regions that were judged.</summary>
    public long Judged => _number.Sum();

    /// <summary>The largest noise probability of a clean region; 0 without any.</summary>
    public double LargestCleanNoise { get; private set; }

    /// <summary>Number of regions of a class and verdict.</summary>
    public long Number(int category, int verdict) => _number[(category * Verdicts.Length) + verdict];

    /// <summary>Pixels in regions of a class and verdict.</summary>
    public long Area(int category, int verdict) => _area[(category * Verdicts.Length) + verdict];

    /// <summary>The worst regions of a class and verdict, the worst first.</summary>
    public IReadOnlyCollection<DoubtfulRegion> Worst(int category, int verdict) => _worst[(category * Verdicts.Length) + verdict];

    /// <summary>Adds the regions of an image.</summary>
    /// <returns>Pixels in regions that were taken for wrong, and pixels in all.</returns>
    public (long Doubted, long All) Add(int image, IReadOnlyList<ConnectedRegion> regions)
    {
        (long doubted, long all) = (0, 0);
        foreach (ConnectedRegion region in regions)
        {
            int verdict = Array.IndexOf(Verdicts, region.Outcome?.Verdict ?? RegionVerdict.Undecided);
            all += region.Area;
            doubted += verdict is 1 or 2 ? region.Area : 0;
            if (verdict < 0 || region.CategoryId >= classes || region.Outcome!.Loss is not double loss)
            {
                Unjudged++;
                continue;
            }

            int group = (region.CategoryId * Verdicts.Length) + verdict;
            _number[group]++;
            _area[group] += region.Area;
            _losses[(group * FineBins) + Bin(loss / LargestLoss)]++;
            if (region.Outcome.NoiseProbability is double noise)
            {
                LargestCleanNoise = verdict == 0 ? Math.Max(LargestCleanNoise, noise) : LargestCleanNoise;
                _noise[(group * FineBins) + Bin(noise)]++;
            }

            Keep(group, Small(image, region));
        }

        return (doubted, all);
    }

    /// <summary>The histogram of <c>loss</c> or <c>noise_probability</c>, of one class or all.
    /// Without an upper end it reaches to the largest loss but the largest half per cent.</summary>
    public ScoreHistogram Histogram(string of, int? category, double low, double? high, int bins)
    {
        (long[] fine, double width) = of == "loss" ? (_losses, LargestLoss / FineBins) : (_noise, 1.0 / FineBins);
        long[][] single = [.. Verdicts.Select((_, verdict) => Fine(fine, category, verdict))];
        double end = high ?? EndOf(single, width);
        long[][] counts = [.. single.Select(_ => new long[bins])];
        for (int verdict = 0; verdict < single.Length; verdict++)
        {
            for (int i = 0; i < FineBins; i++)
            {
                double share = (((i + 0.5) * width) - low) / (end - low);
                counts[verdict][Math.Clamp((int)(share * bins), 0, bins - 1)] += single[verdict][i];
            }
        }

        return new ScoreHistogram(of, category, low, end, counts);
    }

    private static double EndOf(long[][] single, double width)
    {
        long left = single.Sum(s => s.Sum()) / 200;
        int end = FineBins;
        while (end > 1 && (left -= single.Sum(s => s[end - 1])) >= 0)
        {
            end--;
        }

        return Math.Max(end * width, 10 * width);
    }

    private long[] Fine(long[] all, int? category, int verdict)
    {
        long[] sum = new long[FineBins];
        for (int c = category ?? 0; c < (category + 1 ?? classes); c++)
        {
            TensorPrimitives.Add(sum, all.AsSpan(((c * Verdicts.Length) + verdict) * FineBins, FineBins), sum);
        }

        return sum;
    }

    private void Keep(int group, DoubtfulRegion region)
    {
        SortedSet<DoubtfulRegion> worst = _worst[group];
        if (kept > 0 && (worst.Count < kept || region.CompareTo(worst.Max) < 0))
        {
            worst.Add(region);
            if (worst.Count > kept)
            {
                worst.Remove(worst.Max!);
            }
        }
    }

    private static DoubtfulRegion Small(int image, ConnectedRegion region)
    {
        RegionOutcome outcome = region.Outcome!;
        bool isSmall = region.Area < SmallestVisibleShare * region.Mask.Width * region.Mask.Height;
        return new DoubtfulRegion(
            image, region.Id, region.CategoryId, outcome.PredictedId ?? region.CategoryId, (float)(outcome.Score ?? 0), (float)outcome.Loss!.Value,
                (float?)outcome.NoiseProbability, outcome.Verdict, region.Area, isSmall);
    }

    private static int Bin(double share) => (int)Math.Clamp(share * FineBins, 0, FineBins - 1);
}

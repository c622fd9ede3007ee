using SeCo.Imaging;
using SeCo.Labels;

namespace SeCo.Evaluation;

/// <summary>How well correction told right regions from wrong ones (the paper's figure 4).</summary>
/// <remarks>
/// A region's true class is the most frequent ground-truth id inside it. Regions without ground truth, and those whose most frequent id is 255, cannot be
/// judged and are left out (<see cref="Unjudged"/>).
/// </remarks>
public sealed record RegionScores
{
    /// <summary>All judged regions, by the label they came with.</summary>
    public required RegionGroupScores All { get; init; }

    /// <summary>Regions found clean, by the label they keep.</summary>
    public required RegionGroupScores Clean { get; init; }

    /// <summary>Regions found noisy and corrected, by their new label.</summary>
    public required RegionGroupScores Corrected { get; init; }

    /// <summary>Regions found noisy and corrected, by the label they came with.</summary>
    public required RegionGroupScores CorrectedBefore { get; init; }

    /// <summary>Regions found noisy and rejected, by the label they came with: the larger the wrong share, the better.</summary>
    public required RegionGroupScores Rejected { get; init; }

    /// <summary>Regions found noisy (corrected and rejected), by the label they came with: the larger the wrong share, the better.</summary>
    public required RegionGroupScores Noisy { get; init; }

    /// <summary>AUROC of the noise probability against "the label it came with is wrong", each region alike; NaN where it cannot be computed.</summary>
    public required double Auroc { get; init; }

    /// <summary>The same, each region weighted by its area.</summary>
    public required double AurocByArea { get; init; }

    /// <summary>Regions without usable ground truth.</summary>
    public required long Unjudged { get; init; }

    /// <summary>Scores regions; each is looked at once and not kept.</summary>
    public static RegionScores From(IEnumerable<ConnectedRegion> regions)
    {
        ArgumentNullException.ThrowIfNull(regions);
        RegionGroupScores none = new(0, 0, 0, 0);
        (RegionGroupScores all, RegionGroupScores clean, RegionGroupScores corrected) = (none, none, none);
        (RegionGroupScores correctedBefore, RegionGroupScores rejected) = (none, none);
        List<double> scores = [], areas = [];
        List<bool> positives = [];
        long unjudged = 0;
        foreach (ConnectedRegion region in regions)
        {
            if (region.TrueLabel is not { Id: not LabelMap.Ignore } truth)
            {
                unjudged++;
                continue;
            }

            bool wrong = truth.Id != region.CategoryId;
            all = all.With(wrong, region.Area);
            switch (region.Outcome?.Verdict)
            {
                case RegionVerdict.Clean:
                    clean = clean.With(wrong, region.Area);
                    break;
                case RegionVerdict.Corrected:
                    corrected = corrected.With(truth.Id != region.Outcome.Label, region.Area);
                    correctedBefore = correctedBefore.With(wrong, region.Area);
                    break;
                case RegionVerdict.Rejected:
                    rejected = rejected.With(wrong, region.Area);
                    break;
                default:
                    break;
            }

            if (region.Outcome?.NoiseProbability is { } noise)
            {
                scores.Add(noise);
                positives.Add(wrong);
                areas.Add(region.Area);
            }
        }

        bool[] wrongs = [.. positives];
        return new RegionScores
        {
            All = all,
            Clean = clean,
            Corrected = corrected,
            CorrectedBefore = correctedBefore,
            Rejected = rejected,
            Noisy = new RegionGroupScores(
                correctedBefore.Count + rejected.Count,
                correctedBefore.WrongCount + rejected.WrongCount,
                correctedBefore.Area + rejected.Area,
                correctedBefore.WrongArea + rejected.WrongArea),
            Auroc = Evaluation.Auroc.Compute([.. scores], wrongs),
            AurocByArea = Evaluation.Auroc.Compute([.. scores], wrongs, [.. areas]),
            Unjudged = unjudged,
        };
    }
}

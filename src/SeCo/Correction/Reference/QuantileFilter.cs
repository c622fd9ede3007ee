namespace SeCo.Correction.Reference;

/// <summary>The reference's filter: quantiles of loss and score instead of a mixture. What survives takes the predicted class.</summary>
public sealed class QuantileFilter
{
    private QuantileFilter(double loss, double score, double globalLoss, double globalScore, IReadOnlyDictionary<int, LocalThreshold> local)
    {
        LossThreshold = loss;
        ScoreThreshold = score;
        GlobalLossThreshold = globalLoss;
        GlobalScoreThreshold = globalScore;
        Local = local;
    }

    /// <summary>Quantile of the losses of all regions.</summary>
    public double LossThreshold { get; }

    /// <summary>Quantile of the scores of all regions.</summary>
    public double ScoreThreshold { get; }

    /// <summary>The mean over regions of their class's loss threshold.</summary>
    public double GlobalLossThreshold { get; }

    /// <summary>The mean over regions of their class's score threshold.</summary>
    public double GlobalScoreThreshold { get; }

    /// <summary>The thresholds of each predicted class that occurs.</summary>
    public IReadOnlyDictionary<int, LocalThreshold> Local { get; }

    /// <summary>Computes all thresholds.</summary>
    /// <param name="losses">The loss of each region; at least one.</param>
    /// <param name="scores">The largest class probability of each region.</param>
    /// <param name="predicted">The predicted class of each region.</param>
    /// <param name="ratio">The share to keep, in [0, 1]; the reference's is 0.5. Losses use this quantile, scores one minus it.</param>
    /// <exception cref="ArgumentException">No regions, lengths that differ, or a ratio outside its range.</exception>
    public static QuantileFilter From(ReadOnlySpan<double> losses, ReadOnlySpan<double> scores, ReadOnlySpan<int> predicted, double ratio = 0.5)
    {
        if (losses.Length != scores.Length || losses.Length != predicted.Length)
        {
            throw new ArgumentException($"{losses.Length} losses, {scores.Length} scores and {predicted.Length} predicted classes.", nameof(losses));
        }

        Dictionary<int, (List<double> Losses, List<double> Scores)> groups = [];
        for (int i = 0; i < losses.Length; i++)
        {
            if (!groups.TryGetValue(predicted[i], out (List<double> Losses, List<double> Scores) group))
            {
                groups.Add(predicted[i], group = ([], []));
            }

            group.Losses.Add(losses[i]);
            group.Scores.Add(scores[i]);
        }

        SortedDictionary<int, LocalThreshold> local = [];
        double lossSum = 0, scoreSum = 0;
        foreach ((int id, (List<double> ownLosses, List<double> ownScores)) in groups)
        {
            LocalThreshold own = new(Quantile([.. ownLosses], ratio), Quantile([.. ownScores], 1 - ratio), ownLosses.Count);
            local.Add(id, own);
            lossSum += own.Loss * own.Regions;
            scoreSum += own.Score * own.Regions;
        }

        return new QuantileFilter(
            Quantile(losses, ratio), Quantile(scores, 1 - ratio), lossSum / losses.Length, scoreSum / scores.Length, local);
    }

    /// <summary>Whether a region survives.</summary>
    /// <param name="mode">Which comparisons count.</param>
    /// <param name="loss">The region's loss.</param>
    /// <param name="score">Its largest class probability.</param>
    /// <param name="predicted">Its predicted class.</param>
    /// <exception cref="ArgumentException">The filter has seen no region of this predicted class.</exception>
    public bool Keeps(QuantileFilterMode mode, double loss, double score, int predicted)
    {
        if (!Local.TryGetValue(predicted, out LocalThreshold? local))
        {
            throw new ArgumentException($"The filter has seen no region of predicted class {predicted}.", nameof(predicted));
        }

        bool localLoss = loss > local.Loss, localScore = score < local.Score;
        bool bothLoss = localLoss && loss > GlobalLossThreshold, bothScore = localScore && score < GlobalScoreThreshold;
        return mode switch
        {
            QuantileFilterMode.None => true,
            QuantileFilterMode.Loss => !(loss > LossThreshold),
            QuantileFilterMode.Score => !(score < ScoreThreshold),
            QuantileFilterMode.Both => !(loss > LossThreshold || score < ScoreThreshold),
            QuantileFilterMode.LocalLoss => !localLoss,
            QuantileFilterMode.LocalScore => !localScore,
            QuantileFilterMode.LocalBoth => !(localLoss || localScore),
            QuantileFilterMode.BothLoss => !bothLoss,
            QuantileFilterMode.BothScore => !bothScore,
            QuantileFilterMode.BothBoth => !(bothLoss || bothScore),
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Not a filter mode."),
        };
    }

    /// <summary>The reference's quantile: the element min(int(n ratio), n - 1) of the sorted values, in double arithmetic; 100 values at 0.29 give element
    /// 28.</summary>
    /// <param name="values">The values; at least one.</param>
    /// <param name="ratio">The quantile, in [0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">No value, or a ratio outside [0, 1].</exception>
    internal static double Quantile(ReadOnlySpan<double> values, double ratio)
    {
        ArgumentOutOfRangeException.ThrowIfZero(values.Length, nameof(values));
        ArgumentOutOfRangeException.ThrowIfNegative(ratio);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ratio, 1);
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        return sorted[Math.Min((int)(sorted.Length * ratio), sorted.Length - 1)];
    }
}

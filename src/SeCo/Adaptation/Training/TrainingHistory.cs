using SeCo.Storage;

namespace SeCo.Adaptation.Training;

/// <summary>What a training has come to so far, over all runs that it took.</summary>
internal sealed class TrainingHistory
{
    /// <summary>The epochs that were evaluated, in order.</summary>
    public List<EpochResult> Epochs { get; init; } = [];

    /// <summary>The losses of the steps, for people to look at; null before the first.</summary>
    public LossCurve? Curve { get; set; }

    /// <summary>Sum of the losses of all steps since the last result.</summary>
    public double LossSum { get; set; }

    /// <summary>Number of these steps.</summary>
    public long LossSteps { get; set; }

    /// <summary>Seconds of training.</summary>
    public double TrainingSeconds { get; set; }

    /// <summary>Seconds of these in which the network waited for crops.</summary>
    public double WaitedSeconds { get; set; }

    /// <summary>Seconds of evaluation.</summary>
    public double EvaluationSeconds { get; set; }

    /// <summary>Images trained on.</summary>
    public long Images { get; set; }

    /// <summary>The best epoch: the first of those with the largest score; the last epoch where nothing is scored. Null before the first.</summary>
    /// <param name="criterion">What chooses.</param>
    public EpochResult? Best(SelectionCriterion criterion)
    {
        EpochResult? best = null;
        foreach (EpochResult epoch in Epochs.Where(e => e.Score(criterion) is double score && !double.IsNaN(score)))
        {
            best = best is null || epoch.Score(criterion) > best.Score(criterion) ? epoch : best;
        }

        return best ?? Epochs.LastOrDefault();
    }

    /// <summary>Whether too many epochs have passed without a better one.</summary>
    public bool IsExhausted(SelectionOptions options) =>
        options.Patience > 0 && Epochs.Count > 0 && Epochs[^1].Epoch - Best(options.Criterion)!.Epoch >= options.Patience;
}

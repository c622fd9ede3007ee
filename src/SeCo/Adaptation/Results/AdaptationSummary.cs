namespace SeCo.Adaptation;

/// <summary>What an adaptation has done. The network that counts is the running mean where there is one, else the student.</summary>
/// <param name="Epochs">Epochs done.</param>
/// <param name="Steps">Steps done.</param>
/// <param name="StoppedEarly">Whether it stopped early because no epoch was better for too long.</param>
/// <param name="Last">The last epoch.</param>
/// <param name="Best">The best epoch by <see cref="Criterion"/>; the last where that is what was asked for.</param>
/// <param name="Criterion">What has chosen the best epoch.</param>
/// <param name="Network">Whose weights the files hold, and whose measures these are.</param>
/// <param name="LastWeights">File of the last epoch's weights, usable alone.</param>
/// <param name="BestWeights">File of the best epoch's weights, usable alone.</param>
/// <param name="ImagesPerSecond">Labelled and unlabelled images trained on, per second of training; evaluation is not counted.</param>
/// <param name="WaitShare">Share of the seconds of training in which the network waited for crops, in [0, 1].</param>
/// <param name="Seconds">Seconds of training and evaluation, over all runs that it took.</param>
public sealed record AdaptationSummary(
    int Epochs, long Steps, bool StoppedEarly, EpochResult Last, EpochResult Best, SelectionCriterion Criterion, CheckpointRole Network,
    string LastWeights, string BestWeights, double ImagesPerSecond, double WaitShare, double Seconds)
{
    /// <summary>Which labels have chosen the best epoch, in words for reports.</summary>
    public string ChosenBy => Criterion switch
    {
        SelectionCriterion.PseudoLabels => "pseudo-labels of target images that were kept out of training",
        SelectionCriterion.Information => "no labels: mutual information on target images that were kept out of training",
        SelectionCriterion.ValidationTruth => "the validation labels; their figures are no fair estimate",
        _ => "no labels: the last epoch is taken",
    };

    /// <summary>The summary as its file holds it.</summary>
    internal AdaptationSummaryRecord ToRecord(ClassSet classes) => new(
        classes.Name, Epochs, Steps, StoppedEarly, OptionsWriter.NameOf(Network), OptionsWriter.NameOf(Criterion), ChosenBy,
        Math.Round(ImagesPerSecond, 3), Math.Round(WaitShare, 4), Math.Round(Seconds, 1), Last.ToRecord(classes), Best.ToRecord(classes));
}

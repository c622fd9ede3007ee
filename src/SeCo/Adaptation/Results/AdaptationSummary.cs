using SeCo.Models;

namespace SeCo.Adaptation;

/// <summary>What an adaptation has done. The network that counts is the running mean where there is one, else the student.</summary>
public sealed record AdaptationSummary
{
    /// <summary>Epochs done.</summary>
    public required int Epochs { get; init; }

    /// <summary>Steps done.</summary>
    public required long Steps { get; init; }

    /// <summary>Whether it stopped early because no epoch was better for too long.</summary>
    public required bool StoppedEarly { get; init; }

    /// <summary>The last epoch.</summary>
    public required EpochResult Last { get; init; }

    /// <summary>The best epoch by <see cref="Criterion"/>; the last where that is what was asked for.</summary>
    public required EpochResult Best { get; init; }

    /// <summary>What has chosen the best epoch.</summary>
    public required SelectionCriterion Criterion { get; init; }

    /// <summary>Whose weights the files hold, and whose measures these are.</summary>
    public required CheckpointRole Network { get; init; }

    /// <summary>File of the last epoch's weights, usable alone.</summary>
    public required string LastWeights { get; init; }

    /// <summary>File of the best epoch's weights, usable alone.</summary>
    public required string BestWeights { get; init; }

    /// <summary>Labelled and unlabelled images trained on, per second of training; evaluation is not counted.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>Share of the seconds of training in which the network waited for crops, in [0, 1].</summary>
    public required double WaitShare { get; init; }

    /// <summary>Seconds of training and evaluation, over all runs that it took.</summary>
    public required double Seconds { get; init; }

    /// <summary>Which labels have chosen the best epoch, in words for reports.</summary>
    public string ChosenBy => Criterion switch
    {
        SelectionCriterion.PseudoLabels => "pseudo-labels of target images that were kept out of training",
        SelectionCriterion.Information => "no labels: mutual information on target images that were kept out of training",
        SelectionCriterion.ValidationTruth => "the validation labels; their figures are no fair estimate",
        _ => "no labels: the last epoch is taken",
    };

    /// <summary>The summary as its file holds it.</summary>
    internal AdaptationSummaryRecord ToRecord(ClassSet classes) => new()
    {
        ClassSet = classes.Name,
        Epochs = Epochs,
        Steps = Steps,
        StoppedEarly = StoppedEarly,
        Network = OptionsWriter.NameOf(Network),
        Criterion = OptionsWriter.NameOf(Criterion),
        ChosenBy = ChosenBy,
        ImagesPerSecond = Math.Round(ImagesPerSecond, 3),
        WaitShare = Math.Round(WaitShare, 4),
        Seconds = Math.Round(Seconds, 1),
        Last = Last.ToRecord(classes),
        Best = Best.ToRecord(classes),
    };
}

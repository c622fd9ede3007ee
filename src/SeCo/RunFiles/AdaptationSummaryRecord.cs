namespace SeCo.RunFiles;

/// <summary>What came of an adaptation: <c>adaptation/summary.json</c>, there when it has finished.</summary>
/// <param name="ClassSet">The class set's name.</param>
/// <param name="Epochs">Epochs done.</param>
/// <param name="Steps">Steps done.</param>
/// <param name="StoppedEarly">Whether it stopped early because no epoch was better for too long.</param>
/// <param name="Network">Whose weights the files hold: <c>student</c> or <c>teacher</c>.</param>
/// <param name="Criterion">What chose the best epoch.</param>
/// <param name="ChosenBy">The same in a sentence.</param>
/// <param name="ImagesPerSecond">Images trained on per second.</param>
/// <param name="WaitShare">Share of the time that was waited for crops, in [0, 1].</param>
/// <param name="Seconds">Seconds of training and evaluation.</param>
/// <param name="Last">The last epoch.</param>
/// <param name="Best">The best epoch.</param>
public sealed record AdaptationSummaryRecord(
    string ClassSet, int Epochs, long Steps, bool StoppedEarly, string Network, string Criterion, string ChosenBy, double ImagesPerSecond,
    double WaitShare, double Seconds, EpochRecord Last, EpochRecord Best) : VersionedFile;

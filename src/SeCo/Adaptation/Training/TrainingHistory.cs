namespace SeCo.Adaptation.Training;

/// <summary>What a training came to so far, over all the runs that it took.</summary>
internal sealed class TrainingHistory
{
    /// <summary>The epochs that were evaluated, in order.</summary>
    public List<EpochResult> Epochs { get; init; } = [];

    /// <summary>The losses of the steps, for people to look at; null before the first.</summary>
    public LossCurve? Curve { get; set; }

    /// <summary>Sum of the losses of all steps since the last result.</summary>
    public double LossSum { get; set; }

    public long LossSteps { get; set; }

    public double TrainingSeconds { get; set; }

    /// <summary>Seconds of these in which the network waited for crops.</summary>
    public double WaitedSeconds { get; set; }

    public double EvaluationSeconds { get; set; }

    public long Images { get; set; }

    /// <summary>The best epoch: the first of those with the largest score; the last epoch where nothing is scored. Null before the first.</summary>
    public EpochResult? Best(SelectionCriterion criterion) =>
        Epochs.Where(e => e.Score(criterion) is double score && !double.IsNaN(score)).MaxBy(e => e.Score(criterion)) ?? Epochs.LastOrDefault();

    /// <summary>Whether too many epochs have passed without a better one.</summary>
    public bool IsExhausted(SelectionOptions options) =>
        options.Patience > 0 && Epochs.Count > 0 && Epochs[^1].Epoch - Best(options.Criterion)!.Epoch >= options.Patience;

    /// <summary>The history as the checkpoint's note, from which <see cref="Parse"/> makes it again.</summary>
    public string Compose(ClassSet classes) => TrainingNote.Json.Write(
        new TrainingNote(LossSum, LossSteps, Images, TrainingSeconds, WaitedSeconds, EvaluationSeconds)
        {
            Curve = Curve?.Compose(), Epochs = [.. Epochs.Select(e => e.ToRecord(classes))],
        });

    /// <summary>Reads what <see cref="Compose"/> wrote.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static TrainingHistory Parse(string text, ClassSet classes, long total)
    {
        TrainingNote note = TrainingNote.Json.Read(text);
        return new TrainingHistory
        {
            LossSum = note.LossSum,
            LossSteps = note.LossSteps,
            Images = note.Images,
            TrainingSeconds = note.TrainingSeconds,
            WaitedSeconds = note.WaitedSeconds,
            EvaluationSeconds = note.EvaluationSeconds,
            Curve = note.Curve is string curve ? LossCurve.Parse(curve, total) : null,
            Epochs = [.. note.Epochs.Select(e => EpochResult.Of(e, classes))],
        };
    }

    /// <summary>The results for readers: <c>history.json</c>.</summary>
    public TrainingHistoryRecord ToRecord(ClassSet classes, SelectionCriterion criterion) => new(
        classes.Name, OptionsWriter.NameOf(criterion), Best(criterion)?.Epoch ?? 0)
    {
        Epochs = [.. Epochs.Select(e => e.ToRecord(classes))],
        Steps = Curve is null ? [] : Curve.Steps,
    };
}

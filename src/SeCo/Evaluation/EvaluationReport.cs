namespace SeCo.Evaluation;

/// <summary>What an evaluation found.</summary>
/// <param name="ClassSet">The class set's name.</param>
/// <param name="Images">How many images were compared.</param>
/// <param name="Scores">The scores.</param>
public sealed record EvaluationReport(string ClassSet, int Images, SegmentationScores Scores)
{
    /// <summary>What lies in the folders and was not compared, in words.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>What may have gone wrong, each with a way out: palettes that contradict the numbers. Not part of the JSON.</summary>
    public IReadOnlyList<string> Suspicions { get; init; } = [];

    /// <summary>Writes the report as JSON: shares in [0, 1], null where there is nothing to measure. The same scores give the same bytes.</summary>
    public void WriteJson(string path) => AtomicFile.Write(path, stream =>
    {
        RunFileKinds.Evaluation.Write(stream, Into(new EvaluationRecord()));
        stream.WriteByte((byte)'\n');
    });

    /// <summary>A record with these scores.</summary>
    internal T Into<T>(T record)
        where T : ScoresRecord => (T)(record with
        {
            Classes = ClassSet,
            Images = Images,
            Miou = Scores.Miou,
            Accuracy = Scores.Accuracy,
            Coverage = Scores.Coverage,
            MiouStrict = Scores.MiouStrict,
            AccuracyStrict = Scores.AccuracyStrict,
            MeanAccuracy = Scores.MeanAccuracy,
            MeanAccuracyStrict = Scores.MeanAccuracyStrict,
            MiouReference = Scores.MiouReference,
            MiouReferenceStrict = Scores.MiouReferenceStrict,
            PerClass = Scores.PerClass,
        });
}

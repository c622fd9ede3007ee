using SeCo.Correction.Files;
using SeCo.Correction.Noise;
using SeCo.Correction.Regions;
using SeCo.Datasets;
using SeCo.RunFiles;
using SeCo.Storage;
using SeCo.Torch;

namespace SeCo.Correction.Classifier;

/// <summary>Trains the classifier that the settings name, once for each part of the images, and lets it judge all regions.</summary>
/// <param name="options">The settings.</param>
/// <param name="classes">K.</param>
/// <param name="environment">Seed, device, log.</param>
internal sealed class RegionClassifierRun(CorrectionOptions options, int classes, StageEnvironment environment)
{
    /// <summary>Judges regions.</summary>
    /// <param name="table">All regions.</param>
    /// <param name="judged">The rows to train on and to judge.</param>
    /// <param name="entries">All images.</param>
    /// <param name="files">The stage's files.</param>
    /// <param name="progress">Told about steps.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns>One judgement for each of <paramref name="judged"/>.</returns>
    public RegionJudgement[] Run(
        RegionTable table, int[] judged, IReadOnlyList<ImageEntry> entries, CorrectionFiles files, IProgress<StageProgress>? progress,
        CancellationToken cancellationToken)
    {
        int folds = Math.Min(options.Folds, entries.Count);
        int[] foldOf = new int[judged.Length];
        for (int i = 0; i < judged.Length; i++)
        {
            foldOf[i] = CrossFolds.Of(table.Images[judged[i]], entries.Count, folds);
        }

        RandomSource random = new RandomSource(environment.Seed).Fork("correction");
        return options.EffectiveTraining == ClassifierTraining.Windows
            ? OnWindows(table, judged, foldOf, folds, entries, files, random, progress, cancellationToken)
            : OnFrozenFeatures(table, judged, foldOf, folds, entries, files, random, progress, cancellationToken);
    }

    private RegionJudgement[] OnFrozenFeatures(
        RegionTable table, int[] judged, int[] foldOf, int folds, IReadOnlyList<ImageEntry> entries, CorrectionFiles files, RandomSource random,
        IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        byte[] labels = table.Classes.At(judged);
        double[]? weights = TrainingWeights.Of(options, labels, table.Areas.At(judged), table.MeanConfidences.At(judged));
        using FeatureStore store = FeatureStore.Load([.. entries.Select(entry => files.Features(entry.Name))], judged.Length,
            Path.Combine(files.Folder, "features.scratch"));
        int threads = TorchRuntime.Threads;
        TorchRuntime.SetThreads(1);
        try
        {
            FrozenClassifier classifier = new(options.Frozen, classes, weights);
            RegionJudgement[] judgements = classifier.Run(store, labels, foldOf, folds, environment.Parallelism, random, progress, cancellationToken);
            ClassifierCurves.Write(files.Training, classifier.Curves);
            return judgements;
        }
        finally
        {
            TorchRuntime.SetThreads(threads);
        }
    }

    private RegionJudgement[] OnWindows(
        RegionTable table, int[] judged, int[] foldOf, int folds, IReadOnlyList<ImageEntry> entries, CorrectionFiles files, RandomSource random,
        IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        WindowClassifier classifier = new(options, classes, environment, table, entries, files);
        RegionJudgement[] judgements = new RegionJudgement[judged.Length];
        LossCurve?[] curves = new LossCurve?[folds];
        for (int fold = 0; fold < folds; fold++)
        {
            int[] own = [.. Enumerable.Range(0, judged.Length).Where(i => foldOf[i] == fold)];
            if (own.Length == 0)
            {
                continue;
            }

            int[] trained = folds == 1 ? judged : [.. Enumerable.Range(0, judged.Length).Where(i => foldOf[i] != fold).Select(i => judged[i])];
            string part = Path.Combine(files.Classifier, $"part-{fold + 1}");
            JudgementFile kept = new(part + ".judgements");
            RegionJudgement[] answers = kept.TryRead(own.Length) ?? kept.Write(classifier.Run(
                trained, [.. own.Select(i => judged[i])], part, random.Fork($"part {fold}"), $"part {fold + 1} of {folds}", progress, cancellationToken));
            curves[fold] = ClassifierCurves.OfPart(part);
            for (int i = 0; i < own.Length; i++)
            {
                judgements[own[i]] = answers[i];
            }
        }

        ClassifierCurves.Write(files.Training, curves);
        return judgements;
    }
}

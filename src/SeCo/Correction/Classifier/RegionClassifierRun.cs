using SeCo.Correction.Files;
using SeCo.Correction.Noise;
using SeCo.Correction.Regions;

namespace SeCo.Correction.Classifier;

/// <summary>Trains the classifier that the settings name, once for each part of the images, and lets it judge all regions.</summary>
/// <remarks>The classifier that judges a part has not trained on it (cross-fitting), unless there is one part alone. By default parts are runs of neighbours
/// in the list of images: frames of one video are near-duplicates, and a part must not leak into the others.</remarks>
internal sealed class RegionClassifierRun(CorrectionContext run)
{
    private readonly int _folds = Math.Min(run.Options.Folds, run.Entries.Count);

    /// <summary>Trains on regions and judges them: one judgement for each.</summary>
    public RegionJudgement[] Run(RegionRow[] judged)
    {
        int[] foldOfImage = FoldsOf(run.Options.FoldBy, [.. run.Entries.Select(entry => entry.Name)], _folds);
        int[] foldOf = [.. judged.Select(row => foldOfImage[row.Image])];
        RandomSource random = new RandomSource(run.Environment.Seed).Fork("correction");
        return run.Options.EffectiveTraining == ClassifierTraining.Windows
            ? OnWindows(judged, foldOf, random)
            : OnFrozenFeatures(judged, foldOf, random);
    }

    /// <summary>The part of each image.</summary>
    internal static int[] FoldsOf(FoldGroup by, IReadOnlyList<string> names, int folds)
    {
        int[] parts = [.. Enumerable.Range(0, names.Count).Select(i => by == FoldGroup.Image ? i % folds : (int)((long)i * folds / names.Count))];
        if (by == FoldGroup.Sequence)
        {
            // The longest sequence first, each into the part that has the fewest images by then.
            int[] images = new int[folds];
            foreach (int[] members in Enumerable.Range(0, names.Count).GroupBy(i => ImageGroups.SequenceOf(names[i])).Select(group => group.ToArray())
                .OrderByDescending(group => group.Length))
            {
                int part = Array.IndexOf(images, images.Min());
                images[part] += members.Length;
                Array.ForEach(members, i => parts[i] = part);
            }
        }

        return parts;
    }

    private RegionJudgement[] OnFrozenFeatures(RegionRow[] judged, int[] foldOf, RandomSource random)
    {
        using FeatureStore store = FeatureStore.Load([.. run.Entries.Select(entry => run.Files.Features(entry.Name))], judged.Length,
            Path.Combine(run.Files.Folder, "features.scratch"));
        int threads = TorchRuntime.Threads;
        TorchRuntime.SetThreads(1);
        try
        {
            FrozenClassifier classifier = new(run.Options.Frozen, run.Classes.Count, TrainingWeights.Of(run.Options, judged), run.Rule.Calibrated);
            RegionJudgement[] judgements = classifier.Run(
                store, [.. judged.Select(row => row.Class)], foldOf, _folds, run.Environment.Parallelism, random, run.Progress, run.CancellationToken);
            WriteCurves(classifier.Curves);
            return judgements;
        }
        finally
        {
            TorchRuntime.SetThreads(threads);
        }
    }

    private RegionJudgement[] OnWindows(RegionRow[] judged, int[] foldOf, RandomSource random)
    {
        WindowClassifier classifier = new(run);
        RegionJudgement[] judgements = new RegionJudgement[judged.Length];
        LossCurve?[] curves = new LossCurve?[_folds];
        foreach (IGrouping<int, int> own in Enumerable.Range(0, judged.Length).GroupBy(i => foldOf[i]).OrderBy(group => group.Key))
        {
            int fold = own.Key;
            RegionRow[] trained = [.. judged.Where((_, i) => _folds == 1 || foldOf[i] != fold)], asked = [.. own.Select(i => judged[i])];
            string part = Path.Combine(run.Files.Classifier, $"part-{fold + 1}"), kept = part + ".judgements";
            RegionJudgement[] answers = JudgementFile.TryRead(kept, asked.Length) ?? JudgementFile.Write(
                kept, classifier.Run(trained, asked, part, random.Fork($"part {fold}"), $"part {fold + 1} of {_folds}"));
            curves[fold] = ReadCurve(part);
            foreach ((int place, RegionJudgement answer) in own.Zip(answers))
            {
                judgements[place] = answer;
            }
        }

        WriteCurves(curves);
        return judgements;
    }

    private void WriteCurves(IReadOnlyList<LossCurve?> curves) => RunFileKinds.ClassifierTraining.Write(run.Files.Training, new ClassifierTrainingRecord(
        [.. curves.Select((curve, part) => (curve, part)).Where(c => c.curve is not null).Select(c =>
            new ClassifierPartRecord(c.part + 1, c.curve!.Steps))]));

    private static LossCurve? ReadCurve(string part)
    {
        string path = WindowClassifier.LossesOf(part);
        try
        {
            return File.Exists(path) ? LossCurve.Parse(File.ReadAllText(path), 1) : null;
        }
        catch (JsonException)
        {
            return null; // only a report shows it: judgements do not depend on it
        }
    }
}

using SeCo.Checkpoints;
using SeCo.Correction;
using SeCo.Correction.Classifier;
using SeCo.Correction.Noise;
using SeCo.Correction.Regions;
using SeCo.Imaging;
using SeCo.Labels;
using SeCo.Torch;

namespace SeCo.Benchmarks.Goals;

/// <summary>
/// SCC's second half over a million regions: the table from region files, a linear head on frozen features (one pass instead of twenty: memory does not
/// depend on their number), the mixture and the verdicts. The set is one image's files, a thousand times.
/// </summary>
internal static class MillionRegions
{
    private const int Images = 1000, Columns = 50, Rows = 20, PerImage = Columns * Rows, Block = 40;

    private static readonly ClassSet Classes = ClassSet.Named("cityscapes19");

    /// <summary>Runs it; says how long each part took.</summary>
    /// <param name="length">Features of a region.</param>
    public static string Run(int length)
    {
        string folder = Directory.CreateTempSubdirectory("seco-goals-").FullName;
        try
        {
            return Run(length, Path.Combine(folder, "regions.json"), Path.Combine(folder, "features.npy"), Path.Combine(folder, "features.scratch"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Run(int length, string regions, string features, string scratch)
    {
        TorchRuntime.SetThreads(1); // as correction does for its heads
        Draw(length, regions, features);
        RegionTable table = new([]);
        double reading = Clock.Once(() =>
            table = new RegionTable(Enumerable.Repeat(regions, Images).Select(file => RegionFile.Read(file, Classes))));

        byte[] labels = [.. table.Rows.Select(row => row.Class)];
        RegionJudgement[] judgements = [];
        double classifying = Clock.Once(() =>
        {
            using FeatureStore store = FeatureStore.Load([.. Enumerable.Repeat(features, Images)], table.Rows.Count, scratch);
            FrozenClassifier classifier = new(new FrozenFeatureOptions { Epochs = 1 }, Classes.Count, weights: null);
            int[] foldOf = new int[labels.Length];
            judgements = classifier.Run(store, labels, foldOf, folds: 1, parallelism: 1, new RandomSource(1), progress: null, CancellationToken.None);
        });

        double deciding = Clock.Once(() =>
        {
            RegionOutcome[] outcomes = new NoiseJudge(new NoiseOptions())
                .Judge(judgements, labels, [.. table.Rows.Select(row => row.Area)], [.. table.Rows.Select(row => row.Confidence)]).Outcomes;
            foreach ((RegionRow row, RegionOutcome outcome) in table.Rows.Zip(outcomes))
            {
                row.Outcome = outcome;
            }
        });
        return $"table {reading / 1000:F1} s, features and one pass of training and judging {classifying / 1000:F1} s, noise model and verdicts "
            + $"{deciding / 1000:F1} s";
    }

    /// <summary>One image's regions and features: the true class shows in the features, and every tenth region has another one.</summary>
    private static void Draw(int length, string regions, string features)
    {
        Random random = new(3);
        LabelMap truth = new(Columns * Block, Rows * Block);
        ConfidenceMap confidence = new(truth.Width, truth.Height);
        for (int y = 0; y < truth.Height; y++)
        {
            for (int x = 0; x < truth.Width; x++)
            {
                // No two neighbours alike, so that every block is a region.
                truth[x, y] = (byte)(((x / Block) + (3 * (y / Block))) % Classes.Count);
                confidence.Row(y)[x] = (ushort)random.Next(ConfidenceMap.Scale);
            }
        }

        IReadOnlyList<ConnectedRegion> drawn = RegionExtraction.FromLabels(truth, confidence);
        float[] values = new float[PerImage * length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.NextSingle() + (i % length == drawn[i / length].CategoryId ? 2 : 0);
        }

        NpyFile.Write<float>(features, values, PerImage, length);
        RegionFile.Write(regions, drawn.Select(region => region.Id % 10 == 0 ? region with { CategoryId = (region.CategoryId + 5) % Classes.Count } : region));
    }
}

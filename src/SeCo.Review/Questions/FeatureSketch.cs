using SeCo.Correction.Classifier;

namespace SeCo.Review.Questions;

/// <summary>The features of questions, [N, <see cref="Length"/>] at most: standardised, projected by chance where they are longer, and of length 1, so that a
/// product of two rows is their cosine.</summary>
/// <remarks>A random projection keeps angles (Johnson and Lindenstrauss): 64 numbers in place of a thousand, to within about 0.1. Source: this project.
/// </remarks>
internal sealed class FeatureSketch
{
    /// <summary>Numbers that are kept of a region.</summary>
    public const int Length = 64;

    /// <summary>The cosine from which on two regions count as alike.</summary>
    public const float AlikeFrom = 0.9f;

    private const ulong Seed = 64;
    private const long InMemory = 64 << 20; // bytes of features while they are projected; a review takes little memory
    private readonly float[] _rows;

    private FeatureSketch(float[] rows) => _rows = rows;

    private int Count => _rows.Length / Length;

    /// <summary>Reads the features of questions.</summary>
    /// <param name="files">The files of all images whose regions were judged, in their order.</param>
    /// <param name="judged">Their rows together.</param>
    /// <param name="rows">The row of each question; -1 for none.</param>
    /// <returns>Null where the run kept none, or not for these regions.</returns>
    /// <exception cref="IOException">A file is damaged, or does not belong to these regions.</exception>
    public static FeatureSketch? Read(IReadOnlyList<string> files, int judged, IReadOnlyList<int> rows)
    {
        int[] described = [.. Enumerable.Range(0, rows.Count).Where(question => rows[question] >= 0)];
        if (described.Length == 0 || !files.All(File.Exists))
        {
            return null;
        }

        using FeatureStore store = FeatureStore.Load(files, judged, Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), InMemory);
        FeatureScale scale = new(store, [.. described.Select(question => rows[question])]);
        float[][]? directions = store.Length <= Length ? null : Directions(store.Length);
        float[] sketch = new float[rows.Count * Length], scaled = new float[store.Length];
        foreach (int question in described)
        {
            store.Read(rows[question], scaled);
            scale.Apply(scaled);
            Span<float> target = sketch.AsSpan(question * Length, Length);
            for (int i = 0; i < Length && directions is not null; i++)
            {
                target[i] = TensorPrimitives.Dot(scaled, directions[i]);
            }

            if (directions is null)
            {
                scaled.CopyTo(target);
            }

            float norm = TensorPrimitives.Norm(target);
            TensorPrimitives.Multiply(target, norm > 0 ? 1 / norm : 0, target);
        }

        return new FeatureSketch(sketch);
    }

    /// <summary>The rows of some questions, in their order.</summary>
    public FeatureSketch Rows(IReadOnlyList<int> questions)
    {
        float[] rows = new float[questions.Count * Length];
        for (int i = 0; i < questions.Count; i++)
        {
            Row(questions[i]).CopyTo(rows.AsSpan(i * Length));
        }

        return new FeatureSketch(rows);
    }

    /// <summary>For each question, how many of its class are alike, itself included.</summary>
    public int[] CountAlike(IReadOnlyList<int> classes)
    {
        int[] counts = [.. Enumerable.Repeat(1, Count)];
        int[][] members = [.. Enumerable.Range(0, Count).GroupBy(i => classes[i]).Select(group => group.ToArray())];
        (int[] Members, int Place)[] work = [.. members.SelectMany(own => Enumerable.Range(0, own.Length).Select(place => (own, place)))];
        Parallel.ForEach(work, item =>
        {
            ReadOnlySpan<float> row = Row(item.Members[item.Place]);
            for (int i = item.Place + 1; i < item.Members.Length; i++)
            {
                if (TensorPrimitives.Dot(row, Row(item.Members[i])) >= AlikeFrom)
                {
                    Interlocked.Increment(ref counts[item.Members[i]]);
                    Interlocked.Increment(ref counts[item.Members[item.Place]]);
                }
            }
        });
        return counts;
    }

    /// <summary>The questions that are most like one, the most alike first.</summary>
    public IReadOnlyList<(int Number, float Similarity)> Nearest(int number, int count) =>
        [.. Others(number).OrderByDescending(other => other.Similarity).Take(count)];

    /// <summary>The alike ones among some, the most alike first.</summary>
    public IEnumerable<int> Alike(int number, Func<int, bool> among) =>
        Others(number).Where(o => o.Similarity >= AlikeFrom && among(o.Number)).OrderByDescending(o => o.Similarity).Select(o => o.Number);

    private IEnumerable<(int Number, float Similarity)> Others(int number) =>
        Enumerable.Range(0, Count).Where(i => i != number).Select(i => (i, TensorPrimitives.Dot(Row(number), Row(i)))).Where(other => other.Item2 > 0);

    private ReadOnlySpan<float> Row(int question) => _rows.AsSpan(question * Length, Length);

    private static float[][] Directions(int width)
    {
        RandomSource random = new(Seed);
        float[][] directions = new float[Length][];
        for (int i = 0; i < Length; i++)
        {
            directions[i] = new float[width];
            for (int j = 0; j < width; j++)
            {
                directions[i][j] = random.NextBool() ? 1 : -1;
            }
        }

        return directions;
    }
}

using SeCo.Checkpoints;

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

    private const float Limit = 8; // standard deviations, so that one odd value does not decide
    private const ulong Seed = 64;
    private readonly float[] _rows;

    private FeatureSketch(float[] rows) => _rows = rows;

    private int Count => _rows.Length / Length;

    /// <summary>Reads the features of questions from the run's correction, an image at a time, twice: for their means, and to project them.</summary>
    /// <returns>Null where the run kept none, or not for these regions.</returns>
    public static FeatureSketch? Read(ExportSource run, IReadOnlyList<Question> questions)
    {
        CorrectionFiles files = new(Path.Combine(run.Folder, RunNames.Correction));
        List<(string Path, int[] Questions)> images =
        [
            .. Enumerable.Range(0, questions.Count).Where(i => questions[i].Row >= 0).GroupBy(i => questions[i].Image)
                .Select(image => (files.Features(run.Regions.Images[image.Key].Name), image.ToArray())).Where(image => File.Exists(image.Item1)),
        ];
        if (images.Count == 0 || NpyFile.Read(images[0].Path) is not { Shape: [_, >= 1 and <= 1 << 16 and long width] })
        {
            return null;
        }

        double[] sum = new double[width], squares = new double[width];
        int count = 0;
        Each((_, row) =>
        {
            for (int i = 0; i < row.Length; i++)
            {
                sum[i] += row[i];
                squares[i] += (double)row[i] * row[i];
            }

            count++;
        });
        float[] mean = Array.ConvertAll(sum, s => (float)(s / Math.Max(1, count)));
        IEnumerable<double> deviations = squares.Zip(mean, (q, m) => Math.Sqrt(Math.Max(0, (q / Math.Max(1, count)) - ((double)m * m))));
        float[] inverse = [.. deviations.Select(d => d > 1e-6 ? (float)(1 / d) : 0)];
        float[][]? directions = width <= Length ? null : Directions((int)width);
        float[] rows = new float[questions.Count * Length];
        float[] scaled = new float[width];
        Each((question, row) =>
        {
            TensorPrimitives.Subtract(row, mean, scaled);
            TensorPrimitives.Multiply(scaled, inverse, scaled);
            TensorPrimitives.Clamp(scaled, -Limit, Limit, scaled);
            Span<float> target = rows.AsSpan(question * Length, Length);
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
        });
        return new FeatureSketch(rows);

        void Each(Action<int, float[]> use)
        {
            foreach ((string path, int[] own) in images)
            {
                TensorData file = NpyFile.Read(path);
                float[] all = file.Shape is [_, long w] && w == width ? file.ToSingles() : [];
                foreach (int question in own.Where(question => (questions[question].Row + 1L) * width <= all.Length))
                {
                    use(question, all[(int)(questions[question].Row * width)..(int)((questions[question].Row + 1) * width)]);
                }
            }
        }
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
        int[] counts = new int[Count];
        int[][] members = [.. Enumerable.Range(0, Count).GroupBy(i => classes[i]).Select(group => group.ToArray())];
        (int[] Members, int Place)[] work = [.. members.SelectMany(own => Enumerable.Range(0, own.Length).Select(place => (own, place)))];
        Parallel.ForEach(work, item =>
        {
            ReadOnlySpan<float> row = Row(item.Members[item.Place]);
            int alike = 1;
            for (int i = 0; i < item.Members.Length; i++)
            {
                alike += i != item.Place && TensorPrimitives.Dot(row, Row(item.Members[i])) >= AlikeFrom ? 1 : 0;
            }

            counts[item.Members[item.Place]] = alike;
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

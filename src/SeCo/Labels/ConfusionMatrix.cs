using System.Buffers;

namespace SeCo.Labels;

/// <summary>Counts pixels by true and predicted class, <c>[K, K + 1]</c>; the last column counts pixels without a prediction (255).</summary>
/// <remarks>Pixels without ground truth (255) are not counted.</remarks>
public sealed class ConfusionMatrix
{
    private const int Values = 256;

    private readonly long[] _counts;

    /// <summary>An empty matrix.</summary>
    /// <param name="classes">K, 1 to 255.</param>
    public ConfusionMatrix(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classes, LabelMap.Ignore);
        Classes = classes;
        _counts = new long[classes * (classes + 1)];
    }

    /// <summary>K.</summary>
    public int Classes { get; }

    /// <summary>The counts, row-major, <c>[K, K + 1]</c>.</summary>
    public ReadOnlySpan<long> Counts => _counts;

    /// <summary>The pixels of one true class that were predicted as another; column K: not predicted.</summary>
    public long this[int truth, int predicted] => _counts[(truth * (Classes + 1)) + predicted];

    /// <summary>Intersection over union of every class, in [0, 1], of the pixels that have a prediction;
    /// NaN where a class is neither true nor predicted.</summary>
    public double[] IntersectionsOverUnions()
    {
        double[] shares = new double[Classes];
        for (int c = 0; c < Classes; c++)
        {
            long union = -this[c, c];
            for (int other = 0; other < Classes; other++)
            {
                union += this[c, other] + this[other, c];
            }

            shares[c] = (double)this[c, c] / union;
        }

        return shares;
    }

    /// <summary>Counts the pixels of one image.</summary>
    /// <param name="truth">Ground truth: 0…K-1, and 255 where unknown.</param>
    /// <param name="prediction">Prediction of the same size: 0…K-1, and 255 where there is none.</param>
    /// <exception cref="ArgumentException">The sizes differ, or a label is neither 0…K-1 nor 255; nothing has been counted then.</exception>
    public void Add(LabelMap truth, LabelMap prediction)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(prediction);
        if (!truth.HasSizeOf(prediction))
        {
            throw new ArgumentException(
                $"The prediction has {prediction.Width} x {prediction.Height} pixels, the ground truth {truth.Width} x {truth.Height}.", nameof(prediction));
        }

        // Counting pairs of bytes needs no test a pixel; what the pairs mean is sorted out once an image.
        int[] pairs = ArrayPool<int>.Shared.Rent(Values * Values);
        try
        {
            Span<int> table = pairs.AsSpan(0, Values * Values);
            table.Clear();
            CountPairs(truth.Pixels, prediction.Pixels, table);
            Check(table);
            Fold(table);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(pairs);
        }
    }

    /// <summary>Adds the counts of another matrix.</summary>
    /// <exception cref="ArgumentException">It has another number of classes.</exception>
    public void Add(ConfusionMatrix other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Classes != Classes)
        {
            throw new ArgumentException($"The other matrix has {other.Classes} classes, expected {Classes}.", nameof(other));
        }

        TensorPrimitives.Add(_counts, other._counts, _counts);
    }

    /// <summary>Adds counts of the same layout.</summary>
    internal void Add(ReadOnlySpan<long> counts) => TensorPrimitives.Add(_counts, counts, _counts);

    private static void CountPairs(ReadOnlySpan<byte> truth, ReadOnlySpan<byte> prediction, Span<int> table)
    {
        // Neighbours are alike: a run of equal pairs is counted in a register instead of through memory.
        int last = 0;
        int run = 0;
        for (int i = 0; i < truth.Length; i++)
        {
            int pair = (truth[i] << 8) | prediction[i];
            if (pair == last)
            {
                run++;
                continue;
            }

            table[last] += run;
            (last, run) = (pair, 1);
        }

        table[last] += run;
    }

    private void Check(ReadOnlySpan<int> table)
    {
        for (int truth = 0; truth < Values; truth++)
        {
            ReadOnlySpan<int> row = table.Slice(truth * Values, Values);
            bool foreign = truth >= Classes && truth != LabelMap.Ignore;
            if (foreign ? row.ContainsAnyExcept(0) : row[Classes..LabelMap.Ignore].ContainsAnyExcept(0))
            {
                int predicted = foreign ? 0 : Classes + row[Classes..LabelMap.Ignore].IndexOfAnyExcept(0);
                throw new ArgumentException(
                    $"Label {(foreign ? truth : predicted)} in the {(foreign ? "ground truth" : "prediction")}, "
                        + $"expected 0 to {Classes - 1} or {LabelMap.Ignore}.");
            }
        }
    }

    private void Fold(ReadOnlySpan<int> table)
    {
        for (int truth = 0; truth < Classes; truth++)
        {
            ReadOnlySpan<int> row = table.Slice(truth * Values, Values);
            Span<long> counts = _counts.AsSpan(truth * (Classes + 1), Classes + 1);
            for (int predicted = 0; predicted < Classes; predicted++)
            {
                counts[predicted] += row[predicted];
            }

            counts[Classes] += row[LabelMap.Ignore];
        }
    }
}

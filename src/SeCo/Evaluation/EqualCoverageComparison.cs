namespace SeCo.Evaluation;

/// <summary>What class-balanced confidence thresholding would score at any coverage: the baseline that corrected labels must beat at equal coverage.</summary>
/// <remarks>
/// One pass counts pixels by predicted class, confidence and true class. At portion p, the most confident p · N of the N pixels predicted as a class are
/// kept; where the limit falls among pixels of equal confidence, the same part of each kind of them is kept, so that every coverage is met exactly.
/// Memory: at most 32 MiB up to 150 classes; confidences are counted in 4096 steps, in fewer (at least 256) above 31 classes.
/// </remarks>
public sealed class EqualCoverageComparison
{
    private const int MostSteps = 4096;
    private const int LeastSteps = 256;
    private const int MostCells = 1 << 22;
    private const int Bisections = 60;

    private readonly ClassSet _classes;
    private readonly long[] _counts; // [K predicted, steps, K + 1 true], the last: no ground truth
    private readonly long[] _unpredicted;
    private readonly int _steps;

    /// <summary>An empty comparison.</summary>
    public EqualCoverageComparison(ClassSet classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        _classes = classes;
        _steps = MostSteps;
        while (_steps > LeastSteps && (long)_steps * classes.Count * (classes.Count + 1) > MostCells)
        {
            _steps /= 2;
        }

        _unpredicted = new long[classes.Count];
        _counts = new long[classes.Count * _steps * (classes.Count + 1)];
    }

    /// <summary>Counts the pixels of one image. Not safe for several threads at once.</summary>
    /// <param name="prediction">The most probable class of every pixel; pixels with 255 are left out, but count as not covered.</param>
    /// <param name="confidence">The confidence in it.</param>
    /// <param name="truth">Ground truth, 255 where unknown.</param>
    /// <exception cref="ArgumentException">The sizes differ, or a label is outside the class set.</exception>
    public void Add(LabelMap prediction, ConfidenceMap confidence, LabelMap truth)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(confidence);
        ArgumentNullException.ThrowIfNull(truth);
        if (!prediction.HasSizeOf(confidence) || !prediction.HasSizeOf(truth))
        {
            throw new ArgumentException("Prediction, confidence and ground truth differ in size.", nameof(prediction));
        }

        _classes.RequireArgument(prediction);
        _classes.RequireArgument(truth);
        int k = _classes.Count;
        ReadOnlySpan<byte> predicted = prediction.Pixels;
        ReadOnlySpan<byte> actual = truth.Pixels;
        ReadOnlySpan<ushort> levels = confidence.Pixels;
        for (int i = 0; i < predicted.Length; i++)
        {
            if (predicted[i] != LabelMap.Ignore)
            {
                int step = (levels[i] * _steps) >> 16;
                _counts[(((predicted[i] * _steps) + step) * (k + 1)) + Math.Min((int)actual[i], k)]++;
            }
            else if (actual[i] != LabelMap.Ignore)
            {
                _unpredicted[actual[i]]++;
            }
        }
    }

    /// <summary>Writes the counts, only those above 0.</summary>
    internal void Write(BinaryWriter writer)
    {
        Array.ForEach(_unpredicted, writer.Write);
        writer.Write(_counts.Count(n => n > 0));
        for (int i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] > 0)
            {
                writer.Write(i);
                writer.Write(_counts[i]);
            }
        }
    }

    /// <summary>Adds the counts that another process wrote.</summary>
    /// <exception cref="FormatException">A place that there is not.</exception>
    internal void Add(BinaryReader reader)
    {
        for (int c = 0; c < _unpredicted.Length; c++)
        {
            _unpredicted[c] += reader.ReadInt64();
        }

        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            int place = reader.ReadInt32();
            _counts[place >= 0 && place < _counts.Length ? place : throw new FormatException($"there is no count {place}")] += reader.ReadInt64();
        }
    }

    /// <summary>Thresholding at a portion.</summary>
    /// <param name="portion">The share kept of each class, in [0, 1].</param>
    public SegmentationScores AtPortion(double portion)
    {
        if (!(portion is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(portion), portion, "A portion is 0 to 1.");
        }

        int k = _classes.Count;
        double[] confusion = new double[k * (k + 1)];
        for (int t = 0; t < k; t++)
        {
            confusion[(t * (k + 1)) + k] = _unpredicted[t];
        }

        for (int p = 0; p < k; p++)
        {
            double left = portion * Sum(Predicted(p));
            for (int step = _steps - 1; step >= 0; step--)
            {
                ReadOnlySpan<long> cell = Cell(p, step);
                long size = Sum(cell);
                if (size == 0)
                {
                    continue;
                }

                double share = Math.Clamp(left / size, 0, 1);
                left -= size * share;
                for (int t = 0; t < k; t++)
                {
                    confusion[(t * (k + 1)) + p] += share * cell[t];
                    confusion[(t * (k + 1)) + k] += (1 - share) * cell[t];
                }
            }
        }

        return SegmentationScores.From(confusion, _classes);
    }

    /// <summary>Thresholding at the portion that reaches a coverage: the share of the pixels with ground truth that keep a label.</summary>
    /// <param name="coverage">In [0, 1]; above what the predictions cover, all of them are kept.</param>
    /// <exception cref="InvalidOperationException">No pixel with ground truth was counted.</exception>
    public SegmentationScores AtCoverage(double coverage)
    {
        if (!(coverage is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(coverage), coverage, "A coverage is 0 to 1.");
        }

        double total = _unpredicted.Sum() + Enumerable.Range(0, _classes.Count).Sum(p => (double)KnownPixels(p).Sum());
        if (total == 0)
        {
            throw new InvalidOperationException("No pixel with ground truth was counted.");
        }

        // Coverage grows with the portion, linearly between the steps' borders; halving finds it to the last bit that matters.
        (double low, double high) = (0, 1);
        CoverageCurve[] curves = [.. Enumerable.Range(0, _classes.Count).Select(p => new CoverageCurve(StepSizes(p), KnownPixels(p)))];
        for (int i = 0; i < Bisections; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = curves.Sum(c => c.KnownAt(middle)) < coverage * total ? (middle, high) : (low, middle);
        }

        return AtPortion(high);
    }

    private readonly record struct CoverageCurve(long[] Sizes, long[] Known)
    {
        private readonly long _total = Sizes.Sum();

        /// <summary>Pixels with ground truth among the most confident portion.</summary>
        public double KnownAt(double portion)
        {
            double left = portion * _total;
            double known = 0;
            for (int step = Sizes.Length - 1; step >= 0 && left > 0; step--)
            {
                if (Sizes[step] > 0)
                {
                    double share = Math.Min(1, left / Sizes[step]);
                    known += share * Known[step];
                    left -= Sizes[step];
                }
            }

            return known;
        }
    }

    private long[] StepSizes(int predicted) => [.. Enumerable.Range(0, _steps).Select(s => Sum(Cell(predicted, s)))];

    private long[] KnownPixels(int predicted) => [.. Enumerable.Range(0, _steps).Select(s => Sum(Cell(predicted, s)[..^1]))];

    private ReadOnlySpan<long> Cell(int predicted, int step) => Predicted(predicted).Slice(step * (_classes.Count + 1), _classes.Count + 1);

    private ReadOnlySpan<long> Predicted(int id) => _counts.AsSpan(id * _steps * (_classes.Count + 1), _steps * (_classes.Count + 1));

    private static long Sum(ReadOnlySpan<long> values) => System.Numerics.Tensors.TensorPrimitives.Sum(values);
}

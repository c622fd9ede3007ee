namespace SeCo.PixelLabels;

/// <summary>Counts pixels by predicted class and 16-bit confidence: exact thresholds over any number of pixels in bounded memory.</summary>
/// <remarks>Needs 512 KiB for each class that occurs. Adding is commutative, so shards and threads may come in any order.</remarks>
public sealed class ConfidenceHistogram
{
    /// <summary>Levels of confidence; level v means v / 65535.</summary>
    public const int Levels = ConfidenceMap.Scale + 1;

    private readonly long[]?[] _counts;

    /// <summary>An empty histogram.</summary>
    /// <param name="classes">K, 1 to 255.</param>
    public ConfidenceHistogram(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classes, LabelMap.Ignore);
        _counts = new long[classes][];
    }

    /// <summary>K.</summary>
    public int Classes => _counts.Length;

    /// <summary>Counts the pixels of one image; pixels without a label (255) are left out.</summary>
    /// <param name="labels">Predicted classes, 0…K-1 or 255.</param>
    /// <param name="confidences">Their confidences, of the same size; null counts each as 1.</param>
    /// <exception cref="ArgumentException">The sizes differ, or a label is out of range.</exception>
    public void Add(LabelMap labels, ConfidenceMap? confidences)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (confidences is not null && !labels.HasSizeOf(confidences))
        {
            throw new ArgumentException($"{labels.Width} x {labels.Height} labels, but {confidences.Width} x {confidences.Height} confidences.",
                nameof(confidences));
        }

        if (Classes < LabelMap.Ignore && labels.Pixels.ContainsAnyInRange((byte)Classes, (byte)(LabelMap.Ignore - 1)))
        {
            throw new ArgumentException($"A label is neither 0 to {Classes - 1} nor {LabelMap.Ignore}.", nameof(labels));
        }

        ReadOnlySpan<byte> classes = labels.Pixels;
        ReadOnlySpan<ushort> levels = confidences is null ? default : confidences.Pixels;
        for (int i = 0; i < classes.Length; i++)
        {
            byte c = classes[i];
            if (c != LabelMap.Ignore)
            {
                (_counts[c] ??= new long[Levels])[confidences is null ? ConfidenceMap.Scale : levels[i]]++;
            }
        }
    }

    /// <summary>Adds the counts of another histogram.</summary>
    /// <exception cref="ArgumentException">It has another number of classes.</exception>
    public void Add(ConfidenceHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Classes != Classes)
        {
            throw new ArgumentException($"The other histogram has {other.Classes} classes, expected {Classes}.", nameof(other));
        }

        for (int c = 0; c < Classes; c++)
        {
            if (other._counts[c] is { } counts)
            {
                long[] own = _counts[c] ??= new long[Levels];
                TensorPrimitives.Add(own, counts, own);
            }
        }
    }

    /// <summary>Pixels predicted as a class.</summary>
    public long Count(int id) => _counts[id] is { } counts ? TensorPrimitives.Sum(counts) : 0;

    /// <summary>The level that keeps a portion of the pixels of a class: the value at rank floor(portion · N), from 0, of their confidences in descending
    /// order.</summary>
    /// <remarks>Source: CBST (<c>solve_ST.py</c>). Labels are kept from this level on, so pixels that tie with it are kept too. A class never predicted
    /// has 65535.</remarks>
    /// <param name="id">The class.</param>
    /// <param name="portion">The share to keep, in (0, 1].</param>
    public int LevelOf(int id, double portion) => LevelAtRank(_counts[id] ?? [], portion);

    /// <summary>As <see cref="LevelOf"/>, over the pixels of all classes together.</summary>
    public int GlobalLevel(double portion)
    {
        long[] sums = new long[Levels];
        foreach (long[] counts in _counts.OfType<long[]>())
        {
            TensorPrimitives.Add(sums, counts, sums);
        }

        return LevelAtRank(sums, portion);
    }

    /// <summary>Writes the counts, only those above 0.</summary>
    internal void Write(BinaryWriter writer)
    {
        writer.Write(Classes);
        foreach (long[]? counts in _counts)
        {
            writer.Write7BitEncodedInt(counts?.Count(n => n > 0) ?? 0);
            for (int level = 0, last = 0; counts is not null && level < Levels; level++)
            {
                if (counts[level] > 0)
                {
                    writer.Write7BitEncodedInt(level - last);
                    writer.Write7BitEncodedInt64(counts[level]);
                    last = level;
                }
            }
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">Another number of classes, or counts that cannot be.</exception>
    /// <exception cref="EndOfStreamException">The text ends early.</exception>
    internal static ConfidenceHistogram Read(BinaryReader reader, int classes)
    {
        if (reader.ReadInt32() is int found && found != classes)
        {
            throw new FormatException($"counts of {found} classes, expected {classes}");
        }

        ConfidenceHistogram histogram = new(classes);
        for (int c = 0; c < classes; c++)
        {
            int entries = reader.Read7BitEncodedInt();
            for ((int i, int level) = (0, 0); i < entries; i++)
            {
                int step = reader.Read7BitEncodedInt();
                long count = reader.Read7BitEncodedInt64();
                level = step < 0 || step > Levels ? Levels : level + step;
                if (level >= Levels || count <= 0 || (i > 0 && step == 0))
                {
                    throw new FormatException($"a count that cannot be, in class {c}");
                }

                (histogram._counts[c] ??= new long[Levels])[level] = count;
            }
        }

        return histogram;
    }

    private static int LevelAtRank(long[] counts, double portion)
    {
        if (!(portion is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(portion), portion, "A portion is more than 0 and at most 1.");
        }

        long total = TensorPrimitives.Sum(counts), rank = Math.Min((long)Math.Floor(portion * total), total - 1);
        int level = total == 0 ? ConfidenceMap.Scale : Levels;
        for (long above = 0; above <= rank;)
        {
            above += counts[--level];
        }

        return level;
    }
}

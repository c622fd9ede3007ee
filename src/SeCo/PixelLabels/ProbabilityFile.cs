using System.IO.Hashing;

namespace SeCo.PixelLabels;

/// <summary>Reads class probabilities, one class at a time, keeping only the best class of each pixel.</summary>
/// <remarks>A file is an <c>.npy</c> array <c>[K, H, W]</c> of <c>&lt;f4</c>, <c>&lt;f2</c>, or <c>|u1</c> (probability times 255). Confidences are rounded
/// to 16 bits, steps of 1.5e-5, for thresholds; which class is best is decided on the values as stored, ties to the lowest id.</remarks>
internal static class ProbabilityFile
{
    private const int Chunk = 1 << 16;
    private const float SumTolerance = 0.02f;

    /// <summary>Reads the best class of each pixel; with thresholds <c>[K]</c>, the one with the largest probability relative to its level (CBST).</summary>
    /// <exception cref="ImageFormatException">Another shape or type, values outside [0, 1], or pixels whose probabilities do not sum to 1.</exception>
    public static PixelAnswer ReadBest(string path, ClassSet classes, ReadOnlySpan<int> thresholds)
    {
        using NpyReader reader = NpyReader.Open(path);
        if (reader.Shape.Length != 3 || reader.Shape[0] != classes.Count || reader.Shape[1] < 1 || reader.Shape[2] < 1)
        {
            throw new ImageFormatException(
                $"{path}: an array of shape ({string.Join(", ", reader.Shape.ToArray())}), "
                + $"expected ({classes.Count}, height, width) for class set '{classes.Name}'.");
        }

        (int height, int width) = (reader.Shape[1], reader.Shape[2]);
        int count = checked(height * width);
        float[] best = new float[count];
        float[] sums = new float[count];
        LabelMap labels = new(width, height);
        ConfidenceMap confidence = new(width, height);
        float[] values = new float[Math.Min(Chunk, count)];
        XxHash128 hash = new();
        for (int c = 0; c < classes.Count; c++)
        {
            float weight = thresholds.IsEmpty ? 1 : (float)ConfidenceMap.Scale / Math.Max(1, thresholds[c]);
            for (int start = 0; start < count; start += values.Length)
            {
                Span<float> piece = values.AsSpan(0, Math.Min(values.Length, count - start));
                reader.ReadShares(piece, bytes => hash.Append(bytes));
                int wrong = Take(piece, (byte)c, weight, best.AsSpan(start), sums.AsSpan(start), labels.Pixels[start..], confidence.Pixels[start..]);
                if (wrong >= 0)
                {
                    throw new ImageFormatException(
                        $"{path}: value {piece[wrong]} of class {c} at ({(start + wrong) % width}, {(start + wrong) / width}), "
                        + "expected a probability from 0 to 1. Save probabilities, not logits.");
                }
            }
        }

        // Bytes are off by up to half a step in each class.
        float tolerance = SumTolerance + (reader.Type == DType.UInt8 ? classes.Count / 510f : 0);
        int odd = sums.AsSpan().IndexOfAnyExceptInRange(1 - tolerance, 1 + tolerance);
        return odd < 0
            ? new PixelAnswer(labels, confidence, hash.GetCurrentHashAsUInt128())
            : throw new ImageFormatException(
                $"{path}: the probabilities at ({odd % width}, {odd / width}) sum to {sums[odd]}, expected 1. Apply a soft-max first.");
    }

    /// <summary>Takes one class into account; returns the first index that is no probability, or -1.</summary>
    private static int Take(ReadOnlySpan<float> values, byte id, float weight, Span<float> best, Span<float> sums, Span<byte> labels, Span<ushort> confidence)
    {
        for (int i = 0; i < values.Length; i++)
        {
            float p = values[i];
            if (!(p >= 0 && p <= 1))
            {
                return i;
            }

            sums[i] += p;
            if (p * weight > best[i])
            {
                best[i] = p * weight;
                labels[i] = id;
                confidence[i] = (ushort)((p * ConfidenceMap.Scale) + 0.5f);
            }
        }

        return -1;
    }
}

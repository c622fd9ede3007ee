using Tensor = SeCo.Torch.Tensor;

namespace SeCo.Prediction;

/// <summary>The files of a prediction: <c>labels/NAME.png</c>, <c>confidence/NAME.png</c> and, where wanted, <c>probabilities/NAME.npy</c>.</summary>
internal sealed class PredictionFiles(string output, ClassSet classes, ProbabilityOutput probabilities)
{
    private readonly Palette _palette = classes.Palette();

    public string[] Of(string name) => All(output, name)[..(probabilities == ProbabilityOutput.None ? 2 : 3)];

    /// <summary>All files that an image may have below a folder: labels, confidences, probabilities.</summary>
    public static string[] All(string output, string name) =>
    [
        Path.Combine(output, NetworkPrediction.LabelFolder, name + ".png"),
        Path.Combine(output, NetworkPrediction.ConfidenceFolder, name + ".png"),
        Path.Combine(output, NetworkPrediction.ProbabilityFolder, name + ".npy"),
    ];

    /// <summary>The label map of an image that is read by parts.</summary>
    public static string Tiff(string output, string name) => Path.Combine(output, NetworkPrediction.LabelFolder, name + ".tif");

    /// <summary>The most probable class of each pixel, from probabilities <c>[1, K, H, W]</c> on the CPU.</summary>
    public LabelMap Labels(Tensor answer) => Best(answer.ToArray<float>(), (int)answer.Shape[3], (int)answer.Shape[2]).Labels;

    /// <summary>Writes the files of an image, each whole or not at all, from probabilities <c>[1, K, H, W]</c> on the CPU.</summary>
    public void Write(string name, Tensor answer)
    {
        (int height, int width) = ((int)answer.Shape[2], (int)answer.Shape[3]);
        float[] values = answer.ToArray<float>();
        (LabelMap labels, ConfidenceMap confidence) = Best(values, width, height);
        string[] files = Of(name);
        AtomicFile.Write(files[0], stream => LabelPng.Write(stream, labels, _palette));
        AtomicFile.Write(files[1], stream => ConfidencePng.Write(stream, confidence));
        if (files.Length > 2)
        {
            AtomicFile.Write(files[2], stream => WriteArray(stream, values, [classes.Count, height, width]));
        }
    }

    /// <summary>The most probable class of each pixel, ties to the lowest id, and its probability.</summary>
    private (LabelMap Labels, ConfidenceMap Confidence) Best(float[] values, int width, int height)
    {
        LabelMap labels = new(width, height, new byte[width * height]);
        ConfidenceMap confidence = new(width, height);
        Span<float> best = values.AsSpan(0, width * height).ToArray();
        Span<byte> ids = labels.Pixels;
        for (int c = 1; c < classes.Count; c++)
        {
            ReadOnlySpan<float> plane = values.AsSpan(c * best.Length, best.Length);
            for (int i = 0; i < plane.Length; i++)
            {
                if (plane[i] > best[i])
                {
                    (best[i], ids[i]) = (plane[i], (byte)c);
                }
            }
        }

        Span<ushort> levels = confidence.Pixels;
        for (int i = 0; i < best.Length; i++)
        {
            levels[i] = ConfidenceMap.FromProbability(best[i]);
        }

        return (labels, confidence);
    }

    private void WriteArray(Stream stream, float[] values, ReadOnlySpan<int> shape)
    {
        // Sums over classes may pass 1 by a rounding.
        TensorPrimitives.Min(values, 1, values);
        switch (probabilities)
        {
            case ProbabilityOutput.Bytes:
                NpyFile.Write<byte>(stream, Array.ConvertAll(values, value => (byte)((value * 255) + 0.5f)), shape);
                break;
            case ProbabilityOutput.HalfPrecision:
                Half[] halves = new Half[values.Length];
                TensorPrimitives.ConvertToHalf(values, halves);
                NpyFile.Write<Half>(stream, halves, shape);
                break;
            default:
                NpyFile.Write<float>(stream, values, shape);
                break;
        }
    }
}

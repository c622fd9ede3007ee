using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Storage;

namespace SeCo.Correction;

/// <summary>How far the model itself supports the label of each pixel: its confidence where its answer is that label, 0 where it is another.</summary>
internal static class PixelSupport
{
    /// <summary>Reads the support of an image's labels.</summary>
    /// <param name="item">The image.</param>
    /// <param name="labels">Its labels.</param>
    /// <returns>The support; null where no confidences are known.</returns>
    /// <exception cref="DatasetException">A file differs in size from the labels.</exception>
    public static ConfidenceMap? Read(CorrectionItem item, LabelMap labels)
    {
        if (item.ConfidencePath is null)
        {
            return null;
        }

        ConfidenceMap confidence = ConfidencePng.Read(item.ConfidencePath);
        RequireSize(item.ConfidencePath, confidence.HasSizeOf(labels));
        if (item.PredictionPath is not null)
        {
            LabelMap prediction = LabelPng.Read(item.PredictionPath);
            RequireSize(item.PredictionPath, prediction.HasSizeOf(labels));
            Span<ushort> values = confidence.Pixels;
            ReadOnlySpan<byte> given = labels.Pixels, predicted = prediction.Pixels;
            for (int i = 0; i < values.Length; i++)
            {
                if (given[i] != predicted[i])
                {
                    values[i] = 0;
                }
            }
        }

        return confidence;
    }

    private static void RequireSize(string path, bool same)
    {
        if (!same)
        {
            throw new DatasetException($"{path}: has another size than the label map of its image. Give confidences and predictions in the size of the images.");
        }
    }
}
